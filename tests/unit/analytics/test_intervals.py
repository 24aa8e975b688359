"""Intervals at the ends of their range; verification holds the recorded cases."""

import math

import pytest

from kiosk.analytics.intervals import (
    Interval,
    byar,
    exact_poisson,
    rate_interval,
    standard_normal_quantile,
    wilson,
)


def test_no_events_have_an_exact_upper_limit_of_about_three() -> None:
    interval = exact_poisson(0)
    assert interval.lower == 0
    assert interval.upper == pytest.approx(-math.log(0.025))


@pytest.mark.parametrize("events", [1, 2, 9, 10, 400])
def test_the_exact_limits_leave_the_promised_probability_in_each_tail(events: int) -> None:
    interval = exact_poisson(events, 0.9)

    def at_most(count: int, mean: float) -> float:
        return math.fsum(
            math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1)
        )

    assert 1 - at_most(events - 1, interval.lower) == pytest.approx(0.05)
    assert at_most(events, interval.upper) == pytest.approx(0.05)


def test_nine_events_are_exact_and_ten_are_byars() -> None:
    assert rate_interval(9, 1.0) == exact_poisson(9)
    assert rate_interval(10, 1.0) == byar(10)


def test_a_proportion_of_none_or_all_touches_the_end_of_the_scale_exactly() -> None:
    assert wilson(0, 37).lower == 0
    assert wilson(37, 37).upper == 1


@pytest.mark.parametrize(
    ("numerator", "denominator"), [(0, 0), (-1, 10), (11, 10), (math.nan, 10), (1, math.inf)]
)
def test_what_is_no_proportion_is_refused(numerator: float, denominator: float) -> None:
    with pytest.raises(ValueError, match="is not a proportion"):
        wilson(numerator, denominator)


@pytest.mark.parametrize("exposure", [0, -1, math.nan, math.inf])
def test_a_rate_without_time_at_risk_is_refused(exposure: float) -> None:
    with pytest.raises(ValueError, match="is not a time at risk"):
        rate_interval(3, exposure)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 is not a count"):
        rate_interval(-1, 10)


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 95])
def test_a_confidence_outside_zero_to_one_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        standard_normal_quantile(confidence)


def test_an_interval_that_touches_zero_does_not_exclude_it() -> None:
    assert not Interval(0.0, 1.0).excludes_zero
    assert not Interval(-1.0, 0.0).excludes_zero
    assert Interval(-2.0, -1.0).excludes_zero
    assert Interval(0.1, 1.0).excludes_zero
