"""What can be asked of the logs: pages, pieces of snapshots, histories, heads, streams."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select, union_all

from kiosk.central.storage.protocol import Stored, Touched
from kiosk.central.storage.rows import (
    ChangeRow,
    log_of,
    record_from,
    stored_from,
    touched_from,
    words_from,
)
from kiosk.central.storage.sql import tables
from kiosk.central.storage.sql.database import Database
from kiosk.central.storage.sql.statements import CHANGE_COLUMNS, Statements
from kiosk.domain.changes import Log, Record, Stream


class SqlReading:
    """The half of the logs that changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._statements = Statements(database)

    def page(self, log: Log, after_seq: int, limit: int, most_bytes: int) -> list[Stored]:
        """Return a contiguous piece of a log; at least one entry if there is any."""
        return self._stored(
            self._statements.page,
            {**_of(log), "after": after_seq, "limit": limit, "most_bytes": most_bytes},
        )

    def pieces(
        self, log: Log, after_seq: int, upto_seq: int, entities: Sequence[str], limit: int
    ) -> list[Stored]:
        """Return the entries of some entities between two numbers, by number."""
        wanted = self._database.listed(entities)
        return self._stored(
            self._statements.pieces,
            {**_of(log), "after": after_seq, "upto": upto_seq, "entities": wanted, "limit": limit},
        )

    def heads(self, logs: Sequence[Log]) -> dict[Log, int]:
        """Return the last number of each log; 0 for one that has nothing."""
        nodes = self._database.listed(list({log.node for log in logs}))
        [rows] = self._database.ask((self._statements.numbers, {"nodes": nodes}))
        found = {(node, kind): last_seq for node, kind, last_seq in rows}
        return {log: found.get((log.node, log.kind.value), 0) for log in logs}

    def all_logs(self) -> dict[Log, int]:
        """Return every log that has something, and its last number."""
        kept = tables.log.c
        asking = select(kept.node, kept.kind, kept.last_seq).where(kept.last_seq > 0)
        with self._database.reading() as connection:
            rows = connection.execute(asking).all()
        return {log_of(node, kind): last_seq for node, kind, last_seq in rows}

    def streams(self, device: str) -> dict[Stream, tuple[int, str]]:
        """Return the last counter and hash of every stream of a device."""
        kept = tables.stream.c
        asking = select(kept.node, kept.kind, kept.incarnation, kept.counter, kept.hash).where(
            kept.device == device
        )
        with self._database.reading() as connection:
            rows = connection.execute(asking).all()
        return {
            Stream(log_of(node, kind), device, incarnation): (counter, last)
            for node, kind, incarnation, counter, last in rows
        }

    def hash_at(self, stream: Stream, counter: int) -> str | None:
        """Return the hash of the entry at a place of a stream, or None."""
        asking = union_all(
            *(
                select(table.c.entry_hash).where(
                    table.c.node == stream.log.node,
                    table.c.kind == stream.log.kind.value,
                    table.c.device == stream.device,
                    table.c.incarnation == stream.incarnation,
                    table.c.counter == counter,
                )
                for table in (tables.change, tables.spent)
            )
        )
        with self._database.reading() as connection:
            found = connection.scalar(asking)
        return None if found is None else str(found)

    def history(self, log: Log, entity: str) -> list[Record]:
        """Return the records of an entity, by number."""
        with self._database.reading() as connection:
            return read_history(self._statements, self._database, connection, log, entity)

    def histories(self, log: Log, entities: Sequence[str]) -> dict[str, list[Record]]:
        """Return the records of several entities, by number."""
        asked = {**_of(log), "entities": self._database.listed(entities)}
        [rows] = self._database.ask((self._statements.histories, asked))
        histories: dict[str, list[Record]] = {}
        for record in _records(rows):
            histories.setdefault(record.change.entity, []).append(record)
        return histories

    def touched(self, log: Log, since_seq: int = 0) -> list[Touched]:
        """Return the entities of a log that have a change after a number, oldest first."""
        asked = {**_of(log), "after": since_seq}
        [rows] = self._database.ask((self._statements.touched, asked))
        return [touched_from(row) for row in rows]

    def _stored(self, asking: Any, asked: dict[str, Any]) -> list[Stored]:
        [rows] = self._database.ask((asking, asked))
        return [
            stored_from(ChangeRow(*row[:CHANGE_COLUMNS]), words_from(*row[CHANGE_COLUMNS:]))
            for row in rows
        ]


def read_history(
    statements: Statements, database: Database, connection: Connection, log: Log, entity: str
) -> list[Record]:
    """Return the records of an entity, by number, as a transaction sees them."""
    asked = {**_of(log), "entities": database.listed([entity])}
    return _records(connection.execute(statements.histories, asked))


def _records(rows: Iterable[Any]) -> list[Record]:
    return [
        record_from(ChangeRow(*row[:CHANGE_COLUMNS]), words_from(*row[CHANGE_COLUMNS:]))
        for row in rows
    ]


def _of(log: Log) -> dict[str, str]:
    return {"node": log.node, "kind": log.kind.value}
