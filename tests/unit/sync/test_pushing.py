"""What the engine sends, what counts as acknowledged, and what it does when central says no."""

import pytest

from kiosk.sync.acts import (
    REQUESTS,
    ApplyPages,
    AskNonce,
    AskPages,
    AskToken,
    Bury,
    ReadOutbox,
    Renumber,
    SayHello,
    SendEntries,
)
from kiosk.sync.effects import Lane
from kiosk.sync.events import Trouble, Why
from kiosk.sync.protocol import OWN_AT_ONCE, Answer, Code, DeadReason, Pushed
from kiosk.sync.refusals import TOO_LARGE_ALONE, WAITS_BEFORE_LOST
from kiosk.sync.status import SyncState
from kiosk.sync.telling import WORDS
from tests.fakes.engine_room import DEVICE, OWN, SHARED, Room
from tests.fakes.small_central import NOW, Books, ask


def sent(room: Room, mark: int = 0) -> list[list[str]]:
    return [[one.id for one in act.entries] for act in room.since(mark, SendEntries)]


def older_central() -> Books:
    """Return one that does not say that numbers are new: what it acknowledged comes back as pages."""
    return Books(follow=(str(SHARED), str(OWN)), tells_fresh=False)


def test_trust_comes_first_then_hello_then_what_is_pending() -> None:
    room = Room()
    room.write(count=2)
    room.start()
    room.answer_all()

    requests = [
        act for act in room.acts if isinstance(act, AskNonce | AskToken | SayHello | SendEntries)
    ]
    assert [type(act) for act in requests] == [AskNonce, AskToken, SayHello, SendEntries]
    assert room.status.state is SyncState.IN_SYNC


def test_a_change_is_sent_at_once_while_the_other_lane_waits_for_news() -> None:
    room = Room().in_sync()

    room.write()

    assert isinstance(room.asked(Lane.PUSH), SendEntries)
    assert Lane.PULL in room.flying


def test_a_change_that_is_the_next_of_its_log_stands_there_once_it_is_acknowledged() -> None:
    room = Room().in_sync()
    room.write()
    assert room.status.waiting == 1

    room.answer(Lane.PUSH)

    assert room.replica.pending_count() == 0
    assert room.replica.confirmed(SHARED) == room.books.log(str(SHARED))
    assert room.status.waiting == 0


def test_what_a_board_wrote_itself_does_not_end_its_wait_for_news() -> None:
    room = Room().in_sync()
    room.write()
    room.answer_all()
    pull = room.asked(Lane.PULL)
    room.write()
    room.answer(Lane.PUSH)
    room.answer_all()
    assert room.asked(Lane.PULL) is pull

    room.others_write()
    room.answer_all()

    assert room.replica.confirmed(SHARED) == room.books.log(str(SHARED))
    assert [one.change.id for one in room.replica.confirmed(SHARED)] == ["a-1", "a-2", "device-b-3"]


def test_a_page_with_nothing_but_what_was_taken_already_is_passed_over() -> None:
    room = Room().in_sync()
    room.write()
    room.answer(Lane.PUSH)
    room.answer(Lane.PULL)  # was asked before, so it has the change too

    assert Lane.PULL not in room.timers
    assert isinstance(room.asked(Lane.PULL), AskPages)
    assert room.replica.pending_count() == 0


def test_a_page_that_is_quicker_than_the_answer_to_its_push_does_not_make_later_ones_news() -> None:
    room = Room().in_sync()
    room.write()
    push = room.asked(Lane.PUSH)
    assert isinstance(push, SendEntries)
    room.books, told = ask(room.books, DEVICE, push)
    room.answer(Lane.PULL)
    room.answer(Lane.PUSH, told)
    room.write()
    room.answer_all()

    pull = room.asked(Lane.PULL)
    assert isinstance(pull, AskPages)
    assert pull.own == 1
    assert room.replica.confirmed(SHARED) == room.books.log(str(SHARED))


def test_a_change_whose_number_is_not_the_next_stays_on_top_until_the_page_comes() -> None:
    room = Room().in_sync()
    room.others_write()
    room.write()
    room.answer(Lane.PUSH)
    assert room.replica.pending_count() == 1
    assert room.status.waiting == 0

    room.answer_all()
    assert room.replica.pending_count() == 0
    assert room.replica.confirmed(SHARED) == room.books.log(str(SHARED))


def test_many_changes_at_once_come_back_as_pages() -> None:
    room = Room().in_sync()
    room.write()
    room.answer_all()  # from here on the pull says that the board's own is no news
    room.write()
    room.answer_all()
    room.write(count=OWN_AT_ONCE + 2)
    room.answer_all()

    assert room.replica.pending_count() == 0
    assert room.replica.confirmed(SHARED) == room.books.log(str(SHARED))


def test_a_store_that_cannot_take_what_was_acknowledged_gets_it_as_a_page() -> None:
    room = Room().in_sync()
    room.write()
    room.refuse_store[ApplyPages] = Trouble.FULL
    room.answer(Lane.PUSH)
    assert room.replica.pending_count() == 1

    room.wait_over(Lane.PUSH)
    room.answer_all()

    assert room.replica.pending_count() == 0


@pytest.mark.parametrize("reply", ["no time", "0000-00-00T00:00:00.000Z"])
def test_an_answer_without_a_time_takes_nothing_into_the_log(reply: str) -> None:
    room = Room().in_sync()
    room.write()
    answer = Pushed(answers=[Answer(id="a-1", seq=1)], now=reply, fresh=True)
    room.answer(Lane.PUSH, answer)

    assert room.replica.pending_count() == 1
    assert room.status.waiting == 0


def test_a_change_that_an_older_central_acknowledged_stays_pending_until_it_is_pulled() -> None:
    room = Room(older_central()).in_sync()
    room.write()
    assert room.status.waiting == 1

    room.answer(Lane.PUSH)
    assert room.replica.pending_count() == 1
    assert room.status.waiting == 0

    room.answer(Lane.PULL)
    assert room.replica.pending_count() == 0
    assert [record.change.id for record in room.replica.confirmed(SHARED)] == ["a-1"]


def test_what_an_answer_does_not_name_is_sent_again() -> None:
    room = Room().in_sync()
    room.write(count=3)
    mark = len(room.acts)
    room.answer(Lane.PUSH, Pushed(answers=[Answer(id="a-1", seq=1)], now=NOW))

    assert sent(room, mark) == [["a-2", "a-3"]]


def test_an_answer_about_something_else_acknowledges_nothing() -> None:
    room = Room().in_sync()
    room.write(count=2)
    room.answer(Lane.PUSH, Pushed(answers=[Answer(id="other", seq=7)], now=NOW))

    assert room.status.waiting == 2
    assert Lane.PUSH in room.timers
    mark = len(room.acts)
    room.wait_over(Lane.PUSH)
    assert sent(room, mark) == [["a-1", "a-2"]]


def test_an_answer_that_is_neither_a_number_nor_dead_acknowledges_nothing() -> None:
    room = Room().in_sync()
    room.write()
    room.answer(Lane.PUSH, Pushed(answers=[Answer(id="a-1")], now=NOW))

    assert room.status.waiting == 1


def test_after_a_lost_answer_the_change_is_sent_again_and_stands_once() -> None:
    room = Room().in_sync()
    room.write()
    push = room.asked(Lane.PUSH)
    assert isinstance(push, SendEntries)
    room.books, _ = ask(room.books, "device-a", push)
    room.fail(Lane.PUSH, Why.TIMEOUT)
    room.wait_over(Lane.PUSH)
    room.answer_all()

    assert [one.change.id for one in room.books.log(str(SHARED))] == ["a-1"]
    assert room.replica.pending_count() == 0


def test_a_dead_change_goes_to_the_sheet_and_the_queue_goes_on() -> None:
    room = Room(Books(follow=(str(SHARED), str(OWN)), dead=frozenset({"a-2"}))).in_sync()
    room.write(count=3)
    room.answer_all()

    assert [one.record.change.id for one in room.replica.dead()] == ["a-2"]
    assert room.status.dead == 1
    assert [one.change.id for one in room.books.log(str(SHARED))] == ["a-1", "a-3"]
    assert room.replica.pending_count() == 0


def test_a_gap_is_filled_from_the_counter_that_central_expects() -> None:
    room = Room(older_central()).in_sync()
    room.write(count=3)
    room.answer(Lane.PUSH)
    room.write()
    room.books = room.books.failed_over(2, "t1")  # central lost two, and does not say so
    mark = len(room.acts)

    room.answer(Lane.PUSH)

    assert sent(room, mark) == [["a-2", "a-3", "a-4"]]


def test_a_gap_that_cannot_be_filled_leads_to_hello_and_then_to_a_new_incarnation() -> None:
    room = Room().in_sync()
    room.write(count=2)
    room.answer_all()
    room.books = Books(follow=room.books.follow)  # central lost everything, on the same timeline
    room.fail(Lane.PULL)
    mark = len(room.acts)
    room.write()
    room.answer_all()

    assert room.since(mark, SayHello)
    assert room.since(mark, Renumber)


def test_a_fork_makes_a_new_incarnation_and_everything_pending_goes_there_in_order() -> None:
    room = Room().in_sync()
    room.write(count=3)
    room.refuse(Lane.PUSH, Code.FORK, log=str(SHARED), incarnation=1, counter=2)

    assert room.since(0, Renumber) == [Renumber(1, ((str(SHARED), 2),))]
    push = room.asked(Lane.PUSH)
    assert isinstance(push, SendEntries)
    assert [one.place for one in push.entries] == [(2, 1), (2, 2), (2, 3)]
    assert [one.id for one in push.entries] == ["a-1", "a-2", "a-3"]


def test_forks_without_end_are_not_answered_without_end() -> None:
    room = Room().in_sync()
    room.write()
    for _ in range(4):
        if Lane.PUSH in room.timers:
            break
        room.refuse(Lane.PUSH, Code.FORK, log=str(SHARED), incarnation=1, counter=1)

    assert Lane.PUSH in room.timers


def test_a_change_whose_id_stands_for_something_else_is_buried_and_the_others_go_on() -> None:
    room = Room().in_sync()
    room.others_write(device="a")
    room.write(size=1)
    room.write()
    room.answer_all()

    assert [one.record.change.id for one in room.replica.dead()] == ["a-1"]
    assert [one.change.id for one in room.replica.confirmed(SHARED)] == ["a-1", "a-2"]
    assert room.replica.pending_count() == 0
    assert room.status.state == SyncState.IN_SYNC


def test_a_batch_that_is_too_large_is_halved() -> None:
    room = Room().in_sync()
    room.write(count=4)
    mark = len(room.acts)
    room.refuse(Lane.PUSH, Code.TOO_LARGE)

    assert sent(room, mark) == [["a-1", "a-2"]]
    assert Lane.PUSH not in room.timers


def test_a_change_that_is_too_large_alone_goes_to_the_sheet() -> None:
    room = Room().in_sync()
    room.write()
    room.refuse(Lane.PUSH, Code.TOO_LARGE)

    bury = ("a-1", DeadReason.MALFORMED.value, TOO_LARGE_ALONE)
    assert room.since(0, Bury) == [Bury((bury,))]
    assert room.replica.pending_count() == 0


def test_a_log_that_is_not_permitted_waits_and_the_other_goes_on() -> None:
    room = Room().in_sync()
    room.write(OWN)
    push = room.asked(Lane.PUSH)
    assert isinstance(push, SendEntries)
    room.write(SHARED)
    mark = len(room.acts)
    room.refuse(Lane.PUSH, Code.NOT_PERMITTED, message="This log is not yours.")
    room.answer_all()

    assert len(room.since(mark, SayHello)) == 1
    assert sent(room, mark) == [["a-2"]]
    assert room.replica.pending_count() == 1


def test_a_token_that_ended_is_replaced_and_the_change_is_sent_again() -> None:
    room = Room().in_sync()
    room.write()
    mark = len(room.acts)
    room.refuse(Lane.PUSH, Code.TOKEN)
    room.answer_all()

    assert [type(act) for act in room.acts[mark:]][:2] == [AskNonce, AskToken]
    assert sent(room, mark) == [["a-1"]]
    assert not room.since(mark, SayHello)


def test_a_new_token_that_central_does_not_accept_is_not_replaced_at_once() -> None:
    room = Room().start()
    room.answer(Lane.PUSH)
    room.answer(Lane.PUSH)
    room.refuse(Lane.PUSH, Code.TOKEN)

    assert Lane.PUSH in room.timers


def test_a_token_is_replaced_before_it_ends() -> None:
    room = Room().in_sync()
    room.now_s = 880.0
    mark = len(room.acts)
    room.write()

    assert [type(act) for act in room.acts[mark:]] == [AskNonce]


def test_a_revoked_board_stops_says_so_and_keeps_everything() -> None:
    room = Room().in_sync()
    room.write()
    room.refuse(Lane.PUSH, Code.REVOKED, message="IT has disconnected this PC.")
    mark = len(room.acts)
    room.write()

    assert room.status.state is SyncState.REVOKED
    assert room.status.waiting == 2
    assert not [act for act in room.acts[mark:] if isinstance(act, REQUESTS)]
    assert room.replica.pending_count() == 2


def test_central_asks_for_a_wait_and_gets_it() -> None:
    room = Room().in_sync()
    room.write()
    room.refuse(Lane.PUSH, Code.BUSY, retry_after_s=17.0)

    assert room.timers[Lane.PUSH].after_s >= 17.0
    assert room.status.state is not SyncState.OFFLINE


@pytest.mark.parametrize("lane", list(Lane))
def test_a_board_that_central_only_tells_to_wait_is_offline_says_why_and_comes_back(
    lane: Lane,
) -> None:
    room = Room().in_sync()
    if lane is Lane.PUSH:
        room.write()
    said = [room.status]
    for _ in range(WAITS_BEFORE_LOST):
        room.refuse(lane, Code.BUSY, retry_after_s=2.0)
        room.wait_over(lane)
        said.append(room.status)
    room.answer_all()
    said.append(room.status)

    assert SyncState.OFFLINE not in {one.state for one in said[:WAITS_BEFORE_LOST]}
    assert [one.state for one in said[-2:]] == [SyncState.OFFLINE, SyncState.IN_SYNC]
    assert [one.trouble for one in said[-2:]] == [WORDS[Why.CENTRAL_BUSY], ""]
    assert room.replica.pending_count() == 0


def test_nothing_counts_as_acknowledged_after_the_connection_was_lost() -> None:
    room = Room(older_central()).in_sync()
    room.write()
    room.answer(Lane.PUSH)
    room.fail(Lane.PULL)
    room.books = room.books.failed_over(1, "t1")  # and central lost it, without saying so
    room.answer_all()

    assert [one.change.id for one in room.books.log(str(SHARED))] == ["a-1"]


@pytest.mark.parametrize("count", [500, 501])
def test_a_push_has_at_most_500_changes(count: int) -> None:
    room = Room().in_sync()
    room.write(count=count)
    mark = len(room.acts)
    room.answer_all()

    sizes = [len(ids) for ids in sent(room, 0)]
    assert max(sizes) == 500
    assert sum(sizes) == count
    assert room.since(mark, ReadOutbox)


def test_a_push_has_at_most_a_mebibyte() -> None:
    room = Room().in_sync()
    room.write(count=5, size=400_000)
    room.answer_all()

    assert [len(ids) for ids in sent(room)] == [2, 2, 1]
