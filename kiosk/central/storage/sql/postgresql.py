"""The shared database: several processes write, each log in one order, and what is answered is on disk."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, cast

import orjson
import psycopg
from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    any_,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import ArgumentError, DBAPIError
from typing_extensions import override

from kiosk.central.storage.protocol import StorageBusy, StorageTrouble
from kiosk.central.storage.sql import tables
from kiosk.central.storage.sql.database import (
    Added,
    Database,
    Question,
    ResultT,
    Texts,
    Told,
    door,
    over,
)
from kiosk.central.storage.sql.standing import READING, WRITING, Standing, reason_of
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
SCRUBBED_TO: Final = "scrubbed_to"
"""How many erasures there were when their words were last taken out of the pages."""
SCRUBBED: Final = select(tables.meta.c.value).where(tables.meta.c.name == SCRUBBED_TO)
SCRUBBING_LOCK: Final = 0x48554445
"""The advisory lock under which one process at a time scrubs."""
SCRUB_PATIENCE_MS: Final = 2_000
"""So long a scrub waits for the table; then it is due the next time."""
REWRITTEN_BYTES: Final = 256 * 1024 * 1024
"""A table of words up to this size is written anew in a second or two."""
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


class PostgresDatabase(Database):
    """A database on a server."""

    def __init__(self, address: str) -> None:
        """Begin; nothing is reached before it is asked for.

        Args:
            address: `postgresql://user@host/name`, with whatever libpq takes.

        Raises:
            StorageTrouble: it is no such address.
        """
        self.standing = Standing()
        try:
            url = make_url(address).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError):
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
        self._texts: dict[tuple[tuple[str, int], ...], bytes] = {}
        self._compiled = Texts(self._engine.dialect)

    @override
    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.standing.noted(READING), _door(), self._engine.connect() as connection:
            yield connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @override
    def ask(self, *asked: Question) -> list[Sequence[Any]]:
        with self.reading() as connection:
            return self._ask(connection, asked)

    @override
    @contextmanager
    def reading_all(self) -> Iterator[Connection]:
        with self.reading() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            yield connection

    @override
    def scrub(self) -> None:
        """Take erased words out of the table's pages, once for new erasures, in one process.

        A table up to `REWRITTEN_BYTES` is written anew (`VACUUM FULL`: it stands still meanwhile). A larger one is
        vacuumed beside the work: the rows are gone, but bytes of them may stay in a page's free room.
        """
        with _door(), self._engine.connect() as pooled:
            connection = pooled.execution_options(isolation_level="AUTOCOMMIT")
            erased = str(connection.scalar(select(func.count()).select_from(tables.erased)))
            if erased in {"0", connection.scalar(SCRUBBED)}:
                return
            try:
                self._scrub(connection, erased)
            finally:
                connection.invalidate()  # its limits were changed, and it may hold the lock

    def _scrub(self, connection: Connection, erased: str) -> None:
        if not connection.scalar(text(f"SELECT pg_try_advisory_lock({SCRUBBING_LOCK})")):
            return
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql(f"SET lock_timeout = {SCRUB_PATIENCE_MS}")
        size = int(connection.scalar(text("SELECT pg_total_relation_size('words')")) or 0)
        full = "(FULL) " if size <= REWRITTEN_BYTES else ""
        connection.exec_driver_sql(f"VACUUM {full}words")
        self.keep(connection, [(tables.meta, 1, [(SCRUBBED_TO, erased)])])

    @override
    def note_erasure(self, connection: Connection) -> None:
        """Do nothing: a row that all logs write would make them wait for each other."""

    @override
    def write(self, work: Callable[[Connection], ResultT]) -> ResultT:
        with self.standing.noted(WRITING), _door():
            for last_try in range(1, TRIES + 1):
                try:
                    with self._engine.begin() as connection:
                        return work(connection)
                except (DBAPIError, psycopg.Error) as error:
                    taken_back = _sqlstate(error) in TAKEN_BACK
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
    def hold(
        self, connection: Connection, log: Log, asked: Sequence[Question]
    ) -> tuple[int, list[Sequence[Any]]]:
        holding: Question = (HOLD, {"node": log.node, "kind": log.kind.value})
        held, *answers = self._ask(connection, [holding, *asked])
        if not held:
            connection.execute(BEGIN_LOG, holding[1])
            held, *answers = self._ask(connection, [holding, *asked])
        return int(held[0][0]), answers

    @override
    def keep(self, connection: Connection, added: Sequence[Added]) -> None:
        """Insert rows as one JSON text a table, in one statement, however many there are.

        Measured with 20 changes against one array a column, many VALUES, and COPY: the least work on this side by far.
        """
        filled = [(table, keys, rows) for table, keys, rows in added if rows]
        if filled:
            shape = tuple((table.name, keys) for table, keys, _ in filled)
            statement = self._texts.get(shape)
            if statement is None:
                statement = self._texts[shape] = _keep_text(filled)
            told = [_json(table, rows) for table, _, rows in filled]
            _driver_of(connection).execute(statement, told)

    @override
    def among(self, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        return column == any_(bindparam(name, type_=ARRAY(Text())))

    @override
    def listed(self, values: Sequence[str]) -> Any:
        return list(values)

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

    def _ask(self, connection: Connection, asked: Sequence[Question]) -> list[Sequence[Any]]:
        """Ask through the driver: these are asked for every batch, and the text and its plan are there already.

        Measured against psycopg's pipeline mode: that saves waits on the network, but twice the work on this side.
        """
        driver = _driver_of(connection)
        told = map(self._compiled.of, asked)
        return [driver.execute(query.encode(), values).fetchall() for query, values in told]


HOLD: Final = text("SELECT last_seq FROM log WHERE node = :node AND kind = :kind FOR UPDATE")
BEGIN_LOG: Final = text(
    "INSERT INTO log (node, kind, last_seq) VALUES (:node, :kind, 0) ON CONFLICT DO NOTHING"
)


def _keep_text(added: Sequence[Added]) -> bytes:
    """Return the statement that inserts into several tables at once."""
    *others, last = (_insert_text(table, keys) for table, keys, _ in added)
    named = ", ".join(f"t{number} AS ({one})" for number, one in enumerate(others))
    return f"{f'WITH {named} ' if named else ''}{last}".encode()


def _insert_text(table: Table, keys: int) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    rows = f'json_populate_recordset(NULL::"{table.name}", %s::json)'
    ending = over(table, keys) if keys else ""
    return f'INSERT INTO "{table.name}" ({columns}) SELECT {columns} FROM {rows} {ending}'  # noqa: S608 - our own names


def _json(table: Table, rows: Sequence[tuple[Any, ...]]) -> str:
    names = [str(column.name) for column in table.columns]
    told = orjson.dumps([dict(zip(names, row, strict=True)) for row in rows], default=_hex)
    return told.decode()


def _hex(value: Any) -> str:
    """Return bytes as PostgreSQL reads them from text."""
    return "\\x" + bytes(value).hex()


def _driver_of(connection: Connection) -> psycopg.Connection[Any]:
    return cast("psycopg.Connection[Any]", connection.connection.driver_connection)


@contextmanager
def _door() -> Iterator[None]:
    """Wrap what the driver raises, whether or not it came through SQLAlchemy."""
    try:
        with door():
            yield
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise StorageBusy(reason_of(error)) from error


def _sqlstate(error: DBAPIError | psycopg.Error) -> str | None:
    return getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlstate", None)


def _begin_session(connection: Any, _record: Any) -> None:
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in SESSION:
            cursor.execute(statement)
    connection.autocommit = False
