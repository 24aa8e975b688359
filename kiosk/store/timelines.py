"""Changing the sequencer: a ward that enrols, or a central system that was restored (SYNC.md, *Logs*)."""

from kiosk.store import meta
from kiosk.store.connection import Database
from kiosk.store.meta import Identity


def begin(database: Database, identity: Identity, timeline: str) -> None:
    """Drop every sequence number and put this device's own changes into the outbox, inside a transaction.

    What others wrote stays, unconfirmed, until the new sequencer sends it again.
    """
    database.run("DELETE FROM sequence")
    database.run("DELETE FROM cursor")
    database.run("DELETE FROM outbox")
    database.run(
        """
        INSERT INTO outbox (change, log)
        SELECT e.change, s.log FROM entry e JOIN stream s ON s.row = e.stream
        WHERE s.device = ?
        """,
        (identity.device,),
    )
    meta.write(database, meta.TIMELINE, timeline)
