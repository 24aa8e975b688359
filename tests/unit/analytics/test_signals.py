"""Each rule on its own, at its boundaries, and the order of rules on one point."""

import pytest

from kiosk.analytics.process_limits import SpcSettings
from kiosk.analytics.signals import (
    NHS_MAKING_DATA_COUNT,
    WESTERN_ELECTRIC,
    Limits,
    Marks,
    RuleSet,
    SpecialCause,
    placed,
    shift,
    special_causes,
    trend,
    two_of_three,
)
from kiosk.analytics.xmr import xmr_chart

WIDE = Limits(lower=-30.0, upper=30.0, near_lower=-20.0, near_upper=20.0)


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
    limits = Limits(-(0.1 + 0.2), 0.3, -0.2, 0.2)
    assert placed([0.1 + 0.2, -0.3], [limits] * 2).beyond == (0, 0)
    assert placed([0.31, -0.31], [limits] * 2).beyond == (1, -1)


def test_each_point_is_held_against_its_own_limits() -> None:
    narrow = Limits(-3.0, 3.0, -2.0, 2.0)
    assert placed([5, 5, 5, None], [narrow, WIDE, None, narrow]).beyond == (1, 0, 0, 0)
    assert placed([2.5, 25, 25], [narrow, WIDE, None]).near == (1, 1, 0)


def test_only_the_near_points_of_two_in_three_are_marked() -> None:
    assert two_of_three([1, 1, 1], [1, 0, 1]) == (1, 0, 1)
    assert two_of_three([-1, -1, -1], [-1, -1, 0]) == (-1, -1, 0)


def test_two_near_points_with_the_third_across_the_mean_or_missing_are_no_signal() -> None:
    assert two_of_three([1, -1, 1], [1, 0, 1]) == (0, 0, 0)
    assert two_of_three([1, None, 1], [1, 0, 1]) == (0, 0, 0)
    assert two_of_three([1, 1], [1, 1]) == (0, 0)


def test_a_point_outside_the_limits_is_not_near_them() -> None:
    assert placed([31, 25, 20, 0, -25, -31], [WIDE] * 6).near == (0, 1, 0, 0, -1, 0)


def marks(**found: int) -> Marks:
    """One point with what each rule found at it."""
    return Marks(*((found.get(rule, 0),) for rule in Marks._fields))


@pytest.mark.parametrize(
    ("found", "cause"),
    [
        ({}, SpecialCause.NONE),
        ({"shift": -1}, SpecialCause.SHIFT_LOW),
        ({"shift": 1, "two_of_three": 1}, SpecialCause.TWO_IN_THREE_HIGH),
        ({"shift": 1, "two_of_three": 1, "trend": -1}, SpecialCause.TREND_DOWN),
        ({"astronomical": 1, "shift": 1, "trend": -1}, SpecialCause.ASTRONOMICAL_HIGH),
    ],
)
def test_of_several_signals_a_point_carries_the_first_in_order(
    found: dict[str, int], cause: SpecialCause
) -> None:
    assert special_causes(marks(**found)) == (cause,)


def test_a_trend_is_marked_on_the_chart_up_to_the_astronomical_point_that_ends_it() -> None:
    values = [4.0, 6] * 8 + [2, 3, 4, 5, 6, 7, 40]
    chart = xmr_chart(values)
    causes = [point.special_cause for point in chart.points]
    assert causes[-1] is SpecialCause.ASTRONOMICAL_HIGH
    assert causes[-7:-1] == [SpecialCause.TREND_UP] * 6


def test_a_rule_set_can_leave_rules_out_and_choose_its_lengths() -> None:
    values = [4.0, 6] * 12 + [30] + [6.0, 4] * 4 + [7.0] * 7
    found = {point.special_cause for point in xmr_chart(values).points}
    assert {SpecialCause.ASTRONOMICAL_HIGH, SpecialCause.SHIFT_HIGH} <= found
    local = RuleSet("Local", 8, 7, two_of_three=False, astronomical=False)
    chart = xmr_chart(values, settings=SpcSettings(rules=local))
    assert {point.special_cause for point in chart.points} == {SpecialCause.NONE}
    assert chart.rules.name == "Local"


def test_seven_on_one_side_are_a_shift_for_making_data_count_and_not_for_western_electric() -> None:
    for points, rules, shifted in [
        (7, NHS_MAKING_DATA_COUNT, True),
        (7, WESTERN_ELECTRIC, False),
        (8, WESTERN_ELECTRIC, True),
    ]:
        assert any(shift([-1] * points, rules.shift_points or 99)) == shifted


def test_six_rising_points_are_a_trend_for_western_electric_and_not_for_making_data_count() -> None:
    rising = [1.0, 2, 3, 4, 5, 6]
    assert any(trend(rising, WESTERN_ELECTRIC.trend_points or 99))
    assert not any(trend(rising, NHS_MAKING_DATA_COUNT.trend_points or 99))


def test_a_rule_of_no_points_is_refused() -> None:
    with pytest.raises(ValueError, match="one point or more"):
        RuleSet("Nothing", 0, 7)


def test_nothing_is_found_in_nothing() -> None:
    assert special_causes(Marks((), (), (), ())) == ()
    assert placed([], []) == ((), ())
    assert shift([], 7) == trend([], 7) == two_of_three([], []) == ()
