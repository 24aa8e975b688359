"""What PostgreSQL does to a transaction: taken back, too slow, cut off; the database answers busy, and goes on."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Connection, text

from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import StorageBusy
from kiosk.central.storage.sql.postgresql import CONNECTIONS, TRIES, PostgresDatabase
from tests.contract.test_growing import SOON_S, Watcher
from tests.contract.writers import patient
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.clock import FixedClock
from tests.fakes.databases import PostgresDatabases
from tests.fakes.ids import SeededIds
from tests.fakes.remote_board import WARD, RemoteBoard


@pytest.fixture
def address(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.one() as lent:
        yield lent


@pytest.fixture
def database(address: str) -> Iterator[PostgresDatabase]:
    opened = PostgresDatabase(address)
    yield opened
    opened.close()


class TakenBack:
    """Work that the database takes back some times, as after a deadlock."""

    def __init__(self, times: int, code: str) -> None:
        self.left, self._code = times, code

    def __call__(self, connection: Connection) -> str:
        """Do it."""
        if self.left:
            self.left -= 1
            failing = f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{self._code}'; END $$"
            connection.execute(text(failing))
        return "done"


@pytest.mark.parametrize("code", ["40001", "40P01"])
def test_what_was_taken_back_is_done_again(database: PostgresDatabase, code: str) -> None:
    assert database.write(TakenBack(TRIES - 1, code)) == "done"


def test_what_is_taken_back_again_and_again_finds_it_busy(database: PostgresDatabase) -> None:
    with pytest.raises(StorageBusy):
        database.write(TakenBack(TRIES, "40001"))


def test_what_takes_too_long_finds_it_busy(database: PostgresDatabase) -> None:
    def dawdle(connection: Connection) -> None:
        connection.execute(text("SET LOCAL statement_timeout = 10"))
        connection.execute(text("SELECT pg_sleep(30)"))

    with pytest.raises(StorageBusy):
        database.write(dawdle)

    assert database.write(TakenBack(0, "")) == "done"


def test_who_is_cut_off_finds_it_busy_and_the_next_does_not(
    database: PostgresDatabase, postgres_databases: PostgresDatabases
) -> None:
    def be_cut_off(connection: Connection) -> None:
        process = connection.scalar(text("SELECT pg_backend_pid()"))
        postgres_databases.server.ask(f"SELECT pg_terminate_backend({process}, 10000)")
        connection.execute(text("SELECT 1"))

    with pytest.raises(StorageBusy):
        database.write(be_cut_off)

    assert database.write(TakenBack(0, "")) == "done"


def test_a_fault_of_ours_is_not_called_busy(database: PostgresDatabase) -> None:
    with pytest.raises(Exception, match="cats"):
        database.write(lambda connection: connection.execute(text("SELECT * FROM cats")))


def test_commits_wait_for_the_disk_whatever_the_servers_default(database: PostgresDatabase) -> None:
    shown = database.write(lambda connection: connection.scalar(text("SHOW synchronous_commit")))

    assert shown == "on"


def test_a_log_that_somebody_holds_finds_it_busy_in_time(
    database: PostgresDatabase, address: str
) -> None:
    storage = open_storage(CentralSettings(database=address), FixedClock(), SeededIds())
    storage.ingest(WARD, [RemoteBoard(SeededIds("one")).raises()], NOW)

    def wait_for_it(connection: Connection) -> None:
        connection.execute(text("SET LOCAL lock_timeout = 10"))
        database.hold(connection, WARD, [])

    def hold_it(connection: Connection) -> None:
        database.hold(connection, WARD, [])
        with pytest.raises(StorageBusy):
            database.write(wait_for_it)

    database.write(hold_it)
    storage.close()


def test_a_process_never_takes_more_connections_than_it_may(
    database: PostgresDatabase, postgres_databases: PostgresDatabases
) -> None:
    def deeper(depth: int) -> int:
        if depth == CONNECTIONS:
            count = (
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'huddle-central'"
            )
            return int(postgres_databases.server.ask(count)[0][0])
        with database.reading() as connection:
            connection.execute(text("SELECT 1"))
            return deeper(depth + 1)

    assert deeper(0) == CONNECTIONS


def test_a_notification_that_nobody_can_read_is_passed_over(
    address: str, postgres_databases: PostgresDatabases
) -> None:
    storage = open_storage(CentralSettings(database=address), FixedClock(), SeededIds())
    watcher = Watcher()
    storage.watch(watcher.told)
    name = urlsplit(address).path[1:]

    def say() -> None:
        for payload in ("not JSON", "7", '["no log"]', '["node:7e/shared"]'):
            postgres_databases.server.ask(f"NOTIFY huddle_logs, '{payload}'", name)
        if not watcher.called.wait(1):
            raise StorageBusy

    patient(say)

    assert watcher.called.wait(SOON_S)
    assert set(watcher.logs) == {WARD}
    storage.close()
