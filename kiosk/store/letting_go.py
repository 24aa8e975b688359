"""Letting go of whole entities: of logs that are not followed any more, and of old ones that are done with."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from kiosk.domain.changes import Log
from kiosk.domain.clock import instant_text
from kiosk.domain.ids import entity_kind
from kiosk.store.connection import Database
from kiosk.store.log import AMONG
from kiosk.store.projections import AnyFolded, Kinds, one
from kiosk.store.rows import let_go, remember_order
from kiosk.store.writing import Writing

CHARTED: Final = frozenset({"observation", "event", "safety_day", "release"})
"""Kinds of entities that charts are drawn from, over years; they are never let go of for being old."""


def entities_of(database: Database, log: Log) -> list[str]:
    """Return the entities that live in a log and have nothing of this board's that is not confirmed."""
    rows = database.rows(
        """
        SELECT id FROM entity WHERE log = ? AND id NOT IN (
            SELECT c.entity FROM outbox o JOIN change c ON c.row = o.change WHERE o.log = ?
        )
        """,
        (str(log), str(log)),
    )
    return [str(row[0]) for row in rows]


def let_go_of(database: Database, writing: Writing, entities: Iterable[str]) -> int:
    """Delete whole entities with all that is beside them; return how many."""
    gone = list(entities)
    if not gone:
        return 0
    rows = database.rows(
        f"""SELECT c.row FROM change c WHERE c.entity {AMONG}
            AND c.row NOT IN (SELECT change FROM dead)""",  # noqa: S608 - a constant
        (json.dumps(gone),),
    )
    let_go(database, [row[0] for row in rows])
    for entity in gone:
        writing.drop_all(entity)
    return len(gone)


def leave_out(database: Database, writing: Writing, log: Log, whole: Collection[str]) -> None:
    """Let go of what a snapshot of a log leaves out; what is pending stays.

    What charts are drawn from stays too (`CHARTED`): a figure of last year is not wrong for being old.
    """
    let_go_of(
        database,
        writing,
        (
            entity
            for entity in entities_of(database, log)
            if entity not in whole and entity_kind(entity) not in CHARTED
        ),
    )


def unfollow(database: Database, writing: Writing, followed: Sequence[Log], kept: set[Log]) -> None:
    """Forget the logs that are neither followed nor kept; entities with own pending changes stay, unconfirmed."""
    known = {Log.from_text(row[0]) for row in database.rows("SELECT DISTINCT log FROM change")}
    known |= {Log.from_text(row[0]) for row in database.rows("SELECT log FROM cursor")}
    for log in known - set(followed) - kept:
        let_go_of(database, writing, entities_of(database, log))
        touched = database.rows("SELECT DISTINCT entity FROM change WHERE log = ?", (str(log),))
        remember_order(database, log)
        for table in ("sequence", "cursor"):
            database.run(f"DELETE FROM {table} WHERE log = ?", (str(log),))  # noqa: S608 - constants
        database.run("UPDATE stream SET taken = 0 WHERE log = ?", (str(log),))
        writing.touch(str(row[0]) for row in touched)


def prune(
    database: Database,
    writing: Writing,
    log: Log,
    is_done: Callable[[AnyFolded], bool],
    untouched_since: datetime,
) -> int:
    """Let go of the entities of a log that are done with and were not touched since; return how many.

    A checkpoint of what went stays beside the cursor: the digest of the one before and of the hashes of the entries.
    """
    old = [
        entity
        for entity in _untouched(database, log, untouched_since)
        if entity_kind(entity) not in CHARTED and _is_done(database, writing.kinds, entity, is_done)
    ]
    if not old:
        return 0
    hashes = database.rows(
        f"""SELECT q.seq, e.hash FROM entry e JOIN change c ON c.row = e.change
            JOIN sequence q ON q.change = c.row
            WHERE c.entity {AMONG} ORDER BY q.seq""",  # noqa: S608 - a constant
        (json.dumps(old),),
    )
    found = database.row("SELECT checkpoint FROM cursor WHERE log = ?", (str(log),))
    digest = hashlib.sha256(f"{'' if found is None else found[0]}".encode())
    for seq, entry in hashes:
        digest.update(f"\n{seq} {entry}".encode())
    database.run("UPDATE cursor SET checkpoint = ? WHERE log = ?", (digest.hexdigest(), str(log)))
    return let_go_of(database, writing, old)


def _untouched(database: Database, log: Log, since: datetime) -> list[str]:
    free = set(entities_of(database, log))
    rows = database.rows(
        """
        SELECT c.entity FROM change c LEFT JOIN sequence q ON q.change = c.row
        WHERE c.log = ? GROUP BY c.entity
        HAVING count(*) = count(q.received_at) AND max(q.received_at) < ?
        """,
        (str(log), instant_text(since)),
    )
    return [str(row[0]) for row in rows if row[0] in free]


def _is_done(
    database: Database, kinds: Kinds, entity: str, is_done: Callable[[AnyFolded], bool]
) -> bool:
    folded = one(database, kinds, entity)
    return folded is not None and is_done(folded)
