"""Reading the logs: records by entity, by place in a log, or still pending; and where each stream has come to."""

import json
from collections.abc import Sequence

from kiosk.domain.changes import Entry, Log, Record, Stream, Words, change_from_json
from kiosk.domain.clock import instant_from
from kiosk.store.connection import Database, Row

PAGE_LIMIT = 500
"""The most records that one page of a log holds (SYNC.md, *Push*)."""

_RECORD = """
    SELECT c.body, s.device, s.incarnation, e.counter, e.previous, e.clock_correction_ms,
           q.seq, q.received_at, w.key, w.words
    FROM change c
    JOIN entry e ON e.change = c.row
    JOIN stream s ON s.row = e.stream
    LEFT JOIN sequence q ON q.change = c.row
    LEFT JOIN erasable w ON w.change = c.row
"""


def history(database: Database, entity: str) -> list[Record]:
    """Return all records of an entity, in the order in which they came to this board."""
    return _records(database.rows(f"{_RECORD} WHERE c.entity = ? ORDER BY c.row", (entity,)))


def every_record(database: Database) -> list[Record]:
    """Return all records, in the order in which they came to this board."""
    return _records(database.rows(f"{_RECORD} ORDER BY c.row"))


def record(database: Database, change_id: str) -> Record | None:
    """Return the record of one change."""
    found = _records(database.rows(f"{_RECORD} WHERE c.id = ?", (change_id,)))
    return found[0] if found else None


def confirmed(database: Database, log: Log, after_seq: int, limit: int) -> list[Record]:
    """Return a piece of a log, by sequence number."""
    sql = f"{_RECORD} WHERE q.log = ? AND q.seq > ? ORDER BY q.seq LIMIT ?"
    return _records(database.rows(sql, (str(log), after_seq, limit)))


def pending(database: Database, log: Log, limit: int) -> list[Record]:
    """Return this board's own changes that are not confirmed, oldest first."""
    sql = f"""{_RECORD} JOIN outbox o ON o.change = c.row
              WHERE o.log = ? ORDER BY s.incarnation, e.counter LIMIT ?"""
    return _records(database.rows(sql, (str(log), limit)))


def pending_count(database: Database) -> int:
    """Return how many own changes are not confirmed."""
    found = database.row("SELECT count(*) FROM outbox")
    return 0 if found is None else int(found[0])


def streams(database: Database) -> dict[Stream, tuple[int, str]]:
    """Return the last counter of each stream, and its entry's hash."""
    return {
        Stream(Log.from_text(log), device, incarnation): (counter, digest)
        for log, device, incarnation, counter, digest in database.rows(
            """
            SELECT s.log, s.device, s.incarnation, e.counter, e.hash
            FROM stream s
            JOIN entry e ON e.stream = s.row
            WHERE e.counter = (SELECT max(counter) FROM entry WHERE stream = s.row)
            """
        )
    }


def cursors(database: Database) -> dict[Log, int]:
    """Return the last sequence number of each log."""
    return {Log.from_text(log): seq for log, seq in database.rows("SELECT log, seq FROM cursor")}


def _records(rows: Sequence[Row]) -> list[Record]:
    return [_record(row) for row in rows]


def _record(row: Row) -> Record:
    body, device, incarnation, counter, previous, correction_ms, seq, received_at, key, words = row
    return Record(
        entry=Entry(
            change=change_from_json(json.loads(body)),
            device=device,
            incarnation=incarnation,
            counter=counter,
            previous=previous,
            clock_correction_ms=correction_ms,
        ),
        seq=seq,
        words=None if key is None else Words(key, json.loads(words)),
        received_at=None if received_at is None else instant_from(received_at),
    )
