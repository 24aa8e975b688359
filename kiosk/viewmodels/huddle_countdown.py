"""How long until the next huddle, in words; "now" while one runs; how long a ward stays closed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk.domain.calendars import NextHuddle, at_local, next_huddle
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.words import (
    HOUR_S,
    MINUTE_S,
    NONE,
    clock_time,
    counted,
    listed,
    long_day,
    near_day,
)

CLOSED = "Closed"
NO_HUDDLE = "no huddle planned"


@dataclass(frozen=True, slots=True)
class Countdown:
    """The countdown in large words, the line under it, and both as part of a sentence."""

    figure: str
    when: str
    spoken: str


def countdown(scene: Scene) -> Countdown:
    """Return how long until the node's next huddle."""
    if scene.calendar.is_closed(scene.today):
        return _closed(scene)
    running = _running(scene)
    if running is not None:
        when = listed((running.slot.name, counted(running.slot.minutes, "minute")))
        return Countdown("now", when, f"{running.slot.name} is now")
    coming = next_huddle(scene.calendar, scene.ward.now, scene.ward.zone)
    if coming is None:
        return Countdown(NONE, NO_HUDDLE, NO_HUDDLE)
    return _coming(coming, scene)


def closed_until(scene: Scene) -> date:
    """Return the last day of the closure that today lies in; periods that touch are one."""
    last = scene.today
    while scene.calendar.is_closed(last):
        ends = [p.last for p in scene.calendar.closed if p.first <= last <= p.last]
        last = max(ends) + timedelta(days=1)
    return last - timedelta(days=1)


def _closed(scene: Scene) -> Countdown:
    until = long_day(closed_until(scene))
    return Countdown(CLOSED, f"until {until}", f"closed until {until}")


def _running(scene: Scene) -> NextHuddle | None:
    """Return the huddle that runs; one over midnight belongs to the day it began on."""
    days = (scene.today, scene.today - timedelta(days=1))
    begun = (
        NextHuddle(slot, at_local(day, slot.starts, scene.ward.zone))
        for slot in scene.calendar.huddles
        for day in days
        if day.weekday() in slot.weekdays and not scene.calendar.is_closed(day)
    )
    return next((huddle for huddle in begun if _runs(huddle, scene.ward.now)), None)


def _runs(huddle: NextHuddle, now: datetime) -> bool:
    return huddle.starts <= now < huddle.starts + timedelta(minutes=huddle.slot.minutes)


def _coming(coming: NextHuddle, scene: Scene) -> Countdown:
    starts = clock_time(coming.starts, scene.ward.zone)
    budget = counted(coming.slot.minutes, "minute")
    left_s = (coming.starts - scene.ward.now.replace(second=0, microsecond=0)).total_seconds()
    if left_s < HOUR_S:
        left = f"{int(left_s // MINUTE_S)} min"
        return Countdown(left, f"{starts} · {budget}", f"huddle in {left}")
    day = near_day(coming.starts.astimezone(scene.ward.local_now.tzinfo).date(), scene.today)
    return Countdown(starts, f"{day} · {budget}", f"huddle {day} at {starts}")
