"""What every storage makes of a batch: each change once, in one order, and nothing at a place that is taken."""

from dataclasses import replace

import pytest

from kiosk.central.storage.intake import ANOTHER
from kiosk.central.storage.protocol import BATCH_LIMIT, ForkFound, GapFound, Outcome, Storage
from kiosk.domain.changes import Log, LogKind, Stream
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.ids import SeededIds
from tests.fakes.remote_board import WARD, RemoteBoard

STREAM = Stream(WARD, "pc-1", 1)
NOT_PERMITTED = ("not_permitted", "only tier 2 answers")


def numbers(outcomes: list[Outcome]) -> list[int | None]:
    return [outcome.seq for outcome in outcomes]


def test_a_log_counts_from_one_without_a_hole(storage: Storage, board: RemoteBoard) -> None:
    first = storage.ingest(WARD, [board.raises(), board.raises()], NOW)
    second = storage.ingest(WARD, [board.raises()], NOW)

    assert numbers(first + second) == [1, 2, 3]
    assert all(outcome.new for outcome in first + second)
    assert storage.heads([WARD]) == {WARD: 3}


def test_an_empty_batch_is_answered_with_nothing(storage: Storage) -> None:
    assert storage.ingest(WARD, [], NOW) == []
    assert storage.all_logs() == {}


def test_logs_count_apart(storage: Storage, ids: SeededIds) -> None:
    own = Log(WARD.node, LogKind.OWN)
    other = Log("node:8a", LogKind.SHARED)
    for log in (WARD, own, other):
        outcomes = storage.ingest(log, [RemoteBoard(ids, log=log).raises()], NOW)
        assert numbers(outcomes) == [1]

    assert storage.all_logs() == {WARD: 1, own: 1, other: 1}


def test_two_boards_write_into_one_order(storage: Storage, ids: SeededIds) -> None:
    one, other = RemoteBoard(ids, "pc-1"), RemoteBoard(ids, "pc-2")

    assert numbers(storage.ingest(WARD, [one.raises()], NOW)) == [1]
    assert numbers(storage.ingest(WARD, [other.raises()], NOW)) == [2]
    assert numbers(storage.ingest(WARD, [one.raises()], NOW)) == [3]


def test_what_is_sent_again_has_the_number_that_it_has(
    storage: Storage, board: RemoteBoard
) -> None:
    batch = [board.raises(), board.raises()]
    storage.ingest(WARD, batch, NOW)

    again = storage.ingest(WARD, [*batch, board.raises()], NOW)

    assert numbers(again) == [1, 2, 3]
    assert [outcome.new for outcome in again] == [False, False, True]
    assert len(storage.page(WARD, 0, 500, 10**6)) == 3


def test_the_same_change_twice_in_one_batch_is_there_once(
    storage: Storage, board: RemoteBoard
) -> None:
    one = board.raises()

    assert numbers(storage.ingest(WARD, [one, one], NOW)) == [1, 1]


def test_a_known_place_with_the_same_change_is_the_same_though_it_was_dated_again(
    storage: Storage, board: RemoteBoard
) -> None:
    before = board.copied()
    one = board.raises()
    storage.ingest(WARD, [one], NOW)

    again = storage.ingest(WARD, [before.enters(one.entry.change, correction_ms=5_000)], NOW)

    assert again == [Outcome(one.entry.change.id, 1, new=False)]
    assert storage.hash_at(STREAM, 1) == one.entry_hash


def test_a_hole_in_a_stream_is_a_gap(storage: Storage, board: RemoteBoard) -> None:
    board.raises()
    second = board.raises()

    with pytest.raises(GapFound) as gap:
        storage.ingest(WARD, [second], NOW)

    assert (gap.value.stream, gap.value.expected) == (STREAM, 1)


def test_another_change_at_a_taken_place_is_a_fork(storage: Storage, board: RemoteBoard) -> None:
    copy = board.copied()
    storage.ingest(WARD, [board.raises(), board.raises()], NOW)

    with pytest.raises(ForkFound) as fork:
        storage.ingest(WARD, [copy.raises("Another")], NOW)

    assert (fork.value.stream, fork.value.counter) == (STREAM, 1)


def test_an_entry_that_does_not_follow_the_one_before_it_is_a_fork(
    storage: Storage, board: RemoteBoard
) -> None:
    copy = board.copied()
    storage.ingest(WARD, [board.raises()], NOW)
    copy.raises("Another")

    with pytest.raises(ForkFound) as fork:
        storage.ingest(WARD, [copy.raises()], NOW)

    assert fork.value.counter == 2


def test_a_first_entry_that_follows_something_is_a_fork(
    storage: Storage, board: RemoteBoard
) -> None:
    board.previous = "a" * 64

    with pytest.raises(ForkFound):
        storage.ingest(WARD, [board.raises()], NOW)


def test_another_change_under_a_known_id_is_a_fork(
    storage: Storage, board: RemoteBoard, ids: SeededIds
) -> None:
    one = board.raises()
    storage.ingest(WARD, [one], NOW)
    edited = replace(one.entry.change, payload={"title": "Edited"})

    with pytest.raises(ForkFound):
        storage.ingest(WARD, [RemoteBoard(ids, "pc-2").enters(edited)], NOW)


def test_after_a_fork_a_change_under_a_known_id_is_dead_and_nothing_waits_for_it(
    storage: Storage, board: RemoteBoard, ids: SeededIds
) -> None:
    one = board.raises()
    storage.ingest(WARD, [one], NOW)
    edited = replace(one.entry.change, payload={"title": "Edited"})
    reborn = RemoteBoard(ids, "pc-2").reborn(2, 0)
    batch = [reborn.raises(), reborn.enters(edited), reborn.raises()]

    outcomes = storage.ingest(WARD, batch, NOW)
    again = storage.ingest(WARD, [*batch, reborn.enters(edited)], NOW)

    assert numbers(outcomes) == [2, None, 3]
    assert outcomes[1].dead == ANOTHER
    assert [(one.seq, one.dead) for one in again[:3]] == [(one.seq, one.dead) for one in outcomes]
    assert again[3].dead == ANOTHER
    assert numbers(storage.ingest(WARD, [one], NOW)) == [1]
    assert list(storage.contradictions()) == []


def test_dead_changes_under_one_id_stand_beside_each_other(
    storage: Storage, board: RemoteBoard, ids: SeededIds
) -> None:
    one = board.raises()
    other = RemoteBoard(ids, "pc-2").enters(replace(one.entry.change, payload={"title": "Edited"}))
    dead = [replace(each, dead=NOT_PERMITTED) for each in (one, other)]

    outcomes = [storage.ingest(WARD, [each], NOW)[0] for each in (*dead, *dead)]

    assert [outcome.dead for outcome in outcomes] == [NOT_PERMITTED] * 4
    assert [outcome.new for outcome in outcomes] == [True, True, False, False]


def test_a_known_change_does_not_stand_at_a_place_that_something_else_has(
    storage: Storage, board: RemoteBoard
) -> None:
    copy = board.copied()
    first, second = board.raises(), board.raises()
    storage.ingest(WARD, [first, second], NOW)

    with pytest.raises(ForkFound):
        storage.ingest(WARD, [copy.enters(second.entry.change)], NOW)


def test_a_batch_that_cannot_all_be_taken_leaves_nothing(
    storage: Storage, board: RemoteBoard
) -> None:
    first = board.raises(words={"title": "Bed 4"})
    board.raises()

    with pytest.raises(GapFound):
        storage.ingest(WARD, [first, board.raises()], NOW)

    assert storage.all_logs() == {}
    assert storage.streams("pc-1") == {}
    assert numbers(storage.ingest(WARD, [first], NOW)) == [1]


def test_a_dead_change_has_a_place_and_no_number(storage: Storage, board: RemoteBoard) -> None:
    dead = replace(board.raises(), dead=NOT_PERMITTED)

    outcomes = storage.ingest(WARD, [dead, board.raises()], NOW)

    assert outcomes[0] == Outcome(dead.entry.change.id, None, NOT_PERMITTED)
    assert outcomes[1].seq == 1
    assert storage.streams("pc-1")[STREAM][0] == 2
    assert storage.hash_at(STREAM, 1) == dead.entry_hash
    assert len(storage.page(WARD, 0, 500, 10**6)) == 1


def test_a_log_of_which_all_is_dead_has_nothing(storage: Storage, board: RemoteBoard) -> None:
    storage.ingest(WARD, [replace(board.raises(), dead=NOT_PERMITTED)], NOW)

    assert storage.all_logs() == {}
    assert storage.heads([WARD]) == {WARD: 0}


def test_a_dead_change_stays_dead_though_it_would_be_permitted_now(
    storage: Storage, board: RemoteBoard
) -> None:
    alive = board.raises()
    storage.ingest(WARD, [replace(alive, dead=NOT_PERMITTED)], NOW)
    reborn = board.reborn(2, 0)

    same_place = storage.ingest(WARD, [alive], NOW)
    new_place = storage.ingest(WARD, [reborn.enters(alive.entry.change)], NOW)

    for outcomes in (same_place, new_place):
        assert outcomes == [Outcome(alive.entry.change.id, None, NOT_PERMITTED, new=False)]


def test_what_is_in_the_log_stays_there_though_it_is_not_permitted_any_more(
    storage: Storage, board: RemoteBoard
) -> None:
    one = board.raises()
    storage.ingest(WARD, [one], NOW)

    again = storage.ingest(WARD, [replace(one, dead=NOT_PERMITTED)], NOW)

    assert again == [Outcome(one.entry.change.id, 1, new=False)]


def test_a_copy_sends_again_in_its_new_incarnation_what_the_original_sent(
    storage: Storage, board: RemoteBoard
) -> None:
    shared = board.raises()
    storage.ingest(WARD, [shared], NOW)
    copy = board.reborn(2, 0)
    sent = [copy.enters(shared.entry.change), copy.raises("The copy's")]

    outcomes = storage.ingest(WARD, sent, NOW)
    again = storage.ingest(WARD, sent, NOW)

    assert numbers(outcomes) == numbers(again) == [1, 2]
    assert storage.streams("pc-1") == {
        STREAM: (1, board.previous),
        Stream(WARD, "pc-1", 2): (2, copy.previous),
    }
    assert storage.hash_at(Stream(WARD, "pc-1", 2), 1) == sent[0].entry_hash


def test_several_incarnations_come_in_one_batch(storage: Storage, board: RemoteBoard) -> None:
    one = board.raises()
    reborn = board.reborn(2, 1)

    assert numbers(storage.ingest(WARD, [one, reborn.raises()], NOW)) == [1, 2]


def test_the_change_inside_may_name_the_log_under_which_the_ward_ran_alone(
    storage: Storage, ids: SeededIds
) -> None:
    alone = RemoteBoard(ids, log=Log("node:local", LogKind.SHARED))
    one = alone.raises()

    storage.ingest(WARD, [one], NOW)

    [stored] = storage.page(WARD, 0, 500, 10**6)
    assert stored.body == one.body
    assert storage.streams("pc-1") == {STREAM: (1, one.entry_hash)}


def test_a_batch_at_the_limit_is_taken_and_one_over_it_is_not(
    storage: Storage, board: RemoteBoard
) -> None:
    batch = [board.raises() for _ in range(BATCH_LIMIT)]

    with pytest.raises(ValueError, match="at most"):
        storage.ingest(WARD, [*batch, board.raises()], NOW)

    assert numbers(storage.ingest(WARD, batch, NOW)) == list(range(1, BATCH_LIMIT + 1))


def test_it_agrees_with_itself_after_all_of_this(storage: Storage, board: RemoteBoard) -> None:
    shared, dead = board.raises(words={"title": "Bed 4"}), board.raises()
    storage.ingest(WARD, [shared, replace(dead, dead=NOT_PERMITTED), board.raises()], NOW)
    copy = board.reborn(2, 1)
    storage.ingest(WARD, [copy.enters(shared.entry.change), copy.raises()], NOW)

    assert list(storage.contradictions()) == []
