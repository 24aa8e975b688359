"""Two groups compared: published examples, the ends of the range, and that no infinity comes out."""

import math
from dataclasses import astuple
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.analytics.two_groups import compare_proportions, compare_rates


def test_the_difference_of_two_proportions_is_newcombes_example() -> None:
    # Newcombe RG, Stat Med 1998;17:873-90, table II: 56/70 minus 48/80, method 10.
    found = compare_proportions(56, 70, 48, 80)
    assert found.difference == pytest.approx(0.2)
    assert round(found.newcombe.lower, 4) == 0.0524
    assert round(found.newcombe.upper, 4) == 0.3339


def test_walds_difference_never_leaves_what_two_shares_can_differ_by() -> None:
    assert compare_proportions(1, 3, 1, 2).wald.lower == -1
    assert compare_proportions(1, 2, 1, 3).wald.upper == 1


def test_a_ratio_to_nothing_is_not_defined() -> None:
    proportions, rates = compare_proportions(3, 10, 0, 10), compare_rates(3, 10, 0, 10)
    assert (proportions.ratio, proportions.ratio_log) == (None, None)
    assert (rates.ratio, rates.ratio_log, rates.ratio_exact.upper) == (None, None, None)
    assert rates.ratio_exact.lower > 0


def test_a_ratio_of_nothing_is_zero_and_has_only_the_exact_interval() -> None:
    rates = compare_rates(0, 500, 6, 800)
    assert (rates.ratio, rates.ratio_log) == (0, None)
    assert rates.ratio_exact.lower == 0
    assert compare_proportions(0, 10, 3, 10).ratio_log is None


def test_two_groups_without_events_leave_the_ratio_open() -> None:
    found = compare_rates(0, 500, 0, 800)
    assert (found.ratio, found.ratio_exact.lower, found.ratio_exact.upper) == (None, 0, None)
    assert found.p_exact == 1
    assert found.mover_byar.lower < 0 < found.mover_byar.upper


def test_groups_that_swap_places_swap_the_sign_and_turn_the_ratio_over() -> None:
    there, back = compare_rates(12, 900, 30, 1500), compare_rates(30, 1500, 12, 900)
    assert there.difference == -back.difference
    assert there.mover_byar.lower == pytest.approx(-back.mover_byar.upper)
    assert there.ratio_exact.upper is not None
    assert there.ratio_exact.upper == pytest.approx(1 / back.ratio_exact.lower)
    assert there.p_exact == pytest.approx(back.p_exact)


@pytest.mark.parametrize("wrong", [(1, 0, 1, 2), (3, 2, 1, 2), (-1, 2, 1, 2), (1, 2, 1, 0)])
def test_what_is_no_proportion_is_not_compared(wrong: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="is not a proportion"):
        compare_proportions(*wrong)


@pytest.mark.parametrize("wrong", [(1, 0, 1, 2), (1, -2, 1, 2), (1, math.inf, 1, 2), (1, 2, 1, 0)])
def test_rates_without_a_time_at_risk_are_not_compared(wrong: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="is not a time at risk"):
        compare_rates(*wrong)


def flat(values: tuple[Any, ...]) -> list[float]:
    found: list[float] = []
    for value in values:
        found += flat(value) if isinstance(value, tuple) else [] if value is None else [value]
    return found


@given(
    st.tuples(
        *(
            st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
            for _ in range(2)
        )
    )
)
def test_every_number_of_a_comparison_is_finite(pairs: tuple[tuple[int, int], ...]) -> None:
    (x, n), (y, m) = pairs
    proportions, rates = compare_proportions(x, n, y, m), compare_rates(x, n, y, m)
    assert all(math.isfinite(each) for each in flat((*astuple(proportions), *astuple(rates))))
    assert proportions.newcombe.lower <= proportions.difference <= proportions.newcombe.upper
    assert rates.mover_byar.lower <= rates.difference <= rates.mover_byar.upper


def test_times_at_risk_too_short_for_numbers_are_refused_instead_of_infinite() -> None:
    with pytest.raises(ValueError, match="too short"):
        compare_rates(5, 1e-320, 3, 1)
    with pytest.raises(ValueError, match="too short"):
        compare_rates(5, 1e-200, 3, 1)


def test_rates_that_lie_all_numbers_apart_have_no_ratio() -> None:
    found = compare_rates(10**6, 1e-140, 1, 1e300)
    assert (found.ratio, found.ratio_log, found.ratio_exact.upper) == (None, None, None)


def test_events_beyond_billions_are_compared_or_refused_but_never_guessed() -> None:
    assert compare_rates(4 * 10**9, 1, 4 * 10**9, 1).p_exact == 1
    with pytest.raises(ValueError, match="too many trials"):
        compare_rates(10**15, 1, 10**15 + 1, 1)
