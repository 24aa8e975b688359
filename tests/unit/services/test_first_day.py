"""A set-up makes a ward whole in one step, from the shipped catalogue."""

from dataclasses import replace

import pytest

from kiosk.domain.calendars import Calendar
from kiosk.domain.nodes import NodeFacts
from kiosk.host.resources import resource_folder
from kiosk.layouts.catalogue import Catalogue, load_catalogue
from kiosk.services.board import BoardService
from kiosk.services.first_day import WardSetup, set_up_ward
from kiosk.services.pins import PinKeeper
from kiosk.services.refused import Refused
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.memory_store import MemoryStore
from tests.unit.services.ward import NODE, TUESDAY


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(resource_folder("assets") / "catalogue")


@pytest.fixture
def answers(catalogue: Catalogue) -> WardSetup:
    return WardSetup(
        facts=NodeFacts(name="Ward 7 East", service="Acute medicine", out_of_hours_phone="4321"),
        calendar=Calendar(),
        layout="ward_sqcdp",
        metrics=tuple(metric.facts("sqcdp") for metric in catalogue.metrics[:4]),
        agenda=catalogue.agenda_for(1).huddle_items(),
        pin="4827",
    )


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(TUESDAY)


@pytest.fixture
def store(clock: FixedClock) -> MemoryStore:
    return MemoryStore(NODE, SeededIds(), clock)


@pytest.fixture
def service(store: MemoryStore, clock: FixedClock) -> BoardService:
    return BoardService(store, clock, SeededIds("service"), NODE)


@pytest.fixture
def pins(store: MemoryStore, clock: FixedClock) -> PinKeeper:
    return PinKeeper(store, clock)


def test_one_transaction_makes_the_ward(
    service: BoardService, pins: PinKeeper, store: MemoryStore, answers: WardSetup
) -> None:
    set_up_ward(service, pins, answers, "the set-up")

    ward = service.ward()
    assert store.writes == 1
    assert ward.node is not None
    assert ward.node.facts == answers.facts
    assert ward.node.layout == "ward_sqcdp"
    assert ward.agenda is not None
    assert ward.agenda.seconds == 600
    assert [metric.facts for metric in ward.metrics.values()] == list(answers.metrics)
    assert pins.verify("4827").right


def test_a_set_up_that_is_sent_twice_is_done_once(
    service: BoardService, pins: PinKeeper, store: MemoryStore, answers: WardSetup
) -> None:
    first = set_up_ward(service, pins, answers, "the set-up")
    assert set_up_ward(service, pins, answers, "the set-up") == first
    assert store.writes == 1


def test_a_pin_that_is_too_easy_stops_the_set_up(
    service: BoardService, pins: PinKeeper, answers: WardSetup
) -> None:
    with pytest.raises(Refused, match="0000"):
        set_up_ward(service, pins, replace(answers, pin="0000"), "the set-up")
    assert service.ward().node is None
    assert not pins.is_set


def test_too_many_metrics_stop_the_set_up(
    service: BoardService, pins: PinKeeper, answers: WardSetup
) -> None:
    with pytest.raises(Refused, match="at most 12"):
        set_up_ward(service, pins, replace(answers, metrics=answers.metrics * 4), "the set-up")
    assert service.ward().node is None
