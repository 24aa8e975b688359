"""A connection to SQLite that breaks at a chosen statement, as a disk does."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from typing_extensions import override


class Fuse:
    """Counts statements and blows at the chosen one; connections made through it share it."""

    def __init__(self) -> None:
        self._left: int | None = None

    def light(self, statements: int) -> None:
        """Let so many statements pass, and fail the next one and all that follow."""
        self._left = statements

    @property
    def is_lit(self) -> bool:
        """Whether it will blow, or has."""
        return self._left is not None

    def put_out(self) -> None:
        """Let everything pass again."""
        self._left = None

    def burn(self, sql: str) -> None:
        """Count a statement.

        Raises:
            sqlite3.OperationalError: the disk is full at this one.
        """
        if self._left is None or sql == "ROLLBACK":
            return
        self._left -= 1
        if self._left < 0:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

    def connect(self, path: Path) -> sqlite3.Connection:
        """Return a connection that this fuse can break."""
        fuse = self

        class Connection(sqlite3.Connection):
            @override
            def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
                fuse.burn(sql)
                return super().execute(sql, values)

            @override
            def executemany(self, sql: str, rows: Iterable[Any], /) -> sqlite3.Cursor:
                def burning() -> Iterable[Any]:
                    for row in rows:
                        fuse.burn(sql)
                        yield row

                return super().executemany(sql, burning())

        return sqlite3.connect(path, isolation_level=None, factory=Connection)
