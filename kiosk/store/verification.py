"""Whether the file still says what was written: hashes, chains, words and sequence, computed anew."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.domain.canonical import change_body, entry_hash, sha256
from kiosk.domain.changes import (
    GENESIS,
    Entry,
    Words,
    change_from_json,
    words_match,
)
from kiosk.store import releases
from kiosk.store.connection import Database, Row


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
    for search in (_broken_chains, _broken_sequences, _broken_releases):
        for found in search(database):
            return found
    return None


_ENTRIES = """
    SELECT e.stream, c.id, c.body, c.hash, s.device, s.incarnation,
           e.counter, e.previous, e.clock_correction_ms, e.hash, w.key, w.words
    FROM entry e
    JOIN change c ON c.row = e.change
    JOIN stream s ON s.row = e.stream
    LEFT JOIN erasable w ON w.change = c.row
    ORDER BY e.stream, e.counter
"""


def _broken_chains(database: Database) -> Iterator[Break]:
    stream, counter, previous = None, 0, GENESIS
    for row in database.rows(_ENTRIES):
        if row[0] != stream:
            stream, counter, previous = row[0], 0, GENESIS
        what = _wrong_with(row, counter + 1, previous)
        if what:
            yield Break(str(row[1]), what)
        counter, previous = row[6], row[9]


def _wrong_with(row: Row, counter: int, previous: str) -> str:
    _, _, body, change_hash, device, incarnation, *entry_row = row
    change = change_from_json(json.loads(body))
    entry = Entry(change, device, incarnation, entry_row[0], entry_row[1], entry_row[2])
    key, words = entry_row[4:]
    checks = {
        "the change is not the one that was written": sha256(change_body(change)) == change_hash,
        "an entry before it is missing": entry.counter == counter,
        "it does not follow the entry before it": entry.previous == previous,
        "the entry is not the one that was written": entry_hash(entry, change_hash) == entry_row[3],
        "the words are not the ones that were written": key is None
        or words_match(change, Words(key, json.loads(words))),
    }
    return next((what for what, holds in checks.items() if not holds), "")


def _broken_sequences(database: Database) -> Iterator[Break]:
    ends: dict[str, int] = dict(database.rows("SELECT log, seq FROM cursor"))
    for log, count, highest in database.rows(
        "SELECT log, count(*), max(seq) FROM sequence GROUP BY log"
    ):
        if count != highest or ends.get(log) != highest:
            yield Break(str(log), "its sequence has a hole")


def _broken_releases(database: Database) -> Iterator[Break]:
    for name in releases.damaged(database):
        yield Break(name, "the release is not the one that was published")
