"""Once a ward is enrolled, what central sets is refused at the board, in words, before it is written."""

import pytest

from kiosk.domain.changes import Actor
from kiosk.domain.metrics import DefineMetric, RetireMetric, SetGoal
from kiosk.domain.nodes import ChooseLayout, DefineNode, NodeFacts
from kiosk.domain.placed_nodes import placement_id
from kiosk.domain.placements import LockNode, PlaceNode, decide
from kiosk.services.board import BoardService
from kiosk.services.refused import Refused
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.memory_store import MemoryStore
from tests.unit.services.commands import PLACE, SKIN
from tests.unit.services.ward import NODE, TUESDAY, a_release, define, raising


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(NODE, SeededIds("store"), FixedClock(TUESDAY))


@pytest.fixture
def service(store: MemoryStore) -> BoardService:
    service = BoardService(store, FixedClock(TUESDAY), SeededIds("service"), NODE)
    define(service)
    service.perform(SKIN, "skin")
    return service


def centrally(store: MemoryStore, *commands: PlaceNode | LockNode) -> None:
    """Let changes of central arrive."""
    for command in commands:
        placed = store.entity(placement_id(NODE))
        decision = decide(placed.state if placed else None, command)
        assert isinstance(decision, tuple)
        store.append(decision, actor=Actor(kind="central"))


def test_a_ward_alone_sets_everything_itself(service: BoardService) -> None:
    assert service.perform(SetGoal(SKIN.metric_id, 90.0), "goal").changed
    assert service.perform(RetireMetric(SKIN.metric_id), "retire").changed
    assert service.import_release(a_release()).changed


@pytest.mark.parametrize(
    "command",
    [DefineMetric(SKIN.metric_id, SKIN.facts), RetireMetric(SKIN.metric_id), PLACE],
    ids=lambda one: type(one).__name__,
)
def test_an_enrolled_ward_is_told_that_the_hospital_sets_it(
    service: BoardService, store: MemoryStore, command: DefineMetric | RetireMetric | PlaceNode
) -> None:
    store.enrol()
    writes = store.writes
    with pytest.raises(Refused, match=r"The hospital sets .* Ask whoever looks after the central"):
        service.perform(command, "touch")
    assert store.writes == writes


def test_figures_are_published_by_central_only_once_a_ward_is_enrolled(
    service: BoardService, store: MemoryStore
) -> None:
    store.enrol()
    with pytest.raises(Refused, match="The hospital sets published figures"):
        service.import_release(a_release())
    assert service.ward().published == {}


def test_an_enrolled_ward_sets_its_goal_until_central_locks_goals(
    service: BoardService, store: MemoryStore
) -> None:
    store.enrol()
    centrally(store, PLACE)
    undo = service.perform(SetGoal(SKIN.metric_id, 90.0), "goal").undo
    centrally(store, LockNode(NODE, ("goals",)))
    with pytest.raises(Refused, match="The hospital sets goals for this unit"):
        service.perform(SetGoal(SKIN.metric_id, 80.0), "another goal")
    assert undo is not None
    with pytest.raises(Refused, match="The hospital sets goals for this unit"):
        service.undo(undo)
    assert service.perform(ChooseLayout(NODE, "ward_value_compass"), "layout").changed


def test_an_enrolled_ward_sets_its_telephone_number_but_not_its_name(
    service: BoardService, store: MemoryStore
) -> None:
    store.enrol()
    centrally(store, PLACE)
    facts = NodeFacts(name="Ward 7 East", out_of_hours_phone="4321")
    assert service.perform(DefineNode(NODE, facts), "phone").changed
    with pytest.raises(Refused, match="name, tier, time zone and service"):
        service.perform(DefineNode(NODE, NodeFacts(name="Ward 8")), "name")


def test_an_enrolled_ward_does_its_daily_work(service: BoardService, store: MemoryStore) -> None:
    store.enrol()
    centrally(store, PLACE, LockNode(NODE, ("agenda", "calendar", "people", "unit")))
    undo = service.perform(raising("card:9"), "raise").undo
    assert undo is not None
    assert service.undo(undo).changed == ("card:9",)


def test_a_board_knows_what_the_hospital_locks_before_anybody_types(
    service: BoardService, store: MemoryStore
) -> None:
    assert service.ward().locks == frozenset()
    store.enrol()
    centrally(store, PLACE, LockNode(NODE, ("layout", "people")))
    service.look_again()
    assert service.ward().locks == {"layout", "people"}
