"""Which entities a board still needs, however long ago they were touched: what a snapshot must not leave out."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from kiosk.domain.announcements import Announcement
from kiosk.domain.cards import Card, Closed
from kiosk.domain.changes import Record
from kiosk.domain.entities import Folded, State, fold
from kiosk.domain.kinds import KINDS
from kiosk.domain.tickets import Done, Ticket

SERIES_DAYS: Final = 800
"""Days of points that the charts of a board are drawn from: two years and some weeks."""
POINTS: Final = frozenset({"observation", "safety_day"})
"""Kinds whose entities are points of a series."""


def _card(state: State, _day: date) -> bool:
    return not (isinstance(state, Card) and isinstance(state.progress, Closed))


def _ticket(state: State, _day: date) -> bool:
    return not (isinstance(state, Ticket) and isinstance(state.progress, Done))


def _announcement(state: State, day: date) -> bool:
    return not isinstance(state, Announcement) or (not state.taken_down and state.until >= day)


def _while_it_stands(_state: State, _day: date) -> bool:
    return True


def _never(_state: State, _day: date) -> bool:
    return False


UNREADABLE: Final = frozenset({"needs an update of this board", "could not be read"})
"""Marks of changes that a newer program made: only that can tell what they did."""

OPEN: Final[Mapping[str, Callable[[Any, date], bool]]] = {
    "card": _card,
    "ticket": _ticket,
    "announcement": _announcement,
    "equity_goal": _while_it_stands,
    "release": _while_it_stands,
    "event": _while_it_stands,  # what "days since" counts from may be years ago
    "recognition": _never,
    "voice": _never,
    "observation": _never,
    "safety_day": _never,
}
"""Whether an entity that stands is open on a day. A kind that is not here is kept whole."""


def is_needed(entity_kind: str, entity: str, history: list[Record], at: datetime) -> bool:
    """Tell whether a board that begins at an instant needs an entity that was not touched for long.

    Args:
        entity_kind: its kind.
        entity: its id.
        history: its records until then.
        at: the instant.
    """
    kind = KINDS.get(entity_kind)
    is_open = OPEN.get(entity_kind)
    if kind is None or is_open is None:
        return True
    if entity_kind in POINTS:
        touched = max(record.received_at or at for record in history)
        return touched >= at - timedelta(days=SERIES_DAYS)
    folded: Folded[Any] = fold(kind, entity, history)
    if not UNREADABLE.isdisjoint(folded.marks.values()):
        return True
    return folded.stands and is_open(folded.state, at.date())
