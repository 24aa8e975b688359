"""What the file knows of itself: whose it is, which timeline it follows, and small values for the layers above."""

from dataclasses import dataclass

from kiosk.domain.changes import LOCAL_TIMELINE
from kiosk.domain.ids import IdSource
from kiosk.store.connection import Database
from kiosk.store.faults import OtherFile

NODE = "node"
DEVICE = "device"
INCARNATION = "incarnation"
TIMELINE = "timeline"
FOLDED_BY = "folded_by"
SCRUB_DUE = "scrub_due"
ALIASES = "aliases"
"""The nodes as which the ward ran alone before, as a JSON list."""
ALONE_AS = "alone_as"
"""The node as which this board ran alone before it belonged to central; its changes of that time name it."""
FORMER_DEVICES = "former_devices"
"""As whom this computer wrote before it was given another name by central, as a JSON list."""
SET_ASIDE = "set_aside"
"""The logs that are kept here and belong to no sequencer, as a JSON list."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes: a device of a node, in one incarnation, on one timeline.

    `alone_as` is the node that its changes name from before it belonged to central, or empty.
    """

    node: str
    device: str
    incarnation: int
    timeline: str
    alone_as: str = ""

    @property
    def sequences_itself(self) -> bool:
        """Whether this board gives the sequence numbers: a ward without a central system."""
        return self.timeline == LOCAL_TIMELINE


def read(database: Database, key: str) -> str | None:
    """Return a value by its key, or None."""
    found = database.row("SELECT value FROM meta WHERE key = ?", (key,))
    return None if found is None else str(found[0])


def write(database: Database, key: str, value: str | None) -> None:
    """Keep a value inside a transaction; None forgets it."""
    if value is None:
        database.run("DELETE FROM meta WHERE key = ?", (key,))
        return
    database.run(
        """
        INSERT INTO meta (key, value) VALUES (?, ?)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value
        """,
        (key, value),
    )


def found_identity(database: Database, node: str | None, device: str | None, ids: IdSource) -> None:
    """Say in a new file whose it is, or take on another device's name, inside a transaction.

    Args:
        database: the file.
        node: the ward, or None to make up a new one for a new file.
        device: this computer, or None for the one that the file names, or a new one.
        ids: makes identities.
    """
    if read(database, NODE) is None:
        write(database, NODE, node or f"node:{ids.new_id()}")
        write(database, INCARNATION, "1")
        write(database, TIMELINE, LOCAL_TIMELINE)
    if device is not None or read(database, DEVICE) is None:
        write(database, DEVICE, device or ids.new_id())


def identity(database: Database, node: str | None) -> Identity:
    """Return who writes; a node that is named must be the file's own.

    Raises:
        OtherFile: the file is another node's.
    """
    values: dict[str, str] = dict(database.rows("SELECT key, value FROM meta"))
    if node is not None and values.get(NODE) != node:
        raise OtherFile("another ward")
    return Identity(
        values[NODE],
        values[DEVICE],
        int(values[INCARNATION]),
        values[TIMELINE],
        values.get(ALONE_AS, ""),
    )
