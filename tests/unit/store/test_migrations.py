"""The file of every released version opens, with everything that was in it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from kiosk.domain.changes import Log, LogKind
from kiosk.store.connection import SCHEMA_VERSION, connect, open_to_write
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.stores import SISTER, WARD, Note, count, note_of, open_notes

SAVED = Path(__file__).parents[2] / "data" / "stores"
SHARED = Log(WARD, LogKind.SHARED)


def schema(path: Path) -> list[tuple[str, str, str | None]]:
    with closing(connect(path)) as connection:
        return connection.execute(
            "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()


def test_there_is_a_saved_file_of_every_version() -> None:
    versions = {path.stem for path in SAVED.glob("*.sqlite")}
    assert versions == {f"v{number}" for number in range(1, SCHEMA_VERSION + 1)}


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_a_saved_file_opens_with_all_that_was_in_it(tmp_path: Path, version: int) -> None:
    shutil.copy(SAVED / f"v{version}.sqlite", tmp_path / "ward.sqlite")

    store = open_notes(tmp_path, seed="later")

    assert store.notice is None
    assert {name: folded.state for name, folded in store.entities("note").items()} == {
        "note:a": Note(text="Hoist for bed 4", weight=1.0, tally=3, closed_at=MONDAY_MORNING),
        "note:b": Note(text="erased", weight=1.0),
        "note:c": Note(text="Pending", weight=0.5),
    }
    assert len(store.pending(SHARED)) == 6
    assert store.releases() != []
    assert store.meta("pin") == "argon2id"
    assert store.verify() is None
    assert store.check_projections() == []
    assert note_of(store.append([count("c", 2)], actor=SISTER).changed[0]).tally == 2
    store.close()


def test_a_migrated_file_has_the_schema_of_a_new_one(tmp_path: Path) -> None:
    shutil.copy(SAVED / "v1.sqlite", tmp_path / "old.sqlite")
    open_to_write(tmp_path / "old.sqlite", connect).close()
    open_to_write(tmp_path / "new.sqlite", connect).close()

    assert schema(tmp_path / "old.sqlite") == schema(tmp_path / "new.sqlite")


def test_a_migration_that_fails_half_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    class Failing(sqlite3.Connection):
        @override
        def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
            if "TABLE entity" in sql:
                raise sqlite3.OperationalError("the power went")
            return super().execute(sql, values)

    path = tmp_path / "ward.sqlite"
    with pytest.raises(sqlite3.OperationalError, match="the power went"):
        open_to_write(path, lambda p: sqlite3.connect(p, isolation_level=None, factory=Failing))

    assert schema(path) == []
    open_notes(tmp_path).close()
