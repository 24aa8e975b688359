"""Whatever is done to a tree: no circle, one unit that may close each open card, and a past that stays as it was."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.central.permissions import refusal
from kiosk.domain.changes import Actor, Change, Log, LogKind
from kiosk.domain.entities import Refusal
from kiosk.domain.organisation import Organisation
from kiosk.domain.placed_nodes import NodeKind, Placement
from kiosk.domain.placements import (
    CloseNode,
    DescribeNode,
    MoveNode,
    OpenNodeAgain,
    PlaceNode,
    RenameNode,
)
from kiosk.domain.reorganising import MergeNodes, Reorganising, SplitNode, TreeCommand
from tests.unit.domain.trees import DAY, HOSPITAL, ROOT, organised

OLD = tuple(organised(*HOSPITAL).placements)
NEW = tuple(f"node:new-{n}" for n in range(6))
NODES = st.sampled_from((*OLD, *NEW))
DAYS = st.integers(0, 12).map(lambda ahead: DAY + timedelta(days=ahead))
SOON = st.integers(1, 8)
KINDS = st.sampled_from(NodeKind)
NAMES = st.sampled_from(("North", "South", "East", "West", "Ward-7"))


def _split(node: str, names: list[str], first: int, on: date) -> SplitNode:
    into = [(NEW[(first + n) % len(NEW)], name) for n, name in enumerate(names)]
    return SplitNode(node, tuple(into), on)


COMMANDS: st.SearchStrategy[TreeCommand] = st.one_of(
    st.builds(
        PlaceNode, st.sampled_from(NEW), NAMES, KINDS, st.integers(1, 4), NODES | st.none(), DAYS
    ),
    st.builds(MoveNode, NODES, NODES | st.none(), DAYS),
    st.builds(RenameNode, NODES, NAMES),
    st.builds(DescribeNode, NODES, KINDS, st.integers(1, 4), st.just("UTC"), NODES | st.none()),
    st.builds(CloseNode, NODES, DAYS, st.lists(NODES, max_size=2).map(tuple)),
    st.builds(OpenNodeAgain, NODES),
    st.builds(
        _split, NODES, st.lists(NAMES, min_size=2, max_size=3, unique=True), st.integers(0, 5), DAYS
    ),
    st.builds(
        MergeNodes,
        st.lists(NODES, min_size=1, max_size=3, unique=True).map(tuple),
        NODES,
        DAYS,
        NAMES,
    ),
)
PLANS = st.lists(COMMANDS, max_size=25)
LAST = DAY + timedelta(days=14)


def effective_from(command: TreeCommand) -> date:
    """Return the first day that a command may change."""
    first = {PlaceNode: "starts", MoveNode: "since", CloseNode: "ends"}
    names = {**first, SplitNode: "on", MergeNodes: "on"}
    return getattr(command, names[type(command)]) if type(command) in names else date.min


def shape(tree: Organisation, on: date) -> dict[str, tuple[str, ...]]:
    """Return who stood where on a day."""
    return {placed.node: tree.ancestors(placed.node, on) for placed in stood(tree, on)}


def stood(tree: Organisation, on: date) -> list[Placement]:
    """Return the nodes that stood on a day."""
    return [placed for placed in tree.placements.values() if placed.stands(on)]


@given(PLANS)
def test_no_way_up_ever_ends_in_itself(plan: list[TreeCommand]) -> None:
    changing = Reorganising(organised(*HOSPITAL))
    for command in plan:
        changing.decide(command)
    tree = changing.organisation
    for on in (DAY, DAY + timedelta(days=6), LAST):
        tops = set(tree.children(None, on))
        for placed in stood(tree, on):
            way_up = (placed.node, *tree.ancestors(placed.node, on))
            assert len(set(way_up)) == len(way_up)
            assert way_up[-1] in tops
            assert all(tree.stands(node, on) for node in way_up)


@given(PLANS, st.integers(0, 14))
def test_every_open_card_has_exactly_one_unit_that_may_close_it(
    plan: list[TreeCommand], ahead: int
) -> None:
    changing = Reorganising(organised(*HOSPITAL))
    for command in plan:
        changing.decide(command)
    tree, on = changing.organisation, DAY + timedelta(days=ahead)
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    for node, placed in tree.placements.items():
        if placed.starts > on:
            continue
        log = Log(node, LogKind.SHARED)
        may = []
        for other in tree.placements:
            payload = {"node": node, "closed_by": None if other == node else other}
            change = Change("1", log, "card:1", "card.closed", payload, Actor(), None, noon, "boot")
            if refusal(tree, other, log, change, on) is None:
                may.append(other)
        assert may == [tree.heir(node, on)]
        assert tree.stands(may[0], on)
        assert Log(node, LogKind.SHARED) in tree.follows(may[0], on)


@given(PLANS)
def test_what_was_before_a_change_takes_effect_stays_as_it_was(plan: list[TreeCommand]) -> None:
    changing = Reorganising(organised(*HOSPITAL))
    for command in plan:
        before = changing.organisation
        decision = changing.decide(command)
        tree = changing.organisation
        if isinstance(decision, Refusal):
            assert tree.placements == before.placements
        for on in (DAY - timedelta(days=1), DAY, DAY + timedelta(days=5)):
            if on < effective_from(command):
                assert shape(tree, on) == shape(before, on)
        assert set(before.placements) <= set(tree.placements)


@given(PLANS)
def test_the_root_stays_or_has_a_successor(plan: list[TreeCommand]) -> None:
    changing = Reorganising(organised(*HOSPITAL))
    for command in plan:
        changing.decide(command)
    assert changing.organisation.root == ROOT
    assert changing.organisation.heir(ROOT, LAST) is not None
