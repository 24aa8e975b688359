"""The logs, in dictionaries."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from typing_extensions import override

from kiosk.central.storage import authoring, intake
from kiosk.central.storage.memory.tables import Tables
from kiosk.central.storage.protocol import CENTRAL_DEVICE, Logs, Outcome, Stored, Touched
from kiosk.central.storage.protocol import Incoming as In
from kiosk.central.storage.rows import (
    ChangeRow,
    LogRow,
    log_of,
    record_from,
    stored_from,
    touched_from,
    words_from,
)
from kiosk.domain.changes import GENESIS, Log, Record, Stream, Words


class MemoryLogs(Logs):
    """The append-only logs; each method holds the one lock."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._watchers: list[Callable[[Sequence[Log]], None]] = []

    @override
    def timeline(self) -> str:
        return self._tables.meta["timeline"]

    @override
    def begin_timeline(self, name: str) -> None:
        self._tables.begin_timeline(name)

    @override
    def ingest(self, log: Log, batch: Sequence[In], at: datetime) -> list[Outcome]:
        intake.demand_limit(batch)
        with self._tables.lock:
            taken = intake.take_in(log, batch, self._before(log, batch), at)
            self._keep(log, taken)
        self._tell(log, taken)
        return taken.outcomes

    @override
    def author(
        self, log: Log, decide: authoring.Decide, made: authoring.Made, at: datetime
    ) -> list[Record]:
        with self._tables.lock:
            incarnation = int(self._tables.meta["incarnation"])
            head = self._tables.streams.get((*_key(log), CENTRAL_DEVICE, incarnation))
            counter, previous = (head.counter, head.hash) if head else (0, GENESIS)
            pen = authoring.Pen(
                log, incarnation, counter, previous, lambda entity: self.history(log, entity)
            )
            batch = authoring.write(pen, decide, made)
            intake.demand_limit(batch)
            taken = intake.take_in(log, batch, self._before(log, batch), at)
            self._keep(log, taken)
            records = [record_from(row, self._words(row)) for row in taken.changes]
        self._tell(log, taken)
        return records

    @override
    def page(self, log: Log, after_seq: int, limit: int, most_bytes: int) -> list[Stored]:
        with self._tables.lock:
            rows = self._tables.changes.get(_key(log), [])[after_seq : after_seq + limit]
            page: list[ChangeRow] = []
            for row in rows:
                most_bytes -= len(row.body.encode())
                if page and most_bytes < 0:
                    break
                page.append(row)
            return [stored_from(row, self._words(row)) for row in page]

    @override
    def pieces(
        self, log: Log, after_seq: int, upto_seq: int, entities: Sequence[str], limit: int
    ) -> list[Stored]:
        wanted = frozenset(entities)
        with self._tables.lock:
            rows = self._tables.changes.get(_key(log), [])[after_seq:upto_seq]
            piece = [row for row in rows if row.entity in wanted][:limit]
            return [stored_from(row, self._words(row)) for row in piece]

    @override
    def heads(self, logs: Sequence[Log]) -> dict[Log, int]:
        with self._tables.lock:
            return {log: self._last_seq(log) for log in logs}

    @override
    def all_logs(self) -> dict[Log, int]:
        with self._tables.lock:
            return {
                log_of(row.node, row.kind): row.last_seq
                for row in self._tables.logs.values()
                if row.last_seq
            }

    @override
    def streams(self, device: str) -> dict[Stream, tuple[int, str]]:
        with self._tables.lock:
            return {
                Stream(log_of(row.node, row.kind), device, row.incarnation): (row.counter, row.hash)
                for row in self._tables.streams.values()
                if row.device == device
            }

    @override
    def hash_at(self, stream: Stream, counter: int) -> str | None:
        place = (*_key(stream.log), stream.device, stream.incarnation, counter)
        with self._tables.lock:
            found = self._tables.places.get(place)
            return None if found is None else found.entry_hash

    @override
    def history(self, log: Log, entity: str) -> list[Record]:
        return self.histories(log, [entity]).get(entity, [])

    @override
    def histories(self, log: Log, entities: Sequence[str]) -> dict[str, list[Record]]:
        with self._tables.lock:
            histories: dict[str, list[Record]] = {}
            for entity in entities:
                rows = self._tables.entities.get((*_key(log), entity), [])
                if rows:
                    histories[entity] = [record_from(row, self._words(row)) for row in rows]
            return histories

    @override
    def touched(self, log: Log, since_seq: int = 0) -> list[Touched]:
        with self._tables.lock:
            histories = [
                rows
                for (*of, _), rows in self._tables.entities.items()
                if tuple(of) == _key(log) and rows[-1].seq > since_seq
            ]
        histories.sort(key=lambda rows: rows[0].seq)
        return [_touched(rows) for rows in histories]

    def watch(self, told: Callable[[Sequence[Log]], None]) -> None:
        """Call `told` when logs have grown."""
        self._watchers.append(told)

    def _tell(self, log: Log, taken: intake.Intake) -> None:
        if taken.changes:
            for told in self._watchers:
                told([log])

    def _last_seq(self, log: Log) -> int:
        row = self._tables.logs.get(_key(log))
        return row.last_seq if row else 0

    def _words(self, row: ChangeRow) -> Words | None:
        words = self._tables.words.get((row.node, row.kind, row.seq))
        return None if words is None else words_from(words.key, words.fields)

    def _before(self, log: Log, batch: Sequence[In]) -> intake.Before:
        tables, key = self._tables, _key(log)
        ids = [one.entry.change.id for one in batch]
        heads = {
            stream: (row.counter, row.hash)
            for stream in intake.stream_keys(batch)
            if (row := tables.streams.get((*key, *stream)))
        }
        return intake.Before(
            last_seq=self._last_seq(log),
            heads=heads,
            known={same: known for one in ids for same, known in tables.known(key, one).items()},
            places={
                place: tables.place_of(key, place) for place in intake.places_taken(batch, heads)
            },
            erased=frozenset(one for one in ids if (*key, one) in tables.erased),
            named={
                name: there.entity
                for name in intake.names_of(batch)
                if (there := tables.by_id.get((*key, name)))
            },
        )

    def _keep(self, log: Log, taken: intake.Intake) -> None:
        tables, key = self._tables, _key(log)
        tables.add(taken.changes, taken.words, taken.spent)
        tables.streams.update({row[:4]: row for row in taken.streams})
        tables.erase(taken.erased)
        if taken.changes:
            tables.logs[key] = LogRow(*key, taken.changes[-1].seq)


def _key(log: Log) -> tuple[str, str]:
    return log.node, log.kind.value


def _touched(rows: Iterable[ChangeRow]) -> Touched:
    first, *_ = ordered = list(rows)
    last = ordered[-1]
    newest = max(row.received_at for row in ordered)
    return touched_from((first.entity, first.entity_kind, first.seq, last.seq, newest))
