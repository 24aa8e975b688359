"""Which logs a board holds: snapshots of them, letting go of those that are not followed, and of what is old."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.changes import Log, LogKind, Record
from kiosk.domain.entities import Act
from kiosk.store import replicating
from kiosk.store.faults import ForkError
from kiosk.store.projections import AnyFolded
from kiosk.store.store import Store
from tests.fakes.clock import MONDAY_MORNING, FixedClock
from tests.fakes.stores import (
    NOTE,
    NOTES,
    SISTER,
    WARD,
    NoteWritten,
    close,
    count,
    note_of,
    open_notes,
    write,
)

SHARED = Log(WARD, LogKind.SHARED)
THEIRS = Log("ward-2", LogKind.SHARED)


def log_of(folder: Path, acts: list[Act], seed: str = "other") -> list[Record]:
    """Return a log as another board wrote it."""
    other = open_notes(folder / seed, seed=seed, device=seed)
    other.append(acts, actor=SISTER)
    records = other.records(SHARED)
    other.close()
    return records


def board(folder: Path, clock: FixedClock | None = None) -> Store:
    store = open_notes(folder / "mine", seed="mine", device="mine", clock=clock)
    store.begin_timeline("central-1")
    return store


def sound(store: Store) -> None:
    assert store.verify() is None
    assert store.check_projections() == []


def test_a_snapshot_and_its_tail_show_what_the_whole_log_shows(tmp_path: Path) -> None:
    log = log_of(
        tmp_path,
        [write("old"), close("old"), write("a"), count("a", 2), write("b"), count("a", 3)],
    )
    store = board(tmp_path)

    store.receive_snapshot(SHARED, 5, log[2:5])
    store.receive(SHARED, log[5:])

    assert store.cursors() == {SHARED: 6}
    assert note_of(store.entity("note:a")).tally == 5
    assert store.entity("note:old") is None
    assert store.records(SHARED) == log[2:]
    sound(store)
    store.close()


def test_a_large_snapshot_is_taken_piece_by_piece_and_yet_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicating, "PAGE_LIMIT", 2)
    log = log_of(
        tmp_path,
        [write("a"), write("b"), count("a", 2), count("b", 3), count("a", 4), close("b")],
    )
    broken = replace(log[5], entry=replace(log[5].entry, previous="f" * 64))
    store = board(tmp_path)
    with pytest.raises(ForkError):
        store.receive_snapshot(SHARED, 6, [*log[:5], broken])
    nothing = (store.cursors(), store.records(SHARED), store.entity("note:a"))

    changed = store.receive_snapshot(SHARED, 6, iter(log)).changed

    assert nothing == ({}, [], None)
    assert [one.id for one in changed] == ["note:a", "note:b"]
    assert list(changed) == [store.entity("note:a"), store.entity("note:b")]
    assert note_of(changed[0]).tally == 6
    assert store.records(SHARED) == log
    sound(store)
    store.close()


def test_a_snapshot_keeps_what_is_pending_on_top(tmp_path: Path) -> None:
    log = log_of(tmp_path, [write("a"), count("a", 2)])
    store = board(tmp_path)
    store.receive(SHARED, log[:1])
    mine = store.append([count("a", 10), write("mine")], actor=SISTER).records

    changed = store.receive_snapshot(SHARED, 2, log).changed

    assert {one.id for one in changed} == {"note:a"}
    assert note_of(store.entity("note:a")).tally == 12
    assert store.pending(SHARED) == list(mine)
    sound(store)
    store.close()


def test_what_a_snapshot_leaves_out_is_let_go_of(tmp_path: Path) -> None:
    log = log_of(tmp_path, [write("old"), write("a"), close("old"), count("a")])
    store = board(tmp_path)
    store.receive(SHARED, log[:2])

    changed = store.receive_snapshot(SHARED, 4, [log[1], log[3]]).changed

    assert [one.id for one in changed if one.state is None] == ["note:old"]
    assert store.entity("note:old") is None
    assert store.records(SHARED) == [log[1], log[3]]
    sound(store)
    store.close()


def test_figures_of_last_year_stay_although_a_snapshot_leaves_them_out(tmp_path: Path) -> None:
    kinds = {**NOTES, "observation": replace(NOTE, name="observation")}
    figure = Act("observation:1", "note.written", NoteWritten(), {"text": "3 falls"})
    other = open_notes(tmp_path / "other", seed="other", device="other", kinds=kinds)
    other.append([figure, write("a")], actor=SISTER)
    log = other.records(SHARED)
    other.close()
    store = open_notes(tmp_path / "mine", seed="mine", device="mine", kinds=kinds)
    store.begin_timeline("central-1")
    store.receive(SHARED, log[:1])

    store.receive_snapshot(SHARED, 2, log[1:])

    assert store.records(SHARED) == log
    sound(store)
    store.close()


def test_a_snapshot_of_another_timeline_takes_the_place_of_what_was_here(tmp_path: Path) -> None:
    log = log_of(tmp_path, [write("a"), count("a", 2), write("gone")])
    store = board(tmp_path)
    store.receive(SHARED, log)
    mine = store.append([count("a", 10)], actor=SISTER).records[0]

    store.begin_timeline("central-2")
    store.receive_snapshot(SHARED, 9, [replace(log[0], seq=4), replace(log[1], seq=9)])

    assert store.cursors() == {SHARED: 9}
    assert store.entity("note:gone") is None
    assert note_of(store.entity("note:a")).tally == 12
    assert store.pending(SHARED) == [mine]
    sound(store)
    store.close()


def test_on_another_timeline_another_change_may_stand_at_a_place_of_another_board(
    tmp_path: Path,
) -> None:
    first = log_of(tmp_path, [write("a"), count("a", 2)], "one")
    second = log_of(tmp_path, [write("a"), count("a", 7)], "two")
    rewritten = [replace(r, entry=replace(r.entry, device="one")) for r in second]
    store = board(tmp_path)
    store.receive(SHARED, first)
    with pytest.raises(ForkError):
        store.receive(SHARED, [replace(rewritten[0], seq=3)])

    store.begin_timeline("central-2")
    store.receive(SHARED, [rewritten[0]])

    assert store.records(SHARED) == rewritten[:1]
    assert [record.change for record in store.history("note:a")] == [second[0].change]
    sound(store)
    store.close()


def test_a_log_that_is_not_followed_any_more_is_gone_and_can_be_followed_again(
    tmp_path: Path,
) -> None:
    log = log_of(tmp_path, [write("a"), count("a", 2)])
    store = board(tmp_path)
    store.receive(THEIRS, log)
    store.append([write("mine")], actor=SISTER)

    changed = store.follow([SHARED]).changed

    assert [(one.id, one.state) for one in changed] == [("note:a", None)]
    assert store.cursors() == {}
    assert store.history("note:a") == []
    assert store.pending_count() == 1
    sound(store)
    store.receive(THEIRS, log)
    assert note_of(store.entity("note:a")).tally == 2
    sound(store)
    store.close()


def test_an_own_pending_change_outlives_the_log_that_it_is_for(tmp_path: Path) -> None:
    log = log_of(tmp_path, [write("a"), write("b")])
    store = board(tmp_path)
    store.receive(THEIRS, log)
    mine = store.append([count("a", 5)], actor=SISTER).records[0]

    store.follow([])

    assert store.pending(THEIRS) == [mine]
    assert note_of(store.entity("note:a")).tally == 5
    assert store.entity("note:b") is None
    sound(store)
    store.receive(THEIRS, [*log, replace(mine, seq=3, received_at=MONDAY_MORNING)])
    assert store.pending_count() == 0
    sound(store)
    store.close()


def is_closed(folded: AnyFolded) -> bool:
    return folded.state is not None and folded.state.closed_at is not None


def test_what_others_are_done_with_is_let_go_of_after_ninety_days(tmp_path: Path) -> None:
    clock = FixedClock()
    log = log_of(tmp_path, [write("a"), close("a"), write("b"), write("c"), close("c")])
    store = board(tmp_path, clock)
    store.receive(THEIRS, log)
    clock.advance(timedelta(days=90))
    assert store.prune(is_closed).changed == ()

    clock.advance(timedelta(seconds=1))
    changed = store.prune(is_closed).changed

    assert sorted(one.id for one in changed) == ["note:a", "note:c"]
    assert set(store.all_entities()) == {"note:b"}
    assert store.cursors() == {THEIRS: 5}
    sound(store)
    assert store.receive(THEIRS, log).records == ()
    sound(store)
    store.close()


def test_an_own_log_and_what_one_has_pending_are_never_pruned(tmp_path: Path) -> None:
    clock = FixedClock()
    log = log_of(tmp_path, [write("a"), close("a")])
    store = board(tmp_path, clock)
    store.receive(SHARED, log)
    others = log_of(tmp_path, [write("t"), close("t")], "third")
    store.receive(THEIRS, others)
    store.append([count("t")], actor=SISTER)
    clock.advance(timedelta(days=400))

    assert store.prune(is_closed).changed == ()
    store.close()
