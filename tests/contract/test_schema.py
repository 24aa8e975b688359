"""The schema: what it promises for growth, what migrations make of it, and the databases of every released version."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text

from kiosk.central.settings import SQLITE_FILE, CentralSettings
from kiosk.central.storage import migrations
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import StorageTrouble
from kiosk.central.storage.sql import schema, tables
from tests.contract.old_databases import CARD, FOLDER, RELEASED, WORDS
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.clock import FixedClock
from tests.fakes.databases import PostgresDatabases, SqliteFiles
from tests.fakes.ids import SeededIds
from tests.fakes.remote_board import WARD, RemoteBoard

OF_NODES = {"log", "stream", "change", "words", "spent", "erased"}
OF_THE_WHOLE = {"document", "blob", "audit", "meta", "alembic_version"}
"""Small, and the same everywhere: a distributed database holds them as reference tables."""


@pytest.fixture
def migrated(postgres_databases: PostgresDatabases) -> Iterator[Connection]:
    """A migrated PostgreSQL."""
    with postgres_databases.one() as address:
        engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
        with engine.connect() as connection:
            yield connection
        engine.dispose()


def test_every_table_belongs_to_a_node_or_to_the_whole(migrated: Connection) -> None:
    known = OF_NODES | OF_THE_WHOLE

    assert set(tables.METADATA.tables) == known - {"alembic_version"}
    assert set(inspect(migrated).get_table_names()) == known


def test_every_key_of_a_nodes_table_starts_with_the_node(migrated: Connection) -> None:
    seen = inspect(migrated)
    for name in OF_NODES:
        keys: list[Sequence[str | None]] = [seen.get_pk_constraint(name)["constrained_columns"]]
        keys += [key["column_names"] for key in seen.get_unique_constraints(name)]
        keys += [index["column_names"] for index in seen.get_indexes(name) if index["unique"]]
        declared: list[Sequence[str | None]] = [
            list(tables.METADATA.tables[name].primary_key.columns.keys())
        ]
        declared += [
            [column.name for column in index.columns]
            for index in tables.METADATA.tables[name].indexes
            if index.unique
        ]
        for key in keys + declared:
            assert key[0] == "node", (name, key)


def test_what_grows_without_end_says_when_it_came_so_that_months_can_part_it(
    migrated: Connection,
) -> None:
    for name in ("change", "spent"):
        columns = {column["name"]: column for column in inspect(migrated).get_columns(name)}
        assert not columns["received_at"]["nullable"], name


def test_no_key_points_to_another_table(migrated: Connection) -> None:
    seen = inspect(migrated)

    assert [name for name in OF_NODES | OF_THE_WHOLE if seen.get_foreign_keys(name)] == []
    assert [table.name for table in tables.METADATA.sorted_tables if table.foreign_keys] == []


def test_migrations_make_what_the_program_knows_on_postgresql(migrated: Connection) -> None:
    assert _differences(migrated) == []


def test_migrations_make_what_the_program_knows_on_sqlite(
    sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    sqlite_files.copy_to(tmp_path / "new")
    engine = create_engine(f"sqlite:///{tmp_path / 'new' / SQLITE_FILE}")
    with engine.connect() as connection:
        assert _differences(connection) == []
        makes = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'table'"))
        assert all("STRICT" in made for (made,) in makes if "alembic_version" not in made)
    engine.dispose()


def test_a_new_file_is_what_the_migrations_make(sqlite_files: SqliteFiles, tmp_path: Path) -> None:
    sqlite_files.copy_to(tmp_path / "migrated")
    open_storage(CentralSettings(data=tmp_path / "new"), FixedClock(), SeededIds()).close()

    made = [_made(f"sqlite:///{tmp_path / name / SQLITE_FILE}", "SELECT type, name, sql FROM "
        "sqlite_master ORDER BY type, name") for name in ("new", "migrated")]  # fmt: skip

    assert made[0] == made[1]


COLUMNS = """
    SELECT table_name, column_name, ordinal_position, data_type, is_nullable, collation_name, character_maximum_length
    FROM information_schema.columns WHERE table_schema = 'public'
"""
INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"


@pytest.mark.parametrize("of", [COLUMNS, INDEXES])
def test_a_new_postgresql_is_what_the_migrations_make(
    of: str, postgres_databases: PostgresDatabases
) -> None:
    new = postgres_databases.server.new_database("brand_new")
    open_storage(CentralSettings(database=new), FixedClock(), SeededIds()).close()
    with postgres_databases.one() as migrated:
        made = [
            _made(address.replace("postgresql://", "postgresql+psycopg://"), f"{of} ORDER BY 1, 2")
            for address in (new, migrated)
        ]
    postgres_databases.server.drop_database("brand_new")

    assert made[0] == made[1]
    assert made[0]


def test_text_is_compared_byte_by_byte(migrated: Connection) -> None:
    collations = migrated.execute(
        text(
            "SELECT table_name, column_name, collation_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'text'"
        )
    ).all()

    assert collations
    assert {collation for _, _, collation in collations} == {"C"}


def test_the_newest_migration_is_the_schema_of_the_program() -> None:
    steps = ScriptDirectory(str(Path(migrations.__file__).parent))

    assert steps.get_current_head() == schema.REVISION == schema.KNOWN[-1]
    assert {step.revision for step in steps.walk_revisions()} == set(schema.KNOWN)


def test_a_database_of_a_newer_program_is_left_alone(
    sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    sqlite_files.copy_to(tmp_path / "new")
    _change(tmp_path / "new", "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StorageTrouble, match="newer version"):
        open_storage(CentralSettings(data=tmp_path / "new"), FixedClock(), SeededIds())


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    _change(tmp_path, "CREATE TABLE cats (name TEXT)")

    with pytest.raises(StorageTrouble, match="another program"):
        open_storage(CentralSettings(data=tmp_path), FixedClock(), SeededIds())


def test_a_setting_that_names_no_database_is_refused(tmp_path: Path) -> None:
    for database in ("", "mysql://db", "postgresql://db:port/huddle"):
        with pytest.raises(StorageTrouble, match="setting `database`"):
            open_storage(
                CentralSettings(data=tmp_path, database=database), FixedClock(), SeededIds()
            )


OPENS = """
import sys
from pathlib import Path
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
open_storage(CentralSettings(data=Path(sys.argv[1])), FixedClock(), SeededIds()).close()
print(*(name for name in ("alembic", "mako", "psycopg", "scipy", "fhirclient") if name in sys.modules))
"""


@pytest.mark.parametrize("begins", ["a new file", "a current file"])
def test_opening_a_new_or_current_database_loads_nothing_that_only_migrations_need(
    begins: str, sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    if begins == "a current file":
        sqlite_files.copy_to(tmp_path / "new")

    loaded = subprocess.run(
        [sys.executable, "-c", OPENS, str(tmp_path / "new")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert loaded.stdout.split() == []


@pytest.mark.parametrize("version", RELEASED)
def test_a_file_of_a_released_version_opens_and_goes_on(version: str, tmp_path: Path) -> None:
    shutil.copy(FOLDER / f"{version}.sqlite", tmp_path / SQLITE_FILE)

    _goes_on(CentralSettings(data=tmp_path))


@pytest.mark.parametrize("version", RELEASED)
def test_a_postgresql_of_a_released_version_opens_and_goes_on(
    version: str, postgres_databases: PostgresDatabases
) -> None:
    server = postgres_databases.server
    address = server.new_database(f"of_{version}")
    server.ask((FOLDER / f"{version}.sql").read_text(encoding="utf-8"), f"of_{version}")

    _goes_on(CentralSettings(database=address))

    server.drop_database(f"of_{version}")


def _goes_on(settings: CentralSettings) -> None:
    storage = open_storage(settings, FixedClock(), SeededIds())
    try:
        assert storage.heads([WARD]) == {WARD: 4}
        records = storage.history(WARD, CARD)
        assert [record.words and dict(record.words.fields) for record in records] == [
            None,
            WORDS,
            None,
        ]
        assert list(storage.contradictions()) == []
        [document] = storage.listed("device")
        assert document.body == {"name": "PC-0417"}
        assert storage.blob("release", "a" * 64) == bytes(range(256))
        assert len(storage.audited()) == 1
        [outcome] = storage.ingest(WARD, [RemoteBoard(SeededIds("new"), "pc-9").raises()], NOW)
        assert outcome.seq == 5
    finally:
        storage.close()


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [
        difference
        for difference in compare_metadata(context, tables.METADATA)
        if "alembic_version" not in str(difference)
    ]


def _made(address: str, question: str) -> list[tuple[Any, ...]]:
    engine = create_engine(address)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(question))]
    engine.dispose()
    return found


def _change(folder: Path, statement: str) -> None:
    engine = create_engine(f"sqlite:///{folder / SQLITE_FILE}")
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
