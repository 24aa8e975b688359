"""Several processes over one database: they start at once, write into one log, and nobody misses a number."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import Storage, StorageBusy
from tests.contract.test_growing import SOON_S, Watcher
from tests.contract.writers import PER_BATCH, patient, send
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.remote_board import WARD, RemoteBoard
from tests.simulation.postgres import NoPostgres, PostgresServer

LONG = bool(os.environ.get("HUDDLE_LONG"))
BATCHES = 400 if LONG else 40
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CentralSettings]:
    """Settings for a database that nobody has opened yet."""
    with ExitStack() as given:
        address = "sqlite"
        if request.param == "postgresql":
            server: PostgresServer = request.getfixturevalue("postgres_server")
            address = server.new_database("bare")
            given.callback(server.drop_database, "bare")
        yield CentralSettings(data=tmp_path, database=address)


def start(settings: CentralSettings, device: str, batches: int) -> subprocess.Popen[str]:
    words = (settings.database, str(settings.data), device, str(batches))
    command = [sys.executable, "-m", "tests.contract.writers", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def numbers_of(process: subprocess.Popen[str]) -> list[int]:
    said, _ = process.communicate(timeout=240)
    assert process.returncode == 0
    return [int(word) for word in said.split()]


def test_processes_that_start_at_once_write_into_one_order(bare: CentralSettings) -> None:
    writers = [start(bare, f"pc-{number}", BATCHES) for number in range(3)]

    given = [numbers_of(writer) for writer in writers]

    assert sorted(number for numbers in given for number in numbers) == list(
        range(1, 3 * BATCHES * PER_BATCH + 1)
    )
    storage = open_storage(bare, FixedClock(), SeededIds())
    assert storage.heads([WARD]) == {WARD: 3 * BATCHES * PER_BATCH}
    assert list(storage.contradictions()) == []
    storage.close()


def test_a_reader_never_misses_a_number(bare: CentralSettings) -> None:
    storage = open_storage(bare, FixedClock(), SeededIds())
    writers = [start(bare, f"pc-{number}", BATCHES) for number in range(2)]
    most = 2 * BATCHES * PER_BATCH
    read = [0]

    while read[-1] < most:
        page = [entry.seq for entry in storage.page(WARD, read[-1], 7, 10**6)]
        head = storage.heads([WARD])[WARD]
        assert head >= read[-1] + len(page)
        read.extend(page)
        if not page:
            assert any(writer.poll() in {None, 0} for writer in writers)

    assert all(later == earlier + 1 for earlier, later in pairwise(read))
    for writer in writers:
        numbers_of(writer)
    storage.close()


@pytest.fixture
def durable() -> Iterator[PostgresServer]:
    """A server that waits for the disk, and may be crashed."""
    try:
        server = PostgresServer()
    except NoPostgres as missing:
        pytest.skip(str(missing))
    try:
        server.start()
        yield server
    finally:
        server.remove()


def test_what_was_answered_outlives_crashes_of_the_database(durable: PostgresServer) -> None:
    settings = CentralSettings(database=durable.new_database("central"))
    storage = open_storage(settings, FixedClock(), SeededIds())
    board = RemoteBoard(SeededIds("board"))
    given: list[int | None] = []

    for crash in (durable.crash, durable.kill, durable.stop):
        given += [outcome.seq for outcome in send(storage, [board.raises()])]
        crash()
        with pytest.raises(StorageBusy):
            storage.ingest(WARD, [board.copied().raises()], NOW)
        with pytest.raises(StorageBusy):
            storage.ready()
        durable.start()
        patient(storage.ready)

    assert given == [1, 2, 3]
    assert [entry.seq for entry in storage.page(WARD, 0, 10, 10**6)] == [1, 2, 3]
    assert [outcome.seq for outcome in storage.ingest(WARD, [board.raises()], NOW)] == [4]
    storage.close()


def test_writers_lose_nothing_and_write_nothing_twice_while_the_database_crashes(
    durable: PostgresServer,
) -> None:
    settings = CentralSettings(database=durable.new_database("central"))
    storage = open_storage(settings, FixedClock(), SeededIds())
    batches = 4 * BATCHES
    writers = [start(settings, f"pc-{number}", batches) for number in range(2)]

    for crash in (durable.crash, durable.kill):
        wait_until_beyond(storage, patient(lambda: storage.heads([WARD])[WARD]), writers)
        crash()
        durable.start()

    given = sorted(number for writer in writers for number in numbers_of(writer))
    assert given == list(range(1, 2 * batches * PER_BATCH + 1))
    assert list(storage.contradictions()) == []
    storage.close()


def wait_until_beyond(storage: Storage, head: int, writers: list[subprocess.Popen[str]]) -> None:
    """Wait until somebody has written more, or nobody writes any more."""

    def look() -> None:
        if storage.heads([WARD])[WARD] <= head and any(one.poll() is None for one in writers):
            raise StorageBusy

    patient(look)


def test_what_one_process_writes_the_other_is_told(
    postgres_databases: "object", postgres_server: PostgresServer
) -> None:
    del postgres_databases  # it has the migrated template
    settings = CentralSettings(database=postgres_server.new_database("told", "migrated"))
    one, other = (open_storage(settings, FixedClock(), SeededIds()) for _ in range(2))
    watcher, board = Watcher(), RemoteBoard(SeededIds("board"))
    other.watch(watcher.told)

    def tell_until_heard() -> Storage:
        one.ingest(WARD, [board.raises()], NOW)
        if not watcher.called.wait(1):
            raise StorageBusy  # the other had not begun to listen
        return one

    patient(tell_until_heard)

    assert watcher.called.wait(SOON_S)
    assert set(watcher.logs) == {WARD}
    for storage in (one, other):
        storage.close()
    postgres_server.drop_database("told")


def test_what_another_process_writes_wakes_whoever_waits_for_it(tmp_path: Path) -> None:
    embedded = CentralSettings(data=tmp_path)
    storage = open_storage(embedded, FixedClock(), SeededIds())
    watcher = Watcher()
    storage.watch(watcher.told)

    numbers_of(start(embedded, "pc-1", 1))

    assert watcher.called.wait(SOON_S)
    assert set(watcher.logs) == {WARD}
    storage.close()
