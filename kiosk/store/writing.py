"""One transaction's worth of writing: what it adds to logs, streams, words and outbox, and what that changed."""

import json
from dataclasses import dataclass, replace

from kiosk.domain.canonical import change_body, entry_hash, sha256
from kiosk.domain.changes import (
    GENESIS,
    Change,
    Log,
    Record,
    Stream,
)
from kiosk.domain.clock import instant_text
from kiosk.domain.standing import ERASED
from kiosk.store import log as logs
from kiosk.store import projections
from kiosk.store.connection import Database
from kiosk.store.projections import AnyFolded, Kinds


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream has come to: its row, last counter and last entry's hash."""

    row: int
    counter: int
    hash: str


class Writing:
    """Collects what one transaction writes, and writes it at the end: rows in bulk, each touched entity folded once.

    Attributes:
        changed: the entities that it changed, after `finish`.
        erased: whether words were erased.
    """

    def __init__(self, database: Database, kinds: Kinds) -> None:
        self._database = database
        self._kinds = kinds
        self._next_row = self._first_free_row()
        self._heads: dict[Stream, Head] = {}
        self._cursors: dict[Log, int] = {}
        self._here: set[str] | None = None
        self._homes: dict[str, Log] = {}
        self._histories: dict[str, list[Record]] = {}
        self._new: dict[str, Record] = {}
        self._rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _INSERTS}
        self._erasures: list[str] = []
        self.changed: tuple[AnyFolded, ...] = ()

    @property
    def erased(self) -> bool:
        """Whether words were erased."""
        return bool(self._erasures)

    def foresee_many(self) -> None:
        """Learn at once which entities are here, instead of asking for each."""
        self._here = set(projections.ids(self._database))

    def known(self, change_id: str) -> Record | None:
        """Return the record of a change that is here already."""
        return self._new.get(change_id) or logs.record(self._database, change_id)

    def home(self, entity: str) -> Log | None:
        """Return the log in which an entity lives, or None when it is new."""
        self._history(entity)
        return self._homes.get(entity)

    def last_confirmed(self, entity: str) -> str | None:
        """Return the id of an entity's last confirmed change: what its next one is based on."""
        confirmed = [record for record in self._history(entity) if record.seq is not None]
        return max(confirmed, key=lambda record: record.seq or 0).change.id if confirmed else None

    def was_erased(self, change: Change) -> bool:
        """Tell whether the words beside a change were asked to be forgotten before it came."""
        return any(
            record.change.kind == ERASED and record.change.payload.get("change") == change.id
            for record in self._history(change.entity)
        )

    def head(self, stream: Stream) -> Head:
        """Return where a stream has come to; a new one stands before its first entry."""
        if stream not in self._heads:
            self._heads[stream] = self._find_head(stream)
        return self._heads[stream]

    def cursor(self, log: Log) -> int:
        """Return the last sequence number of a log."""
        if log not in self._cursors:
            found = self._database.row("SELECT seq FROM cursor WHERE log = ?", (str(log),))
            self._cursors[log] = 0 if found is None else found[0]
        return self._cursors[log]

    def add(self, record: Record, *, own: bool) -> None:
        """Add a record that is not here yet.

        Args:
            record: the record; without a sequence number it is pending.
            own: whether this board wrote it, so that a pending one is to be sent.
        """
        entry, change, row = record.entry, record.change, self._next_row
        self._next_row += 1
        body = change_body(change)
        change_hash = sha256(body)
        digest = entry_hash(entry, change_hash)
        log, head = str(change.log), self.head(entry.stream)
        self._rows["change"].append(
            (row, change.id, log, change.entity, change.kind, body.decode(), change_hash)
        )
        self._rows["entry"].append(
            (row, head.row, entry.counter, entry.previous, entry.clock_correction_ms, digest)
        )
        self._heads[entry.stream] = Head(head.row, entry.counter, digest)
        if record.words is not None:
            fields = json.dumps(dict(record.words.fields), ensure_ascii=False)
            self._rows["erasable"].append((row, record.words.key, fields))
        if record.seq is not None:
            self._confirm(row, record)
        elif own:
            self._rows["outbox"].append((row, log))
        self._new[change.id] = record
        self._remember(record)

    def confirm(self, pending: Record, confirmed: Record) -> None:
        """Give a pending change its sequence number; it leaves the outbox."""
        row = self._row_of(pending.change.id)
        self._database.run("DELETE FROM outbox WHERE change = ?", (row,))
        self._confirm(row, confirmed)
        history = self._history(pending.change.entity)
        history[:] = [
            replace(record, seq=confirmed.seq, received_at=confirmed.received_at)
            if record.change.id == pending.change.id
            else record
            for record in history
        ]

    def finish(self) -> None:
        """Write everything that was collected, and fold what it touched."""
        self._flush()
        for change_id in self._erasures:
            self._erase(change_id)
        by_log: dict[Log, list[AnyFolded]] = {}
        for entity, history in self._histories.items():
            if history:
                by_log.setdefault(self._homes[entity], []).append(
                    projections.folded(self._kinds, entity, history)
                )
        for log, entities in by_log.items():
            projections.keep(self._database, log, entities)
        self.changed = tuple(entity for entities in by_log.values() for entity in entities)

    def _first_free_row(self) -> int:
        found = self._database.row("SELECT max(row) FROM change")
        return 1 if found is None or found[0] is None else int(found[0]) + 1

    def _find_head(self, stream: Stream) -> Head:
        place = (str(stream.log), stream.device, stream.incarnation)
        found = self._database.row(
            "SELECT row FROM stream WHERE log = ? AND device = ? AND incarnation = ?", place
        )
        if found is None:
            self._database.run(
                "INSERT INTO stream (log, device, incarnation) VALUES (?, ?, ?)", place
            )
            return replace(self._find_head(stream), counter=0, hash=GENESIS)
        last = self._database.row(
            "SELECT counter, hash FROM entry WHERE stream = ? ORDER BY counter DESC LIMIT 1", found
        )
        return Head(found[0], *(last or (0, GENESIS)))

    def _row_of(self, change_id: str) -> int:
        self._flush()
        found = self._database.row("SELECT row FROM change WHERE id = ?", (change_id,))
        if found is None:
            raise LookupError(change_id)
        return int(found[0])

    def _confirm(self, row: int, record: Record) -> None:
        received = None if record.received_at is None else instant_text(record.received_at)
        self._rows["sequence"].append((row, str(record.change.log), record.seq, received))
        self._cursors[record.change.log] = max(self.cursor(record.change.log), record.seq or 0)

    def _history(self, entity: str) -> list[Record]:
        if entity not in self._histories:
            here = self._here is None or entity in self._here
            home = projections.home_log(self._database, entity) if here else None
            self._histories[entity] = []
            if home is not None:
                self._homes[entity] = home
                self._histories[entity] = logs.history(self._database, entity)
        return self._histories[entity]

    def _remember(self, record: Record) -> None:
        change = record.change
        self._history(change.entity).append(record)
        self._homes.setdefault(change.entity, change.log)
        if change.kind == ERASED and isinstance(change.payload.get("change"), str):
            self._erasures.append(change.payload["change"])

    def _flush(self) -> None:
        for table, statement in _INSERTS.items():
            if self._rows[table]:
                self._database.run_many(statement, self._rows[table])
                self._rows[table] = []
        self._database.run_many(
            """
            INSERT INTO cursor (log, seq) VALUES (?, ?)
            ON CONFLICT (log) DO UPDATE SET seq = excluded.seq
            """,
            [(str(log), seq) for log, seq in self._cursors.items() if seq],
        )

    def _erase(self, change_id: str) -> None:
        self._database.run(
            "DELETE FROM erasable WHERE change = (SELECT row FROM change WHERE id = ?)",
            (change_id,),
        )
        erased = self.known(change_id)
        if erased is not None:
            history = self._history(erased.change.entity)
            history[:] = [
                replace(record, words=None) if record.change.id == change_id else record
                for record in history
            ]


_INSERTS = {
    "change": """
        INSERT INTO change (row, id, log, entity, kind, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)
    """,
    "entry": """
        INSERT INTO entry (change, stream, counter, previous, clock_correction_ms, hash)
        VALUES (?, ?, ?, ?, ?, ?)
    """,
    "erasable": "INSERT INTO erasable (change, key, words) VALUES (?, ?, ?)",
    "sequence": "INSERT INTO sequence (change, log, seq, received_at) VALUES (?, ?, ?, ?)",
    "outbox": "INSERT INTO outbox (change, log) VALUES (?, ?)",
}
