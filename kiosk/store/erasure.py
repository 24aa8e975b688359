"""Leaving no trace of erased words in the folder: every page of the file is written anew, the old ones are gone."""

from kiosk.store import meta
from kiosk.store.connection import Database


def scrub(database: Database) -> None:
    """Write the file anew without the remains of deleted rows, and empty the write-ahead log.

    SQLite promises to overwrite what is deleted (`secure_delete`), not that no page keeps a copy of a
    cell that it moved; a file that is written anew has no such pages.

    Raises:
        StoreError: there was no room for it; it is still due.
    """
    database.maintain("VACUUM")
    with database.transaction():
        meta.write(database, meta.SCRUB_DUE, None)
    database.maintain("PRAGMA wal_checkpoint(TRUNCATE)")


def is_due(database: Database) -> bool:
    """Tell whether words were erased and their remains are still to be scrubbed."""
    return meta.read(database, meta.SCRUB_DUE) is not None


def make_due(database: Database) -> None:
    """Remember, inside the transaction that erases, that the remains are to be scrubbed."""
    meta.write(database, meta.SCRUB_DUE, "yes")
