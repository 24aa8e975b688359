"""A board's file as one of several replicas: dead changes, forks, timelines, and what is followed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.changes import Log, LogKind, Record, Stream
from kiosk.domain.leaving import leaving
from kiosk.store.faults import ForkError
from kiosk.store.store import Store
from kiosk.sync.entries import entry_text, record_from_wire
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.stores import SISTER, WARD, close, count, note_of, open_notes, write

if TYPE_CHECKING:
    from kiosk.sync.replica import Replica

SHARED = Log(WARD, LogKind.SHARED)
OTHER = Log("ward-2", LogKind.SHARED)


def board(folder: Path, device: str = "mine", seed: str | None = None) -> Store:
    store = open_notes(folder, seed=seed or device, device=device)
    store.begin_timeline("central-1")
    return store


def confirmed(records: Sequence[Record], first: int = 1) -> list[Record]:
    return [
        replace(record, seq=seq, received_at=MONDAY_MORNING)
        for seq, record in enumerate(records, first)
    ]


def sound(store: Store) -> None:
    assert store.verify() is None
    assert store.check_projections() == []


def test_a_store_is_a_replica(tmp_path: Path) -> None:
    store = board(tmp_path)
    replica: Replica = store
    assert replica.identity.node == WARD
    store.close()


def test_what_leaves_is_what_is_pending_word_for_word(tmp_path: Path) -> None:
    store = board(tmp_path)
    store.append([write("a"), count("a", 2)], actor=SISTER)
    store.renumber(1)
    store.set_clock_anchor(0.0, MONDAY_MORNING)
    store.append([write("b", "Bett 4 ist „naß“\n\u2028")], actor=SISTER)
    pending = store.pending(SHARED)

    assert store.leaving(SHARED) == [leaving(record) for record in pending]
    assert store.leaving(SHARED, 1, (2, 1)) == [leaving(pending[1])]
    assert [record_from_wire(json.loads(entry_text(one))) for one in store.leaving(SHARED)] == (
        pending
    )
    store.close()


def test_what_is_confirmed_does_not_leave_again(tmp_path: Path) -> None:
    store = board(tmp_path)
    made = store.append([write("a"), write("b"), write("c")], actor=SISTER).records
    store.receive(SHARED, confirmed(made[:1]))
    store.renumber(1)
    later = store.append([write("d")], actor=SISTER).records

    assert [one.id for one in store.leaving(SHARED)] == [
        record.change.id for record in (*made[1:], *later)
    ]
    assert [one.id for one in store.leaving(SHARED, 500, (2, 2))] == [later[0].change.id]
    assert store.leaving(SHARED, 500, (2, 3)) == []
    assert store.leaving(OTHER) == []
    store.close()


def test_a_dead_change_is_in_no_state_and_no_outbox_and_is_kept_for_the_sheet(
    tmp_path: Path,
) -> None:
    store = board(tmp_path)
    store.append([write("a"), count("a", 2)], actor=SISTER)
    dead = store.append([count("a", 9)], actor=SISTER).records[0]
    store.append([count("a", 1)], actor=SISTER)

    changed = store.bury(dead.change.id, "not_permitted", "A ward does not count here.").changed

    assert note_of(changed[0]).tally == 3
    assert store.pending_count() == 3
    assert [(d.record, d.reason) for d in store.dead()] == [(dead, "not_permitted")]
    assert store.record(dead.change.id) == dead
    assert dead not in store.history("note:a")
    assert store.bury(dead.change.id, "malformed", "again").changed == ()
    sound(store)
    store.close()


def test_an_entity_whose_only_change_is_dead_is_gone(tmp_path: Path) -> None:
    store = board(tmp_path)
    made = store.append([write("a")], actor=SISTER).records[0]

    changed = store.bury(made.change.id, "malformed", "").changed

    assert [(one.id, one.state) for one in changed] == [("note:a", None)]
    assert store.entity("note:a") is None
    assert store.forget_dead(made.change.id)
    assert not store.forget_dead(made.change.id)
    assert store.dead() == []
    assert store.record(made.change.id) is None
    sound(store)
    store.close()


def test_what_follows_a_dead_change_comes_back_in_the_log(tmp_path: Path) -> None:
    store = board(tmp_path)
    first, dead, last = store.append(
        [write("a"), count("a", 9), count("a", 1)], actor=SISTER
    ).records
    store.bury(dead.change.id, "malformed", "")

    store.receive(SHARED, confirmed([first, last]))

    assert store.pending_count() == 0
    assert note_of(store.entity("note:a")).tally == 1
    assert store.streams()[last.entry.stream] == (3, last.entry.hash)
    sound(store)
    store.close()


def test_a_change_that_was_dead_and_is_in_the_log_after_all_stands(tmp_path: Path) -> None:
    store = board(tmp_path)
    made = store.append([write("a")], actor=SISTER).records[0]
    store.bury(made.change.id, "malformed", "")

    store.receive(SHARED, confirmed([made]))

    assert store.dead() == []
    assert note_of(store.entity("note:a")).text == "Bed 4 needs a hoist"
    sound(store)
    store.close()


def test_a_dead_change_of_a_touch_that_is_repeated_is_not_written_again(tmp_path: Path) -> None:
    store = board(tmp_path)
    made = store.append([write("a")], actor=SISTER, change_ids=["one"]).records
    store.bury("one", "malformed", "")

    assert store.append([write("a")], actor=SISTER, change_ids=["one"]).records == made

    assert store.pending_count() == 0
    sound(store)
    store.close()


def test_another_boards_stream_may_have_holes_and_never_goes_back(tmp_path: Path) -> None:
    other = open_notes(tmp_path / "other", seed="other", device="other")
    made = other.append([write("a"), *(count("a") for _ in range(4))], actor=SISTER).records
    other.close()
    store = board(tmp_path)

    store.receive(SHARED, confirmed([made[0], made[2]]))
    with pytest.raises(ForkError):
        store.receive(SHARED, confirmed([made[1]], 3))
    store.receive(SHARED, confirmed([made[4]], 3))

    assert store.streams() == {made[0].entry.stream: (5, made[4].entry.hash)}
    sound(store)
    store.close()


def test_an_entry_that_does_not_follow_the_one_before_it_is_a_fork(tmp_path: Path) -> None:
    other = open_notes(tmp_path / "other", seed="other", device="other")
    made = other.append([write("a"), count("a")], actor=SISTER).records
    other.close()
    store = board(tmp_path)
    forged = replace(made[1], entry=replace(made[1].entry, previous="f" * 64))

    with pytest.raises(ForkError):
        store.receive(SHARED, confirmed([made[0], forged]))

    assert store.cursors() == {}
    store.close()


def test_a_copied_board_takes_a_new_incarnation_and_loses_nothing(tmp_path: Path) -> None:
    original = board(tmp_path / "original", seed="original")
    shared = original.append([write("a"), count("a", 1)], actor=SISTER).records
    original.receive(SHARED, confirmed(shared))
    copy = board(tmp_path / "copy", seed="copy")
    copy.receive(SHARED, confirmed(shared))
    theirs = original.append([count("a", 10)], actor=SISTER).records
    mine = copy.append([count("a", 100), write("b")], actor=SISTER).records
    log = confirmed([*shared, *theirs])
    with pytest.raises(ForkError):
        copy.receive(SHARED, log[2:])

    copy.renumber(1)
    copy.receive(SHARED, log[2:])

    pending = copy.pending(SHARED)
    assert [record.change for record in pending] == [record.change for record in mine]
    assert [(r.entry.incarnation, r.entry.counter) for r in pending] == [(2, 1), (2, 2)]
    assert {r.entry.lineage for r in pending} == {((1, 2),)}
    assert copy.identity.incarnation == 2
    assert note_of(copy.entity("note:a")).tally == 111
    copy.receive(SHARED, confirmed(pending, 4))
    assert copy.pending_count() == 0
    sound(copy)
    original.receive(SHARED, confirmed([*theirs, *pending], 3))
    assert original.all_entities() == copy.all_entities()
    sound(original)
    original.close()
    copy.close()


def test_what_a_copy_did_later_was_not_seen_by_the_original(tmp_path: Path) -> None:
    store = board(tmp_path)
    shared = store.append([write("a")], actor=SISTER).records
    store.receive(SHARED, confirmed(shared))
    copy = board(tmp_path / "copy", device="mine", seed="copy")
    copy.receive(SHARED, confirmed(shared))
    counted = copy.append([count("a", 5)], actor=SISTER).records
    copy.close()
    closing = store.append([close("a")], actor=SISTER).records[0]
    store.renumber(1, {SHARED: 2})

    store.receive(SHARED, confirmed(counted, 2))

    folded = store.entities("note")["note:a"]
    assert folded.marks == {closing.change.id: "closed without seeing a count"}
    sound(store)
    store.close()


def test_where_the_fork_is_known_what_was_acknowledged_before_it_counts_as_seen(
    tmp_path: Path,
) -> None:
    store = board(tmp_path)
    store.append([write("a"), count("a"), close("a")], actor=SISTER)

    store.renumber(1, {SHARED: 3})

    assert {r.entry.lineage for r in store.pending(SHARED)} == {((1, 2),)}
    store.close()


def test_a_log_in_which_nothing_was_pending_names_its_parent_too(tmp_path: Path) -> None:
    store = board(tmp_path)
    made = store.append([write("a")], actor=SISTER).records
    store.receive(SHARED, confirmed(made))
    store.renumber(7)
    store.renumber(3)

    later = store.append([count("a")], actor=SISTER).records[0]

    assert (later.entry.incarnation, later.entry.counter) == (9, 1)
    assert later.entry.lineage == ((1, 1), (8, 0))
    assert store.streams().keys() == {made[0].entry.stream, Stream(SHARED, "mine", 9)}
    sound(store)
    store.close()


def test_a_confirmed_change_stands_where_the_log_has_it(tmp_path: Path) -> None:
    store = board(tmp_path)
    before = store.append([write("a"), count("a"), count("a")], actor=SISTER).records
    store.renumber(1)
    after = store.pending(SHARED)

    store.receive(SHARED, confirmed([*before[:2], after[2]]))

    assert store.records(SHARED) == confirmed([*before[:2], after[2]])
    assert store.pending_count() == 0
    assert store.streams()[after[2].entry.stream] == (3, after[2].entry.hash)
    later = store.append([count("a")], actor=SISTER).records[0]
    assert (later.entry.counter, later.entry.previous) == (4, after[2].entry.hash)
    sound(store)
    store.close()


def test_fields_of_a_newer_program_are_kept_word_for_word(tmp_path: Path) -> None:
    store = board(tmp_path)
    other = open_notes(tmp_path / "other", seed="other", device="other")
    made = other.append([write("a")], actor=SISTER).records[0]
    other.close()
    change = replace(
        made.change,
        extra={"mood": ["calm"]},
        actor=replace(made.change.actor, extra={"badge": 7}),
        schema=2,
    )
    entry = replace(made.entry, change=change, lineage=((1, 0),), incarnation=2)
    record = replace(made, entry=entry, seq=1)

    store.receive(SHARED, [record])

    assert store.records(SHARED) == [record]
    sound(store)
    store.close()


def test_an_older_name_of_the_node_in_the_text_is_of_the_same_log(tmp_path: Path) -> None:
    other = open_notes(tmp_path / "other", seed="other", device="other")
    made = other.append([write("a"), count("a")], actor=SISTER).records
    other.close()
    renamed = Log("ward-new", LogKind.SHARED)
    store = board(tmp_path / "store")

    folded = store.receive(renamed, confirmed(made)).changed

    assert [one.node for one in folded] == ["ward-new"]
    assert store.records(renamed) == confirmed(made)
    assert store.cursors() == {renamed: 2}
    mine = store.append([count("a")], actor=SISTER).records[0]
    assert mine.change.log == renamed
    sound(store)
    store.close()
