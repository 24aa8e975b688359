"""What an office can see: its node, all below it and what those took over; a support department, all that it serves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from kiosk.central.web.folds import Kept, LogFolds, LogState
from kiosk.central.web.offices import Office, Part
from kiosk.central.web.owing import due_of
from kiosk.central.web.standing import PastDate, Standing, Unit, UnitCard
from kiosk.domain.calendars import Calendar
from kiosk.domain.card_clocks import USUAL_CLOCKS, Clocks
from kiosk.domain.cards import Card
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.clock import Clock, local_day
from kiosk.domain.events import SafetyEvent
from kiosk.domain.nodes import Node
from kiosk.domain.organisation import Organisation
from kiosk.domain.placed_nodes import Placement
from kiosk.domain.safety_days import SafetyDay
from kiosk.domain.tickets import BigIssue, QuickHit, Ticket

USUAL_CALENDAR: Final = Calendar()
MOST_DUES: Final = 200_000
"""Cards whose due instants are remembered."""
MOST_UNITS: Final = 2_000
"""Nodes that one page looks at; those furthest down are left out first."""


@dataclass(frozen=True, slots=True)
class BoardsOfNode:
    """How many boards a node has, and when one of them last said hello."""

    count: int = 0
    heard_at: datetime | None = None


class Boards(Protocol):
    """Knows the enrolled boards."""

    def of(self, nodes: Sequence[str]) -> Mapping[str, BoardsOfNode]:
        """Return what is known of each node's boards."""
        ...


class OutOfReach(Exception):  # noqa: N818 - an answer to a person
    """The office's node does not stand in the organisation, or the asked one is not in its reach."""


class Reach:
    """Puts together what an office sees, from the logs as they stand.

    Args:
        folds: the logs, folded.
        organisation: gives the organisation as it stands.
        boards: the enrolled boards.
        clock: tells the time.
    """

    def __init__(
        self,
        folds: LogFolds,
        organisation: Callable[[], Organisation],
        boards: Boards,
        clock: Clock,
    ) -> None:
        self._folds = folds
        self._organisation = organisation
        self._boards = boards
        self._clock = clock
        self._dues: dict[str, _Due] = {}

    def standing(self, office: Office) -> Standing:
        """Return everything in reach of an office.

        Raises:
            OutOfReach: its node is not in the organisation.
            StorageBusy: try again later.
        """
        now, organisation = self._clock.now(), self._organisation()
        here = organisation.placement(office.node)
        if here is None:
            raise OutOfReach
        today = local_day(now, here.time_zone)
        nodes = nodes_in_reach(organisation, office, today)
        logs = [Log(node, kind) for node in nodes for kind in LogKind]
        states = self._folds.read(logs)
        depths = dict(_depths(organisation, office.node, nodes, today))
        boards = self._boards.of(nodes)
        units: dict[str, Unit] = {}
        for node in nodes:
            placement = organisation.placements[node]
            by_kind = {kind: states[Log(node, kind)] for kind in LogKind}
            above = organisation.ancestors(node, today)
            units[node] = unit_of(placement, by_kind, now, Place(above, depths[node], boards[node]))
        return Standing(
            now=now,
            office=office,
            here=units[office.node],
            units=units,
            cards=tuple(self._cards(units, states)),
            names={node: placed.name for node, placed in organisation.placements.items()},
            tiers={node: placed.tier for node, placed in organisation.placements.items()},
        )

    def _cards(
        self, units: Mapping[str, Unit], states: Mapping[Log, LogState]
    ) -> Iterable[UnitCard]:
        for node, unit in units.items():
            for name, card, kept in states[Log(node, LogKind.SHARED)].of(Card):
                due = self._due(name, card, unit, kept)
                yield UnitCard(name, unit, card, kept.answered_at, kept.last, due)

    def _due(self, name: str, card: Card, unit: Unit, kept: Kept) -> datetime | None:
        """Return a card's due instant; worked out again only when the card or the unit's clock has changed."""
        known = self._dues.get(name)
        if known is not None and known.holds(kept, unit):
            return known.at
        if len(self._dues) >= MOST_DUES:
            self._dues.clear()
        self._dues[name] = _Due(kept, unit.calendar, unit.clocks, unit.tier, due_of(card, unit))
        return self._dues[name].at


@dataclass(frozen=True, slots=True)
class _Due:
    """By when a card is due, and what that was worked out from."""

    kept: Kept
    calendar: Calendar
    clocks: Clocks
    tier: int
    at: datetime | None

    def holds(self, kept: Kept, unit: Unit) -> bool:
        """Tell whether nothing of it has changed; folded entities that have not are the same objects."""
        same_clock = self.clocks is unit.clocks or self.clocks == unit.clocks
        same_calendar = self.calendar is unit.calendar or self.calendar == unit.calendar
        return self.kept is kept and self.tier == unit.tier and same_clock and same_calendar


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands for the one who looks: what is above it, how far below the office, its boards."""

    above: tuple[str, ...]
    depth: int
    boards: BoardsOfNode


def nodes_in_reach(organisation: Organisation, office: Office, on: date) -> tuple[str, ...]:
    """Return the nodes that an office sees, its own first."""
    if office.part is Part.SUPPORT:
        shared = (log for log in organisation.follows(office.node, on))
        served = [log.node for log in shared if log.kind is LogKind.SHARED]
        found = dict.fromkeys((office.node, *served))
    else:
        below = (office.node, *organisation.subtree(office.node, on))
        found = dict.fromkeys(below)
        for node in below:
            found.update(dict.fromkeys(organisation.predecessors(node, on)))
    return tuple(node for node in found if node in organisation.placements)[:MOST_UNITS]


def unit_of(
    placement: Placement, states: Mapping[LogKind, LogState], now: datetime, place: Place
) -> Unit:
    """Return a unit, with what its logs tell."""
    today = local_day(now, placement.time_zone)
    node = next((state for _, state, _ in states[LogKind.CONFIG].of(Node)), None)
    calendar = node.calendar if node is not None else USUAL_CALENDAR
    heard = [at for at in (place.boards.heard_at, _taken_at(states)) if at is not None]
    return Unit(
        node=placement.node,
        name=placement.name,
        kind=placement.kind,
        tier=placement.tier,
        zone=placement.time_zone,
        depth=place.depth,
        above=place.above,
        calendar=calendar,
        clocks=node.clocks if node is not None else USUAL_CLOCKS,
        phone=node.facts.out_of_hours_phone if node is not None else "",
        boards=place.boards.count,
        heard_at=max(heard, default=None),
        day_closed=_day_closed(states[LogKind.OWN], calendar, today),
        past=_past(states[LogKind.OWN], today),
        closed=placement.closed(today),
    )


def _taken_at(states: Mapping[LogKind, LogState]) -> datetime | None:
    """Return when central last took a change of the unit's own work; only its own boards write that."""
    return states[LogKind.OWN].at


def _day_closed(own: LogState, calendar: Calendar, today: date) -> bool | None:
    """Tell whether yesterday is closed, by somebody or by an event; None where no day was lately, or it was closed."""
    yesterday = today - timedelta(days=1)
    days = {day.day: day.closed for _, day, _ in own.of(SafetyDay)}
    if not days or calendar.is_closed(yesterday):
        return None
    events = {event.day for _, event, _ in own.of(SafetyEvent) if event.counts}
    return days.get(yesterday, False) or yesterday in events


def _past(own: LogState, today: date) -> tuple[PastDate, ...]:
    found = (_past_date(ticket, today) for _, ticket, _ in own.of(Ticket))
    return tuple(each for each in found if each is not None)


def _past_date(ticket: Ticket, today: date) -> PastDate | None:
    match ticket.progress:
        case QuickHit(due=due) if due < today:
            return PastDate(ticket.theme, due, quick=True)
        case BigIssue(check_in=due) if due < today:
            return PastDate(ticket.theme, due, quick=False)
        case _:
            return None


def _depths(
    organisation: Organisation, top: str, nodes: Iterable[str], on: date
) -> Iterable[tuple[str, int]]:
    for node in nodes:
        above = organisation.ancestors(node, on)
        yield node, above.index(top) + 1 if top in above else int(node != top)
