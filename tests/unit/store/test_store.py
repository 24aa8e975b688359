"""What the layers above may ask of the store, and what they get."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.changes import Actor, Log, LogKind, Stream
from kiosk.domain.entities import Act, ChangeWithdrawn
from kiosk.domain.errors import KioskError
from kiosk.domain.standing import WITHDRAWN
from kiosk.store.faults import ForkError, OtherFile
from kiosk.store.store import Store, open_store
from tests.fakes.clock import MONDAY_MORNING, FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.stores import NOTES, SISTER, WARD, Note, close, count, note_of, open_notes, write

SHARED = Log(WARD, LogKind.SHARED)


def texts(store: Store) -> dict[str, str]:
    return {name: note_of(folded).text for name, folded in store.entities("note").items()}


def test_what_was_appended_is_there_after_a_restart(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    appended = store.append([write("a", "Hoist"), count("a", 3)], actor=SISTER)
    store.close()

    store = open_notes(tmp_path)
    note = store.entity("note:a")

    assert note == appended.changed[0]
    assert note is not None
    assert note.state == Note(text="Hoist", weight=1.0, tally=3)
    assert store.history("note:a") == list(appended.records)
    store.close()


def test_an_append_answers_with_the_entities_it_changed_and_no_others(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.append([write("a")], actor=SISTER)

    appended = store.append([write("b"), close("b")], actor=SISTER)

    assert [folded.id for folded in appended.changed] == ["note:b"]
    assert [record.change.kind for record in appended.records] == ["note.written", "note.closed"]
    store.close()


def test_a_ward_alone_numbers_its_own_log_without_a_gap(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    for name in "abc":
        store.append([write(name), count(name)], actor=SISTER)

    assert [record.seq for record in store.records(SHARED)] == [1, 2, 3, 4, 5, 6]
    assert store.cursors() == {SHARED: 6}
    assert store.pending(SHARED) == []
    store.close()


def test_changes_carry_what_they_were_based_on_and_who_did_them(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    first = store.append([write("a")], actor=SISTER).records[0].change
    second = store.append([count("a")], actor=Actor()).records[0].change

    assert (first.based_on, first.actor, first.boot_id) == (None, SISTER, "boot-1")
    assert second.based_on == first.id
    assert second.occurred_at == MONDAY_MORNING
    store.close()


def test_an_act_can_have_happened_earlier(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    yesterday = datetime(2026, 11, 22, 14, 5, 0, 123_999, tzinfo=UTC)

    appended = store.append([write("a")], actor=SISTER, occurred_at=yesterday)

    kept = store.history("note:a")[0].change.occurred_at
    assert kept == appended.records[0].change.occurred_at == yesterday.replace(microsecond=123_000)
    store.close()


def test_an_entity_keeps_the_log_it_was_made_in(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.append([write("a")], actor=SISTER, log_node="ward-2")

    record = store.append([count("a")], actor=SISTER).records[0]

    assert record.change.log == Log("ward-2", LogKind.SHARED)
    store.close()


def test_entries_form_one_chain_for_each_stream(tmp_path: Path) -> None:
    store = open_notes(tmp_path, device="device-1")
    records = [store.append([write(name)], actor=SISTER).records[0] for name in "abc"]

    assert [record.entry.counter for record in records] == [1, 2, 3]
    assert records[2].entry.previous == records[1].entry.hash
    assert store.streams() == {Stream(SHARED, "device-1", 1): (3, records[2].entry.hash)}
    assert store.verify() is None
    store.close()


def test_repeating_an_append_with_the_same_ids_answers_with_the_same_records(
    tmp_path: Path,
) -> None:
    clock = FixedClock()
    store = open_notes(tmp_path, clock=clock)
    first = store.append([write("a"), count("a")], actor=SISTER, change_ids=["x", "y"])
    clock.advance(timedelta(seconds=3))

    again = store.append([write("a"), count("a")], actor=SISTER, change_ids=["x", "y"])

    assert again.records == first.records
    assert store.history("note:a") == list(first.records)
    store.close()


@pytest.mark.parametrize(
    "other", [write("b"), write("a", weight=2.0), write("a", "Other words"), count("a")]
)
def test_an_id_that_already_says_something_else_is_refused(tmp_path: Path, other: Act) -> None:
    store = open_notes(tmp_path)
    store.append([write("a")], actor=SISTER, change_ids=["x"])

    with pytest.raises(ForkError):
        store.append([write("c"), other], actor=SISTER, change_ids=["z", "x"])

    assert list(store.entities("note")) == ["note:a"]
    store.close()


def test_one_undone_change_no_longer_counts(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.append([write("a")], actor=SISTER)
    counted = store.append([count("a", 5)], actor=SISTER).records[0].change

    undo = Act("note:a", WITHDRAWN, ChangeWithdrawn(change=counted.id))
    folded = store.append([undo], actor=SISTER).changed[0]

    assert note_of(folded).tally == 0
    assert folded.marks[counted.id] == "withdrawn"
    store.close()


def test_a_change_that_makes_no_sense_is_kept_and_marked(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.append([write("a"), close("a")], actor=SISTER)

    appended = store.append([count("a")], actor=SISTER)

    change = appended.records[0].change
    assert appended.changed[0].marks == {change.id: "already closed"}
    assert store.history("note:a")[-1].change == change
    store.close()


def test_many_acts_at_once_give_what_they_give_one_by_one(tmp_path: Path) -> None:
    told = [([write(str(n), f"Note {n}")], SISTER, MONDAY_MORNING) for n in range(50)]
    told += [([count(str(n % 7), n)], SISTER, MONDAY_MORNING) for n in range(50)]
    one_by_one, at_once = open_notes(tmp_path / "one"), open_notes(tmp_path / "many")
    for acts, actor, occurred_at in told:
        one_by_one.append(acts, actor=actor, occurred_at=occurred_at)

    appended = at_once.append_many(told)

    assert at_once.records(SHARED) == one_by_one.records(SHARED) == list(appended.records)
    assert at_once.all_entities() == one_by_one.all_entities()
    assert at_once.verify() is None
    assert at_once.check_projections() == []
    one_by_one.close()
    at_once.close()


def test_many_acts_can_follow_what_is_there(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.append([write("a", "First")], actor=SISTER)

    store.append_many([([count("a", 2)], SISTER, MONDAY_MORNING)])

    assert note_of(store.entity("note:a")).tally == 2
    assert texts(store) == {"note:a": "First"}
    store.close()


def test_small_values_are_kept_and_forgotten(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.set_meta("pin", "argon2")
    store.set_meta("pin", "argon2id")
    assert store.meta("pin") == "argon2id"

    store.set_meta("pin", None)

    assert store.meta("pin") is None
    store.close()


def test_a_new_store_belongs_to_its_ward_and_a_new_device_on_the_local_timeline(
    tmp_path: Path,
) -> None:
    store = open_notes(tmp_path)
    device = store.identity.device
    store.close()

    store = open_notes(tmp_path, seed="another run")

    assert store.identity.node == WARD
    assert store.identity.device == device
    assert store.identity.incarnation == 1
    assert store.identity.sequences_itself
    store.close()


def test_another_wards_file_is_refused_with_words(tmp_path: Path) -> None:
    open_notes(tmp_path).close()

    with pytest.raises(OtherFile) as refused:
        open_store(
            tmp_path / "ward.sqlite",
            kinds=NOTES,
            node="another",
            ids=SeededIds(),
            clock=FixedClock(),
            boot_id="boot-1",
        )

    assert isinstance(refused.value, KioskError)
    assert refused.value.what == "This file belongs to another ward."
    open_notes(tmp_path).close()


def test_a_copied_store_writes_under_the_name_of_its_new_device(tmp_path: Path) -> None:
    store = open_notes(tmp_path, device="device-1")
    store.append([write("a")], actor=SISTER)
    store.close()

    store = open_notes(tmp_path, device="device-2")
    record = store.append([count("a")], actor=SISTER).records[0]

    assert (record.entry.device, record.entry.counter) == ("device-2", 1)
    assert store.verify() is None
    store.close()
