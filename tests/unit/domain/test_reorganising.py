"""Changing the tree: what cannot be is refused in words; splitting and merging close nothing away."""

from datetime import timedelta

import pytest

from kiosk.domain.organisation import Organisation, Relation
from kiosk.domain.placed_nodes import NodeKind
from kiosk.domain.placements import CloseNode, DescribeNode, MoveNode, OpenNodeAgain, RenameNode
from kiosk.domain.reorganising import MergeNodes, Reorganising, SplitNode, TreeCommand
from kiosk.domain.tree_rules import DEPTH_LIMIT, NODES_LIMIT, TreeRules
from tests.unit.domain.histories import why_not
from tests.unit.domain.trees import (
    DAY,
    ESTATES,
    FIRST,
    HOSPITAL,
    MEDICINE,
    ROOT,
    SURGERY,
    WARD_7,
    WARD_8,
    WARD_9,
    organised,
    placing,
)

LATER, LATEST = DAY + timedelta(days=10), DAY + timedelta(days=20)
EAST, WEST = "node:east", "node:west"
SYSTEM = "node:system"


def reorganised(*commands: TreeCommand) -> Organisation:
    """Return the hospital after commands that all can be carried out."""
    changing = Reorganising(organised(*HOSPITAL))
    for command in commands:
        assert isinstance(changing.decide(command), tuple), changing.decide(command)
    return changing.organisation


def refused(*commands: TreeCommand) -> str:
    """Return why the last command cannot be carried out, and see that it left nothing behind."""
    changing = Reorganising(reorganised(*commands[:-1]))
    before = changing.organisation.placements
    words = why_not(changing.decide(commands[-1]))
    assert changing.organisation.placements == before
    return words


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ((MoveNode(ROOT, WARD_7, DAY),), "would stand below itself"),
        ((MoveNode(MEDICINE, WARD_7, DAY),), "would stand below itself"),
        ((MoveNode(WARD_7, "node:nobody", DAY),), "unit above is not in the organisation"),
        ((MoveNode(WARD_7, WARD_8, DAY),), "tiers rise on the way up"),
        ((placing(EAST, NodeKind.UNIT, 2, MEDICINE),), "tiers rise on the way up"),
        ((DescribeNode(MEDICINE, NodeKind.SERVICE, 1, "UTC"),), "Ward-7 is on tier 1"),
        ((DescribeNode(ROOT, NodeKind.HOSPITAL, 2, "UTC"),), "Medicine is on tier 2"),
        ((DescribeNode(WARD_7, NodeKind.UNIT, 1, "UTC", "node:nobody"),), "answers out of hours"),
        ((placing(EAST, NodeKind.UNIT, 1, MEDICINE, starts=FIRST - timedelta(1)),), "opens on"),
        ((CloseNode(ROOT, LATER),), "stands at the top: say who takes over"),
        ((CloseNode(MEDICINE, LATER),), "Ward-7 and 1 more still stand below it"),
        ((CloseNode(SURGERY, LATER, (MEDICINE,)),), "Ward-9 and 1 more still stand"),
        ((MoveNode(WARD_7, SURGERY, LATER), CloseNode(MEDICINE, DAY)), "Ward-7 and 1 more"),
        ((CloseNode(WARD_7, LATER, ("node:nobody",)),), "takes over is not in the organisation"),
        ((CloseNode(WARD_7, DAY), CloseNode(WARD_8, LATER, (WARD_7,))), "Ward-7 does not stand on"),
        ((CloseNode(WARD_7, LATER, (WARD_8,)), CloseNode(WARD_8, DAY)), "takes over from Ward-7"),
        ((RenameNode(WARD_8, "WARD-7"),), "another unit called WARD-7"),
        ((CloseNode(ESTATES, DAY), MoveNode(WARD_7, ESTATES, LATER)), "closed from 24 November"),
        ((SplitNode("node:nobody", ((EAST, "East"), (WEST, "West")), DAY),), "not in the organis"),
        ((SplitNode(WARD_7, ((EAST, "East"),), DAY),), "two or more"),
        ((SplitNode(WARD_7, ((EAST, "East"), (WEST, "East")), DAY),), "two or more"),
        ((SplitNode(WARD_7, ((EAST, "East"), (WEST, "Ward-8")), DAY),), "another unit called"),
        ((MergeNodes((), WARD_8, DAY),), "not in the organisation"),
        ((MergeNodes((WARD_7, "node:nobody"), WARD_8, DAY),), "not in the organisation"),
        ((MergeNodes((WARD_7, WARD_8), EAST, DAY),), "1 to 40 characters"),
        ((MergeNodes((WARD_7, WARD_8), WARD_8, DAY),), "cannot take over from itself"),
        (
            (CloseNode(WARD_7, LATER), RenameNode(WARD_8, "Ward-7")),
            "another unit called",
        ),
        (
            (
                CloseNode(WARD_7, DAY),
                placing(EAST, NodeKind.UNIT, 1, MEDICINE, starts=LATER),
                RenameNode(EAST, "Ward-7"),
                OpenNodeAgain(WARD_7),
            ),
            "another unit called",
        ),
    ],
)
def test_what_the_tree_cannot_be_is_refused_in_words(
    commands: tuple[TreeCommand, ...], words: str
) -> None:
    assert words in refused(*commands)


def test_a_move_to_come_that_would_close_a_circle_then_is_refused_now() -> None:
    groups = (
        placing("node:north", NodeKind.SERVICE, 2, ROOT),
        placing("node:inner", NodeKind.SUPPORT, 2, "node:north"),
        placing("node:outer", NodeKind.SUPPORT, 2, "node:inner"),
        MoveNode("node:inner", ROOT, DAY),
        MoveNode("node:outer", "node:inner", LATER),
    )
    assert "below itself" in refused(*groups, MoveNode("node:inner", "node:outer", LATEST))


def test_a_split_ward_goes_on_as_two_and_the_first_has_its_cards() -> None:
    tree = reorganised(SplitNode(WARD_7, ((EAST, "Ward 7 East"), (WEST, "Ward 7 West")), LATER))
    assert tree.children(MEDICINE, DAY) == (WARD_7, WARD_8)
    assert tree.children(MEDICINE, LATER) == (WARD_8, EAST, WEST)
    assert tree.heir(WARD_7, LATER) == EAST
    assert tree.relation(WEST, WARD_7, LATER) is Relation.SUCCESSOR


def test_merged_wards_go_on_as_one() -> None:
    tree = reorganised(MergeNodes((WARD_7, WARD_9), EAST, LATER, "Ward 7 and 9"))
    assert tree.predecessors(EAST, LATER) == (WARD_7, WARD_9)
    assert tree.parent(EAST, LATER) == MEDICINE
    into_one_that_stands = reorganised(MergeNodes((WARD_7,), WARD_8, LATER))
    assert into_one_that_stands.heir(WARD_7, LATER) == WARD_8


def test_a_hospital_can_be_put_below_a_new_system_and_keeps_holding_the_tree() -> None:
    tree = reorganised(placing(SYSTEM, NodeKind.SYSTEM, 4, None), MoveNode(ROOT, SYSTEM, LATER))
    assert tree.ancestors(WARD_7, LATER) == (MEDICINE, ROOT, SYSTEM)
    assert tree.children(None, LATER) == (SYSTEM,)
    assert tree.root == ROOT


def test_a_unit_that_nobody_stands_below_any_more_can_be_closed() -> None:
    tree = reorganised(
        MoveNode(WARD_7, SURGERY, DAY), CloseNode(WARD_8, DAY), CloseNode(MEDICINE, DAY)
    )
    assert tree.heir(MEDICINE, DAY) == ROOT
    assert tree.heir(WARD_8, DAY) == ROOT


def test_a_support_department_may_stand_on_the_tier_of_those_above() -> None:
    assert reorganised(placing("node:it", NodeKind.SUPPORT, 3, ROOT)).stands("node:it", DAY)


def test_so_many_units_stand_above_one_another_and_no_more() -> None:
    chain: list[TreeCommand] = []
    above = ROOT
    for number in range(DEPTH_LIMIT - 1):
        chain.append(placing(f"node:{number}", NodeKind.SUPPORT, 1, above))
        above = f"node:{number}"
    assert len(reorganised(*chain).ancestors(above, DAY)) == DEPTH_LIMIT - 1
    words = refused(*chain, placing("node:more", NodeKind.SUPPORT, 1, above))
    assert words == "At most 12 units stand above one another."


def test_an_organisation_has_so_many_units_and_no_more() -> None:
    [ward] = organised(placing(WARD_7, NodeKind.UNIT, 1, None)).placements.values()
    copies = (
        ward.model_copy(update={"node": f"node:{n}", "name": str(n)}) for n in range(NODES_LIMIT)
    )
    rules = TreeRules(copies)
    last = placing("node:0", NodeKind.UNIT, 1, None)
    assert rules.wrong(last) == ""
    rules.put("node:more", ward.model_copy(update={"node": "node:more"}))
    assert rules.wrong(last) == "An organisation has at most 20000 units."
