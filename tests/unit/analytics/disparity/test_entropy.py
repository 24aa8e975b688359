"""Theil's index and the mean log deviation."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.analytics.disparity.entropy import mean_log_deviation, theil_index
from kiosk.analytics.disparity.measures import GroupFigures, complete


def test_both_indices_of_a_small_example_are_as_computed_by_hand() -> None:
    them = complete(GroupFigures.of([10, 20, 40], [20, 30, 50]))
    relative = (10 / 28, 20 / 28, 40 / 28)
    shares = (0.2, 0.3, 0.5)
    theil = sum(p * r * math.log(r) for p, r in zip(shares, relative, strict=True))
    deviation = -sum(p * math.log(r) for p, r in zip(shares, relative, strict=True))
    assert theil_index(them).estimate == pytest.approx(1000 * theil)
    assert mean_log_deviation(them).estimate == pytest.approx(1000 * deviation)


@given(st.lists(st.floats(0.5, 99), min_size=3, max_size=8))
def test_neither_index_is_below_zero(values: list[float]) -> None:
    them = complete(GroupFigures.of(values, range(1, len(values) + 1)))
    for measure in (theil_index, mean_log_deviation):
        estimate = measure(them).estimate
        assert estimate is not None
        assert estimate >= -1e-9


def test_a_value_of_zero_has_a_finite_deviation() -> None:
    found = mean_log_deviation(complete(GroupFigures.of([0, 8, 12], [1, 1, 1]))).estimate
    assert found is not None
    assert math.isfinite(found)


def test_groups_that_are_all_zero_have_neither_index() -> None:
    them = complete(GroupFigures.of([0, 0, 0], [1, 1, 1]))
    for measure in (theil_index, mean_log_deviation):
        assert measure(them).estimate is None
        assert measure(them).reason
