"""Standings to make views of: a service with two wards, and cards in any state."""

from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.central.web.offices import Office, Part
from kiosk.central.web.owing import due_of
from kiosk.central.web.standing import Standing, Unit, UnitCard
from kiosk.domain.cards import Card, Criterion, Need, Progress, Raised
from kiosk.domain.placed_nodes import NodeKind

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
OFFICE = Office("hall", Part.LEADER, "service lead", "node:med", "Medicine")
ABOVE = ("node:med", "node:h")
MEDICINE = Unit("node:med", "Medicine", NodeKind.SERVICE, 2, "UTC", above=("node:h",))
WARD_7 = Unit("node:7e", "Ward 7 East", NodeKind.UNIT, 1, "UTC", 1, ABOVE, boards=1)
WARD_8 = Unit("node:8w", "Ward 8 West", NodeKind.UNIT, 1, "UTC", 1, ABOVE, boards=1)


def card(
    number: int = 1,
    unit: Unit = WARD_7,
    *,
    progress: Progress | None = None,
    ago: timedelta = timedelta(hours=1),
    answered_after: timedelta | None = None,
    **said: Any,
) -> UnitCard:
    """Return a card of a unit."""
    raised_at = NOW - ago
    facts: dict[str, Any] = {
        "node": unit.node,
        "category": "equipment",
        "phrase": "Not on the ward when needed",
        "sentence": None,
        "need": Need.ACTION,
        "criterion": Criterion.BARRIER,
        "serious_harm": False,
        "raised_at": raised_at,
        "progress": progress or Raised(),
        **said,
    }
    answered_at = None if answered_after is None else raised_at + answered_after
    made = Card(**facts)
    due = due_of(made, unit)
    return UnitCard(f"card:{number}", unit, made, answered_at, f"change {number}", due)


def standing(*cards: UnitCard, units: tuple[Unit, ...] = (WARD_7, WARD_8)) -> Standing:
    """Return what a service lead sees of some cards."""
    return Standing(
        now=NOW,
        office=OFFICE,
        here=MEDICINE,
        units={unit.node: unit for unit in (MEDICINE, *units)},
        cards=cards,
        names={"node:h": "St Elsewhere", "node:med": "Medicine", "node:7e": "Ward 7 East"},
        tiers={"node:h": 3, "node:med": 2, "node:7e": 1, "node:8w": 1},
    )
