"""Enrolling, reconnecting, waiting, clocks, and what people are told meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.changes import LOCAL_TIMELINE
from kiosk.domain.clock import instant_text
from kiosk.sync.acts import Adopt, AskEnrolment, AskPages, Redate, Renumber, SayHello, SendEntries
from kiosk.sync.effects import Lane, SetAnchor
from kiosk.sync.events import (
    Answered,
    Failed,
    Failure,
    LocalWritten,
    NetworkChanged,
    PagesRead,
    RetryAsked,
    Started,
    TimerFired,
    Why,
)
from kiosk.sync.protocol import TOKEN_S, Code, Enrol, Enrolled, Nonce, Welcome
from kiosk.sync.status import SyncState
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.engine_room import CENTRAL, DEVICE, OWN, SHARED, Room, change
from tests.fakes.replica import Disk, MemoryReplica, Whom

APPLICATION = Enrol(code="ABCD-1234", public_key="a" * 64, fingerprint="f", hostname="pc")


def alone() -> MemoryReplica:
    return MemoryReplica(Disk(Whom("ward-x", "device-x", 1, LOCAL_TIMELINE)))


def test_a_ward_that_is_alone_asks_nobody_for_anything() -> None:
    room = Room(replica=alone())
    room.happen(Started())
    room.happen(LocalWritten())

    assert room.acts == []
    assert room.status.state is SyncState.ALONE


def test_a_board_that_waits_for_it_asks_again_and_is_then_adopted() -> None:
    room = Room(replica=alone())
    room.happen(Started(central=CENTRAL, application=APPLICATION))
    room.answer(Lane.PUSH, Enrolled(device=DEVICE, name="PC-0417", node=None))
    assert room.status.state == SyncState.WAITING
    assert room.status.name == "PC-0417"
    assert 15.0 <= room.timers[Lane.PUSH].after_s <= 45.0

    room.wait_over(Lane.PUSH)
    assert room.asked(Lane.PUSH) == AskEnrolment(APPLICATION)
    room.answer(Lane.PUSH, Enrolled(device=DEVICE, name="PC-0417", node="ward-1", timeline="t1"))
    room.answer_all()

    identity = room.replica.identity
    assert (identity.node, identity.device, identity.timeline) == ("ward-1", DEVICE, "t1")
    assert room.statuses[-1].state == SyncState.IN_SYNC


def test_a_code_that_is_refused_is_said_and_asked_for_slowly() -> None:
    room = Room(replica=alone())
    room.happen(Started(central=CENTRAL, application=APPLICATION))
    room.refuse(Lane.PUSH, Code.NOT_PERMITTED, message="This code has ended.")

    assert room.status.trouble == "This code has ended."
    assert room.status.state is SyncState.NOT_LET_IN
    assert room.timers[Lane.PUSH].after_s >= 150.0


def test_a_store_that_does_not_know_its_central_is_adopted_again_in_a_new_incarnation() -> None:
    before = Room().in_sync()
    before.write()
    before.answer_all()
    room = Room(before.books, alone())
    room.start()
    room.answer_all()

    assert room.since(0, Adopt)
    assert room.replica.identity.incarnation == 2
    assert [one.change.id for one in room.replica.confirmed(SHARED)] == ["a-1"]


def test_a_copied_board_takes_a_new_incarnation_before_anything_is_sent() -> None:
    room = Room(fingerprint="this machine")
    room.write()
    room.start(copied=True, fingerprint="this machine")
    room.answer_all()

    kinds = [type(act) for act in room.acts]
    assert kinds.index(Renumber) < kinds.index(SendEntries)
    assert room.replica.identity.incarnation == 2
    assert room.replica.meta("fingerprint") == "this machine"
    assert len(room.since(0, Renumber)) == 1


def test_what_is_written_after_offering_again_for_a_twin_is_sent_in_the_same_connection() -> None:
    """A PC that was set up as this one lives on as the same device; after a failover both offer what it wrote."""
    room = Room().in_sync()
    room.write()
    room.answer_all()
    room.others_write(device=DEVICE)
    room.answer_all()
    room.books = room.books.failed_over(2, "t2")
    room.answer_all()
    room.write()
    room.answer_all()

    assert [one.change.id for one in room.books.log(str(SHARED))] == ["a-1", "device-a-2", "a-2"]
    assert room.replica.pending_count() == 0


def test_without_a_network_the_board_says_since_when() -> None:
    room = Room().in_sync()
    room.now_s = 60.0
    room.fail(Lane.PULL)
    room.fail(Lane.PUSH)

    assert room.status.state is SyncState.OFFLINE
    assert room.status.offline_since == MONDAY_MORNING + timedelta(seconds=60)
    assert room.status.next_try is not None


def test_hello_is_the_first_thing_on_every_reconnection() -> None:
    room = Room().in_sync()
    room.write()
    room.fail(Lane.PUSH)
    mark = len(room.acts)
    room.wait_over(Lane.PUSH)
    room.answer_all()

    kinds = [type(act) for act in room.acts[mark:]]
    assert kinds.index(SayHello) < kinds.index(SendEntries)


def a_while_later(room: Room) -> int:
    """Let the token end while the connection goes on; return how many acts there were."""
    mark = len(room.acts)
    room.now_s += TOKEN_S
    room.answer(Lane.PULL, PagesRead(()))
    return mark


def test_a_connection_that_goes_on_says_anew_how_the_board_is_and_stays_in_sync() -> None:
    room = Room().in_sync()
    mark, told = a_while_later(room), len(room.statuses)
    room.replica.write(SHARED, change(1))  # how it is now, not as it was when the connection began
    while not isinstance(room.asked(Lane.PUSH), SayHello):
        room.answer(Lane.PUSH)
    [hello] = room.since(mark, SayHello)
    assert hello.standing.pending == 1
    pulling = room.asked(Lane.PULL)
    room.answer(
        Lane.PUSH,
        Welcome(
            now=instant_text(MONDAY_MORNING + timedelta(seconds=room.now_s - 420)),
            timeline="t1",
            node="ward-1",
            follow=[str(SHARED), str(OWN)],
        ),
    )
    assert room.asked(Lane.PULL) is pulling
    assert room.status.skew_s == pytest.approx(420)
    room.answer_all()
    assert len(room.since(mark, SayHello)) == 1
    states = {status.state for status in room.statuses[told:]}
    assert states <= {SyncState.IN_SYNC, SyncState.SENDING}


def test_what_changed_at_central_is_found_by_the_next_hello_of_a_connection() -> None:
    room = Room().in_sync()
    room.books = replace(room.books, follow=(*room.books.follow, "ward-2/shared"))
    mark = a_while_later(room)
    room.answer_all()
    assert room.state.inbox.follow == room.books.follow
    assert len(room.since(mark, SayHello)) == 1


@pytest.mark.parametrize("why", [Why.TLS, Why.NOT_CENTRAL])
def test_what_cannot_be_trusted_is_not_called_offline(why: Why) -> None:
    room = Room().start()
    room.fail(Lane.PUSH, why)

    assert room.status.state is SyncState.REFUSED
    assert room.status.trouble


def test_the_clock_is_set_by_the_middle_of_the_round_trip() -> None:
    room = Room().start()
    while not isinstance(room.asked(Lane.PUSH), SayHello):
        room.answer(Lane.PUSH)
    room.now_s = 4.0
    room.answer(
        Lane.PUSH,
        Welcome(
            now=instant_text(MONDAY_MORNING - timedelta(minutes=7)),
            timeline="t1",
            node="ward-1",
            follow=[str(SHARED)],
        ),
    )

    assert room.status.skew_s == pytest.approx(7 * 60 + 2)
    anchor = next(effect for effect in room.effects if isinstance(effect, SetAnchor))
    assert anchor.now_s == 4.0
    assert anchor.server_now == MONDAY_MORNING - timedelta(minutes=7) + timedelta(seconds=2)
    assert room.since(0, Redate) == [Redate(anchor.now_s, anchor.server_now)]


def test_a_round_trip_that_took_too_long_tells_nothing_about_the_clock() -> None:
    room = Room().start()
    while not isinstance(room.asked(Lane.PUSH), SayHello):
        room.answer(Lane.PUSH)
    room.now_s = 31.0
    room.answer(Lane.PUSH)

    assert room.status.skew_s is None
    assert not room.since(0, Redate)


def test_a_welcome_whose_time_cannot_be_read_is_none() -> None:
    room = Room().start()
    while not isinstance(room.asked(Lane.PUSH), SayHello):
        room.answer(Lane.PUSH)
    room.answer(
        Lane.PUSH, Welcome(now="yesterday", timeline="t1", node="ward-1", follow=[str(SHARED)])
    )

    assert room.status.state is SyncState.REFUSED


def test_central_spreads_a_crowd_after_hello() -> None:
    room = Room().start()
    while not isinstance(room.asked(Lane.PUSH), SayHello):
        room.answer(Lane.PUSH)
    room.answer(
        Lane.PUSH,
        Welcome(
            now=instant_text(MONDAY_MORNING),
            timeline="t1",
            node="ward-1",
            follow=[str(SHARED)],
            retry_after_s=40.0,
        ),
    )

    assert room.timers[Lane.PUSH].after_s == 40.0
    assert room.timers[Lane.PULL].after_s == 40.0
    assert not room.flying


def test_waits_grow_with_the_outage_to_five_minutes_and_not_beyond() -> None:
    room = Room().start()
    room.draw = 0.999_999
    waits = []
    for _ in range(40):
        room.fail(Lane.PUSH)
        waits.append(round(room.timers[Lane.PUSH].after_s))
        room.wait_over(Lane.PUSH)

    assert waits == sorted(waits)
    assert (waits[0], waits[-2], waits[-1]) == (2, 300, 300)
    assert all(wait <= max(2, sum(waits[:tries]) / 4 + 1) for tries, wait in enumerate(waits))


def test_a_network_that_is_back_shortens_the_wait() -> None:
    room = Room().start()
    room.draw = 0.9
    room.fail(Lane.PUSH)
    while room.timers[Lane.PUSH].after_s < 200:
        room.wait_over(Lane.PUSH)
        room.fail(Lane.PUSH)
    room.draw = 0.5
    room.happen(NetworkChanged())

    assert room.timers[Lane.PUSH].after_s <= 60.0


def test_a_person_who_asks_waits_for_nothing() -> None:
    room = Room().start()
    room.draw = 0.9
    room.fail(Lane.PUSH)
    assert Lane.PUSH not in room.flying

    room.happen(RetryAsked())

    assert Lane.PUSH in room.flying


def test_a_person_can_have_a_revoked_board_try_again() -> None:
    room = Room().in_sync()
    room.write()
    room.refuse(Lane.PUSH, Code.REVOKED)
    room.flying.clear()
    room.happen(RetryAsked())

    assert Lane.PUSH in room.flying


def test_what_is_reported_for_something_else_is_ignored() -> None:
    room = Room().start()
    before = room.state
    room.happen(Answered(Lane.PUSH, 99, Nonce(nonce="n", expires_s=60)))
    room.happen(Failed(Lane.PULL, 1, Failure(Why.TIMEOUT)))
    room.happen(TimerFired(Lane.PUSH, 1))

    assert room.state == before


def test_status_counts_what_central_has_not_acknowledged() -> None:
    room = Room().in_sync()
    room.write(count=3)

    assert room.status.waiting == 3
    assert room.status.state is SyncState.SENDING
    assert isinstance(room.asked(Lane.PULL), AskPages)


def test_a_central_that_was_put_back_by_hand_is_said_and_nothing_is_sent_until_it_says_so() -> None:
    room = Room()
    room.write()
    room.start()
    while not isinstance(room.asked(Lane.PUSH), SayHello):
        room.answer(Lane.PUSH)
    behind = Welcome(
        now=instant_text(MONDAY_MORNING), timeline="t1", node="ward-1", follow=[], behind=True
    )
    room.answer(Lane.PUSH, behind)

    refused = room.status
    assert refused.state is SyncState.REFUSED
    assert "huddle-central failover" in refused.trouble
    assert not room.since(0, SendEntries)

    room.books = room.books.failed_over(0, "t2")
    room.wait_over(Lane.PUSH)
    room.answer_all()

    assert room.statuses[-1].state is SyncState.IN_SYNC
    assert [one.change.id for one in room.replica.confirmed(SHARED)] == ["a-1"]


def test_what_waits_is_known_before_there_is_a_connection_and_grows_without_one() -> None:
    room = Room().start(pending=2, dead=1)
    assert (room.status.waiting, room.status.dead) == (2, 1)

    room.fail(Lane.PUSH, Why.NO_NETWORK)
    room.happen(LocalWritten(pending=3))
    assert (room.status.state, room.status.waiting) == (SyncState.OFFLINE, 3)


def test_a_board_that_starts_without_a_network_says_since_when_it_has_heard_nothing() -> None:
    since = MONDAY_MORNING - timedelta(days=3)
    room = Room().start(heard_at=since)
    said = [room.status.state.value]
    room.fail(Lane.PUSH, Why.NO_NETWORK)
    assert room.status.offline_since == since

    room.wait_over(Lane.PUSH)
    room.answer_all()
    said.append(room.status.state.value)
    room.fail(Lane.PULL, Why.NO_NETWORK)
    assert room.status.offline_since == MONDAY_MORNING + timedelta(seconds=room.now_s)
    assert said == [SyncState.STARTING, SyncState.IN_SYNC]
