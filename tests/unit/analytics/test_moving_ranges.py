"""The average moving range, with and without screening."""

import pytest

from kiosk.analytics.moving_ranges import average_moving_range, moving_ranges


def test_a_gap_makes_no_range_on_either_side() -> None:
    assert moving_ranges([1.0, 3.0, None, 7.0, 6.0]) == (2.0, 1.0)


def test_neighbours_equal_but_for_rounding_have_no_range() -> None:
    assert moving_ranges([0.1 + 0.2, 0.3]) == (0.0,)


@pytest.mark.parametrize("values", [[], [1.0], [None, None], [1.0, None, 2.0]])
def test_without_two_neighbours_there_is_no_average(values: list[float | None]) -> None:
    assert average_moving_range(values, screen=True) is None


def test_screening_leaves_an_unusually_large_range_out_once() -> None:
    values = [0.0, 1.0] * 10 + [101.0]
    plain = average_moving_range(values, screen=False)
    screened = average_moving_range(values, screen=True)
    assert plain == pytest.approx(119 / 20)
    assert screened == pytest.approx(1.0)


def test_where_screening_leaves_no_range_all_of_them_count() -> None:
    values = [0.0] * 20 + [1.0, 0.0]
    assert average_moving_range(values, screen=True) == pytest.approx(2 / 21)


def test_only_values_that_never_change_have_an_average_of_zero() -> None:
    assert average_moving_range([4.0] * 5, screen=True) == 0
