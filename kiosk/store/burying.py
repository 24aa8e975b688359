"""Dead changes: central will never take them, so they are part of no state; they stay here, to be read."""

from datetime import datetime

from kiosk.domain.changes import Stream
from kiosk.domain.clock import instant_text
from kiosk.store.connection import Database
from kiosk.store.log import dead_row, held_at
from kiosk.store.rows import let_go
from kiosk.store.writing import Writing


def bury(
    database: Database, writing: Writing, change_id: str, why: tuple[str, str], at: datetime
) -> None:
    """Take an own change that is not confirmed out of every state and out of the outbox; any other one is left alone.

    Args:
        database: the file.
        writing: the transaction's writing.
        change_id: the change.
        why: reason and detail.
        at: when.
    """
    found = database.row(
        "SELECT c.row FROM change c JOIN outbox o ON o.change = c.row WHERE c.id = ?", (change_id,)
    )
    if found is None:
        return
    held = held_at(database, found[0])
    change, entry = held.record.change, held.record.entry
    writing.foresee([change.entity], ())
    database.run("DELETE FROM outbox WHERE change = ?", found)
    database.run(
        """
        INSERT INTO dead (change, stream, counter, previous, clock_correction_ms, hash, lineage,
                          reason, detail, at)
        SELECT change, stream, counter, previous, clock_correction_ms, hash, lineage, ?, ?, ?
        FROM entry WHERE change = ?
        """,
        (*why, instant_text(at), held.row),
    )
    database.run("DELETE FROM entry WHERE change = ?", found)
    writing.streams.head(Stream(held.log, entry.device, entry.incarnation)).leave(entry.counter)
    writing.drop(change)


def forget(database: Database, change_id: str) -> bool:
    """Delete a dead change that a person has seen; tell whether it was here."""
    row = dead_row(database, change_id)
    if row is None:
        return False
    let_go(database, [row])
    return True
