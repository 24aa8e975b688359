"""The whole storage in tables: how it is made and opened, backed up, put back and checked."""

from collections.abc import Iterator
from hashlib import shake_256
from itertools import groupby, islice

from sqlalchemy import Connection, delete, insert, select, text
from typing_extensions import override

from kiosk.central.storage import backup, verification
from kiosk.central.storage.authoring import next_incarnation
from kiosk.central.storage.protocol import Storage, StorageTrouble
from kiosk.central.storage.sql import schema, tables
from kiosk.central.storage.sql.administration import SqlAudit
from kiosk.central.storage.sql.checking import Checking
from kiosk.central.storage.sql.database import Database, Told
from kiosk.central.storage.sql.logs import SqlLogs, read_meta, write_meta
from kiosk.domain.clock import Clock, instant_text
from kiosk.domain.ids import IdSource

ROWS_AT_ONCE = 1_000
"""Rows that are read or put back at once; of bodies, one."""
TRIAL = "trial"
TRIAL_BYTES = 256 * 1024


class SqlStorage(SqlLogs, SqlAudit, Storage):
    """Keeps everything in a database."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        """Open it, made or brought up to date where needed.

        Raises:
            StorageBusy: the database does not answer.
            StorageTrouble: it is of a newer program, or of another.
        """
        SqlLogs.__init__(self, database)
        SqlAudit.__init__(self, database, clock)
        try:
            database.write_alone(lambda connection: _settle(connection, database, clock, ids))
        except BaseException:
            database.close()
            raise

    @override
    def timeline(self) -> str:
        [rows] = self._database.ask((self._statements.meta, {"name": "timeline"}))
        return str(rows[0][0]) if rows else ""

    @override
    def begin_timeline(self, name: str) -> None:
        self._database.write(lambda connection: self._begin_timeline(connection, name))

    @override
    def secret(self) -> bytes:
        with self._database.reading() as connection:
            return bytes.fromhex(read_meta(connection, "secret"))

    @override
    def ready(self) -> None:
        with self._database.reading() as connection:
            connection.execute(text("SELECT 1"))
        if not self._database.standing.takes_writes:
            self._database.write(_try_writing)

    @override
    def watch(self, told: Told) -> None:
        self._database.watch(told)

    @override
    def dump(self) -> Iterator[bytes]:
        with self._database.reading_all() as connection:
            header = backup.Header(
                instant_text(self._clock.now()),
                read_meta(connection, "timeline"),
                int(read_meta(connection, "incarnation")),
            )
            yield from backup.write(header, _all_rows(connection))

    @override
    def load(self, pieces: Iterator[bytes], timeline: str) -> None:
        header, rows = backup.read(pieces)

        def put_back(connection: Connection) -> None:
            _demand_empty(connection)
            for table, group in groupby(rows, key=lambda row: row[0]):
                at_once = 1 if table == "blob" else ROWS_AT_ONCE
                values = (row for _, row in group)
                while some := list(islice(values, at_once)):
                    self._database.keep(connection, [(tables.METADATA.tables[table], 0, some)])
            audited = connection.scalar(text("SELECT coalesce(max(number), 0) FROM audit"))
            write_meta(connection, "audited", str(audited))
            write_meta(connection, "incarnation", str(header.incarnation))
            self._begin_timeline(connection, timeline)

        self._database.write_alone(put_back)

    @override
    def contradictions(self) -> Iterator[str]:
        with self._database.reading_all() as connection:
            checking = Checking(connection)
            yield from verification.broken_chains(checking.places())
            yield from verification.broken_numbers(checking.numbers())
            yield from verification.broken_heads(checking.heads())

    @override
    def close(self) -> None:
        self._database.close()

    def _begin_timeline(self, connection: Connection, name: str) -> None:
        last = int(read_meta(connection, "incarnation"))
        write_meta(connection, "timeline", name)
        write_meta(connection, "incarnation", str(next_incarnation(last, self._clock.now())))


def _settle(connection: Connection, database: Database, clock: Clock, ids: IdSource) -> None:
    """Bring the tables up to date, and give a new storage its name and its secret."""
    schema.bring_up_to_date(connection)
    if connection.scalar(select(tables.meta.c.value).limit(1)) is None:
        values = {
            "timeline": ids.new_id(),
            "incarnation": str(next_incarnation(0, clock.now())),
            "secret": ids.new_key().hex(),
            "audited": "0",
        }
        database.keep(connection, [(tables.meta, 0, list(values.items()))])


def _try_writing(connection: Connection) -> None:
    """Write more than there is room for by chance, which no database packs, and take it away again."""
    text_of_trial = shake_256().hexdigest(TRIAL_BYTES // 2)
    connection.execute(insert(tables.meta).values(name=TRIAL, value=text_of_trial))
    connection.execute(delete(tables.meta).where(tables.meta.c.name == TRIAL))


def _all_rows(connection: Connection) -> Iterator[tuple[str, backup.Row]]:
    for name in backup.TABLES:
        table = tables.METADATA.tables[name]
        at_once = 1 if name == "blob" else ROWS_AT_ONCE
        reading = connection.execution_options(yield_per=at_once)
        for row in reading.execute(select(table).order_by(*table.primary_key)):
            yield name, tuple(row)


def _demand_empty(connection: Connection) -> None:
    for name in backup.TABLES:
        table = tables.METADATA.tables[name]
        if connection.execute(select(table).limit(1)).first() is not None:
            raise StorageTrouble(
                "The storage is not empty.",
                "Nothing was changed.",
                "Restore into a new, empty storage.",
            )
