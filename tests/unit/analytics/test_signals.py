"""Each rule on its own, at its boundaries, and the order of rules on one point."""

from dataclasses import replace

import pytest

from kiosk.analytics.signals import (
    NHS_MAKING_DATA_COUNT,
    Limits,
    SpecialCause,
    beyond,
    near,
    shift,
    special_causes,
    trend,
    two_of_three,
)

WIDE = Limits(lower=-30.0, upper=30.0, near_lower=-20.0, near_upper=20.0)
NONE = SpecialCause.NONE


def test_six_points_on_one_side_are_no_shift_and_seven_are() -> None:
    assert shift([1] * 6, 7) == (0,) * 6
    assert shift([1] * 7, 7) == (1,) * 7
    assert shift([-1] * 8, 7) == (-1,) * 8


@pytest.mark.parametrize("breaker", [0, None, -1])
def test_a_point_on_the_mean_a_gap_or_the_other_side_breaks_a_shift(breaker: int | None) -> None:
    assert shift([1, 1, 1, breaker, 1, 1, 1, 1], 7) == (0,) * 8


def test_six_rising_points_are_no_trend_and_seven_are() -> None:
    assert trend([1, 2, 3, 4, 5, 6], 7) == (0,) * 6
    assert trend([1, 2, 3, 4, 5, 6, 7], 7) == (1,) * 7
    assert trend([7, 6, 5, 4, 3, 2, 1], 7) == (-1,) * 7


def test_neighbours_equal_but_for_rounding_break_a_trend() -> None:
    rising = [0.0, 0.1, 0.2, 0.3, 0.1 + 0.2, 0.4, 0.5]
    assert rising[3] < rising[4]
    assert trend(rising, 7) == (0,) * 7


def test_a_gap_breaks_a_trend() -> None:
    assert trend([1, 2, 3, None, 4, 5, 6, 7], 7) == (0,) * 8


def test_a_turning_point_takes_the_later_direction() -> None:
    there_and_back = [1.0, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1]
    assert trend(there_and_back, 7) == (1,) * 6 + (-1,) * 7


def test_a_value_on_a_limit_in_exact_arithmetic_is_not_beyond_it() -> None:
    assert beyond([0.1 + 0.2, -0.3], -(0.1 + 0.2), 0.3) == (0, 0)
    assert beyond([0.31, -0.31], -0.3, 0.3) == (1, -1)


def test_only_the_near_points_of_two_in_three_are_marked() -> None:
    assert two_of_three([1, 1, 1], [1, 0, 1]) == (1, 0, 1)
    assert two_of_three([-1, -1, -1], [-1, -1, 0]) == (-1, -1, 0)


def test_two_near_points_with_the_third_across_the_mean_or_missing_are_no_signal() -> None:
    assert two_of_three([1, -1, 1], [1, 0, 1]) == (0, 0, 0)
    assert two_of_three([1, None, 1], [1, 0, 1]) == (0, 0, 0)
    assert two_of_three([1, 1], [1, 1]) == (0, 0)


def test_a_point_outside_the_limits_is_not_near_them() -> None:
    assert near([31, 25, 20, 0, -25, -31], WIDE) == (0, 1, 0, 0, -1, 0)


def test_an_astronomical_point_outranks_the_trend_it_ends() -> None:
    found = special_causes([1, 2, 3, 4, 5, 6, 40], 10, WIDE, NHS_MAKING_DATA_COUNT)
    assert found[-1] is SpecialCause.ASTRONOMICAL_HIGH
    assert found[:-1] == (SpecialCause.TREND_UP,) * 6


def test_a_trend_outranks_two_of_three_and_both_outrank_a_shift() -> None:
    values = [1.0, 2, 21, 22, 23, 24, 25]
    trending = special_causes(values, 0, WIDE, NHS_MAKING_DATA_COUNT)
    assert set(trending) == {SpecialCause.TREND_UP}
    shifting = special_causes([2.0, 1, 22, 21, 3, 4, 5], 0, WIDE, NHS_MAKING_DATA_COUNT)
    two, plain = SpecialCause.TWO_IN_THREE_HIGH, SpecialCause.SHIFT_HIGH
    assert shifting == (plain, plain, two, two, plain, plain, plain)


def test_without_limits_only_the_rules_that_need_none_speak() -> None:
    found = special_causes([50.0, 60, 40, 60, 50, 60, 40], 0, None, NHS_MAKING_DATA_COUNT)
    assert set(found) == {SpecialCause.SHIFT_HIGH}


def test_a_rule_set_can_leave_rules_out_and_choose_its_lengths() -> None:
    longer = replace(NHS_MAKING_DATA_COUNT, name="Local", shift_points=8, astronomical=False)
    values = [31.0, 25, 26, 24, 26, 25, 24]
    found = special_causes(values, 0, WIDE, longer)
    assert found[0] is NONE
    without = replace(longer, two_of_three=False)
    assert set(special_causes(values, 0, WIDE, without)) == {NONE}


def test_nothing_is_found_in_nothing() -> None:
    assert special_causes([], 0, WIDE, NHS_MAKING_DATA_COUNT) == ()
    assert special_causes([None] * 9, 0, WIDE, NHS_MAKING_DATA_COUNT) == (NONE,) * 9
    assert special_causes([5.0], 0, None, NHS_MAKING_DATA_COUNT) == (NONE,)
