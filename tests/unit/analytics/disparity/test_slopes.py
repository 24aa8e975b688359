"""Slope and relative index of inequality: known gradients, no gradient, and what they refuse."""

from random import Random  # noqa: TID251 - built from the seed that the run prints

import pytest

from kiosk.analytics.disparity.measures import CompleteFigures, GroupFigures, complete
from kiosk.analytics.disparity.slopes import (
    Link,
    quantile_slope,
    relative_index,
    slope_index,
)


def groups(*values: float, people: tuple[float, ...] | None = None) -> CompleteFigures:
    return complete(GroupFigures.of(values, people or (100,) * len(values)))


def test_an_even_gradient_reaches_beyond_the_outer_groups() -> None:
    them = groups(10, 20, 30, 40)  # equal groups: the ends lie half a group beyond the outer ones
    assert slope_index(them).estimate == pytest.approx(40)
    assert relative_index(them).estimate == pytest.approx(45 / 5)


def test_groups_that_are_alike_have_no_slope() -> None:
    for link in Link:
        slope = slope_index(groups(50, 50, 50, 50), link)
        assert slope.estimate == pytest.approx(0, abs=1e-9)
        assert relative_index(groups(50, 50, 50, 50), link).estimate == pytest.approx(1)


def test_the_standard_error_is_in_the_unit_of_the_slope() -> None:
    found = slope_index(groups(10, 25, 28, 40))
    assert found.se is not None
    assert found.interval is not None
    half = (found.interval.upper - found.interval.lower) / 2
    assert half == pytest.approx(1.959964 * found.se, rel=1e-6)


def test_a_line_that_falls_below_zero_has_no_relative_index() -> None:
    found = relative_index(groups(60, 10, 1, 0))
    assert found.estimate is None
    assert found.reason


def test_groups_of_all_or_nothing_have_no_slope_of_log_odds() -> None:
    for measure in (slope_index, relative_index):
        found = measure(groups(0, 0, 100, 100), Link.LOGIT)
        assert found.estimate is None
        assert found.reason


def test_a_value_beyond_its_scale_has_no_log_odds() -> None:
    assert slope_index(groups(10, 20, 130), Link.LOGIT).estimate is None


def test_all_people_in_one_group_make_no_line() -> None:
    with pytest.raises(ValueError, match="one group"):
        slope_index(groups(10, 20, 30, people=(0, 100, 0)))


VALUES, PEOPLE = (0.32, 0.28, 0.22, 0.17, 0.13), (1000.0, 900.0, 1100.0, 2500.0, 1900.0)
LIMITS = tuple((value - 0.01, value + 0.01) for value in VALUES)


def test_the_interval_of_quantiles_is_what_drawing_them_anew_gives(seed: int) -> None:
    found = quantile_slope(VALUES, PEOPLE, LIMITS)
    chance = Random(seed)  # noqa: S311 - figures, not secrets
    drawn = [
        quantile_slope([chance.gauss(value, 0.01 / 1.959964) for value in VALUES], PEOPLE, LIMITS)
        for _ in range(4_000)
    ]
    slopes = sorted(each.slope for each in drawn)
    ratios = sorted(each.relative or 0.0 for each in drawn)
    assert found.slope_interval is not None
    assert found.relative_interval is not None
    assert found.slope_interval.lower == pytest.approx(slopes[100], rel=0.03)
    assert found.slope_interval.upper == pytest.approx(slopes[3900], rel=0.03)
    assert found.relative_interval.lower == pytest.approx(ratios[100], rel=0.03)
    assert found.relative_interval.upper == pytest.approx(ratios[3900], rel=0.03)


def test_a_ratio_to_what_may_be_nothing_has_no_interval() -> None:
    wide = tuple((value - 1, value + 1) for value in VALUES)
    assert quantile_slope(VALUES, PEOPLE, wide).relative_interval is None


def test_on_log_odds_the_fitted_ends_are_shares() -> None:
    found = quantile_slope(VALUES, PEOPLE, LIMITS, Link.LOGIT)
    assert 0 < found.intercept < 1
    assert found.slope == pytest.approx(found.intercept * ((found.relative or 0) - 1))
    assert found.slope_interval is None


@pytest.mark.parametrize("values", [(0.0, 0.5, 0.5), (0.5, 0.5, 1.0)])
def test_shares_without_log_odds_are_refused(values: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="log odds"):
        quantile_slope(values, (1, 1, 1), ((0, 1),) * 3, Link.LOGIT)


def test_a_quantile_without_a_figure_is_refused() -> None:
    with pytest.raises(ValueError, match="no figure"):
        quantile_slope((float("nan"), *VALUES[1:], *VALUES), (1.0,) * 10, ((0, 1),) * 10)
