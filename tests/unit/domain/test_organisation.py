"""The tree: who stands above, beside and below, who took over, and which logs a board follows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.domain.changes import Log, LogKind
from kiosk.domain.organisation import FOLLOW_LIMIT, Relation, organisation_of
from kiosk.domain.placed_nodes import NodeKind, Placement, Seat
from kiosk.domain.placements import CloseNode, MoveNode
from tests.unit.domain.trees import (
    DAY,
    ESTATES,
    FIRST,
    HOSPITAL,
    MEDICINE,
    ROOT,
    SITE,
    SURGERY,
    WARD_7,
    WARD_8,
    WARD_9,
    organised,
    placing,
)

CONFIG, SHARED, OWN = LogKind.CONFIG, LogKind.SHARED, LogKind.OWN
TOMORROW = DAY + timedelta(days=1)
NEW = "node:new"
NEW_WARD = placing(NEW, NodeKind.UNIT, 1, SURGERY)


def test_a_tree_says_who_stands_above_beside_and_below() -> None:
    tree = organised(*HOSPITAL)
    assert tree.ancestors(WARD_7, DAY) == (MEDICINE, ROOT)
    assert tree.siblings(WARD_7, DAY) == (WARD_8,)
    assert tree.siblings(ROOT, DAY) == ()
    assert tree.subtree(ROOT, DAY) == (MEDICINE, SURGERY, ESTATES, WARD_7, WARD_8, WARD_9, SITE)
    assert tree.children(None, DAY) == (ROOT,)
    assert len(tree.standing(midnight(DAY))) == 8


def test_a_unit_stands_from_its_own_midnight_wherever_central_is() -> None:
    far = replace(placing(NEW, NodeKind.UNIT, 1, SURGERY, starts=DAY), time_zone="Pacific/Auckland")
    tree = organised(*HOSPITAL, far)
    stands = [
        {placed.node for placed in tree.standing(midnight(DAY) - timedelta(hours=before))}
        for before in (14, 1)
    ]
    assert [NEW in names for names in stands] == [False, True]


def midnight(day: date) -> datetime:
    """Return the beginning of a day in Greenwich."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def test_a_ward_follows_its_own_logs_its_siblings_shared_and_the_configuration_above() -> None:
    follows = organised(*HOSPITAL).follows(WARD_7, DAY)
    assert set(follows) == {
        Log(WARD_7, OWN),
        Log(WARD_7, SHARED),
        Log(WARD_7, CONFIG),
        Log(MEDICINE, CONFIG),
        Log(ROOT, CONFIG),
        Log(WARD_8, SHARED),
    }


def test_tier_2_and_up_also_follow_the_shared_logs_of_everything_below() -> None:
    tree = organised(*HOSPITAL)
    below = {log.node for log in tree.follows(MEDICINE, DAY) if log.kind is SHARED}
    assert below == {MEDICINE, SURGERY, ESTATES, WARD_7, WARD_8}
    assert {log.node for log in tree.follows(ROOT, DAY) if log.kind is SHARED} == {
        ROOT,
        *tree.subtree(ROOT, DAY),
    }
    assert [log.node for log in tree.follows(ROOT, DAY) if log.kind is OWN] == [ROOT]


def test_a_support_department_follows_all_that_it_serves_and_a_site_coordinator_all_it_answers_for() -> (
    None
):
    tree = organised(*HOSPITAL)
    assert {WARD_7, WARD_9} <= {log.node for log in tree.follows(ESTATES, DAY)}
    assert {MEDICINE, WARD_7, WARD_8, WARD_9} <= {log.node for log in tree.follows(SITE, DAY)}
    assert tree.out_of_hours(WARD_7, DAY) == SITE
    assert tree.out_of_hours(WARD_9, DAY) is None


def test_a_successor_follows_what_its_predecessor_had_and_holds_the_right_to_close() -> None:
    tree = organised(*HOSPITAL, NEW_WARD, CloseNode(WARD_7, TOMORROW, (NEW, WARD_8)))
    assert tree.heir(WARD_7, DAY) == WARD_7
    assert tree.heir(WARD_7, TOMORROW) == NEW
    assert {Log(WARD_7, SHARED), Log(WARD_7, OWN)} <= set(tree.follows(NEW, TOMORROW))
    assert {Log(WARD_7, SHARED), Log(WARD_7, OWN)} <= set(tree.follows(WARD_8, TOMORROW))
    assert Log(WARD_7, CONFIG) not in tree.follows(NEW, TOMORROW)
    assert Log(WARD_7, SHARED) not in tree.follows(NEW, DAY)
    assert tree.successors(WARD_7, DAY) == ()
    assert tree.successors(WARD_7, TOMORROW) == (NEW, WARD_8)
    assert Log(WARD_7, SHARED) in tree.follows(SURGERY, TOMORROW)


def test_the_cards_of_a_ward_that_nobody_took_over_pass_to_the_node_above() -> None:
    tree = organised(*HOSPITAL, CloseNode(WARD_7, DAY))
    assert tree.heir(WARD_7, DAY) == MEDICINE
    assert Log(WARD_7, SHARED) in tree.follows(MEDICINE, DAY)
    assert Log(WARD_7, OWN) not in tree.follows(MEDICINE, DAY)
    assert tree.predecessors(MEDICINE, DAY) == (WARD_7,)


def test_a_successor_of_a_successor_takes_over_from_both() -> None:
    tree = organised(
        *HOSPITAL, NEW_WARD, CloseNode(WARD_7, DAY, (NEW,)), CloseNode(NEW, TOMORROW, (WARD_9,))
    )
    assert tree.heir(WARD_7, TOMORROW) == WARD_9
    assert tree.successors(WARD_7, TOMORROW) == (NEW, WARD_9)
    assert tree.predecessors(WARD_9, TOMORROW) == (WARD_7, NEW)


def test_a_move_counts_from_its_day_and_keeps_what_was_before() -> None:
    tree = organised(*HOSPITAL, MoveNode(WARD_7, SURGERY, TOMORROW))
    assert tree.parent(WARD_7, DAY) == MEDICINE
    assert tree.parent(WARD_7, TOMORROW) == SURGERY
    assert tree.siblings(WARD_7, TOMORROW) == (WARD_9, SITE)


def test_what_stands_below_a_closed_node_stands_below_its_successor() -> None:
    tree = organised(*HOSPITAL, CloseNode(MEDICINE, DAY, (SURGERY,)))
    assert tree.ancestors(WARD_7, DAY) == (SURGERY, ROOT)
    assert WARD_7 in tree.subtree(SURGERY, DAY)


@pytest.mark.parametrize(
    ("node", "other", "relation"),
    [
        (WARD_7, WARD_7, Relation.SELF),
        (MEDICINE, WARD_7, Relation.ABOVE),
        (ROOT, WARD_7, Relation.ABOVE),
        (WARD_7, ROOT, Relation.BELOW),
        (WARD_8, WARD_7, Relation.SIBLING),
        (WARD_9, WARD_7, Relation.UNRELATED),
        (SURGERY, WARD_7, Relation.UNRELATED),
        (ESTATES, WARD_7, Relation.SUPPORT),
        (SITE, WARD_7, Relation.OUT_OF_HOURS),
        (SITE, WARD_9, Relation.SUPPORT),
        ("node:nobody", WARD_7, Relation.UNRELATED),
        (WARD_7, "node:nobody", Relation.UNRELATED),
    ],
)
def test_every_node_is_something_to_every_other(node: str, other: str, relation: Relation) -> None:
    assert organised(*HOSPITAL).relation(node, other, DAY) is relation


def test_after_a_closing_one_is_the_successor_and_the_other_the_predecessor() -> None:
    tree = organised(*HOSPITAL, CloseNode(WARD_7, DAY, (WARD_9,)))
    assert tree.relation(WARD_9, WARD_7, DAY) is Relation.SUCCESSOR
    assert tree.relation(WARD_7, WARD_9, DAY) is Relation.PREDECESSOR
    assert tree.relation(MEDICINE, WARD_7, DAY) is Relation.ABOVE


def test_a_board_follows_so_many_logs_and_no_more_and_leaves_out_those_furthest_down() -> None:
    def placement(node: str, parent: str | None) -> Placement:
        return Placement(
            node=node,
            name=node,
            kind=NodeKind.UNIT,
            tier=1,
            time_zone="UTC",
            starts=FIRST,
            seats=(Seat(parent=parent, since=FIRST),),
        )

    def tree(wards: int) -> tuple[Log, ...]:
        placed = [placement(ROOT, None)]
        placed += [placement(f"node:{n}", ROOT) for n in range(wards)]
        return organisation_of(ROOT, [*placed, placement("node:deep", "node:0")]).follows(ROOT, DAY)

    own = 3
    assert len(tree(FOLLOW_LIMIT - own - 1)) == FOLLOW_LIMIT
    assert Log("node:deep", SHARED) in tree(FOLLOW_LIMIT - own - 1)
    assert len(tree(FOLLOW_LIMIT)) == FOLLOW_LIMIT
    assert Log("node:deep", SHARED) not in tree(FOLLOW_LIMIT - own)
