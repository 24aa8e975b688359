"""The guards that SQLite and sqlite-utils do not put up by themselves (ARCHITECTURE.md, *Store*)."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kiosk.store.connection import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    Database,
    connect,
    open_to_read,
    open_to_write,
)
from kiosk.store.faults import NewerStore, OtherFile, StoreReadOnly
from kiosk.store.released import released_bodies
from tests.fakes.stores import SISTER, open_notes, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ward.sqlite"


def test_a_store_opens_with_every_guard_up(path: Path) -> None:
    with closing(open_to_write(path, connect)) as database:
        guards = {
            name: database.rows(f"PRAGMA {name}")[0][0]
            for name in (
                "foreign_keys",
                "journal_mode",
                "synchronous",
                "secure_delete",
                "trusted_schema",
            )
        }

    assert guards == {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "trusted_schema": 0,
    }


def test_only_a_hasty_transaction_does_not_wait_for_the_disk_and_the_next_one_does(
    path: Path,
) -> None:
    def guard() -> int:
        return int(database.rows("PRAGMA synchronous")[0][0])

    with closing(open_to_write(path, connect)) as database:
        with database.hasty_transaction():
            database.run("INSERT INTO cursor (log, seq) VALUES ('n/own', 7)")
            during = guard()
        after = guard()
        with pytest.raises(sqlite3.IntegrityError), database.hasty_transaction():
            database.run("INSERT INTO cursor (log, seq) VALUES ('n/own', 8)")

        assert (during, after, guard()) == (1, 2, 2)
        assert database.rows("SELECT seq FROM cursor") == [(7,)]


def test_every_table_of_ours_is_strict(path: Path) -> None:
    with closing(open_to_write(path, connect)) as database:
        tables = database.rows("SELECT name, strict FROM pragma_table_list WHERE type = 'table'")

    lenient = {name for name, strict in tables if not strict and not name.startswith("sqlite_")}
    assert lenient == set()
    assert len(tables) > 8


def test_text_does_not_fit_into_a_column_of_integers(path: Path) -> None:
    with (
        closing(open_to_write(path, connect)) as database,
        pytest.raises(sqlite3.IntegrityError, match="TEXT value in INTEGER column"),
        database.transaction(),
    ):
        database.run("INSERT INTO cursor (log, seq) VALUES ('n/own', 'seven')")


def test_a_row_cannot_point_at_a_change_that_is_not_there(path: Path) -> None:
    with (
        closing(open_to_write(path, connect)) as database,
        pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"),
        database.transaction(),
    ):
        database.run("INSERT INTO erasable (change, key, words) VALUES (7, x'00', '{}')")


def test_a_misspelt_table_is_an_error_and_makes_no_table(path: Path) -> None:
    with closing(open_to_write(path, connect)) as database:
        before = database.rows("SELECT name FROM sqlite_master")
        with (
            pytest.raises(sqlite3.OperationalError, match="no such table: chnage"),
            database.transaction(),
        ):
            database.run("INSERT INTO chnage (id) VALUES ('x')")
        after = database.rows("SELECT name FROM sqlite_master")

    assert after == before


def test_nothing_is_written_outside_a_transaction(path: Path) -> None:
    with closing(open_to_write(path, connect)) as database:
        with pytest.raises(RuntimeError):
            database.run("INSERT INTO meta (key, value) VALUES ('a', 'b')")
        with pytest.raises(RuntimeError):
            database.run_many("INSERT INTO meta (key, value) VALUES (?, ?)", [("a", "b")])

        assert database.rows("SELECT * FROM meta") == []


def test_a_transaction_takes_the_right_to_write_when_it_begins(path: Path) -> None:
    with closing(open_to_write(path, connect)) as database, closing(connect(path)) as other:
        other.execute("PRAGMA busy_timeout = 0")
        with database.transaction(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_a_transaction_that_fails_leaves_nothing(path: Path) -> None:
    with closing(open_to_write(path, connect)) as database:

        def begin_and_fail() -> None:
            with database.transaction():
                database.run("INSERT INTO meta (key, value) VALUES ('a', 'b')")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            begin_and_fail()

        assert database.rows("SELECT * FROM meta") == []
        with database.transaction():
            database.run("INSERT INTO meta (key, value) VALUES ('a', 'b')")
        assert database.rows("SELECT * FROM meta") == [("a", "b")]


def test_a_connection_belongs_to_the_thread_that_opened_it(path: Path) -> None:
    refused: list[str] = []
    with closing(open_to_write(path, connect)) as database:

        def read() -> None:
            try:
                database.rows("SELECT * FROM meta")
            except sqlite3.ProgrammingError as error:
                refused.append(str(error))

        thread = threading.Thread(target=read)
        thread.start()
        thread.join()

    assert len(refused) == 1
    assert "thread" in refused[0]


def test_a_file_of_a_newer_program_is_refused_and_left_as_it_is(path: Path) -> None:
    open_to_write(path, connect).close()
    with closing(connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()

    with pytest.raises(NewerStore) as refused:
        open_to_write(path, connect)

    assert "newer version" in refused.value.what
    assert refused.value.to_do
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_left_as_it_is(path: Path) -> None:
    with closing(connect(path)) as other:
        other.execute("CREATE TABLE songs (title)")
    before = path.read_bytes()

    with pytest.raises(OtherFile):
        open_to_write(path, connect)

    assert path.read_bytes() == before


def test_a_file_says_that_it_is_a_boards(path: Path) -> None:
    open_to_write(path, connect).close()

    assert path.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4)


def test_reading_alone_sees_what_is_still_in_the_write_ahead_log_and_writes_no_file(
    path: Path, tmp_path: Path
) -> None:
    image = tmp_path / "image"
    with closing(open_to_write(path, connect)) as database:
        with database.transaction():
            database.run("INSERT INTO meta (key, value) VALUES ('a', 'b')")
        image.mkdir()
        for name in ("ward.sqlite", "ward.sqlite-wal"):
            (image / name).write_bytes((tmp_path / name).read_bytes())
    before = sorted(file.name for file in image.iterdir())

    with closing(open_to_read(image / "ward.sqlite")) as reading:
        rows = reading.rows("SELECT * FROM meta")
        with pytest.raises(StoreReadOnly), reading.transaction():
            pass
        during = sorted(file.name for file in image.iterdir())

    assert rows == [("a", "b")]
    assert during == before


def test_opening_a_store_that_is_up_to_date_does_not_load_sqlite_utils(path: Path) -> None:
    open_to_write(path, connect).close()
    program = """
import sys
from pathlib import Path
from kiosk.store.connection import connect, open_to_write
open_to_write(Path(sys.argv[1]), connect).close()
print("sqlite_utils" in sys.modules, "numpy" in sys.modules)
"""
    said = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("deed", ["opening", "everything"])
def test_one_connection_alone_writes_and_checkpoints(tmp_path: Path, deed: str) -> None:
    """Two that do at once can corrupt the log of a SQLite before 3.51.3, which the system's may well be."""
    real, to_write = sqlite3.connect, list[str]()

    def counting(database: object, **options: Any) -> sqlite3.Connection:
        if "mode=ro" not in str(database):
            to_write.append(Path(str(database)).name)
        connection: sqlite3.Connection = real(str(database), **options)
        return connection

    with pytest.MonkeyPatch.context() as world:
        world.setattr("kiosk.store.connection.sqlite3.connect", counting)
        store = open_notes(tmp_path)
        if deed == "everything":
            made = store.append([write("a", "A name")], actor=SISTER).records[0]
            store.erase(made.change.id, actor=SISTER)
            store.begin_timeline("central-1")
            store.renumber(1)
            store.enrol("node:other", "central-1", "device-9")
            store.follow([])
            store.backup()
            released_bodies(store.path)
            store.verify()
        store.close()

    assert to_write.count("ward.sqlite") == 1


def test_plugins_of_sqlite_utils_never_see_the_store(path: Path) -> None:
    import sqlite_utils  # noqa: PLC0415 - slow to import
    from sqlite_utils.plugins import pm  # noqa: PLC0415

    seen: list[object] = []

    class Plugin:
        @sqlite_utils.hookimpl
        def prepare_connection(self, conn: object) -> None:
            seen.append(conn)

    plugin = Plugin()
    pm.register(plugin)
    try:
        open_to_write(path, connect).close()
        assert seen == []
        sqlite_utils.Database(memory=True).close()
        assert len(seen) == 1
    finally:
        pm.unregister(plugin)


def test_a_database_is_reached_through_its_door_alone() -> None:
    public = {name for name in vars(Database) if not name.startswith("_")}
    assert public == {
        "rows", "row", "run", "run_many", "transaction", "hasty_transaction", "maintain", "copy_to",
        "close",
    }  # fmt: skip
