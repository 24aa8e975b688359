"""What the engine fetches: pages, snapshots and releases; what it does not take, and what it does about that."""

import hashlib
from dataclasses import replace

import pytest

from kiosk.sync.acts import (
    ApplyPages,
    ApplySnapshot,
    AskPages,
    AskRelease,
    AskSnapshot,
    KeepRelease,
    Renumber,
    SayHello,
    SendEntries,
)
from kiosk.sync.effects import Lane
from kiosk.sync.events import BodyRead, PageRead, PagesRead, PieceRead, Trouble, Why
from kiosk.sync.protocol import LONG_POLL_S, Code
from kiosk.sync.refusals import POLL_LEAST_S
from kiosk.sync.status import SyncState
from tests.fakes.engine_room import OWN, SHARED, Room
from tests.fakes.replica import MemoryReplica
from tests.fakes.small_central import Books, ask


def ids(room: Room) -> list[str]:
    return [record.change.id for record in room.replica.confirmed(SHARED)]


def page(room: Room, first: int, last: int, head: int | None = None) -> PageRead:
    records = room.books.log(str(SHARED))[first - 1 : last]
    return PageRead(str(SHARED), tuple(records), last if head is None else head)


def test_the_first_pull_waits_for_nothing_and_the_next_for_25_seconds() -> None:
    room = Room().in_sync()

    waits = [act.wait_s for act in room.since(0, AskPages)]
    assert waits == [0.0, LONG_POLL_S]


def test_pages_are_taken_until_nothing_is_new() -> None:
    room = Room(Books(follow=(str(SHARED), str(OWN)), page_limit=2))
    room.others_write(5)
    room.in_sync()

    assert ids(room) == [f"device-b-{number}" for number in range(1, 6)]
    assert room.status.state is SyncState.IN_SYNC


def test_what_is_here_already_is_left_out_of_a_page() -> None:
    room = Room()
    room.others_write(3)
    room.in_sync()
    room.others_write(1)
    room.answer(Lane.PULL, PagesRead((page(room, 2, 4),)))

    applied = room.since(0, ApplyPages)[-1]
    assert [record.seq for record in applied.pages[0].records] == [4]


@pytest.mark.parametrize(("first", "last"), [(3, 4), (5, 5)])
def test_a_page_that_begins_after_the_cursor_is_not_taken(first: int, last: int) -> None:
    room = Room()
    room.others_write(1)
    room.in_sync()
    room.others_write(4)
    room.answer(Lane.PULL, PagesRead((page(room, first, last),)))

    assert ids(room) == ["device-b-1"]
    room.answer_all()
    assert len(ids(room)) == 5


def test_a_page_with_a_hole_is_not_taken() -> None:
    room = Room().in_sync()
    room.others_write(3)
    whole = page(room, 1, 3)
    holed = replace(whole, records=(whole.records[0], whole.records[2]))
    room.answer(Lane.PULL, PagesRead((holed,)))

    assert ids(room) == []


def test_pages_that_never_fit_are_not_asked_for_without_end() -> None:
    room = Room().in_sync()
    room.others_write(3)
    room.answer(Lane.PULL, PagesRead((page(room, 2, 3),)))
    room.answer(Lane.PULL, PagesRead((page(room, 2, 3),)))

    assert Lane.PULL in room.timers


def test_a_page_of_a_log_that_is_not_followed_is_not_taken() -> None:
    room = Room().in_sync()
    room.others_write(1)
    other = replace(page(room, 1, 1), log="ward-9/shared")
    room.answer(Lane.PULL, PagesRead((other, page(room, 1, 1))))

    assert ids(room) == ["device-b-1"]
    assert [str(log) for log in room.replica.cursors()] == [str(SHARED)]


def test_a_page_of_the_timeline_before_is_not_taken() -> None:
    room = Room().in_sync()
    room.others_write(1)
    late = PagesRead((page(room, 1, 1),))
    room.books = room.books.failed_over(1, "t2")
    room.write()
    room.answer(Lane.PUSH)  # timeline
    while room.state.timeline != "t2":
        room.answer(Lane.PUSH)
    room.answer(Lane.PULL, late)
    room.answer_all()

    assert ids(room) == ["a-1"]


def test_another_timeline_leads_to_hello_and_everything_own_is_offered_again() -> None:
    room = Room().in_sync()
    room.write(count=2)
    room.answer_all()
    room.books = Books(timeline="t2", follow=room.books.follow)
    mark = len(room.acts)
    room.fail(Lane.PULL)
    room.wait_over(Lane.PULL)
    room.answer_all()

    assert room.replica.identity.timeline == "t2"
    assert [one.change.id for one in room.books.log(str(SHARED))] == ["a-1", "a-2"]
    assert ids(room) == ["a-1", "a-2"]
    assert len(room.since(mark, SayHello)) == 1


def test_what_central_still_has_is_not_sent_again_after_another_timeline() -> None:
    room = Room().in_sync()
    room.write(count=3)
    room.answer_all()
    room.books = room.books.failed_over(1, "t2")
    mark = len(room.acts)
    room.fail(Lane.PULL)
    room.wait_over(Lane.PULL)
    room.answer_all()

    sent = [[one.id for one in act.entries] for act in room.since(mark, SendEntries)]
    assert sent == [["a-3"]]
    assert ids(room) == ["a-1", "a-2", "a-3"]


@pytest.mark.parametrize("answered_first", [True, False])
def test_a_dead_one_whose_answer_was_lost_is_buried_though_more_was_sent_meanwhile(
    *, answered_first: bool
) -> None:
    room = Room(Books(follow=(str(SHARED), str(OWN)), dead=frozenset({"a-1"}))).in_sync()
    room.write(count=2)
    request = room.asked(Lane.PUSH)
    assert request is not None
    room.books, _ = ask(room.books, "device-a", request)
    room.fail(Lane.PUSH)
    room.fail(Lane.PULL)
    room.write()
    room.wait_over(Lane.PUSH)
    while not isinstance(room.asked(Lane.PUSH), SendEntries):
        room.answer(Lane.PUSH)
    if answered_first:  # the third is, before the pull shows that the first is not there
        room.answer(Lane.PUSH)
    room.wait_over(Lane.PULL)
    room.answer(Lane.PULL)
    room.answer_all()

    assert room.replica.pending_count() == 0
    assert [one.record.change.id for one in room.replica.dead()] == ["a-1"]
    assert room.status.state is SyncState.IN_SYNC


def test_a_dead_one_behind_a_head_that_central_has_is_still_buried() -> None:
    room = Room(Books(follow=(str(SHARED), str(OWN)), dead=frozenset({"a-1"}))).in_sync()
    room.write()
    push = room.asked(Lane.PUSH)
    assert isinstance(push, SendEntries)
    room.answer(Lane.PUSH)
    assert room.replica.pending_count() == 0

    fresh = Room(room.books).start()
    fresh.write()
    fresh.answer_all()
    assert [one.record.change.id for one in fresh.replica.dead()] == ["a-1"]


def test_a_restored_board_pulls_what_it_wrote_before_it_writes_on() -> None:
    room = Room().in_sync()
    room.write(count=3)
    room.answer_all()
    backup = MemoryReplica()
    backup.disk = replace(
        room.replica.disk, confirmed=(), cursors=(), heads=(), pending=(), sent=frozenset()
    )
    restored = Room(room.books, backup).start()
    restored.answer_all()

    assert ids(restored) == ["a-1", "a-2", "a-3"]
    assert not restored.since(0, Renumber)


def test_a_restored_board_that_wrote_on_takes_a_new_incarnation_and_loses_nothing() -> None:
    room = Room().in_sync()
    room.write(count=3)
    room.answer_all()
    backup = MemoryReplica()
    backup.disk = replace(
        room.replica.disk, confirmed=(), cursors=(), heads=(), pending=(), sent=frozenset()
    )
    restored = Room(room.books, backup)
    restored._written = 10  # noqa: SLF001 - other changes than before
    restored.write(count=2)
    restored.start()
    restored.answer_all()

    assert ids(restored) == ["a-1", "a-2", "a-3", "a-11", "a-12"]
    assert len(restored.since(0, Renumber)) == 1
    assert restored.replica.pending_count() == 0


def test_a_snapshot_is_taken_whole_and_then_the_log_goes_on() -> None:
    room = Room()
    room.others_write(4)
    records = room.books.log(str(SHARED))
    room.start()
    while not isinstance(room.asked(Lane.PULL), AskPages):
        room.answer(Lane.PUSH)
    room.answer(Lane.PULL, PagesRead((), (str(SHARED),)))
    assert room.asked(Lane.PULL) == AskSnapshot("t1", str(SHARED))
    room.answer(Lane.PULL, PieceRead(str(SHARED), 3, (records[0],), more=True))
    assert room.asked(Lane.PULL) == AskSnapshot("t1", str(SHARED), 3, 1)
    assert not room.since(0, ApplySnapshot)
    room.answer(Lane.PULL, PieceRead(str(SHARED), 3, (records[2],), more=False))
    room.answer_all()

    assert ids(room) == ["device-b-1", "device-b-3", "device-b-4"]


def test_pieces_of_two_snapshots_are_not_put_together() -> None:
    room = Room()
    room.others_write(4)
    records = room.books.log(str(SHARED))
    room.in_sync()
    room.answer(Lane.PULL, PagesRead((), (str(SHARED),)))
    room.answer(Lane.PULL, PieceRead(str(SHARED), 3, (records[0],), more=True))
    room.answer(Lane.PULL, PieceRead(str(SHARED), 4, (records[2],), more=False))

    assert not room.since(0, ApplySnapshot)


def test_another_hello_is_said_when_central_asks_and_the_new_logs_are_followed() -> None:
    room = Room().in_sync()
    room.others_write(1)
    room.answer_all()
    room.books = replace(room.books, follow=(str(OWN),))
    room.answer(Lane.PULL)
    room.answer_all()

    assert room.state.inbox.follow == (str(OWN),)
    assert ids(room) == []  # what is not followed is forgotten


def test_releases_are_fetched_newest_first_between_pages() -> None:
    bodies = {hashlib.sha256(body).hexdigest(): body for body in (b"new", b"old")}
    room = Room()
    room.replica.wanted = tuple(bodies)
    room.start()
    while not isinstance(room.asked(Lane.PULL), AskRelease):
        room.answer(Lane.PUSH)
    for name, body in bodies.items():
        assert room.asked(Lane.PULL) == AskRelease(name)
        room.answer(Lane.PULL, BodyRead(body))
        if isinstance(room.asked(Lane.PULL), AskPages):
            room.answer(Lane.PULL)

    assert [name for name, _ in room.replica.disk.releases] == list(bodies)


def test_a_release_whose_hash_is_another_is_not_kept() -> None:
    name = hashlib.sha256(b"figures").hexdigest()
    room = Room()
    room.replica.wanted = (name,)
    room.start()
    while not isinstance(room.asked(Lane.PULL), AskRelease):
        room.answer(Lane.PUSH)
    room.answer(Lane.PULL, BodyRead(b"other figures"))
    room.answer_all()

    assert not room.since(0, KeepRelease)
    assert len(room.since(0, AskRelease)) == 1


def test_an_outdated_board_pushes_and_does_not_pull() -> None:
    room = Room().in_sync()
    room.refuse(Lane.PULL, Code.NEEDS_UPDATE)
    room.write()
    room.answer(Lane.PUSH)

    assert room.status.needs_update
    assert Lane.PULL in room.timers
    assert [one.change.id for one in room.books.log(str(SHARED))] == ["a-1"]


def test_a_board_too_old_for_hello_still_pushes() -> None:
    room = Room()
    room.write()
    room.start()
    while not isinstance(room.asked(Lane.PUSH), SayHello):
        room.answer(Lane.PUSH)
    room.refuse(Lane.PUSH, Code.NEEDS_UPDATE)

    assert isinstance(room.asked(Lane.PUSH), SendEntries)
    assert room.status.needs_update


def test_a_full_disk_stops_what_comes_in_and_not_what_goes_out() -> None:
    room = Room().in_sync()
    room.refuse_store[ApplyPages] = Trouble.FULL
    room.others_write(1)
    room.answer(Lane.PULL)
    room.write()

    assert Lane.PULL in room.timers
    assert isinstance(room.asked(Lane.PUSH), SendEntries)
    assert room.status.trouble
    room.wait_over(Lane.PULL)
    room.answer_all()
    assert ids(room) == ["device-b-1", "a-1"]
    assert not room.status.trouble


def test_waits_that_something_on_the_way_cuts_become_shorter_but_not_too_short() -> None:
    room = Room().in_sync()
    waits = []
    for _ in range(5):
        asked = room.asked(Lane.PULL)
        assert isinstance(asked, AskPages)
        waits.append(asked.wait_s)
        room.fail(Lane.PULL, Why.CUT)
        while Lane.PULL in room.timers:
            room.wait_over(Lane.PULL)
        room.answer_all()

    assert waits == [25.0, 12.5, 6.25, POLL_LEAST_S, POLL_LEAST_S]
