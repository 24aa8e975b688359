"""What the hospital sets in the place of a unit: said on the sheet before anybody types, and not offered."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from kiosk.domain.wards import Ward
from kiosk.viewmodels.sheets import Block, Option, Paragraph

SET_ELSEWHERE: Final = "The hospital sets this for the unit. Ask IT."
GOALS: Final = "goals"
EQUITY_GOALS: Final = "equity_goals"
WAYS: Final[Mapping[str, str]] = {
    "days": "calendar",
    "layout": "layout",
    "groups": "groups",
    "people": "people",
    "shifts": "calendar",
    "huddles": "calendar",
    "phone": "unit",
    "incident": "unit",
    "co_leads": "unit",
}
"""Way or page → its lock (`kiosk.domain.placed_nodes.LOCKS`)."""
OF_THE_TREE: Final = frozenset({"name", "service", "tier", "zone"})
"""Pages about what a unit's place in the organisation says, wherever that is known."""
CENTRALS: Final = frozenset({"metrics"})
"""Pages about what only central sets for any board that belongs to it."""


def elsewhere(ward: Ward) -> frozenset[str]:
    """Return the ways and pages on which this board changes nothing, because the hospital does."""
    found = {way for way, lock in WAYS.items() if lock in ward.locks}
    if not ward.alone:
        found |= CENTRALS
        if ward.node_id in ward.units:
            found |= OF_THE_TREE
    return frozenset(found)


def as_they_can_be_gone(ward: Ward, ways: Iterable[Option]) -> tuple[Option, ...]:
    """Return ways that are named by their action, or by its value; those that lead to nothing say why."""
    closed = elsewhere(ward)
    return tuple(
        replace(way, enabled=False, detail=SET_ELSEWHERE)
        if way.action.rpartition("=")[2] in closed
        else way
        for way in ways
    )


def lock_line(ward: Ward, lock: str) -> tuple[Block, ...]:
    """Return the words over what a lock keeps; nothing where the unit sets it itself."""
    return (Paragraph(SET_ELSEWHERE, bold=True),) if lock in ward.locks else ()
