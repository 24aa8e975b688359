"""What measures of disparity take: missing groups, too few groups, numbers that are none."""

import math

import pytest

from kiosk.analytics.disparity.measures import (
    GroupFigures,
    TooFewGroupsError,
    TooManyMissingError,
    complete,
    log_normal_measure,
)


def test_one_missing_of_seven_groups_is_left_out() -> None:
    figures = GroupFigures.of([1, 2, None, 4, 5, 6, 7], [10] * 7, [1] * 7)
    kept = complete(figures)
    assert list(kept.values) == [1, 2, 4, 5, 6, 7]
    assert list(kept.position) == [0, 1, 3, 4, 5, 6]


def test_one_missing_of_six_groups_is_too_many() -> None:
    with pytest.raises(TooManyMissingError, match="1 of 6"):
        complete(GroupFigures.of([1, 2, None, 4, 5, 6], [10] * 6))


def test_two_groups_are_too_few_for_a_measure_of_spread() -> None:
    with pytest.raises(TooFewGroupsError, match="2 groups"):
        complete(GroupFigures.of([1, 2], [10, 10]))


def test_what_is_not_finite_counts_as_missing() -> None:
    figures = GroupFigures.of([1, math.nan, 3, 4, 5, 6, 7], [1, 1, 1, 1, 1, 1, 1])
    assert figures.values[1] is None
    assert complete(figures).values == (1, 3, 4, 5, 6, 7)


def test_a_group_without_a_population_is_missing_and_one_without_people_is_not() -> None:
    figures = GroupFigures.of([1, 2, 3, 4, 5, 6, 7], [5, None, 0, 5, 5, 5, 5])
    assert complete(figures).values == (1, 3, 4, 5, 6, 7)


def test_one_unknown_standard_error_leaves_none() -> None:
    assert complete(GroupFigures.of([1, 2, 3], [1, 1, 1], [1, None, 1])).standard_errors is None


@pytest.mark.parametrize(
    ("values", "populations", "errors", "words"),
    [
        ([1, 2], [1], None, "different lengths"),
        ([1, 2], [1, 1], [1], "different lengths"),
        ([1, 2], [1, -1], None, "negative"),
        ([1, 2], [1, 1], [1, -1], "negative"),
    ],
)
def test_figures_that_cannot_be_are_refused(
    values: list[float], populations: list[float], errors: list[float] | None, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        GroupFigures.of(values, populations, errors)


def test_groups_with_nobody_in_them_are_refused() -> None:
    with pytest.raises(ValueError, match="Nobody"):
        complete(GroupFigures.of([1, 2, 3], [0, 0, 0]))


def test_ranks_are_the_middles_of_the_shares() -> None:
    kept = complete(GroupFigures.of([1, 2, 3], [20, 30, 50]))
    assert kept.ranks == pytest.approx((0.1, 0.35, 0.75))
    assert kept.mean == pytest.approx(2.3)


def test_an_interval_without_an_end_is_not_given() -> None:
    measure = log_normal_measure(2, 1e6)
    assert (measure.interval, measure.estimate) == (None, 2)
    assert measure.reason
