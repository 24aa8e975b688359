"""A board that holds other nodes' logs, and its own from under an older name: nothing is mixed, nothing is missing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.domain.cards import CloseCard, Closed
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.equity_goals import DropEquityGoal, SetEquityGoal, equity_goal_id
from kiosk.domain.kinds import KINDS
from kiosk.domain.metrics import DefineMetric, MetricFacts, metric_id
from kiosk.domain.nodes import DefineNode, NodeFacts
from kiosk.domain.observations import RecordObservation, observation_id
from kiosk.domain.people import AddPerson, Role
from kiosk.domain.placed_nodes import NodeKind
from kiosk.domain.placements import PlaceNode
from kiosk.domain.safety_days import CloseDay, ReopenDay
from kiosk.services.board import BoardService
from kiosk.services.deciding import Command
from kiosk.store.store import Store, open_store
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.unit.services.ward import NODE, TUESDAY, a_release, define, raising

ENROLLED = "node:enrolled"
SERVICE = "node:service"
SIBLING = "node:sibling"
ROOT = "node:root"
DAY = TUESDAY.date()


@dataclass
class Board:
    """A store, and the use cases on it."""

    store: Store
    service: BoardService
    clock: FixedClock
    said: int = 0

    def say(self, *commands: Command) -> None:
        """Carry commands out, one after the other."""
        for command in commands:
            self.said += 1
            self.service.perform(command, f"{self.service.node_id} {self.said}")

    def goes_to(self, other: "Board") -> None:
        """Let everything of this board's logs arrive at another one."""
        for log in self.store.cursors():
            received = other.store.receive(log, self.store.records(log))
            other.service.take_in(received.changed)


def board(folder: Path, node: str, device: str) -> Board:
    clock, ids = FixedClock(TUESDAY), SeededIds(device)
    store = open_store(
        folder / device / "ward.sqlite",
        kinds=KINDS,
        node=node,
        device=device,
        ids=ids,
        clock=clock,
        boot_id="boot",
    )
    return Board(store, BoardService(store, clock, ids, node), clock)


@pytest.fixture
def boards(tmp_path: Path) -> Iterator[dict[str, Board]]:
    """A ward, and what else is in its organisation: each is its own sequencer."""
    names = {
        NODE: "ward",
        ENROLLED: "central",
        SERVICE: "tier-2",
        SIBLING: "next-door",
        ROOT: "root",
    }
    made = {node: board(tmp_path, node, device) for node, device in names.items()}
    yield made
    for one in made.values():
        one.store.close()


def placing(node: str, parent: str | None, tier: int, kind: NodeKind) -> PlaceNode:
    return PlaceNode(node, node.removeprefix("node:"), kind, tier, parent, DAY - timedelta(days=9))


def place_all(root: Board) -> None:
    root.say(
        placing(ROOT, None, 3, NodeKind.HOSPITAL),
        placing(SERVICE, ROOT, 2, NodeKind.SERVICE),
        placing(ENROLLED, SERVICE, 1, NodeKind.UNIT),
        placing(SIBLING, SERVICE, 1, NodeKind.UNIT),
    )


def metric(node: str, title: str = "Pain reassessed") -> DefineMetric:
    return DefineMetric(metric_id(node, "pain"), MetricFacts(key="pain", title=title))


def figure(node: str, day: date, numerator: int) -> RecordObservation:
    return RecordObservation(metric_id(node, "pain"), day, "counted", numerator)


def enrolled(ward: Board) -> Board:
    """Let the ward that ran alone belong to the enrolled node."""
    ward.store.enrol(ENROLLED, "central-1", "device-7")
    clock, ids = FixedClock(TUESDAY), SeededIds("enrolled")
    return Board(ward.store, BoardService(ward.store, clock, ids, ENROLLED), clock, 1000)


def test_a_siblings_things_are_not_on_this_wards_shelves(boards: dict[str, Board]) -> None:
    ward, sibling = boards[NODE], boards[SIBLING]
    define(ward.service)
    sibling.say(
        raising("card:theirs"),
        metric(SIBLING),
        figure(SIBLING, DAY, 7),
        CloseDay(SIBLING, DAY),
        AddPerson("person:1", "Ada Quill", Role.STAFF),
    )
    sibling.service.import_release(a_release())
    ward.store.begin_timeline("central-1")

    sibling.goes_to(ward)

    shown = ward.service.ward()
    assert not shown.cards
    assert not shown.metrics
    assert not shown.observations
    assert not shown.safety_days
    assert not shown.people
    assert not shown.published
    ward.service.look_again()
    assert not ward.service.ward().cards
    assert not ward.service.ward().metrics


def test_a_tier_two_board_shows_the_cards_of_its_wards(boards: dict[str, Board]) -> None:
    place_all(boards[ROOT])
    service, ward = boards[SERVICE], boards[SIBLING]
    ward.say(raising("card:up"))
    service.say(raising("card:own"))
    service.store.begin_timeline("central-1")
    ward.goes_to(service)
    assert list(service.service.ward().cards) == ["card:own"]

    boards[ROOT].goes_to(service)

    shown = service.service.ward()
    assert set(shown.cards) == {"card:own", "card:up"}
    assert (shown.is_ours("card:own"), shown.is_ours("card:up")) == (True, False)
    assert set(shown.units) == {ROOT, SERVICE, ENROLLED, SIBLING}


def test_closed_cards_of_other_nodes_go_after_ninety_days_and_ones_own_stay(
    boards: dict[str, Board],
) -> None:
    place_all(boards[ROOT])
    service, ward = boards[SERVICE], boards[SIBLING]
    for one, card in ((ward, "card:up"), (service, "card:own")):
        node = one.service.node_id
        one.say(replace(raising(card), node=node), CloseCard(card, node))
    ward.say(replace(raising("card:open"), node=SIBLING))
    service.store.begin_timeline("central-1")
    for one in (ward, boards[ROOT]):
        one.goes_to(service)
    assert service.service.let_go_of_old_cards() == 0

    service.clock.advance(timedelta(days=91))

    assert service.service.let_go_of_old_cards() == 1
    assert set(service.service.ward().cards) == {"card:own", "card:open"}
    assert service.store.verify() is None


def test_a_ward_that_enrols_shows_on_what_it_had(boards: dict[str, Board]) -> None:
    ward = boards[NODE]
    define(ward.service)
    ward.say(metric(NODE), figure(NODE, DAY, 3), raising(), CloseDay(NODE, DAY))
    before = ward.service.ward()

    after = enrolled(ward).service.ward()

    assert after.node == before.node
    assert after.metrics == before.metrics
    assert after.observations == before.observations
    assert after.cards == before.cards
    assert after.safety_days == before.safety_days
    assert (after.waiting, after.alone) == (3, False)


def test_the_nodes_own_setup_takes_the_place_of_what_the_ward_set_alone(
    boards: dict[str, Board],
) -> None:
    ward, central = boards[NODE], boards[ENROLLED]
    define(ward.service)
    ward.say(metric(NODE, "As the ward called it"), figure(NODE, DAY, 3))
    central.say(
        DefineNode(ENROLLED, NodeFacts(name="7 East", time_zone="Europe/London")),
        metric(ENROLLED, "As the hospital calls it"),
    )
    now = enrolled(ward)

    central.goes_to(now)

    shown = now.service.ward()
    mine = metric_id(ENROLLED, "pain")
    assert shown.node is not None
    assert shown.node.facts.name == "7 East"
    assert {one.facts.title for one in shown.metrics.values()} == {"As the hospital calls it"}
    assert [(one.metric, one.numerator) for one in shown.observations.values()] == [(mine, 3)]
    assert list(shown.observations) == [observation_id(mine, DAY)]
    history = now.service.history(observation_id(mine, DAY))
    assert [record.change.kind for record in history.records] == ["observation.recorded"]


def test_a_figure_from_before_is_corrected_with_both_values_kept(boards: dict[str, Board]) -> None:
    ward, central = boards[NODE], boards[ENROLLED]
    define(ward.service)
    ward.say(metric(NODE), figure(NODE, DAY, 3))
    central.say(metric(ENROLLED))
    now = enrolled(ward)
    central.goes_to(now)

    now.say(figure(ENROLLED, DAY, 4), figure(ENROLLED, DAY - timedelta(days=1), 9))

    figures = now.service.ward().observations.values()
    assert [(one.numerator, one.corrections) for one in figures] == [(4, 1), (9, 0)]


def test_a_card_from_before_is_closed_by_the_ward_under_its_new_name(
    boards: dict[str, Board],
) -> None:
    ward = boards[NODE]
    ward.say(raising("card:1"))
    now = enrolled(ward)
    assert now.service.ward().is_ours("card:1")

    now.say(CloseCard("card:1", ENROLLED))

    assert isinstance(now.service.ward().cards["card:1"].progress, Closed)


def test_a_day_from_before_is_one_day_with_the_nodes_own(boards: dict[str, Board]) -> None:
    ward = boards[NODE]
    ward.say(CloseDay(NODE, DAY))
    now = enrolled(ward)

    now.say(ReopenDay(ENROLLED, DAY), CloseDay(ENROLLED, DAY - timedelta(days=1)))

    days = now.service.ward().safety_days
    assert {day: state.closed for day, state in days.items()} == {
        DAY: False,
        DAY - timedelta(days=1): True,
    }


def test_a_goal_from_before_is_the_nodes_goal(boards: dict[str, Board]) -> None:
    ward = boards[NODE]
    goal = SetEquityGoal(NODE, "pain", "language", 5.0, DAY + timedelta(days=9), "charge nurse")
    ward.say(goal)
    now = enrolled(ward)
    assert list(now.service.ward().equity_goals) == [equity_goal_id(ENROLLED, "pain", "language")]

    now.say(replace(goal, node=ENROLLED, gap=4.0))
    now.say(DropEquityGoal(ENROLLED, "pain", "language"))

    goals = now.service.ward().equity_goals
    assert [(one.gap, one.active) for one in goals.values()] == [(4.0, False)]


def test_another_kiosk_of_the_node_learns_the_older_name_from_central(
    boards: dict[str, Board], tmp_path: Path
) -> None:
    ward, central = boards[NODE], boards[ENROLLED]
    ward.say(metric(NODE), figure(NODE, DAY, 3), raising("card:1"))
    central.say(metric(ENROLLED))
    figures, cards = Log(ENROLLED, LogKind.OWN), Log(ENROLLED, LogKind.SHARED)
    other = board(tmp_path, ENROLLED, "other")
    other.store.begin_timeline("central-1")
    central.goes_to(other)
    sent = [(log, ward.store.records(Log(NODE, log.kind))) for log in (figures, cards)]
    for log, page in sent:
        other.service.take_in(other.store.receive(log, page).changed)

    other.store.set_meta("aliases", json.dumps([NODE]))
    other.service.look_again()

    shown = other.service.ward()
    mine = metric_id(ENROLLED, "pain")
    assert [(one.metric, one.numerator) for one in shown.observations.values()] == [(mine, 3)]
    assert shown.is_ours("card:1")
    other.store.close()


def test_a_card_of_a_change_that_was_refused_leaves_the_board(boards: dict[str, Board]) -> None:
    now = enrolled(boards[NODE])
    now.say(raising("card:1"))
    (record,) = now.store.pending(Log(ENROLLED, LogKind.SHARED))

    now.service.take_in(now.store.bury(record.change.id, "not_permitted", "").changed)

    assert not now.service.ward().cards
