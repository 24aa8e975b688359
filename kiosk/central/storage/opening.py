"""Opening the storage that the settings name."""

from kiosk.central.settings import CentralSettings
from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.central.storage.protocol import Storage, StorageTrouble
from kiosk.domain.clock import Clock
from kiosk.domain.ids import IdSource


def open_storage(settings: CentralSettings, clock: Clock, ids: IdSource) -> Storage:
    """Open a storage, made or brought up to date where needed; who opens it closes it.

    Args:
        settings: its `database` is `sqlite` for a file in the folder `data`, `memory` for trying out, or a URL
            `postgresql://user@host/name`.
        clock: tells what has expired.
        ids: makes the timeline's name and the secret of a new storage.

    Raises:
        StorageBusy: the database cannot be reached.
        StorageTrouble: it is of a newer program, or the setting names no database.
    """
    if settings.database == "memory":
        return MemoryStorage(clock, ids)
    # SQLAlchemy is slow to import, and a storage in memory does without.
    from kiosk.central.storage.sql.storage import SqlStorage  # noqa: PLC0415

    if settings.database == "sqlite":
        from kiosk.central.storage.sql.sqlite import SqliteDatabase  # noqa: PLC0415

        return SqlStorage(SqliteDatabase(settings.data), clock, ids)
    if settings.database.startswith(("postgresql://", "postgres://")):
        from kiosk.central.storage.sql.postgresql import PostgresDatabase  # noqa: PLC0415

        return SqlStorage(PostgresDatabase(settings.database), clock, ids)
    raise StorageTrouble(
        "The setting `database` names no database.",
        to_do="Write `sqlite` or an address that begins with `postgresql://`.",
    )
