"""A database whose disk is full: nothing is lost, reading goes on, the log and monitors learn why, and it heals."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Connection, text

from kiosk.central.logs import JsonLines
from kiosk.central.storage.protocol import StorageBusy
from kiosk.central.storage.sql.database import Database
from kiosk.central.storage.sql.postgresql import PostgresDatabase
from kiosk.central.storage.sql.sqlite import SqliteDatabase
from kiosk.central.storage.sql.storage import SqlStorage
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.clock import FixedClock
from tests.fakes.databases import PostgresDatabases, SqliteFiles
from tests.fakes.ids import SeededIds
from tests.fakes.remote_board import WARD, RemoteBoard
from tests.simulation.postgres import PostgresServer

LARGE = "A sentence that is said aloud. " * 5_000
NO_ROOM = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'ward 7 is full' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT ON change EXECUTE FUNCTION no_room();
    CREATE TRIGGER no_room BEFORE INSERT ON meta EXECUTE FUNCTION no_room()
"""
ROOM = "DROP FUNCTION no_room CASCADE"


@dataclass(frozen=True)
class Disk:
    """A disk, and what a database on it calls it when it is full."""

    database: Database
    name: str
    fill: Callable[[], object]
    empty: Callable[[], object]


def _sqlite_disk(folder: Path) -> Disk:
    database = SqliteDatabase(folder)

    def limit(pages: str) -> None:
        """Limit the file; the transaction around it fails, so that it says nothing of the disk."""

        def work(connection: Connection) -> None:
            most = connection.exec_driver_sql(f"SELECT {pages}").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")
            raise StorageBusy("SQLITE_FULL")

        with suppress(StorageBusy):
            database.write(work)

    return Disk(
        database,
        "SQLITE_FULL",
        lambda: limit("(SELECT page_count FROM pragma_page_count)"),
        lambda: limit("1000000"),
    )


def _postgres_disk(address: str, server: PostgresServer) -> Disk:
    name = urlsplit(address).path[1:]
    return Disk(
        PostgresDatabase(address),
        "DiskFull",
        lambda: server.ask(NO_ROOM, name),
        lambda: server.ask(ROOM, name),
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def disk(
    request: pytest.FixtureRequest, sqlite_files: SqliteFiles, tmp_path: Path
) -> Iterator[Disk]:
    if request.param == "sqlite":
        sqlite_files.copy_to(tmp_path / "central")
        yield _sqlite_disk(tmp_path / "central")
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    with databases.one() as address:
        yield _postgres_disk(address, databases.server)


@pytest.fixture
def storage(disk: Disk) -> Iterator[SqlStorage]:
    opened = SqlStorage(disk.database, FixedClock(), SeededIds())
    yield opened
    opened.close()


def _fails(storage: SqlStorage, board: RemoteBoard) -> str:
    unsent = board.counter, board.previous
    with pytest.raises(StorageBusy) as caught:
        storage.ingest(WARD, [board.raises(LARGE)], NOW)
    board.counter, board.previous = unsent
    return caught.value.reason


def _said(caplog: pytest.LogCaptureFixture) -> list[dict[str, str]]:
    lines = [JsonLines().format(record) for record in caplog.records]
    assert "ward 7" not in "".join(lines)
    return [json.loads(line) for line in lines]


def test_a_full_disk_refuses_writes_by_name_and_everything_is_there_afterwards(
    disk: Disk, storage: SqlStorage
) -> None:
    board = RemoteBoard(SeededIds("board"))
    storage.ingest(WARD, [board.raises()], NOW)
    disk.fill()

    assert _fails(storage, board) == disk.name
    assert storage.heads([WARD]) == {WARD: 1}
    disk.empty()
    storage.ingest(WARD, [board.raises(LARGE)], NOW)

    assert storage.heads([WARD]) == {WARD: 2}
    assert list(storage.contradictions()) == []


def test_who_cannot_write_is_not_ready_until_there_is_room_though_nobody_writes(
    disk: Disk, storage: SqlStorage
) -> None:
    disk.fill()
    _fails(storage, RemoteBoard(SeededIds("board")))

    for _ in range(2):
        with pytest.raises(StorageBusy) as caught:
            storage.ready()
        assert caught.value.reason == disk.name
    disk.empty()

    storage.ready()
    with disk.database.reading() as connection:
        names = set(connection.scalars(text("SELECT name FROM meta")))
    assert names == {"timeline", "incarnation", "secret", "audited"}


def test_the_log_says_once_why_and_once_that_it_is_over(
    disk: Disk, storage: SqlStorage, caplog: pytest.LogCaptureFixture
) -> None:
    board = RemoteBoard(SeededIds("board"))
    caplog.set_level(logging.INFO, "kiosk.central.storage")
    disk.fill()

    for _ in range(3):
        _fails(storage, board)
    disk.empty()
    storage.ingest(WARD, [board.raises(LARGE)], NOW)

    assert [(one["level"], one["message"], one["doing"]) for one in _said(caplog)] == [
        ("WARNING", "the database fails", "writing"),
        ("INFO", "the database works again", "writing"),
    ]
    assert _said(caplog)[0]["reason"] == disk.name
