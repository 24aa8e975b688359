"""Placing one node: what is refused, in words, and what each change makes of its placement."""

from datetime import date, timedelta

import pytest

from kiosk.domain import placements
from kiosk.domain.entities import fold
from kiosk.domain.placed_nodes import LOCKS, SUCCESSORS_LIMIT, NodeKind, Placement, placement_id
from kiosk.domain.placements import (
    PLACEMENT,
    CloseNode,
    DescribeNode,
    LockNode,
    MoveNode,
    OpenNodeAgain,
    PlacementCommand,
    RenameNode,
    decide,
)
from tests.unit.domain.histories import History, only, why_not
from tests.unit.domain.trees import DAY, FIRST, MEDICINE, SURGERY, WARD_7, WARD_8, placing

LATER = DAY + timedelta(days=30)
PLACE = placing(WARD_7, NodeKind.UNIT, 1, MEDICINE)


def told(*commands: PlacementCommand) -> Placement:
    """Return the placement that commands make, folded from its history."""
    history = History(placement_id(WARD_7))
    for command in commands:
        state = fold(PLACEMENT, history.entity, history.records).state
        history.add(only(decide(state, command)))
    placement = fold(PLACEMENT, history.entity, history.records).state
    assert placement is not None
    return placement


def test_a_placed_node_stands_from_its_first_day() -> None:
    placement = told(PLACE)
    assert not placement.stands(FIRST - timedelta(days=1))
    assert placement.stands(FIRST)
    assert placement.parent(DAY) == MEDICINE


def test_a_renamed_node_is_the_same_node() -> None:
    placement = told(PLACE, RenameNode(WARD_7, " Ward Seven "))
    assert (placement.name, placement.node) == ("Ward Seven", WARD_7)
    assert decide(placement, RenameNode(WARD_7, "Ward Seven")) == ()


def test_a_moved_node_stands_where_it_stood_until_the_day() -> None:
    placement = told(PLACE, MoveNode(WARD_7, SURGERY, LATER))
    assert placement.parent(LATER - timedelta(days=1)) == MEDICINE
    assert placement.parent(LATER) == SURGERY
    assert decide(placement, MoveNode(WARD_7, SURGERY, LATER)) == ()


def test_a_move_on_the_day_of_the_last_one_replaces_it() -> None:
    placement = told(PLACE, MoveNode(WARD_7, SURGERY, LATER), MoveNode(WARD_7, "node:x", LATER))
    assert [seat.parent for seat in placement.seats] == [MEDICINE, "node:x"]


def test_a_closed_node_does_not_stand_from_that_day_and_can_be_opened_again() -> None:
    closed = told(PLACE, CloseNode(WARD_7, LATER, (WARD_8, WARD_8)))
    assert closed.stands(LATER - timedelta(days=1))
    assert not closed.stands(LATER)
    assert closed.successors == (WARD_8,)
    assert decide(closed, CloseNode(WARD_7, LATER, (WARD_8,))) == ()
    opened = told(PLACE, CloseNode(WARD_7, LATER, (WARD_8,)), OpenNodeAgain(WARD_7))
    assert opened.stands(LATER)
    assert opened.successors == ()
    assert decide(opened, OpenNodeAgain(WARD_7)) == ()


def test_what_is_locked_is_said_whole() -> None:
    locked = told(PLACE, LockNode(WARD_7, ("people", "agenda", "agenda")))
    assert locked.locks == ("agenda", "people")
    assert decide(locked, LockNode(WARD_7, ("agenda", "people"))) == ()
    assert told(PLACE, LockNode(WARD_7, LOCKS), LockNode(WARD_7, ())).locks == ()


CLOSED = (PLACE, CloseNode(WARD_7, LATER))
MOVED = (PLACE, MoveNode(WARD_7, SURGERY, LATER))
BEFORE = FIRST - timedelta(days=1)


@pytest.mark.parametrize(
    ("before", "command", "words"),
    [
        ((), RenameNode(WARD_7, "x"), "not in the organisation"),
        ((PLACE,), PLACE, "in the organisation already"),
        ((PLACE,), RenameNode(WARD_7, "  "), "1 to 40 characters"),
        ((PLACE,), RenameNode(WARD_7, "x" * 41), "40 characters"),
        ((PLACE,), DescribeNode(WARD_7, NodeKind.UNIT, 0, "UTC"), "1 to 6"),
        ((PLACE,), DescribeNode(WARD_7, NodeKind.UNIT, 7, "UTC"), "1 to 6"),
        ((PLACE,), DescribeNode(WARD_7, NodeKind.UNIT, 1, "Mars/Olympus"), "time zone"),
        ((PLACE,), DescribeNode(WARD_7, NodeKind.UNIT, 1, "UTC", WARD_7), "itself"),
        ((PLACE,), MoveNode(WARD_7, SURGERY, BEFORE), "opens on 1 January 2026"),
        (MOVED, MoveNode(WARD_7, WARD_8, DAY), "moved on 24 December 2026"),
        (CLOSED, MoveNode(WARD_7, SURGERY, LATER), "closed then"),
        (CLOSED, CloseNode(WARD_7, DAY), "closes on 24 December 2026 already"),
        ((PLACE,), CloseNode(WARD_7, FIRST), "opens on 1 January 2026"),
        (MOVED, CloseNode(WARD_7, DAY), "moves on 24 December 2026"),
        ((PLACE,), CloseNode(WARD_7, LATER, (WARD_7,)), "take over from itself"),
        ((PLACE,), LockNode(WARD_7, ("walls",)), "'walls' cannot be locked. These can: agenda"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    before: tuple[PlacementCommand, ...], command: PlacementCommand, words: str
) -> None:
    placement = told(*before) if before else None
    assert words in why_not(decide(placement, command))


def test_so_many_units_take_over_from_one_and_no_more() -> None:
    def closing(successors: int) -> CloseNode:
        return CloseNode(WARD_7, LATER, tuple(f"node:{n}" for n in range(successors)))

    assert len(told(PLACE, closing(SUCCESSORS_LIMIT)).successors) == SUCCESSORS_LIMIT
    assert "At most 20" in why_not(decide(told(PLACE), closing(SUCCESSORS_LIMIT + 1)))


def test_of_two_closings_that_did_not_see_each_other_the_first_stands() -> None:
    history = History(placement_id(WARD_7))
    history.add(only(decide(None, PLACE)))
    state = fold(PLACEMENT, history.entity, history.records).state
    first = only(decide(state, CloseNode(WARD_7, LATER, (WARD_8,))))
    second = only(decide(state, CloseNode(WARD_7, DAY)))
    history.add(first)
    marked = history.add(second)
    folded = fold(PLACEMENT, history.entity, history.records)
    assert folded.state is not None
    assert folded.state.ends == LATER
    assert folded.marks[marked] == "already closed"


def test_a_change_of_what_was_never_placed_is_marked() -> None:
    history = History(placement_id(WARD_7))
    change = history.add(only(decide(told(PLACE), RenameNode(WARD_7, "New"))))
    folded = fold(PLACEMENT, history.entity, history.records)
    assert (folded.state, folded.marks) == (None, {change: "there is no such unit"})


def test_a_day_is_said_as_people_say_it() -> None:
    assert placements.in_words(date(2027, 4, 1)) == "1 April 2027"
