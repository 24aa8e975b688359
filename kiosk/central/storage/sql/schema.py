"""Bringing a database to the schema of this program: a new one at once, an older one step by step by Alembic."""

from pathlib import Path
from typing import Final

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    inspect,
    text,
)

from kiosk.central.storage import migrations
from kiosk.central.storage.protocol import StorageTrouble
from kiosk.central.storage.sql import tables

REVISION: Final = "0001"
"""The schema that this program reads and writes: the newest of the migrations."""
KNOWN: Final = ("0001",)
"""Every schema that there was, oldest first."""


def bring_up_to_date(connection: Connection) -> None:
    """Take the steps that are missing; the caller holds the lock that keeps others from it.

    Raises:
        StorageTrouble: the database is of a newer program, or of another.
    """
    there = revision(connection)
    if there == REVISION:
        return
    if there is not None and there not in KNOWN:
        raise StorageTrouble(
            "This database was made by a newer version of the central system.",
            "Nothing was changed.",
            "Install that version, or restore a backup into a new database.",
        )
    if there is None:
        _make(connection)
    else:
        migrate(connection)


def migrate(connection: Connection) -> None:
    """Take every step that is missing, from an empty database too; what comes of it is what `tables` says."""
    # Alembic stays loaded: 25 MiB that a server which begins, or goes on, does without.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, REVISION)


def _make(connection: Connection) -> None:
    """Make all tables, and note as Alembic does which step they are at."""
    tables.METADATA.create_all(connection)
    version = Table(
        "alembic_version",
        MetaData(),
        Column("version_num", String(32), nullable=False),
        PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
    )
    version.create(connection)
    connection.execute(version.insert().values(version_num=REVISION))


def revision(connection: Connection) -> str | None:
    """Return the schema of a database, or None for an empty one.

    Raises:
        StorageTrouble: it holds tables of something else.
    """
    names = inspect(connection).get_table_names()
    if "alembic_version" in names:
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)
    if names:
        raise StorageTrouble(
            "This database belongs to another program.",
            "Nothing was changed.",
            "Name a database that is new and empty.",
        )
    return None
