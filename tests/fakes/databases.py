"""New and empty databases for tests, copied from one that was migrated once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from kiosk.central.settings import SQLITE_FILE
from kiosk.central.storage.sql import schema
from kiosk.central.storage.sql.postgresql import PostgresDatabase
from kiosk.central.storage.sql.sqlite import SqliteDatabase
from tests.simulation.postgres import PostgresServer

TEMPLATE = "migrated"


class PostgresDatabases:
    """Hands out databases of one server; each is dropped when it is given back."""

    def __init__(self, server: PostgresServer) -> None:
        self.server = server
        self._numbers = count(1)
        made = PostgresDatabase(server.new_database(TEMPLATE))
        made.write_alone(schema.migrate)
        made.close()

    def new(self, template: str = TEMPLATE) -> tuple[str, str]:
        """Make a copy of a database, or an empty one, and return its name and its address."""
        name = f"test_{next(self._numbers)}"
        return name, self.server.new_database(name, template)

    @contextmanager
    def one(self) -> Iterator[str]:
        """Lend a new and empty database; the value is its address."""
        name, address = self.new()
        yield address
        self.server.drop_database(name)


class SqliteFiles:
    """Hands out folders with a database."""

    def __init__(self, folder: Path) -> None:
        made = SqliteDatabase(folder)
        made.write_alone(schema.migrate)
        made.close()
        self._template = folder / SQLITE_FILE

    def copy_to(self, folder: Path) -> None:
        """Put a new and empty database into a folder."""
        folder.mkdir(parents=True)
        shutil.copy(self._template, folder / SQLITE_FILE)
