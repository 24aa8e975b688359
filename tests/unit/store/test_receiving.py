"""Pages from a sequencer: in order, once, without a hole; what was pending becomes confirmed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.changes import Entry, Log, LogKind, Record, Words
from kiosk.store.faults import ForkError, GapError, TooLarge
from kiosk.store.log import PAGE_LIMIT
from kiosk.store.store import Store
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.stores import SISTER, WARD, close, count, note_of, open_notes, write

SHARED = Log(WARD, LogKind.SHARED)


@pytest.fixture
def page(tmp_path: Path) -> list[Record]:
    """A log of six changes, as another board wrote it."""
    other = open_notes(tmp_path / "other", seed="other", device="other")
    other.append([write("a"), count("a", 2), write("b", "Tap drips")], actor=SISTER)
    other.append([count("b", 5), close("a"), count("b", 1)], actor=SISTER)
    records = other.records(SHARED)
    other.close()
    return records


def follower(folder: Path) -> Store:
    store = open_notes(folder, seed="mine", device="mine")
    store.begin_timeline("central-1")
    return store


def confirmed(records: Sequence[Record], first: int) -> list[Record]:
    return [
        replace(record, seq=seq, received_at=MONDAY_MORNING)
        for seq, record in enumerate(records, first)
    ]


def test_a_page_gives_the_same_state_as_where_it_was_written(
    tmp_path: Path, page: list[Record]
) -> None:
    store = follower(tmp_path)

    received = store.receive(SHARED, page)

    assert received.records == tuple(page)
    assert {folded.id: note_of(folded).tally for folded in received.changed} == {
        "note:a": 2,
        "note:b": 6,
    }
    assert store.records(SHARED) == page
    assert store.cursors() == {SHARED: 6}
    assert store.pending(SHARED) == []
    assert store.verify() is None
    store.close()


def test_a_page_that_comes_twice_changes_nothing_the_second_time(
    tmp_path: Path, page: list[Record]
) -> None:
    store = follower(tmp_path)
    store.receive(SHARED, page[:4])

    received = store.receive(SHARED, page[2:])

    assert received.records == tuple(page[4:])
    assert store.receive(SHARED, page).records == ()
    assert store.records(SHARED) == page
    store.close()


def test_a_page_after_a_hole_is_refused_whole(tmp_path: Path, page: list[Record]) -> None:
    store = follower(tmp_path)
    store.receive(SHARED, page[:2])

    with pytest.raises(GapError) as refused:
        store.receive(SHARED, [page[2], page[4]])

    assert refused.value.expected == 4
    assert store.cursors() == {SHARED: 2}
    assert store.records(SHARED) == page[:2]
    store.close()


def test_another_change_under_a_known_id_is_a_fork(tmp_path: Path, page: list[Record]) -> None:
    store = follower(tmp_path)
    store.receive(SHARED, page[:1])
    change = replace(page[1].change, id=page[0].change.id)
    forged = replace(page[1], entry=replace(page[1].entry, change=change))

    with pytest.raises(ForkError):
        store.receive(SHARED, [forged])
    store.close()


def test_another_change_at_a_known_number_is_a_fork(tmp_path: Path, page: list[Record]) -> None:
    store = follower(tmp_path)
    store.receive(SHARED, page[:2])

    with pytest.raises(ForkError):
        store.receive(SHARED, [replace(page[2], seq=1)])
    store.close()


def test_another_entry_at_a_known_place_of_a_stream_is_a_fork(
    tmp_path: Path, page: list[Record]
) -> None:
    store = follower(tmp_path)
    store.receive(SHARED, page[:2])
    moved = replace(page[2], entry=replace(page[2].entry, counter=2))

    with pytest.raises(ForkError):
        store.receive(SHARED, [moved])
    store.close()


def test_what_is_not_confirmed_or_of_another_log_is_no_part_of_a_page(
    tmp_path: Path, page: list[Record]
) -> None:
    store = follower(tmp_path)
    with pytest.raises(ForkError):
        store.receive(SHARED, [replace(page[0], seq=None)])
    with pytest.raises(ForkError):
        store.receive(Log(WARD, LogKind.OWN), page)
    store.close()


def test_a_page_has_a_limit(tmp_path: Path, page: list[Record]) -> None:
    store = follower(tmp_path)
    with pytest.raises(TooLarge):
        store.receive(SHARED, page[:1] * (PAGE_LIMIT + 1))
    assert store.receive(SHARED, page[:1] * PAGE_LIMIT).records == (page[0],)
    store.close()


def test_own_changes_wait_in_the_outbox_until_they_come_back(tmp_path: Path) -> None:
    store = follower(tmp_path)
    records = store.append([write("a"), count("a", 2)], actor=SISTER).records
    assert [record.seq for record in records] == [None, None]
    assert store.pending(SHARED) == list(records)
    assert note_of(store.entity("note:a")).tally == 2

    store.receive(SHARED, confirmed(records[:1], 1))

    assert store.pending(SHARED) == list(records[1:])
    assert store.pending(SHARED, limit=0) == []
    assert store.pending_count() == 1
    store.receive(SHARED, confirmed(records, 1))
    assert store.pending_count() == 0
    assert store.entities("note")["note:a"].last_confirmed == records[1].change.id
    store.close()


def test_own_pending_changes_stay_on_top_of_what_others_did(
    tmp_path: Path, page: list[Record]
) -> None:
    store = follower(tmp_path)
    store.receive(SHARED, page[:1])
    mine = store.append([count("a", 10), close("a")], actor=SISTER).records

    folded = store.receive(SHARED, page[1:]).changed

    note = next(one for one in folded if one.id == "note:a")
    assert note_of(note).tally == 12
    assert note.marks == {mine[1].change.id: "closed without seeing a count"}
    assert store.check_projections() == []
    store.close()


def test_a_change_is_based_on_the_last_one_in_the_order_of_the_log(
    tmp_path: Path, page: list[Record]
) -> None:
    store = follower(tmp_path)
    mine = store.append([count("a", 10)], actor=SISTER).records
    store.receive(SHARED, page[:2])
    store.receive(SHARED, confirmed(mine, 3))

    change = store.append([count("a", 1)], actor=SISTER).records[0].change

    assert change.based_on == mine[0].change.id
    store.close()


def test_words_that_are_not_the_promised_ones_are_left_out(
    tmp_path: Path, page: list[Record]
) -> None:
    store = follower(tmp_path)
    forged = replace(page[0], words=Words(b"k" * 32, {"text": "Something else"}))

    folded = store.receive(SHARED, [forged]).changed[0]

    assert note_of(folded).text == "erased"
    store.close()


def test_erased_words_do_not_come_back_with_a_later_page(tmp_path: Path) -> None:
    other = open_notes(tmp_path / "other", seed="other", device="other")
    written = other.append([write("a", "A name")], actor=SISTER).records[0]
    other.erase(written.change.id, actor=SISTER)
    erasure = other.records(SHARED)[1]
    other.close()
    entry = Entry(erasure.change, "third", 1, 1, "0" * 64)
    store = follower(tmp_path)

    store.receive(SHARED, [Record(entry, 1), replace(written, seq=2)])

    assert note_of(store.entity("note:a")).text == "erased"
    assert store.history("note:a")[1].words is None
    store.close()


def test_a_kind_of_entity_of_a_newer_program_is_kept_and_says_so(
    tmp_path: Path, page: list[Record]
) -> None:
    change = replace(page[0].change, entity="pdsa:1", kind="pdsa.begun")
    record = replace(page[0], entry=replace(page[0].entry, change=change))
    store = follower(tmp_path)

    folded = store.receive(SHARED, [record]).changed[0]

    assert (folded.state, folded.version, folded.last_confirmed) == (None, 1, change.id)
    assert folded.marks == {change.id: "needs an update of this board"}
    assert store.entity("pdsa:1") == folded
    assert store.records(SHARED)[0].change == change
    store.close()
