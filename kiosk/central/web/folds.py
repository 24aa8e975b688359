"""Entities of many logs as they stand: folded once for each change of a log, kept by the log's head, bounded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final, TypeVar

from kiosk.central.storage.protocol import Logs
from kiosk.domain.cards import Card, Closed
from kiosk.domain.changes import Log, LogKind, Record
from kiosk.domain.clock import Clock
from kiosk.domain.entities import Folded, fold
from kiosk.domain.events import SafetyEvent
from kiosk.domain.ids import entity_kind
from kiosk.domain.kinds import KINDS
from kiosk.domain.safety_days import SafetyDay
from kiosk.domain.tickets import Done, Ticket

READ: Final[Mapping[LogKind, frozenset[str]]] = {
    LogKind.CONFIG: frozenset({"node", "metric", "person"}),
    LogKind.SHARED: frozenset({"card", "release"}),
    LogKind.OWN: frozenset({"ticket", "safety_day", "event"}),
}
"""The kinds of entities that leaders' pages show."""

MOST_LOGS: Final = 6_000
"""Logs that a process keeps folded; those asked for longest ago are forgotten first."""
AT_ONCE: Final = 400
"""Entities whose histories are read in one go."""
KEPT_CLOSED: Final = timedelta(days=90)
KEPT_DAYS: Final = timedelta(days=8)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """An entity as it stands.

    Attributes:
        folded: its fold.
        answered_at: of a card, when its first answer came.
        last: id of its last change.
    """

    folded: Folded[Any]
    answered_at: datetime | None
    last: str


@dataclass(frozen=True, slots=True)
class LogState:
    """A log up to a number: what stands of it, and when central last took a change."""

    head: int
    kept: Mapping[str, Kept]
    at: datetime | None

    def of(self, kind: type[T]) -> Iterable[tuple[str, T, Kept]]:
        """Yield the entities of a kind that stand."""
        for name, each in self.kept.items():
            if each.folded.stands and isinstance(each.folded.state, kind):
                yield name, each.folded.state, each


NOTHING: Final = LogState(0, {}, None)


class LogFolds:
    """Reads logs as they stand now; what has not changed since is not read again. Safe for several threads."""

    def __init__(self, logs: Logs, clock: Clock, most: int = MOST_LOGS) -> None:
        self._logs = logs
        self._clock = clock
        self._most = most
        self._states: dict[Log, LogState] = {}
        self._timeline = ""
        self._lock = Lock()

    def read(self, logs: Sequence[Log]) -> dict[Log, LogState]:
        """Return each log as it stands.

        Raises:
            StorageBusy: try again later.
        """
        self._follow_timeline()
        heads = self._logs.heads(logs)
        return {log: self._state(log, heads.get(log, 0)) for log in logs}

    def __len__(self) -> int:
        return len(self._states)

    def _state(self, log: Log, head: int) -> LogState:
        with self._lock:
            known = self._states.pop(log, NOTHING)
        if known.head != head:
            known = self._advanced(log, known if known.head < head else NOTHING, head)
        if head:
            with self._lock:
                while len(self._states) >= self._most:
                    self._states.pop(next(iter(self._states)))
                self._states[log] = known
        return known

    def _advanced(self, log: Log, known: LogState, head: int) -> LogState:
        touched = self._logs.touched(log, known.head)
        kept, wanted = dict(known.kept), READ[log.kind]
        names = [each.entity for each in touched if each.kind in wanted]
        for first in range(0, len(names), AT_ONCE):
            histories = self._logs.histories(log, names[first : first + AT_ONCE])
            for name, records in histories.items():
                each = _kept(name, records)
                if is_worth_keeping(each.folded.state, self._clock.now()):
                    kept[name] = each
                else:
                    kept.pop(name, None)
        times = [each.last_received_at for each in touched]
        return LogState(head, kept, max([*times, *([known.at] if known.at else [])], default=None))

    def _follow_timeline(self) -> None:
        timeline = self._logs.timeline()
        with self._lock:
            if timeline != self._timeline:
                self._states.clear()
                self._timeline = timeline


def is_worth_keeping(state: object, now: datetime) -> bool:
    """Tell whether a page still shows an entity: what was closed long ago is not kept."""
    match state:
        case Card(progress=Closed(at=at)):
            return now - at <= KEPT_CLOSED
        case Ticket(progress=Done()):
            return False
        case SafetyDay(day=day) | SafetyEvent(day=day):
            return day >= (now - KEPT_DAYS).date()
        case _:
            return state is not None


def _kept(name: str, records: Sequence[Record]) -> Kept:
    folded = fold(KINDS[entity_kind(name)], name, records)
    answers = (
        record.happened_at
        for record in records
        if record.change.kind == "card.answered" and record.change.id not in folded.marks
    )
    return Kept(folded, min(answers, default=None), records[-1].change.id if records else "")
