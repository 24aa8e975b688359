"""What SQLite and PostgreSQL do differently: connections, turns at writing, lists of values, rows in bulk, telling."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Connection, Dialect, Table
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kiosk.central.storage.protocol import StorageBusy
from kiosk.central.storage.sql.standing import Standing, reason_of
from kiosk.domain.changes import Log

ResultT = TypeVar("ResultT")
Told = Callable[[Sequence[Log]], None]

Question = tuple[Any, dict[str, Any]]
"""A statement and its parameters."""

Added = tuple[Table, int, Sequence[tuple[Any, ...]]]
"""A table, and rows for it; over those that have the same first columns, as many as the number says: 0 is none."""

SQLITE_PRIMARY = 0xFF
SQLITE_TROUBLE = frozenset({5, 6, 8, 10, 13, 14})
"""Busy, locked, read-only, I/O error, full, cannot open: https://www.sqlite.org/rescode.html."""


class Database(Protocol):
    """A database and its seams; each method raises `StorageBusy` when it does not answer.

    Attributes:
        standing: whether it does.
    """

    standing: Standing

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a transaction that sees one state, and changes nothing."""
        ...

    def ask(self, *asked: Question) -> list[Sequence[Any]]:
        """Return the rows of each answer, all of one state: for what is asked often, and built once."""
        ...

    def reading_all(self) -> AbstractContextManager[Connection]:
        """Open a transaction like `reading` that may take as long as it takes: for a backup, for verifying."""
        ...

    def scrub(self) -> None:
        """Leave no trace of erased words in the database's own files, as far as it can be done while it is in use."""
        ...

    def write(self, work: Callable[[Connection], ResultT]) -> ResultT:
        """Do something in one transaction, which is on disk on return; again if the database asks for that."""
        ...

    def write_alone(self, work: Callable[[Connection], ResultT]) -> ResultT:
        """Do something in one transaction while nobody else writes anything at all."""
        ...

    def note_erasure(self, connection: Connection) -> None:
        """Remember, in the transaction that erases, that there is something to scrub."""
        ...

    def hold(
        self, connection: Connection, log: Log, asked: Sequence[Question]
    ) -> tuple[int, list[Sequence[Any]]]:
        """Hold a log until the transaction ends, then ask; return its last number, and the rows of each answer."""
        ...

    def keep(self, connection: Connection, added: Sequence[Added]) -> None:
        """Insert rows of several tables, the last that a transaction does; in one go where the database can."""
        ...

    def among(self, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        """Return the condition that a column is in a list, which is given as parameter `name` by `listed`."""
        ...

    def listed(self, values: Sequence[str]) -> Any:
        """Return a list as the parameter that `among` takes."""
        ...

    def size_of(self, column: ColumnElement[str]) -> ColumnElement[int]:
        """Return how many bytes a text has."""
        ...

    def tell(self, log: Log) -> None:
        """Let it be known, in this process and the others, that a log has grown."""
        ...

    def watch(self, told: Told) -> None:
        """Call `told` when it is known that logs have grown."""
        ...

    def close(self) -> None:
        """Let go of all connections."""
        ...


@contextmanager
def door() -> Iterator[None]:
    """Wrap what the driver raises when the database does not answer, once.

    Raises:
        StorageBusy: it cannot be reached, is shutting down, is full, or took too long.
    """
    try:
        yield
    except PoolTimeout as error:
        raise StorageBusy("no connection left") from error
    except DBAPIError as error:
        if is_busy(error):
            raise StorageBusy(reason_of(error.orig or error)) from error
        raise


def is_busy(error: DBAPIError) -> bool:
    """Tell whether an error is the world's and not ours."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return is_trouble(code)
    return error.connection_invalidated or isinstance(error, (OperationalError, InterfaceError))


def is_trouble(code: int) -> bool:
    """Tell whether SQLite's extended result code says that the world is to blame."""
    return code & SQLITE_PRIMARY in SQLITE_TROUBLE


class Texts:
    """Statements as a driver takes them, each compiled once.

    Args:
        dialect: of the database, with named parameters.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._compiled: dict[Any, tuple[str, dict[str, Any]]] = {}

    def of(self, asked: Question) -> tuple[str, dict[str, Any]]:
        """Return the text of a question, and all its parameters; its statement is kept, so it must be built once."""
        statement, values = asked
        found = self._compiled.get(statement)
        if found is None:
            compiled = statement.compile(dialect=self._dialect)
            fixed = {name: value for name, value in compiled.params.items() if value is not None}
            found = self._compiled[statement] = str(compiled), fixed
        text, fixed = found
        return text, {**fixed, **values}


def over(table: Table, keys: int) -> str:
    """Return the clause by which an inserted row replaces the one that has the same first `keys` columns."""
    names = [f'"{column.name}"' for column in table.columns]
    rest = ", ".join(f"{name} = excluded.{name}" for name in names[keys:])
    return (
        f"ON CONFLICT ({', '.join(names[:keys])}) DO {f'UPDATE SET {rest}' if rest else 'NOTHING'}"
    )
