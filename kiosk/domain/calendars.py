"""A node's calendar: shifts, huddles, public holidays, closed days; local days and DST-safe instants."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from operator import itemgetter
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from kiosk.domain.entities import State

SEARCH_DAYS = 400
"""How far ahead a next huddle is looked for; a ward closed for longer has none."""


class Shift(State):
    """A shift by name and local start; it lasts until the next one starts."""

    name: str = Field(min_length=1, max_length=30)
    starts: time


class HuddleSlot(State):
    """A huddle of the day: its name, local start, budget in minutes, and weekdays (Monday = 0)."""

    name: str = Field(min_length=1, max_length=30)
    starts: time
    minutes: int = Field(default=10, ge=1, le=60)
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)


class ClosedPeriod(State):
    """Days on which the ward is closed, both ends included: not missed, not counted, a gap in charts.

    The reason is configuration, of the kind of *summer closure*: it is not about a person, and cannot be erased.
    """

    first: date
    last: date
    reason: str = Field(default="", max_length=60)


class Calendar(State):
    """Everything that says which day and shift it is, and when the huddle is."""

    shifts: tuple[Shift, ...] = (
        Shift(name="Day shift", starts=time(7)),
        Shift(name="Late shift", starts=time(15)),
        Shift(name="Night shift", starts=time(22)),
    )
    huddles: tuple[HuddleSlot, ...] = (HuddleSlot(name="Morning huddle", starts=time(7, 15)),)
    holidays: tuple[date, ...] = ()
    closed: tuple[ClosedPeriod, ...] = ()

    @field_validator("shifts")
    @classmethod
    def _in_order_of_the_day(cls, shifts: tuple[Shift, ...]) -> tuple[Shift, ...]:
        if not shifts:
            message = "a ward has at least one shift"
            raise ValueError(message)
        if len({shift.starts for shift in shifts}) != len(shifts):
            message = "two shifts start at the same time"
            raise ValueError(message)
        return tuple(sorted(shifts, key=lambda shift: shift.starts))

    def is_closed(self, day: date) -> bool:
        """Tell whether the ward is closed on a day."""
        return any(period.first <= day <= period.last for period in self.closed)

    def open_days_between(self, first: date, last: date) -> int:
        """Return the days after `first` up to and including `last` on which the ward was open."""
        total = max(0, (last - first).days)
        closed: set[date] = set()
        for period in self.closed:
            day = max(period.first, first + timedelta(days=1))
            while day <= min(period.last, last):
                closed.add(day)
                day += timedelta(days=1)
        return total - len(closed)


@dataclass(frozen=True, slots=True)
class ShiftSpan:
    """One shift that really happens: its name and its two instants in UTC, and the day it belongs to."""

    name: str
    day: date
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class NextHuddle:
    """The next huddle: the slot and its instant in UTC."""

    slot: HuddleSlot
    starts: datetime


@lru_cache(maxsize=4096)
def at_local(day: date, clock_time: time, zone: str) -> datetime:
    """Return the UTC instant of a local time.

    A time that DST skips is the next that exists: the instant at which the clock jumps. Of a time that comes twice,
    it is the first.
    """
    local = datetime.combine(day, clock_time.replace(fold=0), ZoneInfo(zone))
    instant = local.astimezone(UTC)
    skipped = instant.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None)
    return _jump_before(instant, local) if skipped else instant


def _jump_before(instant: datetime, skipped: datetime) -> datetime:
    """Return when the clock jumped over a local time; `instant` is as long after it as the time was into the gap."""
    before, after = skipped.utcoffset(), skipped.replace(fold=1).utcoffset()
    gap = (after or timedelta()) - (before or timedelta())
    earliest = (instant - gap).replace(microsecond=0)
    seconds = bisect_left(
        range(int(gap.total_seconds())),
        True,  # noqa: FBT003 - what is looked for
        key=lambda s: (
            (earliest + timedelta(seconds=s)).astimezone(skipped.tzinfo).utcoffset() == after
        ),
    )
    return earliest + timedelta(seconds=seconds)


def shift_at(calendar: Calendar, instant: datetime, zone: str) -> ShiftSpan:
    """Return the shift that runs at an instant; a night shift belongs to the day on which it began."""
    today = instant.astimezone(ZoneInfo(zone)).date()
    moments = (
        (at_local(day, shift.starts, zone), shift.name, day)
        for day in (
            today - timedelta(days=1),
            today,
            today + timedelta(days=1),
            today + timedelta(days=2),
        )
        for shift in calendar.shifts
    )
    starts = sorted(moments, key=itemgetter(0))
    begun = [position for position, (start, _, _) in enumerate(starts) if start <= instant]
    position = begun[-1]
    start, name, day = starts[position]
    return ShiftSpan(name=name, day=day, starts=start, ends=starts[position + 1][0])


def next_huddle(calendar: Calendar, instant: datetime, zone: str) -> NextHuddle | None:
    """Return the first huddle that starts at or after an instant, leaving out closed days."""
    today = instant.astimezone(ZoneInfo(zone)).date()
    for ahead in range(SEARCH_DAYS):
        day = today + timedelta(days=ahead)
        if calendar.is_closed(day):
            continue
        due = [
            NextHuddle(slot, at_local(day, slot.starts, zone))
            for slot in calendar.huddles
            if day.weekday() in slot.weekdays
        ]
        later = sorted((h for h in due if h.starts >= instant), key=lambda h: h.starts)
        if later:
            return later[0]
    return None
