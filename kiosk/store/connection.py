"""The one connection to the file: how it is opened, what guards it, and the only way to write through it."""

import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from typing_extensions import override

from kiosk.store.faults import (
    DiskTrouble,
    Door,
    NewerStore,
    OtherFile,
    StoreDamaged,
    StoreReadOnly,
    door,
)

SCHEMA_VERSION = 3
"""The newest schema that this program knows; the file keeps its own in `user_version`."""

APPLICATION_ID = 0x48554444
"""Marks a file as a board's, in SQLite's header: the letters HUDD."""

BUSY_TIMEOUT_MS = 2_000
WAL_LIMIT_BYTES = 4 * 1024 * 1024
"""What the write-ahead log is cut back to after a checkpoint."""

Row = tuple[Any, ...]
Connect = Callable[[Path], sqlite3.Connection]

READING_VFS = "win32-none" if sys.platform == "win32" else "unix-none"
"""SQLite's file layer without locks: on a disk that cannot be written no lock can be taken either."""


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection for reading and writing, for this thread alone."""
    return sqlite3.connect(path, isolation_level=None)


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """Return a connection that writes nothing, not even the files that SQLite keeps beside a store.

    With exclusive locking the index of the write-ahead log is kept in memory (sqlite.org/wal.html#noshm), so what was
    saved last is seen even where nothing can be written. Without such a log SQLite would want to make one, so the
    file is then called immutable.
    """
    log = path.with_name(path.name + "-wal")
    immutable = "" if log.exists() else "&immutable=1"
    address = f"{path.absolute().as_uri()}?mode=ro&vfs={READING_VFS}{immutable}"
    connection = sqlite3.connect(address, isolation_level=None, uri=True)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    return connection


class Database:
    """Runs SQL on one connection; every error of the driver passes through its door.

    It is the only one that writes and checkpoints: two that do at once can corrupt the log of a SQLite before 3.51.3
    (SYNC.md, *On the kiosk*), and the system's may be older.

    There is no way to make or alter a table through it: that is for migrations alone.

    Attributes:
        writable: whether it was opened for writing.
        sound: False once SQLite found the file damaged.
    """

    def __init__(self, connection: sqlite3.Connection, *, writable: bool = True) -> None:
        self._connection = connection
        self.writable = writable
        self.sound = True
        self._closed = False
        self._its_door = _DatabaseDoor(self)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return all rows of a query."""
        with self._door():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one statement inside a transaction; return how many rows it touched."""
        self._demand_transaction()
        with self._door():
            return self._connection.execute(sql, values).rowcount

    def run_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """Run one statement for each of many rows, inside a transaction."""
        self._demand_transaction()
        with self._door():
            self._connection.executemany(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all of what follows, or nothing.

        Raises:
            StoreError: it could not be written; nothing of it was.
        """
        if not self.writable:
            raise StoreReadOnly
        with self._door():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with self._door():
                self._connection.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    @contextmanager
    def hasty_transaction(self) -> Iterator[None]:
        """Write all of what follows, or nothing, without waiting for the disk.

        A power cut may undo it, an end of the program does not. The next transaction that waits takes it along.

        Raises:
            StoreError: it could not be written; nothing of it was.
        """
        self.maintain("PRAGMA synchronous = NORMAL")
        try:
            with self.transaction():
                yield
        finally:
            self.maintain("PRAGMA synchronous = FULL")

    def maintain(self, statement: str) -> list[Row]:
        """Run a statement that cannot be in a transaction: a checkpoint, VACUUM."""
        with self._door():
            return self._connection.execute(statement).fetchall()

    def copy_to(self, path: Path) -> None:
        """Write a whole and self-contained copy to a new file, by SQLite's backup API."""
        with self._door():
            copy = connect(path)
            try:
                self._connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()

    def close(self) -> None:
        """Close the connection; the last one to close tidies the write-ahead log away."""
        with door():
            self._connection.close()
        self._closed = True

    def _door(self) -> "_DatabaseDoor":
        if self._closed:
            raise DiskTrouble  # it was let go, and could not be opened again
        return self._its_door

    def _demand_transaction(self) -> None:
        if not self._connection.in_transaction:
            raise RuntimeError("The store is only written inside Database.transaction().")

    def _roll_back(self) -> None:
        # SQLite may have rolled back by itself, and a broken disk may refuse this too:
        # the first error is the one to tell.
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")


class _DatabaseDoor(Door):
    """The door of one database: what comes out damaged is remembered."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> None:
        try:
            super().__exit__(kind, error, trace)
        except StoreDamaged:
            self._database.sound = False
            raise
        if isinstance(error, StoreDamaged):
            self._database.sound = False


def open_to_write(path: Path, connecting: Connect) -> Database:
    """Open a store's file with its guards, at the newest schema.

    Args:
        path: the file; it is made when it is not there.
        connecting: how to reach it.

    Raises:
        StoreError: it cannot be opened, or not written, or a newer or another program made it.
    """
    with door():
        connection = connecting(path)
        try:
            _guard(connection)
            _bring_up_to_date(connection)
            # SQLite opens a file that it may not write for reading, and says so only when it is written to.
            connection.execute("DELETE FROM meta WHERE key = ''")
        except BaseException:
            connection.close()
            raise
    return Database(connection)


def open_to_read(path: Path) -> Database:
    """Open a store's file where nothing can be written.

    Raises:
        StoreError: it cannot be read either, or has another schema than this program's.
    """
    with door():
        connection = connect_for_reading(path)
        try:
            version = _schema_version(connection)
        except BaseException:
            connection.close()
            raise
    if version != SCHEMA_VERSION:
        connection.close()
        raise StoreReadOnly
    return Database(connection, writable=False)


def check_health(database: Database) -> None:
    """Look through the whole file.

    Raises:
        StoreDamaged: SQLite found something wrong.
    """
    if database.maintain("PRAGMA quick_check(1)") != [("ok",)]:
        raise StoreDamaged


def _guard(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    _schema_version(connection)  # before anything is written to a file that is not ours
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",  # erased words must not stay behind in a temporary file
        f"journal_size_limit = {WAL_LIMIT_BYTES}",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _schema_version(connection: sqlite3.Connection) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    mark = int(connection.execute("PRAGMA application_id").fetchone()[0])
    empty = connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None
    if mark != APPLICATION_ID and not (mark == 0 and version == 0 and empty):
        raise OtherFile("another program")
    if version > SCHEMA_VERSION:
        raise NewerStore
    return version


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    if _schema_version(connection) == SCHEMA_VERSION:
        return
    # Imported here because sqlite-utils is slow to import and an up-to-date file does not need it.
    import sqlite_utils  # noqa: PLC0415

    from kiosk.store.migrations import SCHEMA  # noqa: PLC0415

    database = sqlite_utils.Database(
        connection, strict=True, recursive_triggers=False, execute_plugins=False
    )
    connection.execute("BEGIN IMMEDIATE")
    try:
        SCHEMA.apply(database)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
