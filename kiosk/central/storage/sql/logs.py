"""Taking batches into the logs, and writing as central: looked up in sets, and kept in bulk."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from kiosk.central.storage import authoring, intake
from kiosk.central.storage.protocol import CENTRAL_DEVICE, Incoming, Outcome
from kiosk.central.storage.rows import LogRow, record_from, words_from
from kiosk.central.storage.sql import tables
from kiosk.central.storage.sql.database import Question
from kiosk.central.storage.sql.reading import SqlReading, read_history
from kiosk.domain.changes import GENESIS, Log, Record


class SqlLogs(SqlReading):
    """The append-only logs."""

    def ingest(self, log: Log, batch: Sequence[Incoming], at: datetime) -> list[Outcome]:
        """Take a batch of one log in, in order, all or none."""
        intake.demand_limit(batch)
        if not batch:
            return []
        taken = self._database.write(lambda connection: self._take(connection, log, batch, at))
        if taken.changes:
            self._database.tell(log)
        return taken.outcomes

    def author(
        self, log: Log, decide: authoring.Decide, made: authoring.Made, at: datetime
    ) -> list[Record]:
        """Write as central's device."""
        taken = self._database.write(
            lambda connection: self._write(connection, log, (decide, made), at)
        )
        if taken.changes:
            self._database.tell(log)
        words = {row.seq: words_from(row.key, row.fields) for row in taken.words}
        return [record_from(row, words.get(row.seq)) for row in taken.changes]

    def _write(
        self,
        connection: Connection,
        log: Log,
        deciding: tuple[authoring.Decide, authoring.Made],
        at: datetime,
    ) -> intake.Intake:
        incarnation = int(read_meta(connection, "incarnation"))
        last_seq, [heads] = self._database.hold(
            connection, log, [self._asks_heads(log, [CENTRAL_DEVICE])]
        )
        places = _heads(heads)
        counter, previous = places.get((CENTRAL_DEVICE, incarnation), (0, GENESIS))
        pen = authoring.Pen(
            log,
            incarnation,
            counter,
            previous,
            lambda entity: read_history(self._statements, self._database, connection, log, entity),
        )
        batch = authoring.write(pen, *deciding)
        intake.demand_limit(batch)
        before = intake.Before(last_seq, places)  # its changes are new, and it holds the log
        return self._keep(connection, log, intake.take_in(log, batch, before, at))

    def _take(
        self, connection: Connection, log: Log, batch: Sequence[Incoming], at: datetime
    ) -> intake.Intake:
        devices = list({one.entry.device for one in batch})
        ids = self._database.listed([one.entry.change.id for one in batch])
        last_seq, [heads, known] = self._database.hold(
            connection,
            log,
            [self._asks_heads(log, devices), (self._statements.known, {**_of(log), "ids": ids})],
        )
        places = _heads(heads)
        taken = intake.places_taken(batch, places)
        names = intake.names_of(batch)
        before = intake.Before(
            last_seq,
            places,
            *_known(known),
            places=self._places(connection, log, taken) if taken else {},
            named=self._entities(connection, log, names) if names else {},
        )
        return self._keep(connection, log, intake.take_in(log, batch, before, at))

    def _asks_heads(self, log: Log, devices: Sequence[str]) -> Question:
        return self._statements.heads, {**_of(log), "devices": self._database.listed(devices)}

    def _places(
        self, connection: Connection, log: Log, taken: Sequence[intake.PlaceKey]
    ) -> dict[intake.PlaceKey, str]:
        rows = connection.execute(
            self._statements.places,
            {
                **_of(log),
                "devices": self._database.listed(list({device for device, _, _ in taken})),
                "first": min(counter for _, _, counter in taken),
                "last": max(counter for _, _, counter in taken),
            },
        )
        return {
            (device, incarnation, counter): found for device, incarnation, counter, found in rows
        }

    def _entities(
        self, connection: Connection, log: Log, change_ids: Sequence[str]
    ) -> dict[str, str]:
        """Return the entities of changes that are there, by id."""
        change = tables.change.c
        rows = connection.execute(
            select(change.id, change.entity).where(
                change.node == log.node,
                change.kind == log.kind.value,
                self._database.among(change.id, "ids"),
            ),
            {"ids": self._database.listed(change_ids)},
        )
        return {row.id: row.entity for row in rows}

    def _keep(self, connection: Connection, log: Log, taken: intake.Intake) -> intake.Intake:
        node, kind = log.node, log.kind.value
        counted = [LogRow(node, kind, taken.changes[-1].seq)] if taken.changes else []
        if taken.erased:
            self._database.note_erasure(connection)
            self._erase(connection, log, [row.change_id for row in taken.erased])
        self._database.keep(
            connection,
            [
                (tables.change, 0, taken.changes),
                (tables.words, 0, taken.words),
                (tables.spent, 0, taken.spent),
                (tables.erased, 3, taken.erased),
                (tables.stream, 4, taken.streams),
                (tables.log, 2, counted),
            ],
        )
        return taken

    def _erase(self, connection: Connection, log: Log, change_ids: Sequence[str]) -> None:
        change, words = tables.change.c, tables.words.c
        named = select(change.seq).where(
            change.node == log.node,
            change.kind == log.kind.value,
            self._database.among(change.id, "ids"),
        )
        connection.execute(
            delete(tables.words).where(
                words.node == log.node, words.kind == log.kind.value, words.seq.in_(named)
            ),
            {"ids": self._database.listed(change_ids)},
        )


def _heads(rows: Iterable[Any]) -> dict[intake.StreamKey, tuple[int, str]]:
    return {
        (device, incarnation): (counter, hashed) for device, incarnation, counter, hashed in rows
    }


def _known(rows: Iterable[Any]) -> tuple[dict[intake.SameKey, intake.Known], frozenset[str]]:
    """Return what is known of changes by their ids and hashes, and whose words are to be forgotten."""
    known: dict[intake.SameKey, intake.Known] = {}
    erased: set[str] = set()
    for change_id, hashed, seq, reason, detail in rows:
        if hashed is None:
            erased.add(change_id)
        elif reason is None:
            known[change_id, hashed] = intake.Known(seq)
        else:
            known[change_id, hashed] = intake.Known(None, (reason, detail))
    return known, frozenset(erased)


def read_meta(connection: Connection, name: str) -> str:
    """Return one of the storage's own values."""
    return str(
        connection.scalar(select(tables.meta.c.value).where(tables.meta.c.name == name)) or ""
    )


def write_meta(connection: Connection, name: str, value: str) -> None:
    """Change one of the storage's own values."""
    connection.execute(update(tables.meta).where(tables.meta.c.name == name).values(value=value))


def _of(log: Log) -> dict[str, str]:
    return {"node": log.node, "kind": log.kind.value}
