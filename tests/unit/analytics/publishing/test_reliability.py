"""What a figure that privacy allows looks like, and when it is an interval only (NCHS 2017)."""

import pytest

from kiosk.analytics.intervals import rate_interval, wilson
from kiosk.analytics.publishing.primary import Amount, NoFigure
from kiosk.analytics.publishing.profiles import CMS, NHS_SUB_NATIONAL, PrivacyProfile, local_profile
from kiosk.analytics.publishing.reliability import hidden_cell, released_cell
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import Cell, CellStatus

NOTHING_HIDDEN = local_profile(0)
SHOWN, UNRELIABLE, NO_DATA = CellStatus.SHOWN, CellStatus.UNRELIABLE, CellStatus.NO_DATA


def cell(
    numerator: int,
    denominator: float,
    kind: ValueKind = ValueKind.PROPORTION,
    profile: PrivacyProfile = NOTHING_HIDDEN,
) -> Cell:
    per = 1 if kind is ValueKind.COUNT else 100
    facts = MetricFacts(key="m", title="Metric", value=kind, per=per)
    return released_cell("a", Amount(numerator, denominator), facts, profile)


@pytest.mark.parametrize(
    ("numerator", "denominator", "status"),
    [
        (9, 100, UNRELIABLE),
        (10, 100, SHOWN),
        (10, 10, SHOWN),
        (9, 9, UNRELIABLE),
        (0, 10, SHOWN),
        (0, 9, UNRELIABLE),
    ],
)
def test_a_proportion_needs_ten_cases_and_ten_people_or_is_a_real_zero_of_ten_people(
    numerator: int, denominator: int, status: CellStatus
) -> None:
    assert cell(numerator, denominator).status is status


@pytest.mark.parametrize(
    ("numerator", "time", "status"),
    [(9, 100, UNRELIABLE), (10, 100, SHOWN), (20, 9, UNRELIABLE), (20, 10, SHOWN)],
)
def test_a_rate_needs_ten_events_and_a_time_of_ten(
    numerator: int, time: int, status: CellStatus
) -> None:
    assert cell(numerator, time, ValueKind.RATE).status is status


@pytest.mark.parametrize(("number", "status"), [(0, SHOWN), (9, UNRELIABLE), (10, SHOWN)])
def test_a_plain_count_needs_ten_or_is_a_real_zero(number: int, status: CellStatus) -> None:
    assert cell(number, 1, ValueKind.COUNT).status is status


@pytest.mark.parametrize("kind", [ValueKind.PROPORTION, ValueKind.RATE])
def test_ten_cases_are_reliable_however_rare_they_are(kind: ValueKind) -> None:
    found = cell(10, 1_000_000, kind)
    assert found.status is SHOWN
    assert found.value == pytest.approx(0.001)


def test_an_unreliable_figure_is_an_interval_without_value_and_counts() -> None:
    found, interval = cell(9, 90), wilson(9, 90)
    assert (found.value, found.numerator, found.denominator) == (None, None, None)
    assert found.lower == pytest.approx(100 * interval.lower)
    assert found.upper == pytest.approx(100 * interval.upper)


def test_a_shown_rate_has_its_value_and_its_exact_interval_in_the_metrics_unit() -> None:
    found, interval = cell(14, 900, ValueKind.RATE), rate_interval(14, 900)
    assert (found.numerator, found.denominator) == (14, 900)
    assert found.value == pytest.approx(100 * 14 / 900)
    assert found.lower == pytest.approx(100 * interval.lower)
    assert found.upper == pytest.approx(100 * interval.upper)


def test_a_plain_count_has_no_denominator() -> None:
    assert (cell(14, 1, ValueKind.COUNT).value, cell(14, 1, ValueKind.COUNT).denominator) == (
        14,
        None,
    )


def test_value_and_interval_come_of_the_rounded_counts() -> None:
    found, interval = cell(33, 68, profile=NHS_SUB_NATIONAL), wilson(35, 70)
    assert (found.numerator, found.denominator, found.value) == (35, 70, 50)
    assert found.lower == pytest.approx(100 * interval.lower)


def test_rounding_makes_no_more_cases_than_people() -> None:
    found = cell(13, 13, profile=local_profile(0, 10))
    assert (found.numerator, found.denominator) == (10, 10)
    few = cell(15, 24, profile=local_profile(0, 20))
    assert (few.numerator, few.denominator) == (20, 20)


def test_a_time_that_is_rounded_to_nothing_has_no_rate() -> None:
    found = cell(0, 2, ValueKind.RATE, local_profile(0, 5))
    assert (found.status, found.reason) == (NO_DATA, "too little time at risk")


def test_where_there_is_no_figure_the_cell_says_why() -> None:
    facts = MetricFacts(key="m", title="Metric")
    found = released_cell("a", NoFigure("nobody to count"), facts, CMS)
    assert found == Cell(group="a", status=NO_DATA, reason="nobody to count")


def test_a_hidden_cell_has_no_number_and_no_reason() -> None:
    assert hidden_cell("a").model_dump(exclude_defaults=True) == {
        "group": "a",
        "status": CellStatus.HIDDEN,
    }
