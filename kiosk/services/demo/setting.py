"""What every part of the demo's story is told in: a unit, its days, its chances; and one moment of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random  # noqa: TID251 - built from the demo's seed, which the caller names

from kiosk.domain.calendars import Calendar, at_local
from kiosk.domain.changes import Actor
from kiosk.domain.clock import local_day
from kiosk.layouts.catalogue import Catalogue
from kiosk.services.board import BOARD
from kiosk.services.deciding import Command

HUDDLE = Actor(kind="huddle")
LEADER = Actor(kind="person", role="leader")
HUDDLE_AT = time(7, 18)


@dataclass(frozen=True, slots=True)
class Moment:
    """Somebody does something at an instant."""

    at: datetime
    command: Command
    actor: Actor = BOARD


@dataclass(frozen=True, slots=True)
class Setting:
    """One unit and its two years.

    Attributes:
        folder: the unit's folder, which also names its chances.
        node_id: its node.
        zone: its IANA time zone.
        calendar: its shifts, holidays and closed days.
        first: the first day that is told.
        until: the instant at which the story stops.
        seed: the demo's.
        catalogue: the shipped phrases and metrics.
        new_id: names entities.
    """

    folder: str
    node_id: str
    zone: str
    calendar: Calendar
    first: date
    until: datetime
    seed: int
    catalogue: Catalogue
    new_id: Callable[[], str]

    @property
    def today(self) -> date:
        """The unit's day on which the story stops."""
        return local_day(self.until, self.zone)

    def chance(self, topic: str) -> Random:
        """Return the chances of one topic, so that no topic changes another's."""
        return Random(f"{self.seed}/{self.folder}/{topic}")  # noqa: S311 - invented figures

    def open_days(self) -> Iterator[date]:
        """Return the days before today on which the unit was open."""
        day = self.first
        while day < self.today:
            if not self.calendar.is_closed(day):
                yield day
            day += timedelta(days=1)

    def ago(self, days: int) -> date:
        """Return a day so many days before today."""
        return self.today - timedelta(days=days)

    def instant(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return the instant of a local time."""
        return at_local(day, time(hour, minute), self.zone)

    def huddle(self, day: date) -> datetime:
        """Return the instant at which a day's morning huddle speaks of the day before."""
        return at_local(day, HUDDLE_AT, self.zone)

    def huddle_after(self, instant: datetime) -> datetime:
        """Return the first morning huddle after an instant."""
        day = local_day(instant, self.zone)
        today = self.huddle(day)
        return today if today > instant else self.huddle(day + timedelta(days=1))


def in_order(moments: Iterable[Moment], until: datetime) -> list[Moment]:
    """Return the moments up to an instant, in the order in which they happen."""
    return sorted((one for one in moments if one.at <= until), key=lambda moment: moment.at)
