"""The embedded database: one file, one writer at a time, every commit on disk before it is answered."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    bindparam,
    cast,
    create_engine,
    delete,
    event,
    func,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, Engine
from typing_extensions import override

from kiosk.central.settings import SQLITE_FILE
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
    is_trouble,
    over,
)
from kiosk.central.storage.sql.noticing import Noticing
from kiosk.central.storage.sql.standing import READING, WRITING, Standing, reason_of
from kiosk.central.storage.sql.turns import Turns
from kiosk.domain.changes import Log

SCRUB_DUE: Final = "scrub_due"
OUTSIDE: Final = "outside_of_transactions"
"""Execution option of a connection that begins none: VACUUM and checkpoints cannot be in one."""
READERS: Final = 8
BUSY_TIMEOUT_MS: Final = 5_000
WAL_LIMIT_BYTES: Final = 16 * 1024 * 1024
"""What the write-ahead log is cut back to after a checkpoint."""

GUARDS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",  # erased words are overwritten
    "temp_store = MEMORY",  # and must not stay behind in a temporary file
    f"journal_size_limit = {WAL_LIMIT_BYTES}",
    "trusted_schema = OFF",
)
READER_CACHE_KIB: Final = 512
"""Of each reading connection; the operating system keeps the file's pages for all of them."""
WRITER_CACHE_KIB: Final = 2_048
LAST_NUMBER: Final = select(tables.log.c.last_seq).where(
    tables.log.c.node == bindparam("node"), tables.log.c.kind == bindparam("kind")
)


class SqliteDatabase(Database):
    """A file in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Open it; the file is made when it is not there.

        Args:
            folder: where the file and its lock lie; made when it is not there.

        Raises:
            StorageTrouble: the folder cannot be written.
        """
        path = folder / SQLITE_FILE
        self.standing = Standing()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._turns = Turns(folder / f"{SQLITE_FILE}.lock")
        except OSError as error:
            raise StorageTrouble(
                f"The folder {folder} cannot be written: {error.strerror}.",
                to_do="Name another folder, or give the service the right to write there.",
            ) from error
        self._writer = _engine(path, "BEGIN IMMEDIATE", 1, WRITER_CACHE_KIB)
        self._readers = _engine(path, "BEGIN", READERS, READER_CACHE_KIB)
        self._texts = Texts(sqlite.dialect(paramstyle="named"))
        self._watching = Lock()
        self._watchers: list[Told] = []
        looking = _engine(path, "BEGIN", 1, READER_CACHE_KIB).execution_options(**{OUTSIDE: True})
        self._noticing = Noticing(looking, self._say)

    @override
    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.standing.noted(READING), door(), self._readers.connect() as connection:
            yield connection

    @override
    def ask(self, *asked: Question) -> list[Sequence[Any]]:
        """Ask through the driver, past all that SQLAlchemy does for statements that it does not know yet."""
        with (
            self.standing.noted(READING),
            door(),
            closing(self._readers.raw_connection()) as pooled,
            _driver_door(),
        ):
            driver: Any = pooled.driver_connection
            driver.execute("BEGIN")
            return self._asked(driver, asked)

    @override
    @contextmanager
    def reading_all(self) -> Iterator[Connection]:
        with self.reading() as connection:
            yield connection

    @override
    def write(self, work: Callable[[Connection], ResultT]) -> ResultT:
        with (
            self.standing.noted(WRITING),
            self._turns.turn(),
            door(),
            self._writer.begin() as connection,
        ):
            return work(connection)

    @override
    def write_alone(self, work: Callable[[Connection], ResultT]) -> ResultT:
        return self.write(work)

    @override
    def scrub(self) -> None:
        """Write the file anew without the remains of deleted rows, and empty the write-ahead log.

        SQLite overwrites what is deleted (`secure_delete`), but a page may keep a copy of a cell that it moved.
        """
        with self.reading() as connection:
            due = connection.scalar(select(tables.meta).where(tables.meta.c.name == SCRUB_DUE))
        if due is not None:
            with self._turns.turn(), door(), self._writer.connect() as connection:
                connection.execution_options(**{OUTSIDE: True})
                connection.exec_driver_sql("VACUUM")
                emptied = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
                if (
                    emptied[0] == 0
                ):  # else somebody read for too long, and it is due the next time too
                    connection.execute(delete(tables.meta).where(tables.meta.c.name == SCRUB_DUE))

    @override
    def note_erasure(self, connection: Connection) -> None:
        self.keep(connection, [(tables.meta, 1, [(SCRUB_DUE, "yes")])])

    @override
    def hold(
        self, connection: Connection, log: Log, asked: Sequence[Question]
    ) -> tuple[int, list[Sequence[Any]]]:
        last: Question = (LAST_NUMBER, {"node": log.node, "kind": log.kind.value})
        with _driver_door():
            found, *answers = self._asked(connection.connection.driver_connection, [last, *asked])
        return int(found[0][0]) if found else 0, answers

    @override
    def keep(self, connection: Connection, added: Sequence[Added]) -> None:
        driver: Any = connection.connection.driver_connection
        for table, keys, rows in added:
            if rows:
                statement = put_text(table, keys) if keys else add_text(table)
                with _driver_door():
                    driver.executemany(statement, rows)

    @override
    def among(self, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        return column.in_(select(func.json_each(bindparam(name)).table_valued("value").c.value))

    @override
    def listed(self, values: Sequence[str]) -> Any:
        return orjson.dumps(list(values)).decode()

    @override
    def size_of(self, column: ColumnElement[str]) -> ColumnElement[int]:
        return func.length(cast(column, LargeBinary))

    @override
    def tell(self, log: Log) -> None:
        self._say([log])

    @override
    def watch(self, told: Told) -> None:
        with self._watching:
            self._watchers.append(told)
            first = len(self._watchers) == 1
        if first:
            self._noticing.begin()

    @override
    def close(self) -> None:
        self._noticing.close()
        self._readers.dispose()
        with self._turns.turn():  # the last connection to close writes the log back into the file
            self._writer.dispose()
        self._turns.close()

    def _say(self, logs: Sequence[Log]) -> None:
        with self._watching:
            watchers = tuple(self._watchers)
        for told in watchers:
            told(logs)

    def _asked(self, driver: Any, asked: Sequence[Question]) -> list[Sequence[Any]]:
        return [driver.execute(*self._texts.of(question)).fetchall() for question in asked]


@contextmanager
def _driver_door() -> Iterator[None]:
    """Wrap what the driver raises where SQLAlchemy does not stand between.

    Raises:
        StorageBusy: the file is locked, cannot be read or written, or the disk is full.
    """
    try:
        yield
    except Exception as error:  # the driver's, which SQLAlchemy brings along
        if is_trouble(getattr(error, "sqlite_errorcode", 0)):
            raise StorageBusy(reason_of(error)) from error
        raise


def add_text(table: Table) -> str:
    """Return the statement that inserts a row."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    return f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608 - our own names


def put_text(table: Table, keys: int) -> str:
    """Return the statement that inserts a row over the one with the same key."""
    return f"{add_text(table)} {over(table, keys)}"


def _engine(path: Path, begin: str, size: int, cache_kib: int) -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1_000},
        pool_size=size,
        max_overflow=0,
        pool_timeout=BUSY_TIMEOUT_MS / 1_000,
        pool_use_lifo=True,  # the connection whose cache is warm
    )

    @event.listens_for(engine, "connect")
    def _guard(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        for pragma in (*GUARDS, f"cache_size = -{cache_kib}"):
            connection.execute(f"PRAGMA {pragma}").fetchall()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(OUTSIDE):
            driver: Any = connection.connection.driver_connection
            with _driver_door():
                driver.execute(begin)

    return engine
