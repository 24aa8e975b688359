"""Gamma quantiles against their definition and against exact Poisson limits."""

import math

import pytest

from kiosk.analytics.gamma import gamma_probability, gamma_quantile
from kiosk.analytics.intervals import exact_poisson


@pytest.mark.parametrize("shape", [0.05, 0.5, 1, 4.37, 69.67, 1000, 1e6])
@pytest.mark.parametrize("probability", [0.001, 0.025, 0.5, 0.975, 0.999])
def test_a_quantile_is_where_the_probability_lies_below(shape: float, probability: float) -> None:
    x = gamma_quantile(probability, shape)
    assert gamma_probability(shape, x) == pytest.approx(probability, rel=1e-8)


def test_a_shape_of_one_is_the_exponential() -> None:
    assert gamma_quantile(0.975, 1) == pytest.approx(-math.log(0.025))


@pytest.mark.parametrize("events", [1, 4, 30, 500])
def test_whole_shapes_give_the_exact_limits_of_a_count(events: int) -> None:
    exact = exact_poisson(events)
    assert gamma_quantile(0.025, events) == pytest.approx(exact.lower)
    assert gamma_quantile(0.975, events + 1) == pytest.approx(exact.upper)


@pytest.mark.parametrize(("probability", "shape"), [(0, 1), (1, 1), (0.5, 0), (0.5, math.inf)])
def test_what_has_no_quantile_is_refused(probability: float, shape: float) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        gamma_quantile(probability, shape)
