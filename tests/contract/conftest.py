"""Every storage there is, new and empty, for tests that none of them may override."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import Storage
from tests.fakes.clock import FixedClock
from tests.fakes.databases import PostgresDatabases, SqliteFiles
from tests.fakes.ids import SeededIds
from tests.fakes.remote_board import RemoteBoard

OpenStorage = Callable[[], Storage]
NewSettings = Callable[[], CentralSettings]


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands."""
    return FixedClock()


@pytest.fixture
def ids() -> SeededIds:
    """Identities from a seed."""
    return SeededIds()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """Folders with an embedded database."""
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def new_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewSettings]:
    """Settings for another new and empty storage of the kind that is tested."""
    folders = (tmp_path / f"{number}" for number in range(100))
    with ExitStack() as given:

        def new() -> CentralSettings:
            folder = next(folders)
            if request.param == "memory":
                return CentralSettings(data=folder, database="memory")
            if request.param == "sqlite":
                files: SqliteFiles = request.getfixturevalue("sqlite_files")
                files.copy_to(folder)
                return CentralSettings(data=folder)
            databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
            address = given.enter_context(databases.one())
            return CentralSettings(data=folder, database=address)

        yield new


@pytest.fixture
def open_new(new_settings: NewSettings, clock: FixedClock, ids: SeededIds) -> Iterator[OpenStorage]:
    """Open another new and empty storage of the kind that is tested; all are closed in the end."""
    opened: list[Storage] = []

    def open_one() -> Storage:
        opened.append(open_storage(new_settings(), clock, ids))
        return opened[-1]

    yield open_one
    for storage in opened:
        storage.close()


@pytest.fixture
def storage(open_new: OpenStorage) -> Storage:
    """A new and empty storage."""
    return open_new()


@pytest.fixture
def board(ids: SeededIds) -> RemoteBoard:
    """A board of the ward."""
    return RemoteBoard(ids)
