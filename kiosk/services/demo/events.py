"""Safety events and days: rare harm, near misses, good catches that become more once people speak up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random  # noqa: TID251 - built from the demo's seed, which the caller names
from typing import Final

from kiosk.domain.calendars import shift_at
from kiosk.domain.events import (
    FOLLOW_UPS,
    ConfirmEvent,
    EventType,
    FollowUpEvent,
    Harm,
    RedateEvent,
    ReportEvent,
    WithdrawEvent,
)
from kiosk.domain.safety_days import CloseDay
from kiosk.services.demo.setting import HUDDLE, Moment, Setting

MEAN_DAYS_BETWEEN_FALLS: Final = 33
FEWEST_DAYS_BETWEEN_FALLS: Final = 4
LAST_FALL_DAYS_AGO: Final = 23
SCRIPTED_DAYS: Final = 31
"""The last days are told as written, so that the board has a story; before, chance tells."""

HUDDLES_BEGAN_AFTER_DAYS: Final = 120
LEARNING_DAYS: Final = 400
NEVER_CLOSED: Final = 0.012
FORGOTTEN_DAYS_AGO: Final = 2
WITHDRAWN: Final = 0.02
REDATED: Final = 0.02
ON_THE_CROSS: Final = frozenset(EventType) - {EventType.FAMILY_CONCERN}
"""Types of event that say more of a day than *none reported*."""
ASKS_LEVEL: Final = frozenset({EventType.HARM, EventType.STAFF_INJURY, EventType.VIOLENCE})


@dataclass(frozen=True, slots=True)
class Rates:
    """How many a month: in the first months, and once people speak up."""

    before: float
    after: float


USUAL_RATES: Final = {
    EventType.HARM: Rates(0.9, 0.7),
    EventType.NEAR_MISS: Rates(1.2, 2.6),
    EventType.GOOD_CATCH: Rates(0.6, 4.2),
    EventType.STAFF_INJURY: Rates(0.5, 0.4),
    EventType.VIOLENCE: Rates(0.8, 0.7),
    EventType.FAMILY_CONCERN: Rates(0.4, 1.0),
}


@dataclass(frozen=True, slots=True)
class Scripted:
    """An event of the last days, as written."""

    days_ago: int
    type: EventType
    what: str
    harm: Harm = Harm.NONE


@dataclass(frozen=True, slots=True)
class _Event:
    day: date
    type: EventType
    what: str
    harm: Harm


def event_moments(setting: Setting, script: Iterable[Scripted], *, falls: bool) -> Iterator[Moment]:
    """Return everything about events and days: reports, confirmations, closed days.

    Args:
        setting: the unit.
        script: its events of the last days; a fall among them is the last of the falls.
        falls: whether people lie here who can fall.
    """
    chance = setting.chance("events")
    events = [*_by_chance(setting, chance), *_scripted(setting, script)]
    if falls:
        events += _falls(setting, chance)
    for event in sorted(events, key=lambda e: (e.day, e.type, e.what)):
        yield from _told(setting, event, chance)
    yield from _reported_just_now(setting)
    yield from _closed_days(setting, {e.day for e in events if e.type in ON_THE_CROSS})


def _by_chance(setting: Setting, chance: Random) -> Iterator[_Event]:
    for day in setting.open_days():
        if (setting.today - day).days < SCRIPTED_DAYS:
            continue
        spoken_up = (day - setting.first).days - HUDDLES_BEGAN_AFTER_DAYS
        learnt = min(max(spoken_up / LEARNING_DAYS, 0.0), 1.0)
        for type_, rates in USUAL_RATES.items():
            a_month = rates.before + (rates.after - rates.before) * learnt
            if chance.random() < a_month / 30.4:
                yield _Event(day, type_, _what(setting, type_, chance), _harm(type_, chance))


def _what(setting: Setting, type_: EventType, chance: Random) -> str:
    choices = [choice.id for choice in setting.catalogue.kind_of_event(type_).types]
    if type_ is EventType.HARM:
        choices = [choice for choice in choices if choice != "fall"]
    return chance.choice(choices)


def _harm(type_: EventType, chance: Random) -> Harm:
    if type_ not in ASKS_LEVEL:
        return Harm.NONE
    return chance.choices((Harm.MINOR, Harm.MODERATE, Harm.SEVERE), (12, 5, 1))[0]


def _falls(setting: Setting, chance: Random) -> Iterator[_Event]:
    """Return falls with harm back from the scripted one, with waits as rare events have them."""
    day = setting.ago(LAST_FALL_DAYS_AGO)
    while True:
        wait = round(chance.expovariate(1 / (MEAN_DAYS_BETWEEN_FALLS - FEWEST_DAYS_BETWEEN_FALLS)))
        day -= timedelta(days=FEWEST_DAYS_BETWEEN_FALLS + wait)
        if day <= setting.first:
            return
        if not setting.calendar.is_closed(day):
            yield _Event(day, EventType.HARM, "fall", _harm(EventType.HARM, chance))


def _scripted(setting: Setting, script: Iterable[Scripted]) -> list[_Event]:
    return [_Event(setting.ago(one.days_ago), one.type, one.what, one.harm) for one in script]


def _told(setting: Setting, event: _Event, chance: Random) -> Iterator[Moment]:
    event_id = f"event:{setting.new_id()}"
    at = setting.instant(event.day, chance.randrange(8, 21), chance.randrange(60))
    confirmed = setting.huddle_after(at)
    fate = chance.random() if (setting.today - event.day).days >= SCRIPTED_DAYS else 1.0
    said_first = event.day
    if fate < REDATED and event.day > setting.first:
        said_first = event.day - timedelta(days=1)
        yield Moment(confirmed, RedateEvent(event_id, event.day, reason="it was the next day"))
    yield Moment(at, _report(setting, event_id, event, at, said_first))
    if fate > 1 - WITHDRAWN and fate < 1.0:
        yield Moment(confirmed, WithdrawEvent(event_id, "recorded twice"), HUDDLE)
        return
    yield Moment(confirmed, ConfirmEvent(event_id), HUDDLE)
    if event.type is EventType.HARM:
        recent = (setting.today - event.day).days < SCRIPTED_DAYS
        for question in FOLLOW_UPS[: 2 if recent else 4]:
            later = confirmed + timedelta(hours=chance.randrange(2, 60))
            yield Moment(later, FollowUpEvent(event_id, question, done=True))


def _report(setting: Setting, event_id: str, event: _Event, at: datetime, day: date) -> ReportEvent:
    return ReportEvent(
        event_id=event_id,
        type=event.type,
        what=event.what,
        harm=event.harm,
        day=day,
        shift=shift_at(setting.calendar, at, setting.zone).name,
    )


def _reported_just_now(setting: Setting) -> Iterator[Moment]:
    """Return a near miss that nobody has confirmed yet."""
    at = setting.until - timedelta(minutes=50)
    shift = shift_at(setting.calendar, at, setting.zone)
    yield Moment(
        at,
        ReportEvent(
            event_id=f"event:{setting.new_id()}",
            type=EventType.NEAR_MISS,
            what="equipment_failed",
            harm=Harm.NONE,
            day=min(shift.day, setting.today),
            shift=shift.name,
            sentence="Suction would not start; the spare did.",
        ),
    )


def _closed_days(setting: Setting, eventful: set[date]) -> Iterator[Moment]:
    chance = setting.chance("safety days")
    for day in setting.open_days():
        forgotten = (
            chance.random() < NEVER_CLOSED or (setting.today - day).days == FORGOTTEN_DAYS_AGO
        )
        if day not in eventful and not forgotten:
            handover = setting.instant(day + timedelta(days=1), 6, 45)
            yield Moment(handover, CloseDay(setting.node_id, day))
