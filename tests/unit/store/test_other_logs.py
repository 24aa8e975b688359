"""What one unit's log says about another's things: it erases nothing there, changes nothing, and stops nobody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.changes import GENESIS, Entry, Log, LogKind, Record
from kiosk.store.store import Store
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.stores import SISTER, WARD, close, count, note_of, open_notes, write

NEXT_WARD = "0190a000-0000-7000-8000-000000000002"
OURS = Log(WARD, LogKind.SHARED)
THEIRS = Log(NEXT_WARD, LogKind.SHARED)


@pytest.fixture
def page(tmp_path: Path) -> list[Record]:
    """A log of a note with a count."""
    other = open_notes(tmp_path / "other", seed="other", device="other")
    other.append([write("a", "A name"), count("a", 2)], actor=SISTER)
    records = other.records(OURS)
    other.close()
    return records


def said_next_door(records: Sequence[Record], minutes: int = 1) -> list[Record]:
    """Return changes as a board next door would write them into its own log, so much later."""
    said, previous = [], GENESIS
    for counter, record in enumerate(records, 1):
        change = replace(record.change, log=THEIRS)
        entry = Entry(change, "next-door", 1, counter, previous)
        at = (record.received_at or MONDAY_MORNING) + timedelta(minutes=minutes)
        said.append(Record(entry, counter, record.words, at))
        previous = entry.hash
    return said


def follower(folder: Path) -> Store:
    store = open_notes(folder, seed="mine", device="mine")
    store.begin_timeline("central-1")
    return store


def erasing(tmp_path: Path, page: Sequence[Record]) -> list[Record]:
    """Return an erasure of the note's words, said next door."""
    pen = open_notes(tmp_path / "pen", seed="pen", device="pen")
    pen.begin_timeline("central-1")
    pen.receive(OURS, page)
    pen.erase(page[0].change.id, actor=SISTER)
    records = said_next_door(pen.pending(OURS))
    pen.close()
    return records


def test_a_unit_cannot_erase_the_words_of_another(tmp_path: Path, page: list[Record]) -> None:
    erasure = erasing(tmp_path, page)
    store = follower(tmp_path)
    store.receive(OURS, page)

    store.receive(THEIRS, erasure)

    assert note_of(store.entity("note:a")).text == "A name"
    assert store.cursors() == {OURS: 2, THEIRS: 1}
    assert store.verify() is None
    store.close()


def test_a_unit_cannot_erase_the_words_of_another_before_they_come(
    tmp_path: Path, page: list[Record]
) -> None:
    erasure = erasing(tmp_path, page)
    store = follower(tmp_path)
    store.receive(THEIRS, erasure)

    store.receive(OURS, page)

    assert note_of(store.entity("note:a")).text == "A name"
    store.close()


def test_an_erasure_that_names_another_entity_erases_nothing(
    tmp_path: Path, page: list[Record]
) -> None:
    found = erasing(tmp_path, page)[0]
    change = replace(found.change, entity="note:b", log=OURS)
    store = follower(tmp_path)
    store.receive(OURS, page)

    store.receive(OURS, [replace(found, entry=replace(found.entry, change=change), seq=3)])

    assert note_of(store.entity("note:a")).text == "A name"
    store.close()


@pytest.mark.parametrize("theirs_first", [False, True])
def test_what_a_unit_says_about_the_thing_of_another_is_no_part_of_it(
    tmp_path: Path, page: list[Record], *, theirs_first: bool
) -> None:
    pen = open_notes(tmp_path / "pen", seed="pen", device="pen")
    pen.append([write("a", "Forged"), count("a", 70), close("a")], actor=SISTER)
    said = said_next_door(pen.records(OURS))
    pen.close()
    store = follower(tmp_path)

    for log, records in sorted([(OURS, page), (THEIRS, said)], key=str, reverse=theirs_first):
        store.receive(log, records)

    note = note_of(store.entity("note:a"))
    assert (note.text, note.tally, note.closed_at) == ("A name", 2, None)
    assert store.history("note:a") == page
    assert store.cursors() == {OURS: 2, THEIRS: 3}
    assert store.verify() is None
    store.close()
    again = open_notes(tmp_path, seed="mine", device="mine")
    assert note_of(again.entity("note:a")) == note
    again.close()


@pytest.mark.parametrize("theirs_first", [False, True])
def test_a_change_that_is_repeated_in_the_log_of_another_unit_stands_where_it_was_first(
    tmp_path: Path, page: list[Record], *, theirs_first: bool
) -> None:
    said = said_next_door(page)
    store = follower(tmp_path)

    for log, records in sorted([(OURS, page), (THEIRS, said)], key=str, reverse=theirs_first):
        store.receive(log, records)
    store.receive(THEIRS, said)

    assert store.records(OURS) == page
    assert store.history("note:a") == page
    assert store.cursors() == {OURS: 2, THEIRS: 2}
    assert store.verify() is None
    store.close()


def test_what_waits_here_stays_though_another_unit_repeats_it(tmp_path: Path) -> None:
    store = follower(tmp_path)
    mine = store.append([write("a", "Mine")], actor=SISTER).records

    store.receive(THEIRS, said_next_door(mine))

    assert store.pending(OURS) == list(mine)
    assert store.cursors() == {THEIRS: 1}
    assert note_of(store.entity("note:a")).text == "Mine"
    store.close()
