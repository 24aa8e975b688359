"""Weighted lines: exact on a line, best in the weighted sense, and what has no slope."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.analytics.disparity.lines import inverse_logit, least_squares, logistic

PLACES = (0.1, 0.3, 0.6, 0.9)


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_points_on_a_line_are_that_line(intercept: float, slope: float) -> None:
    line = least_squares(PLACES, [intercept + slope * x for x in PLACES], (1, 2, 3, 4))
    assert line.intercept == pytest.approx(intercept, abs=1e-9)
    assert line.slope == pytest.approx(slope, abs=1e-9)
    assert line.residual_se == pytest.approx(0, abs=1e-9)
    assert line.robust.slope == pytest.approx(0, abs=1e-9)


def test_residuals_pull_the_line_to_neither_side() -> None:
    heights, weights = (3.0, 1.0, 4.0, 1.5), (1, 2, 3, 4)
    line = least_squares(PLACES, heights, weights)
    left = [y - line.intercept - line.slope * x for x, y in zip(PLACES, heights, strict=True)]
    assert math.fsum(w * r for w, r in zip(weights, left, strict=True)) == pytest.approx(
        0, abs=1e-12
    )
    assert math.fsum(
        w * r * x for w, r, x in zip(weights, left, PLACES, strict=True)
    ) == pytest.approx(0, abs=1e-12)


def test_shares_on_a_curve_of_log_odds_are_that_curve() -> None:
    shares = [inverse_logit(-2 + 3 * x) for x in PLACES]
    line = logistic(PLACES, shares, (10, 20, 30, 40))
    assert line is not None
    assert (line.intercept, line.slope) == pytest.approx((-2, 3))


@pytest.mark.parametrize("shares", [(0, 0, 0, 0), (1, 1, 1, 1), (0, 0, 1, 1)])
def test_shares_that_a_place_separates_have_no_finite_slope(shares: tuple[float, ...]) -> None:
    assert logistic(PLACES, shares, (1, 1, 1, 1)) is None


def test_weight_in_one_place_alone_makes_no_line() -> None:
    with pytest.raises(ValueError, match="one group"):
        least_squares((0.5, 0.5, 0.5), (1, 2, 3), (1, 1, 1))
    with pytest.raises(ValueError, match="Nobody"):
        least_squares((0.1, 0.5, 0.9), (1, 2, 3), (0, 0, 0))


@pytest.mark.parametrize("log_odds", [-800, -1, 0, 1, 800])
def test_a_share_of_any_log_odds_lies_between_none_and_all(log_odds: float) -> None:
    assert 0 <= inverse_logit(log_odds) <= 1
    assert inverse_logit(log_odds) + inverse_logit(-log_odds) == pytest.approx(1)
