"""Reading the logs: records by entity, by place in a log, or still pending; and where each stream has come to."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.domain.canonical import change_from_body
from kiosk.domain.changes import Entry, Log, Record, Stream, Words
from kiosk.domain.clock import instant_from, instant_text
from kiosk.domain.leaving import Leaving
from kiosk.store import meta
from kiosk.store.connection import Database, Row

PAGE_LIMIT = 500
"""The most records that one page of a log holds (SYNC.md, *Push*)."""

FORMER = 2**50
"""What stood in an order that is no more, and was not confirmed again, is folded in that order: behind what is."""

_FIELDS = """
    c.body, s.device, s.incarnation, e.counter, e.previous, e.clock_correction_ms,
    coalesce(e.lineage, s.lineage), q.received_at, w.key, w.words
"""
_SEQ = f"coalesce(q.seq, {FORMER} + e.former)"
_TABLES = """
    JOIN change c ON c.row = e.change
    JOIN stream s ON s.row = e.stream
    LEFT JOIN sequence q ON q.change = c.row
    LEFT JOIN erasable w ON w.change = c.row
"""
_RECORD = f"SELECT {_FIELDS}, {_SEQ} FROM entry e {_TABLES}"  # noqa: S608 - constants
_DEAD = f"SELECT {_FIELDS}, NULL FROM dead e {_TABLES}"  # noqa: S608 - constants
_HELD = f"SELECT c.row, c.hash, c.log, {_FIELDS}, {_SEQ} FROM entry e {_TABLES}"  # noqa: S608 - constants

_WAITING = f"""
    FROM stream s CROSS JOIN entry e ON e.stream = s.row CROSS JOIN outbox o ON o.change = e.change
    JOIN change c ON c.row = e.change
    LEFT JOIN erasable w ON w.change = c.row
    WHERE s.log = ? AND s.device = (SELECT value FROM meta WHERE key = '{meta.DEVICE}')
    AND s.incarnation >= ? AND e.counter >= CASE s.incarnation WHEN ? THEN ? ELSE 1 END
    ORDER BY s.incarnation, e.counter LIMIT ?
"""  # noqa: S608 - constants
_FIRST_WAITING = """
    SELECT s.incarnation, e.counter FROM outbox o
    JOIN entry e ON e.change = o.change JOIN stream s ON s.row = e.stream
    WHERE o.log = ? ORDER BY s.incarnation, e.counter LIMIT 1
"""
_LEAVING = f"""
    SELECT c.id, c.body, s.device, s.incarnation, e.counter, e.previous, e.clock_correction_ms,
           coalesce(e.lineage, s.lineage), w.key, w.words
    {_WAITING}
"""
_PENDING = f"""
    SELECT c.body, s.device, s.incarnation, e.counter, e.previous, e.clock_correction_ms,
           coalesce(e.lineage, s.lineage), NULL, w.key, w.words, NULL
    {_WAITING}
"""

AMONG = "IN (SELECT value FROM json_each(?))"
"""Matches a column against a JSON list, so that a page is asked for at once."""


@dataclass(frozen=True, slots=True)
class Held:
    """A record as it lies here.

    Attributes:
        row: of its change.
        change_hash: of its change.
        log: the log that it lies in; the text of the change may name an older name of the same node.
        record: the record.
    """

    row: int
    change_hash: str
    log: Log
    record: Record

    @property
    def confirmed(self) -> bool:
        """Whether it has a number in the order that is followed now."""
        return self.record.seq is not None and self.record.seq < FORMER


def history(database: Database, entity: str) -> list[Record]:
    """Return all records of an entity in the log where it lives, in the order in which they came to this board."""
    return [held.record for held in living(held_of(database, [entity]))]


def living(history: Sequence[Held]) -> list[Held]:
    """Return what an entity is folded from: what stands in the log where it lives, which is where it was first.

    What another log says about it is kept there, and is no part of it: nobody writes about another unit's things by
    writing into a log of their own.
    """
    if len({held.log for held in history}) < 2:  # noqa: PLR2004 - of one log
        return list(history)
    home = min(history, key=_first).log
    return [held for held in history if held.log == home]


def _first(held: Held) -> tuple[bool, str, str]:
    received_at = held.record.received_at
    known = received_at is not None
    return (
        not known,
        instant_text(received_at) if received_at else "",
        str(held.log) if known else "",
    )


def held_of(database: Database, entities: Iterable[str]) -> list[Held]:
    """Return all records of some entities, in the order in which they came to this board."""
    sql = f"{_HELD} WHERE c.entity {AMONG} ORDER BY c.row"
    return _held(database.rows(sql, (json.dumps(list(entities)),)))


def held_at(database: Database, row: int) -> Held:
    """Return what stands in a row.

    Raises:
        LookupError: nothing does.
    """
    found = _held(database.rows(f"{_HELD} WHERE c.row = ?", (row,)))
    if not found:
        raise LookupError(row)
    return found[0]


def held_named(database: Database, change_ids: Iterable[str]) -> list[Held]:
    """Return those of some changes that are here."""
    return _held(database.rows(f"{_HELD} WHERE c.id {AMONG}", (json.dumps(list(change_ids)),)))


def held_at_places(database: Database, stream: int, first: int, last: int) -> list[Held]:
    """Return what stands at some places of a stream, given by its row."""
    sql = f"{_HELD} WHERE e.stream = ? AND e.counter BETWEEN ? AND ? ORDER BY e.counter"
    return _held(database.rows(sql, (stream, first, last)))


def every_held(database: Database) -> list[Held]:
    """Return all records, in the order in which they came to this board."""
    return _held(database.rows(f"{_HELD} ORDER BY c.row"))


def held_in_order(database: Database, log: Log) -> list[Held]:
    """Return all records of a log: confirmed by sequence number, then the others by their places."""
    sql = f"""{_HELD} WHERE c.log = ?
              ORDER BY q.seq IS NULL, q.seq, e.former IS NULL, e.former, s.incarnation, e.counter, c.row"""
    return _held(database.rows(sql, (str(log),)))


def held_pending(database: Database, log: Log) -> list[Held]:
    """Return this board's own records of a log that are not confirmed, oldest first."""
    sql = f"""{_HELD} JOIN outbox o ON o.change = c.row
              WHERE o.log = ? ORDER BY s.incarnation, e.counter"""
    return _held(database.rows(sql, (str(log),)))


def record(database: Database, change_id: str) -> Record | None:
    """Return the record of one change, dead or not."""
    for table in (_RECORD, _DEAD):
        found = _records(database.rows(f"{table} WHERE c.id = ?", (change_id,)))
        if found:
            return found[0]
    return None


def confirmed(database: Database, log: Log, after_seq: int, limit: int) -> list[Record]:
    """Return a piece of a log, by sequence number."""
    sql = f"{_RECORD} WHERE q.log = ? AND q.seq > ? ORDER BY q.seq LIMIT ?"
    return _records(database.rows(sql, (str(log), after_seq, limit)))


def pending(
    database: Database, log: Log, limit: int, after: tuple[int, int] = (0, 0)
) -> list[Record]:
    """Return this board's own changes after a place (incarnation, counter) that are not confirmed, oldest first."""
    return _records(_waiting(database, _PENDING, log, limit, after))


def leaving(
    database: Database, log: Log, limit: int, after: tuple[int, int] = (0, 0)
) -> list[Leaving]:
    """Return what `pending` does, as it is sent: nothing of it is read but to be put on the wire."""
    return [Leaving(*row) for row in _waiting(database, _LEAVING, log, limit, after)]


def pending_logs(database: Database) -> list[Log]:
    """Return the logs that have own changes that are not confirmed."""
    rows = database.rows("SELECT DISTINCT log FROM outbox ORDER BY log")
    return [Log.from_text(row[0]) for row in rows]


def pending_count(database: Database) -> int:
    """Return how many own changes are not confirmed."""
    found = database.row("SELECT count(*) FROM outbox")
    return 0 if found is None else int(found[0])


def dead_count(database: Database) -> int:
    """Return how many changes central will never take."""
    found = database.row("SELECT count(*) FROM dead")
    return 0 if found is None else int(found[0])


def dead(database: Database) -> list[tuple[Record, str, str, str]]:
    """Return the dead changes with reason, detail and when, newest first."""
    sql = f"""SELECT {_FIELDS}, NULL, e.reason, e.detail, e.at FROM dead e {_TABLES}
              ORDER BY e.at DESC, c.row DESC"""  # noqa: S608 - constants
    return [
        (_record(row[:-3]), str(row[-3]), str(row[-2]), str(row[-1])) for row in database.rows(sql)
    ]


def among_changes(database: Database, change_ids: Sequence[str]) -> set[str]:
    """Return those ids that are of changes that are here, dead or not."""
    sql = f"SELECT id FROM change WHERE id {AMONG}"  # noqa: S608 - a constant
    return {str(row[0]) for row in database.rows(sql, (json.dumps(change_ids),))}


def dead_row(database: Database, change_id: str) -> int | None:
    """Return the row of a dead change, or None."""
    sql = "SELECT c.row FROM dead d JOIN change c ON c.row = d.change WHERE c.id = ?"
    found = database.row(sql, (change_id,))
    return None if found is None else int(found[0])


def stands_at(database: Database, log: Log, seq: int) -> bool:
    """Tell whether a change is here at a number of a log."""
    sql = "SELECT 1 FROM sequence WHERE log = ? AND seq = ?"
    return database.row(sql, (str(log), seq)) is not None


def streams(database: Database) -> dict[Stream, tuple[int, str]]:
    """Return the last counter of each stream that has any, and its entry's hash."""
    return {
        Stream(Log.from_text(log), device, incarnation): (counter, digest)
        for log, device, incarnation, counter, digest in database.rows(
            "SELECT log, device, incarnation, counter, hash FROM stream WHERE counter > 0"
        )
    }


def cursors(database: Database) -> dict[Log, int]:
    """Return the last sequence number of each log."""
    return {Log.from_text(log): seq for log, seq in database.rows("SELECT log, seq FROM cursor")}


def lineage_text(lineage: Sequence[tuple[int, int]]) -> str:
    """Return a lineage as it is stored."""
    return json.dumps([list(ancestor) for ancestor in lineage])


def lineage_from(text: str) -> tuple[tuple[int, int], ...]:
    """Read what `lineage_text` wrote."""
    if text == "[]":
        return ()
    return tuple((incarnation, counter) for incarnation, counter in json.loads(text))


def _waiting(
    database: Database, asked: str, log: Log, limit: int, after: tuple[int, int]
) -> list[Row]:
    """Return own entries that are not confirmed, along their streams from the first of them on."""
    incarnation, counter = after[0], after[1] + 1
    if after == (0, 0):
        incarnation, counter = database.row(_FIRST_WAITING, (str(log),)) or after
    return database.rows(asked, (str(log), incarnation, incarnation, counter, limit))


def _records(rows: Sequence[Row]) -> list[Record]:
    return [_record(row) for row in rows]


def _held(rows: Sequence[Row]) -> list[Held]:
    return [Held(row[0], row[1], Log.from_text(row[2]), _record(row[3:])) for row in rows]


def _record(row: Row) -> Record:
    body, device, incarnation, counter, previous, correction, lineage, *beside = row
    received_at, key, words, seq = beside
    return Record(
        entry=Entry(
            change=change_from_body(body.encode()),
            device=device,
            incarnation=incarnation,
            counter=counter,
            previous=previous,
            clock_correction_ms=correction,
            lineage=lineage_from(lineage),
        ),
        seq=seq,
        words=None if key is None else Words(key, json.loads(words)),
        received_at=None if received_at is None else instant_from(received_at),
    )
