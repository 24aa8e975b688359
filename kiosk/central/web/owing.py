"""Who owes the next step of a card, by when, and how late it is: seen from above.

A card that is not owned is its unit's own until the unit's clock has run out; then the node above owes it: the board
has shown it as late. Serious harm goes one node up when it is raised, and another one for each half hour in which
nobody says that they saw it (DOMAIN.md section 4). Whoever owns a card owes it. A returned card is owed by the tier
that it went back to. An answered card waits for its unit, and nobody above owes anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from kiosk.central.web.standing import Unit, UnitCard
from kiosk.domain.card_clocks import card_due
from kiosk.domain.cards import Answered, Card, Closed, Owned, Raised, Returned


@dataclass(frozen=True, slots=True)
class Owing:
    """Who owes the next step.

    Attributes:
        node: the node that owes it.
        who: the role that owns it, or empty where nobody does yet.
        due: by when, or None where nobody named a day.
        late: how late it is, or None.
    """

    node: str
    who: str
    due: datetime | None
    late: timedelta | None


def owing(
    each: UnitCard, now: datetime, tiers: Mapping[str, int] = MappingProxyType({})
) -> Owing | None:
    """Return who owes the next step of a card, or None when nobody above or in the unit does.

    Args:
        each: the card and its unit.
        now: the instant.
        tiers: tier by node, for returned cards; by default each node above is one tier higher.
    """
    card, unit = each.card, each.unit
    if isinstance(card.progress, Answered | Closed):
        return None
    due = each.due
    late = now - due if due is not None and now > due else None
    match card.progress:
        case Owned(by=by, node=owner):
            node, who = owner or unit.node, by
        case Returned(tier=tier):
            node, who = _of_tier(unit, tier, tiers), ""
        case Raised() if card.serious_harm:
            node, who = _up(unit, 1 + (late or timedelta()) // unit.clocks.serious_harm), ""
        case _:
            node, who = _up(unit, 1) if late is not None else unit.node, ""
    return Owing(node, who, due, late)


def due_of(card: Card, unit: Unit) -> datetime | None:
    """Return by when somebody owes the next step of a card, by its unit's clock."""
    return card_due(card, unit.calendar, unit.zone, unit.tier, unit.clocks)


def _up(unit: Unit, steps: int) -> str:
    """Return the node so many steps above, or the highest there is."""
    chain = (unit.node, *unit.above)
    return chain[min(steps, len(chain) - 1)]


def _of_tier(unit: Unit, tier: int, tiers: Mapping[str, int]) -> str:
    """Return the nearest node, from the unit up, whose tier is at least that one."""
    chain = (unit.node, *unit.above)
    numbered = ((node, tiers.get(node, unit.tier + up)) for up, node in enumerate(chain))
    return next((node for node, at in numbered if at >= tier), chain[-1])
