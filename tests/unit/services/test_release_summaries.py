"""Summaries of releases: worked out once, a few at a time, and again when the goal or the rules are others."""

from datetime import date, timedelta

import pytest

from kiosk.analytics.intervals import wilson
from kiosk.domain.metrics import DefineMetric, MetricFacts, SetGoal, metric_id
from kiosk.domain.release_summaries import GapVerdict
from kiosk.domain.releases import Cell, CellStatus, Release, Window
from kiosk.services import release_summaries
from kiosk.services.board import BoardService
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.memory_store import MemoryStore
from tests.unit.services.ward import NODE

FIRST = date(2026, 1, 1)
FACTS = MetricFacts(key="pain", title="Pain reassessed")


def cell(group: str | None, numerator: int, denominator: int) -> Cell:
    interval = wilson(numerator, denominator)
    return Cell(
        group=group,
        status=CellStatus.SHOWN,
        value=100 * numerator / denominator,
        lower=100 * interval.lower,
        upper=100 * interval.upper,
        numerator=numerator,
        denominator=denominator,
    )


def window(number: int) -> Window:
    """Return a month in which everyone gets better and the last group worse."""
    first = FIRST + timedelta(days=30 * number)
    shares = (60 + 5 * number, 60 + 5 * number, 60 - 4 * number)
    groups = tuple(cell(f"Group {at}", 4 * share, 400) for at, share in enumerate(shares))
    return Window(
        first=first,
        last=first + timedelta(days=29),
        overall=cell(None, sum(4 * share for share in shares), 1200),
        groups=groups,
    )


def release(stratifier: str) -> Release:
    return Release(
        metric=FACTS,
        stratifier=stratifier,
        groups=("Group 0", "Group 1", "Group 2"),
        windows=tuple(window(number) for number in range(6)),
    )


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(NODE, SeededIds("summaries"), FixedClock())


def service_on(store: MemoryStore, run: str = "first") -> BoardService:
    return BoardService(store, FixedClock(), SeededIds(run), NODE)


def test_a_decline_that_the_whole_hides_is_known_without_reading_the_release_again(
    store: MemoryStore,
) -> None:
    service = service_on(store)
    service.import_release(release("language"))
    service.summarise_releases()
    store.lose_releases()

    summary = service_on(store).ward().summaries["pain", "language"]

    assert summary.verdict is GapVerdict.HIDDEN_DECLINE
    assert summary.group == "Group 2"


def test_figures_that_are_not_by_group_have_no_summary(store: MemoryStore) -> None:
    service = service_on(store)
    service.import_release(release(""))
    service.summarise_releases()

    assert service.ward().summaries == {}


def test_only_a_few_are_worked_out_at_once_and_none_twice(store: MemoryStore) -> None:
    service = service_on(store)
    for number in range(release_summaries.AT_ONCE + 2):
        service.import_release(release(f"by {number}"))

    done = [service.summarise_some_releases() for _ in range(3)]

    assert done == [release_summaries.AT_ONCE, 2, 0]
    assert service_on(store).summarise_some_releases() == 0


def test_another_goal_makes_a_summary_due_again(store: MemoryStore) -> None:
    service = service_on(store)
    entity = metric_id(NODE, "pain")
    service.perform(DefineMetric(entity, FACTS), "define")
    service.import_release(release("language"))
    service.summarise_releases()
    before = service.ward().summaries["pain", "language"]

    service.perform(SetGoal(entity, 95.0), "goal")
    service.summarise_releases()
    after = service.ward().summaries["pain", "language"]

    assert (before.reference, after.reference) == ("best_group", "goal")


def test_other_rules_make_every_summary_due_again(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = service_on(store)
    service.import_release(release("language"))
    service.summarise_releases()

    monkeypatch.setattr(release_summaries, "SUMMARY_RULES", "gap verdicts of tomorrow")
    updated = service_on(store)

    assert updated.ward().summaries == {}
    assert updated.summarise_some_releases() == 1


def test_a_release_whose_body_has_not_come_holds_no_other_up(store: MemoryStore) -> None:
    service = service_on(store)
    service.import_release(release("language"))
    store.lose_releases()
    again = service_on(store, "second")
    again.import_release(release("age"))

    again.summarise_releases()

    assert list(again.ward().summaries) == [("pain", "age")]
