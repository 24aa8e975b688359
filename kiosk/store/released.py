"""Reading the releases of a ward's store beside the board that holds it open."""

from pathlib import Path

from kiosk.store import releases
from kiosk.store.connection import open_to_read


def released_bodies(path: Path) -> list[bytes]:
    """Return the bodies of every release in a store, in the order in which they came; none when it is not there.

    Nothing is written and no lock is taken: SQLite lets one read while another writes.

    Raises:
        StoreError: it cannot be read.
    """
    if not path.exists():
        return []
    database = open_to_read(path)
    try:
        bodies = [releases.get(database, name) for name in releases.names(database)]
    finally:
        database.close()
    return [body for body in bodies if body is not None]
