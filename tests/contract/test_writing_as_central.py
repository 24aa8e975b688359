"""Central writes as a device of its own, on histories that nobody adds to meanwhile."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from kiosk.central.authoring import entered
from kiosk.central.storage.protocol import CENTRAL_DEVICE, Incoming, Place, Storage
from kiosk.domain.cards import CardAnswered
from kiosk.domain.changes import Actor, Record
from kiosk.domain.entities import Act
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.remote_board import WARD, RemoteBoard

LEADER = Actor(kind="person", role="chief nurse")
Read = Callable[[str], list[Record]]


class NotNow(Exception):  # noqa: N818 - what a decision says
    """A refusal."""


@pytest.fixture
def made(ids: SeededIds) -> Callable[[Act, Actor, Place], Incoming]:
    return lambda act, actor, place: entered(act, actor, place, ids, NOW)


def answers(*entities: str) -> Callable[[Read], Sequence[tuple[Act, Actor]]]:
    acts = [
        Act(entity, "card.answered", CardAnswered(by="tier 2"), {"answer": "Beds by ten."})
        for entity in entities
    ]
    return lambda read: [(act, LEADER) for act in acts if read(act.entity) is not None]


def test_what_was_decided_is_in_the_log(
    storage: Storage, board: RemoteBoard, made: Callable[[Act, Actor, Place], Incoming]
) -> None:
    raised = board.raises(entity="card:a")
    storage.ingest(WARD, [raised], NOW)

    [record] = storage.author(WARD, answers("card:a"), made, NOW)

    assert record == storage.history(WARD, "card:a")[-1]
    assert record.seq == 2
    assert record.change.based_on == raised.entry.change.id
    assert record.words is not None
    assert (record.entry.device, record.entry.counter) == (CENTRAL_DEVICE, 1)


def test_a_decision_is_made_on_the_history_as_it_is(
    storage: Storage, board: RemoteBoard, made: Callable[[Act, Actor, Place], Incoming]
) -> None:
    raised = board.raises(entity="card:a")
    storage.ingest(WARD, [raised], NOW)
    seen: list[Record] = []

    def look(read: Read) -> Sequence[tuple[Act, Actor]]:
        seen.extend(read("card:a"))
        return []

    assert storage.author(WARD, look, made, NOW) == []
    assert [record.change for record in seen] == [raised.entry.change]
    assert storage.heads([WARD]) == {WARD: 1}


def test_a_refusal_writes_nothing(
    storage: Storage, made: Callable[[Act, Actor, Place], Incoming]
) -> None:
    def refuse(read: Read) -> Sequence[tuple[Act, Actor]]:
        del read
        raise NotNow

    with pytest.raises(NotNow):
        storage.author(WARD, refuse, made, NOW)

    assert storage.all_logs() == {}


def test_acts_of_one_decision_stand_on_each_other_and_are_chained(
    storage: Storage, made: Callable[[Act, Actor, Place], Incoming]
) -> None:
    first, second, other = storage.author(WARD, answers("card:a", "card:a", "card:b"), made, NOW)
    [later] = storage.author(WARD, answers("card:b"), made, NOW)

    assert [record.entry.counter for record in (first, second, other, later)] == [1, 2, 3, 4]
    assert first.change.based_on is None
    assert second.change.based_on == first.change.id
    assert other.change.based_on is None
    assert later.change.based_on == other.change.id
    assert list(storage.contradictions()) == []


def test_another_timeline_is_another_life_of_centrals_device(
    storage: Storage, clock: FixedClock, made: Callable[[Act, Actor, Place], Incoming]
) -> None:
    [before] = storage.author(WARD, answers("card:a"), made, NOW)
    clock.advance(timedelta(seconds=1))
    storage.begin_timeline("another")

    [after] = storage.author(WARD, answers("card:a"), made, NOW)

    assert storage.timeline() == "another"
    assert after.entry.incarnation > before.entry.incarnation
    assert (after.entry.counter, after.seq) == (1, 2)


def test_two_timelines_in_one_moment_are_two_lives(
    storage: Storage, made: Callable[[Act, Actor, Place], Incoming]
) -> None:
    lives = []
    for name in ("one", "two", "three"):
        storage.begin_timeline(name)
        [record] = storage.author(WARD, answers("card:a"), made, NOW)
        lives.append(record.entry.incarnation)

    assert lives == sorted(set(lives))
