"""One count on its own: too small, a figure, or no figure with the reason."""

import pytest

from kiosk.analytics.publishing.primary import (
    Amount,
    NoFigure,
    Quantities,
    checked,
    quantities,
    too_small,
)
from kiosk.analytics.publishing.profiles import CMS, NHS_SUB_NATIONAL
from kiosk.analytics.publishing.tables import Count
from kiosk.domain.metrics import ValueKind

PROPORTION, RATE, COUNT = ValueKind.PROPORTION, ValueKind.RATE, ValueKind.COUNT
BOUNDARIES = (0, 1, 7, 8, 10, 11)
HIDDEN_BY_CMS = {1, 7, 8, 10}
HIDDEN_BY_NHS = {1, 7}


@pytest.mark.parametrize("count", BOUNDARIES)
def test_a_proportion_is_too_small_by_its_numerator(count: int) -> None:
    assert too_small((count, 500), PROPORTION, CMS) is (count in HIDDEN_BY_CMS)
    assert too_small((count, 500), PROPORTION, NHS_SUB_NATIONAL) is (count in HIDDEN_BY_NHS)


@pytest.mark.parametrize("count", BOUNDARIES)
def test_a_proportion_is_too_small_by_its_complement(count: int) -> None:
    assert too_small((500, count), PROPORTION, CMS) is (count in HIDDEN_BY_CMS)
    assert too_small((500, count), PROPORTION, NHS_SUB_NATIONAL) is (count in HIDDEN_BY_NHS)


@pytest.mark.parametrize("count", BOUNDARIES)
@pytest.mark.parametrize("everyone_has_it", [True, False])
def test_a_proportion_is_too_small_by_its_denominator(count: int, *, everyone_has_it: bool) -> None:
    parts = (count, 0) if everyone_has_it else (0, count)
    assert too_small(parts, PROPORTION, CMS) is (count in HIDDEN_BY_CMS)
    assert too_small(parts, PROPORTION, NHS_SUB_NATIONAL) is (count in HIDDEN_BY_NHS)


@pytest.mark.parametrize("count", BOUNDARIES)
def test_a_rate_is_too_small_by_its_events_or_by_its_time(count: int) -> None:
    for parts in ((count, 500.0), (500, float(count))):
        assert too_small(parts, RATE, CMS) is (count in HIDDEN_BY_CMS)
        assert too_small(parts, RATE, NHS_SUB_NATIONAL) is (count in HIDDEN_BY_NHS)


def test_a_rate_has_no_complement_that_could_be_too_small() -> None:
    assert not too_small((95, 100.0), RATE, CMS)
    assert too_small((95, 5), PROPORTION, CMS)


@pytest.mark.parametrize("count", BOUNDARIES)
def test_a_plain_count_is_too_small_by_itself(count: int) -> None:
    assert too_small((count,), COUNT, CMS) is (count in HIDDEN_BY_CMS)
    assert too_small((count,), COUNT, NHS_SUB_NATIONAL) is (count in HIDDEN_BY_NHS)


@pytest.mark.parametrize(
    ("kind", "expected"), [(PROPORTION, (30, 70)), (RATE, (30, 100)), (COUNT, (30,))]
)
def test_what_an_adversary_counts_depends_on_the_kind_of_metric(
    kind: ValueKind, expected: Quantities
) -> None:
    assert quantities(Amount(30, 100), kind) == expected


def test_a_plain_count_needs_no_denominator_and_others_do() -> None:
    assert checked(Count(30, None), COUNT) == Amount(30, 1)
    assert checked(Count(30, None), PROPORTION) == NoFigure("not counted")


def test_a_count_in_doubt_is_no_figure_for_the_reason_of_the_doubt() -> None:
    assert checked(Count(30, 100, "a row could not be read"), RATE) == NoFigure(
        "a row could not be read"
    )


def test_more_events_than_days_are_a_rate_and_more_cases_than_people_no_proportion() -> None:
    assert checked(Count(31, 30), RATE) == Amount(31, 30)
    assert checked(Count(31, 30), PROPORTION) == NoFigure("more than were counted")


def test_events_in_no_time_are_no_figure() -> None:
    assert checked(Count(3, 0), RATE) == NoFigure("more than were counted")
    assert checked(Count(0, 0), RATE) == NoFigure("nobody to count")
