"""Which units have huddled today, as far as it is known: boards keep no record of huddles yet.

A unit's standing is a type. When huddles are recorded, `huddle_of` answers with what was recorded, and the rest of the
page stays as it is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.central.web.standing import Standing, Unit
from kiosk.central.web.views.rows import bare
from kiosk.domain.calendars import HuddleSlot, at_local
from kiosk.domain.clock import local_day
from kiosk.domain.placed_nodes import NodeKind
from kiosk.sync.protocol import TOKEN_S
from kiosk.viewmodels.words import clock_time, length, listed, when

HEARD_WITHIN: Final = timedelta(hours=1)
"""A board that is on says hello more often than this."""
SAID_HELLO_WITHIN: Final = timedelta(seconds=TOKEN_S) + timedelta(minutes=5)
"""Until then a board that is on need not have said hello again: it is no sign that it was not heard."""


@dataclass(frozen=True, slots=True)
class NotDue:
    """No huddle was due yet today."""


@dataclass(frozen=True, slots=True)
class NotKnown:
    """A huddle was due; whether it was held is not recorded."""

    slot: HuddleSlot
    due: datetime


Huddle = NotDue | NotKnown
"""How a unit's latest huddle of today stands."""


@dataclass(frozen=True, slots=True)
class HuddleRow:
    """A unit that needs a look: no sign of its board since its huddle was due, or a safety day that nobody closed.

    Attributes:
        unit: its name.
        href: its page.
        signs: what its logs tell.
    """

    unit: str
    href: str
    signs: str


@dataclass(frozen=True, slots=True)
class Huddles:
    """What is known of today's huddles.

    Attributes:
        due: how many units had a huddle due by now.
        rows: those that give reason to ask.
        unplaced: units without a board of their own, by name.
    """

    due: int
    rows: tuple[HuddleRow, ...]
    without_board: int


def huddles(standing: Standing) -> Huddles:
    """Return what is known of the huddles of the units in reach."""
    units = [unit for unit in standing.units.values() if _huddles(unit)]
    boards = [unit for unit in units if unit.boards]
    due = [unit for unit in boards if isinstance(huddle_of(unit, standing.now), NotKnown)]
    rows = (_row(unit, standing) for unit in boards)
    return Huddles(len(due), tuple(row for row in rows if row.signs), len(units) - len(boards))


def huddle_of(unit: Unit, now: datetime) -> Huddle:
    """Return how the latest huddle of a unit stands that was due by now, today."""
    today = local_day(now, unit.zone)
    if unit.calendar.is_closed(today):
        return NotDue()
    begun = [
        NotKnown(slot, at_local(today, slot.starts, unit.zone))
        for slot in unit.calendar.huddles
        if today.weekday() in slot.weekdays
    ]
    passed = [each for each in begun if each.due + timedelta(minutes=each.slot.minutes) <= now]
    return max(passed, key=lambda each: each.due, default=NotDue())


def heard_words(unit: Unit, standing: Standing) -> str:
    """Return when a unit's board was last heard from: "06:40", "22 Nov", "never"."""
    if unit.heard_at is None:
        return "never"
    return when(unit.heard_at, standing.now, standing.zone)


def is_silent(unit: Unit, now: datetime) -> bool:
    """Tell whether no board of a unit was heard from lately."""
    return unit.heard_at is None or now - unit.heard_at > HEARD_WITHIN


def _huddles(unit: Unit) -> bool:
    return not unit.closed and unit.kind in {NodeKind.UNIT, NodeKind.SERVICE, NodeKind.HOSPITAL}


def _was_heard_since(unit: Unit, due: datetime, now: datetime) -> bool:
    return unit.heard_at is not None and unit.heard_at >= min(due, now - SAID_HELLO_WITHIN)


def _row(unit: Unit, standing: Standing) -> HuddleRow:
    latest = huddle_of(unit, standing.now)
    silent = ""
    if isinstance(latest, NotKnown) and not _was_heard_since(unit, latest.due, standing.now):
        due = clock_time(latest.due, unit.zone)
        silent = f"nothing heard from its board since the huddle at {due}: last {heard_words(unit, standing)}"
    elif unit.heard_at is not None and is_silent(unit, standing.now):
        silent = f"its board was last heard {length(standing.now - unit.heard_at)} ago"
    open_day = "yesterday is not closed on its safety cross" if unit.day_closed is False else ""
    return HuddleRow(unit.name, f"/units/{bare(unit.node)}", listed((silent, open_day)))
