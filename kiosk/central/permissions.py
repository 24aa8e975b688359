"""Who may write what: a table over log kind, change kind, and what the device's node is to the log's node.

==========  ==========================================================================================================
relation    may write into the log
==========  ==========================================================================================================
self        all its daily work; of its configuration what is a node's to set, unless central has locked it
successor   of a closed unit's cards: what those above may; the one that took over also closes, reopens, corrects
above       of cards: see, own, ask, answer, return; never raise for another unit, and never close
support     the same, as a department that serves the unit
out_of_...  the same, as the node that answers when the unit is not there
others      nothing
central     everything
==========  ==========================================================================================================

A board speaks for its own tier or one below, never for one above. Whoever may write about an entity may take back
what it wrote itself, and have its words erased. What a ward did before it enrolled is kept, whoever sets it now.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Final

from kiosk.domain.agendas import agenda_id
from kiosk.domain.authority import RULINGS, Authority, entity_kind_of, set_centrally
from kiosk.domain.changes import Change, Log, LogKind
from kiosk.domain.clock import local_day
from kiosk.domain.kinds import KINDS
from kiosk.domain.organisation import Organisation, Relation
from kiosk.domain.placements import in_words
from kiosk.domain.standing import ERASED, WITHDRAWN

_ITSELF: Final = frozenset({Relation.SELF})
_TIERS: Final = frozenset(
    {
        Relation.SELF,
        Relation.SUCCESSOR,
        Relation.ABOVE,
        Relation.SUPPORT,
        Relation.OUT_OF_HOURS,
    }
)
_TOOK_OVER: Final = frozenset({Relation.SELF, Relation.SUCCESSOR})

BY_AUTHORITY: Final[Mapping[Authority, frozenset[Relation]]] = {
    Authority.CENTRAL: frozenset(),
    Authority.NODE: _ITSELF,
    Authority.UNIT: _ITSELF,
    Authority.TIERS: _TIERS,
}
"""Who may write what an authority rules."""

BY_KIND: Final[Mapping[str, frozenset[Relation]]] = {
    "card.closed": _TOOK_OVER,
    "card.reopened": _TOOK_OVER,
    "card.edited": _TOOK_OVER,
    "card.replied": _TOOK_OVER,
}
"""Kinds of change that pass to whoever took over."""

NOT_YOURS: Final = "This board may not write that for another unit."


def refusal(
    organisation: Organisation, device_node: str | None, log: Log, change: Change, on: date
) -> str | None:
    """Return why a change must not be in a log, in words; None when it may.

    Args:
        organisation: the tree.
        device_node: the node of the device that wrote it; None for central itself.
        log: the log that it is meant for; the change may name an alias of the same node.
        change: the change.
        on: the day on which it is taken.
    """
    return refusals(organisation, device_node, log, on)(change)


def refusals(
    organisation: Organisation, device_node: str | None, log: Log, on: date
) -> Callable[[Change], str | None]:
    """Return what tells of each change of a batch why it must not be in a log; see `refusal`."""
    if device_node is None:
        return partial(_misplaced, log)
    relation = organisation.relation(device_node, log.node, on)
    placement = organisation.placement(log.node)

    def refused(change: Change) -> str | None:
        misplaced = _misplaced(log, change)
        if misplaced is not None:
            return misplaced
        if relation is Relation.SELF and _written_alone(organisation, log, change):
            return _named_wrongly(organisation, device_node, log, change)
        allowed = _allowed(change)
        if relation not in allowed:
            return NOT_YOURS if allowed else set_centrally(change.entity, change.kind, {}, None)
        return (
            _right_passed(organisation, device_node, log.node, change, on)
            or _named_wrongly(organisation, device_node, log, change)
            or set_centrally(change.entity, change.kind, change.payload, placement)
        )

    return refused


def _misplaced(log: Log, change: Change) -> str | None:
    kind = KINDS.get(change.entity_kind)
    if change.log.kind is not log.kind or (kind is not None and kind.log is not log.kind):
        return "This belongs in another log."
    of_another = change.kind in RULINGS and entity_kind_of(change.kind) != change.entity_kind
    return "This says something about another kind of thing." if of_another else None


def _written_alone(organisation: Organisation, log: Log, change: Change) -> bool:
    """Whether a ward wrote a change before it enrolled, under the name that it had alone: its past is kept whole.

    How it was set up alone is not part of that; it is offered to the administrator.
    """
    alone = change.log.node != log.node and change.log.node not in organisation.placements
    return alone and log.kind is not LogKind.CONFIG


def _allowed(change: Change) -> frozenset[Relation]:
    """Return who may write a change; of what a newer program wrote, only the node itself."""
    if change.kind == ERASED or (change.kind == WITHDRAWN and change.payload.get("change")):
        return frozenset().union(*(_of(kind) for kind in _kinds_of(change.entity_kind))) or _ITSELF
    if _passes_on(change):
        return _TOOK_OVER
    return _of(change.kind) if change.kind in RULINGS else _ITSELF


def _kinds_of(entity_kind: str) -> list[str]:
    return [kind for kind in RULINGS if entity_kind_of(kind) == entity_kind]


def _of(change_kind: str) -> frozenset[Relation]:
    return BY_KIND.get(change_kind, BY_AUTHORITY[RULINGS[change_kind].authority])


def _passes_on(change: Change) -> bool:
    """Whether the right to a change passes to whoever takes over: of a card, all but what every tier may do."""
    whole = change.kind == WITHDRAWN and not change.payload.get("change")
    return change.kind in BY_KIND or (whole and change.entity_kind == "card")


def _right_passed(
    organisation: Organisation, device_node: str, node: str, change: Change, on: date
) -> str | None:
    """Why a unit may not do what passed to another; what it did while it still stood counts, however late it comes."""
    if not _passes_on(change):
        return None
    placement = organisation.placement(node)
    heir = organisation.heir(node, on)
    if placement is None or heir == device_node:
        return None
    done_on = local_day(change.occurred_at, placement.time_zone)
    if device_node == node and not placement.closed(done_on):
        return None
    taken = organisation.placement(heir or "")
    closes = f"; {taken.name} closes its cards" if taken is not None else ""
    since = f" since {in_words(placement.ends)}" if placement.ends is not None else ""
    return f"{placement.name} is closed{since}{closes}."


def _above_itself(organisation: Organisation, device_node: str, change: Change) -> bool:
    """Whether a change to a card claims a tier above that of the board's node: the higher one would win."""
    tier = change.payload.get("tier")
    if tier is None or change.entity_kind != "card":
        return False
    placement = organisation.placement(device_node)
    if placement is None:
        return False
    if type(tier) is not int:
        return change.kind in RULINGS  # "3" and 3.0 are read as a tier too
    return tier > placement.tier - (change.kind == "card.returned")


def _named_wrongly(
    organisation: Organisation, device_node: str, log: Log, change: Change
) -> str | None:
    """Why a change may not say what it says: it names another unit than the one that it comes from or is about.

    A name that was never placed is what the unit called itself while it ran alone.
    """

    def is_node(said: object, node: str) -> bool:
        return said == node or (isinstance(said, str) and said not in organisation.placements)

    payload = change.payload
    named = payload.get("node")
    if change.kind == "card.raised" and named not in (log.node, change.log.node):
        return "A card is raised by the unit itself."
    if change.kind == "card.closed":
        closed_by = payload.get("closed_by") or (
            log.node if device_node == log.node else payload.get("node")
        )
        if not is_node(payload.get("node"), log.node) or not is_node(closed_by, device_node):
            return "Only the unit that raised a card can close it."
    if _above_itself(organisation, device_node, change):
        return "This board speaks for a higher tier than its own."
    own = change.entity
    if change.entity_kind == "node":
        own = log.node
    elif change.entity_kind == "agenda":
        own = agenda_id(log.node)
    return None if change.entity == own else "This belongs to another unit."
