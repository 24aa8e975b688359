"""Every storage there is, new and empty, for tests that none of them may override."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import Storage
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.remote_board import RemoteBoard

OpenStorage = Callable[[], Storage]


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands."""
    return FixedClock()


@pytest.fixture
def ids() -> SeededIds:
    """Identities from a seed."""
    return SeededIds()


@pytest.fixture(params=["memory", "sqlite"])
def open_new(
    request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock, ids: SeededIds
) -> Iterator[OpenStorage]:
    """Open another new and empty storage of the kind that is tested; all are closed in the end."""
    opened: list[Storage] = []

    def open_one() -> Storage:
        settings = CentralSettings(data=tmp_path / f"{len(opened)}", database=request.param)
        opened.append(open_storage(settings, clock, ids))
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
