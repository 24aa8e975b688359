"""Rows that one transaction adds, collected and written in bulk; the only place that inserts changes."""

import json
from collections.abc import Iterable, Mapping

from kiosk.domain.changes import Log, Words
from kiosk.domain.clock import instant_text
from kiosk.store.connection import Database
from kiosk.store.log import AMONG, Held, lineage_text
from kiosk.store.streams import Head

_CHANGES = {
    "confirmed": "DELETE FROM outbox WHERE change = ?",
    "left": "DELETE FROM entry WHERE change = ?",
    "change": """
        INSERT INTO change (row, id, log, entity, kind, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)
    """,
    "entry": """
        INSERT INTO entry (change, stream, counter, previous, clock_correction_ms, hash, lineage)
        VALUES (?, ?, ?, ?, ?, ?, ?)
    """,
    "erasable": "INSERT INTO erasable (change, key, words) VALUES (?, ?, ?)",
    "sequence": "INSERT INTO sequence (change, log, seq, received_at) VALUES (?, ?, ?, ?)",
    "outbox": "INSERT INTO outbox (change, log, written_s, written_at) VALUES (?, ?, ?, ?)",
}
"""In the order in which they hold: an entry leaves its place before it, or another, takes one."""


_words_text = json.JSONEncoder(ensure_ascii=False).encode


class Rows:
    """Collects rows."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in _CHANGES}
        found = database.row("SELECT max(row) FROM change")
        self._next = 1 if found is None or found[0] is None else int(found[0]) + 1

    def next_row(self) -> int:
        """Return the row of the next new change."""
        self._next += 1
        return self._next - 1

    def change(self, held: Held, body: str) -> None:
        """Add a change."""
        change = held.record.change
        self._rows["change"].append(
            (
                held.row,
                change.id,
                str(held.log),
                change.entity,
                change.kind,
                body,
                held.change_hash,
            )
        )

    def entry(self, head: Head, held: Held, digest: str) -> None:
        """Let a change stand at its place; its lineage is kept apart only where it is not its stream's."""
        entry = held.record.entry
        lineage = None if entry.lineage == head.lineage else lineage_text(entry.lineage)
        correction = entry.clock_correction_ms
        self._rows["entry"].append(
            (held.row, head.row, entry.counter, entry.previous, correction, digest, lineage)
        )

    def leave(self, row: int) -> None:
        """Take a change from its place."""
        self._rows["left"].append((row,))

    def words(self, row: int, words: Words) -> None:
        """Keep words beside a change."""
        self._rows["erasable"].append((row, words.key, _words_text(dict(words.fields))))

    def sequence(self, held: Held) -> None:
        """Give a change its number."""
        received_at, seq = held.record.received_at, held.record.seq
        received = None if received_at is None else instant_text(received_at)
        self._rows["sequence"].append((held.row, str(held.log), seq, received))

    def waiting(self, row: int, log: Log, written: tuple[float | None, str | None]) -> None:
        """Put a change into the outbox."""
        self._rows["outbox"].append((row, str(log), *written))

    def confirmed(self, row: int) -> None:
        """Take a change out of the outbox."""
        self._rows["confirmed"].append((row,))

    def flush(self, cursors: Mapping[Log, int]) -> None:
        """Write what was collected, and how far the logs have come."""
        for name, statement in _CHANGES.items():
            if self._rows[name]:
                self._database.run_many(statement, self._rows[name])
                self._rows[name] = []
        self._database.run_many(
            """
            INSERT INTO cursor (log, seq) VALUES (?, ?)
            ON CONFLICT (log) DO UPDATE SET seq = excluded.seq
            """,
            [(str(log), seq) for log, seq in cursors.items() if seq],
        )

    def erase(self, change_id: str) -> None:
        """Delete the words beside a change, and remember that they are never to come back."""
        self._database.run(
            "DELETE FROM erasable WHERE change = (SELECT row FROM change WHERE id = ?)",
            (change_id,),
        )
        self._database.run(
            "INSERT INTO erased (id) VALUES (?) ON CONFLICT (id) DO NOTHING", (change_id,)
        )

    def forgotten(self, change_ids: Iterable[str]) -> set[str]:
        """Return those changes whose words were erased."""
        asked = list(change_ids)
        if not asked:
            return set()
        rows = self._database.rows(
            f"SELECT id FROM erased WHERE id {AMONG}",  # noqa: S608 - a constant
            (json.dumps(asked),),
        )
        return {str(row[0]) for row in rows}

    def let_go(self, row: int) -> None:
        """Delete a change and all that is beside it, at once."""
        let_go(self._database, [row])


def let_go(database: Database, rows: Iterable[int]) -> None:
    """Delete changes, their places, words and numbers, inside a transaction."""
    numbers = [(row,) for row in rows]
    for table in ("outbox", "sequence", "entry", "dead", "erasable"):
        database.run_many(f"DELETE FROM {table} WHERE change = ?", numbers)  # noqa: S608 - constants
    database.run_many("DELETE FROM change WHERE row = ?", numbers)


FURTHER_BACK = 10**9
"""What lost its number already stands behind what loses it now; more numbers than a log ever has."""


def remember_order(database: Database, log: Log | None = None) -> None:
    """Keep the order in which confirmed changes stand, before their numbers are forgotten; in one log, or in all."""
    text = None if log is None else str(log)
    database.run(
        """
        UPDATE entry SET former = former + ?
        WHERE former IS NOT NULL AND change NOT IN (SELECT change FROM sequence)
        AND (? IS NULL OR change IN (SELECT row FROM change WHERE log = ?))
        """,
        (FURTHER_BACK, text, text),
    )
    database.run(
        """
        UPDATE entry SET former = (SELECT seq FROM sequence q WHERE q.change = entry.change)
        WHERE change IN (SELECT change FROM sequence WHERE ? IS NULL OR log = ?)
        """,
        (text, text),
    )
