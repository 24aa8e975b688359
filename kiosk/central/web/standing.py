"""What a leader's pages are made from: the units in reach, their cards, and what each unit's logs tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.central.web.offices import Office
from kiosk.domain.calendars import Calendar
from kiosk.domain.card_clocks import USUAL_CLOCKS, Clocks
from kiosk.domain.cards import Card
from kiosk.domain.clock import local_day
from kiosk.domain.placed_nodes import NodeKind


@dataclass(frozen=True, slots=True)
class PastDate:
    """An idea that should have been done or looked at again: its theme and the day; its words stay on the ward."""

    theme: str
    due: date
    quick: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A node in reach, and what its logs tell.

    Attributes:
        node: its id.
        name: what it is called.
        kind: what it is.
        tier: 1 to 6.
        zone: its IANA time zone.
        depth: how far below the leader's node it stands; 0 for that node itself.
        above: the nodes above it, nearest first.
        calendar: its calendar, as far as it was set.
        clocks: how long its cards may wait.
        phone: of whoever answers at night, or empty.
        boards: how many boards are enrolled there.
        heard_at: when central last heard from one of them, or took a change of the node in; None if never.
        day_closed: whether somebody closed its last whole day on the safety cross; None where it keeps none.
        past: ideas past their date.
        closed: it does not stand any more; its cards passed on.
    """

    node: str
    name: str
    kind: NodeKind
    tier: int
    zone: str
    depth: int = 0
    above: tuple[str, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    clocks: Clocks = USUAL_CLOCKS
    phone: str = ""
    boards: int = 0
    heard_at: datetime | None = None
    day_closed: bool | None = None
    past: tuple[PastDate, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A card and the unit in whose log it is.

    Attributes:
        id: the card's entity id.
        unit: the unit.
        card: as it stands.
        answered_at: when its first answer came, or None.
        last: id of its last change: what a leader had seen who acts on this page.
        due: by when somebody owes its next step, or None.
    """

    id: str
    unit: Unit
    card: Card
    answered_at: datetime | None = None
    last: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything in reach of an office at one instant.

    Attributes:
        now: the instant.
        office: who looks.
        here: the office's own node.
        units: the nodes in reach, by id, the own one first, then the nearest.
        cards: their cards that are open, and those that were closed lately.
        names: what every node of the organisation is called.
        tiers: and its tier.
    """

    now: datetime
    office: Office
    here: Unit
    units: Mapping[str, Unit]
    cards: tuple[UnitCard, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    tiers: Mapping[str, int] = field(default_factory=dict)

    @property
    def zone(self) -> str:
        """The time zone in which the page speaks: that of the office's node."""
        return self.here.zone

    @property
    def today(self) -> date:
        """The office's day."""
        return local_day(self.now, self.zone)

    @property
    def local_now(self) -> datetime:
        """The wall-clock time at the office."""
        return self.now.astimezone(ZoneInfo(self.zone))

    def open_cards(self) -> tuple[UnitCard, ...]:
        """Return the cards that somebody still owes something on."""
        return tuple(each for each in self.cards if each.card.is_open)

    def age(self, each: UnitCard) -> timedelta:
        """Return how long ago a card was raised."""
        return self.now - each.card.raised_at
