"""Concentration indices: sign, range, bounds, and the covariance that they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.analytics.disparity.concentration import (
    absolute_concentration_index,
    erreygers_index,
    relative_concentration_index,
    wagstaff_index,
)
from kiosk.analytics.disparity.measures import CompleteFigures, GroupFigures, complete


def groups(*values: float) -> CompleteFigures:
    return complete(GroupFigures.of(values, tuple(range(1, len(values) + 1))))


@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=9))
def test_the_index_is_twice_the_covariance_with_the_rank(values: list[float]) -> None:
    them = groups(*values)
    covariance = sum(
        share * (value - them.mean) * (rank - 0.5)
        for share, value, rank in zip(them.shares, them.values, them.ranks, strict=True)
    )
    assert absolute_concentration_index(them).estimate == pytest.approx(2 * covariance, abs=1e-9)
    relative = relative_concentration_index(them).estimate
    assert relative == pytest.approx(2 * covariance / them.mean, abs=1e-9)
    assert relative is not None
    assert -1 <= relative <= 1


def test_what_gathers_among_the_disadvantaged_is_negative() -> None:
    falling = relative_concentration_index(groups(0.9, 0.5, 0.1)).estimate
    rising = relative_concentration_index(groups(0.1, 0.5, 0.9)).estimate
    assert falling is not None
    assert rising is not None
    assert falling < 0 < rising


def test_an_index_between_bounds_is_the_same_whether_one_counts_cases_or_others() -> None:
    for measure in (wagstaff_index, erreygers_index):
        cases = measure(groups(0.2, 0.5, 0.6), 0, 1)
        others = measure(groups(0.8, 0.5, 0.4), 0, 1)
        assert cases.estimate == pytest.approx(-(others.estimate or 0))
        assert cases.interval is not None
        assert others.interval is not None
        assert cases.interval.lower == pytest.approx(-others.interval.upper)


def test_a_mean_of_nothing_or_at_a_bound_leaves_the_index_undefined() -> None:
    assert relative_concentration_index(groups(0, 0, 0)).estimate is None
    assert wagstaff_index(groups(1, 1, 1), 0, 1).estimate is None
    assert wagstaff_index(groups(0, 0, 0), 0, 1).reason


@pytest.mark.parametrize(("lower", "upper"), [(0, 0.5), (0.3, 1), (1, 0)])
def test_bounds_that_do_not_enclose_the_values_are_refused(lower: float, upper: float) -> None:
    for measure in (wagstaff_index, erreygers_index):
        with pytest.raises(ValueError, match="do not lie between"):
            measure(groups(0.2, 0.5, 0.6), lower, upper)
