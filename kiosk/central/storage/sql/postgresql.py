"""The shared database: several processes write, each log in one order, and what is answered is on disk."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    Text,
    any_,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import ArgumentError, DBAPIError
from typing_extensions import override

from kiosk.central.storage.protocol import StorageTrouble
from kiosk.central.storage.sql.database import Database, ResultT, Told, door, over
from kiosk.central.storage.sql.telling import Telling
from kiosk.domain.changes import Log

CONNECTIONS: Final = 16
"""Of one process, besides the one that listens and the one that tells."""
POOL_PATIENCE_S: Final = 5.0
CONNECT_PATIENCE_S: Final = 5
STATEMENT_LIMIT_MS: Final = 30_000
LOCK_LIMIT_MS: Final = 10_000
IDLE_LIMIT_MS: Final = 60_000
TRIES: Final = 4
"""How often a transaction is begun again that the database took back for the sake of another."""
TAKEN_BACK: Final = frozenset({"40001", "40P01"})
"""Serialization failure, deadlock: https://www.postgresql.org/docs/15/errcodes-appendix.html."""
SETTLING_LOCK: Final = 0x48554444
"""The advisory lock under which a process migrates: the letters HUDD."""

SESSION: Final = (
    f"SET statement_timeout = {STATEMENT_LIMIT_MS}",
    f"SET lock_timeout = {LOCK_LIMIT_MS}",
    f"SET idle_in_transaction_session_timeout = {IDLE_LIMIT_MS}",
    # What is acknowledged is on disk, whatever the server's default; a standby's say is not taken away.
    """SELECT set_config('synchronous_commit', 'on', false)
       WHERE current_setting('synchronous_commit') IN ('off', 'local')""",
)

ARRAYS: Final = {Text: "text[]", BigInteger: "bigint[]", LargeBinary: "bytea[]"}


class PostgresDatabase(Database):
    """A database on a server."""

    def __init__(self, address: str) -> None:
        """Begin; nothing is reached before it is asked for.

        Args:
            address: `postgresql://user@host/name`, with whatever libpq takes.

        Raises:
            StorageTrouble: it is no such address.
        """
        try:
            url = make_url(address).set(drivername="postgresql+psycopg")
        except ArgumentError:
            raise StorageTrouble(
                "The setting `database` is no address of a PostgreSQL database.",
                to_do="Write it like `postgresql://huddle@db.hospital.example/huddle`.",
            ) from None
        self._engine = create_engine(
            url,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=POOL_PATIENCE_S,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": CONNECT_PATIENCE_S,
                "application_name": "huddle-central",
                "keepalives_idle": 30,
                "keepalives_interval": 10,
                "keepalives_count": 3,
            },
        )
        event.listen(self._engine, "connect", _begin_session)
        self._telling = Telling(
            url.set(drivername="postgresql").render_as_string(hide_password=False)
        )
        self._texts: dict[tuple[str, int], str] = {}

    @override
    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with door(), self._engine.connect() as connection:
            yield connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @override
    def write(self, work: Callable[[Connection], ResultT]) -> ResultT:
        with door():
            for last_try in range(1, TRIES + 1):
                try:
                    with self._engine.begin() as connection:
                        return work(connection)
                except DBAPIError as error:
                    taken_back = getattr(error.orig, "sqlstate", None) in TAKEN_BACK
                    if not taken_back or last_try == TRIES:
                        raise
        raise AssertionError

    @override
    def write_alone(self, work: Callable[[Connection], ResultT]) -> ResultT:
        def alone(connection: Connection) -> ResultT:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SETTLING_LOCK})
            return work(connection)

        return self.write(alone)

    @override
    def lock(self, connection: Connection, log: Log) -> int:
        locking = {"node": log.node, "kind": log.kind.value}
        found = connection.scalar(LOCK, locking)
        if found is None:
            connection.execute(BEGIN_LOG, locking)
            found = connection.scalar(LOCK, locking)
        return int(found or 0)

    @override
    def among(self, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        return column == any_(bindparam(name, type_=ARRAY(Text())))

    @override
    def listed(self, values: Sequence[str]) -> Any:
        return list(values)

    @override
    def add(self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        self._send(connection, table, 0, rows)

    @override
    def put(
        self, connection: Connection, table: Table, keys: int, rows: Sequence[tuple[Any, ...]]
    ) -> None:
        self._send(connection, table, keys, rows)

    @override
    def size_of(self, column: ColumnElement[str]) -> ColumnElement[int]:
        return func.octet_length(column)

    @override
    def tell(self, log: Log) -> None:
        self._telling.tell(log)

    @override
    def watch(self, told: Told) -> None:
        self._telling.watch(told)

    @override
    def close(self) -> None:
        self._telling.close()
        self._engine.dispose()

    def _send(
        self, connection: Connection, table: Table, keys: int, rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Insert rows as one array a column: one statement whose text does not depend on how many there are."""
        if not rows:
            return
        statement = self._texts.get((table.name, keys))
        if statement is None:
            statement = self._texts[table.name, keys] = _send_text(table, keys)
        connection.exec_driver_sql(statement, tuple(map(list, zip(*rows, strict=True))))


LOCK: Final = text("SELECT last_seq FROM log WHERE node = :node AND kind = :kind FOR UPDATE")
BEGIN_LOG: Final = text(
    "INSERT INTO log (node, kind, last_seq) VALUES (:node, :kind, 0) ON CONFLICT DO NOTHING"
)


def _send_text(table: Table, keys: int) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    arrays = ", ".join(f"%s::{ARRAYS[_kind(column.type)]}" for column in table.columns)
    ending = over(table, keys) if keys else ""
    return f'INSERT INTO "{table.name}" ({columns}) SELECT * FROM unnest({arrays}) {ending}'  # noqa: S608 - our own names


def _kind(column_type: Any) -> Any:
    return next(kind for kind in ARRAYS if isinstance(column_type, kind))


def _begin_session(connection: Any, _record: Any) -> None:
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in SESSION:
            cursor.execute(statement)
    connection.autocommit = False
