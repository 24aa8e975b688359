"""Whether the file still says what was written: hashes, chains, words and sequence, computed anew."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.domain.canonical import change_from_body, entry_hash, sha256
from kiosk.domain.changes import GENESIS, Entry, Words, words_match
from kiosk.store import releases
from kiosk.store.connection import Database, Row
from kiosk.store.log import lineage_from


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the file contradicts itself.

    Attributes:
        where: a change's id, or the name of a log or release.
        what: what is wrong there.
    """

    where: str
    what: str


def first_break(database: Database) -> Break | None:
    """Return the first contradiction, or None when all agrees."""
    for search in (
        _broken_streams,
        _broken_chains,
        _unplaced,
        _broken_sequences,
        _broken_releases,
    ):
        for found in search(database):
            return found
    return None


_FIELDS = """
    e.stream, c.id, c.body, c.hash, s.device, s.incarnation, e.counter, e.previous,
    e.clock_correction_ms, coalesce(e.lineage, s.lineage), e.hash, w.key, w.words
"""
_TABLES = """
    JOIN change c ON c.row = e.change
    JOIN stream s ON s.row = e.stream
    LEFT JOIN erasable w ON w.change = c.row
"""
_ENTRIES = f"SELECT {_FIELDS} FROM entry e {_TABLES} ORDER BY e.stream, e.counter"  # noqa: S608 - constants
_DEAD = f"SELECT {_FIELDS} FROM dead e {_TABLES} ORDER BY e.change"  # noqa: S608 - constants


def _broken_chains(database: Database) -> Iterator[Break]:
    """Compare each entry with itself and with the one before it; places that were let go of chain to nothing."""
    stream, counter, previous = None, 0, GENESIS
    for row in database.rows(_ENTRIES):
        if row[0] != stream:
            stream, counter, previous = row[0], 0, GENESIS
        follows = row[6] != counter + 1 or row[7] == previous
        what = _wrong_with(row) if follows else "it does not follow the entry before it"
        if what:
            yield Break(str(row[1]), what)
        counter, previous = row[6], row[10]
    for row in database.rows(_DEAD):
        what = _wrong_with(row)
        if what:
            yield Break(str(row[1]), what)


def _wrong_with(row: Row) -> str:
    _, _, body, change_hash, device, incarnation, *entry_row = row
    counter, previous, correction, lineage, digest, key, words = entry_row
    if sha256(body.encode()) != change_hash:
        return "the change is not the one that was written"
    change = change_from_body(body.encode())
    entry = Entry(change, device, incarnation, counter, previous, correction, lineage_from(lineage))
    if entry_hash(entry, change_hash) != digest:
        return "the entry is not the one that was written"
    if key is not None and not words_match(change, Words(key, json.loads(words))):
        return "the words are not the ones that were written"
    return ""


def _broken_streams(database: Database) -> Iterator[Break]:
    """Count what is here of each stream, and compare its head with its last entry."""
    rows = database.rows(
        """
        SELECT s.log, s.counter, s.absent, s.hash,
               (SELECT count(*) FROM entry WHERE stream = s.row AND counter <= s.counter),
               (SELECT max(counter) FROM entry WHERE stream = s.row),
               (SELECT hash FROM entry WHERE stream = s.row AND counter = s.counter)
        FROM stream s
        """
    )
    for log, counter, absent, digest, here, last, last_hash in rows:
        if here + absent != counter or (last or 0) > counter:
            yield Break(str(log), "an entry before it is missing")
        elif last_hash is not None and last_hash != digest:
            yield Break(str(log), "the stream does not end where it says")


def _unplaced(database: Database) -> Iterator[Break]:
    """Look for changes that stand nowhere, and for dead ones that have a number."""
    for (change_id,) in database.rows(
        """
        SELECT id FROM change WHERE
        (row IN (SELECT change FROM entry)) + (row IN (SELECT change FROM dead)) != 1
        """
    ):
        yield Break(str(change_id), "an entry before it is missing")


def _broken_sequences(database: Database) -> Iterator[Break]:
    """Count what is here of each log; what was let go of is accounted for beside the cursor."""
    ends = {
        log: (seq, absent)
        for log, seq, absent in database.rows("SELECT log, seq, absent FROM cursor")
    }
    here = {
        log: (count, highest)
        for log, count, highest in database.rows(
            "SELECT log, count(*), max(seq) FROM sequence GROUP BY log"
        )
    }
    for log in sorted(ends.keys() | here.keys()):
        seq, absent = ends.get(log, (0, 0))
        count, highest = here.get(log, (0, 0))
        if count + absent != seq or highest > seq:
            yield Break(str(log), "its sequence has a hole")


def _broken_releases(database: Database) -> Iterator[Break]:
    for name in releases.damaged(database):
        yield Break(name, "the release is not the one that was published")
