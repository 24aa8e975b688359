"""Charts of counts and of what lies between rare events, where the wall needs more than the reference."""

from itertools import pairwise

import pytest

from kiosk.analytics.count_charts import c_chart, g_chart, t_chart
from kiosk.analytics.figures import NoFigure
from kiosk.analytics.process_limits import NoLimits
from kiosk.analytics.signals import SpecialCause
from kiosk.analytics.spc import Advice

COUNTS = [4, 6, 5, 3, 7, 5, 4, 6, 5, 5, 4, 6]


def test_counts_spread_about_their_mean_by_its_root() -> None:
    limits = c_chart(COUNTS).points[0].limits
    assert limits is not None
    assert limits.upper == pytest.approx(5 + 3 * 5**0.5)
    assert limits.near_upper == pytest.approx(5 + 2 * 5**0.5)
    assert limits.lower == 0


def test_a_negative_count_is_a_gap_that_says_why() -> None:
    last = c_chart([*COUNTS, -1]).points[-1]
    assert (last.value, last.no_figure) == (None, NoFigure.NEGATIVE)


def test_counts_that_are_mostly_nought_are_steered_to_days_between() -> None:
    assert c_chart([0, 0, 0, 1] * 6).advice is Advice.DAYS_BETWEEN
    assert c_chart(COUNTS).advice is None
    assert c_chart([0] * 11).advice is None


def test_no_events_at_all_have_no_variation_to_measure() -> None:
    phase = c_chart([0] * 24).last_phase
    assert phase is not None
    assert phase.without_limits is NoLimits.NO_VARIATION


def test_a_g_chart_has_the_median_in_the_middle_and_limits_about_the_mean() -> None:
    chart = g_chart([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 31])
    assert chart.points[0].centre == 7.5
    limits = chart.points[0].limits
    assert limits is not None
    assert limits.upper == pytest.approx(9 + 3 * 90**0.5)
    assert limits.lower == 0


def test_a_t_chart_refuses_a_time_of_nought_unless_it_is_told_what_it_counts_as() -> None:
    times = [3.0, 9, 4, 0, 7, 2, 8, 5, 12, 3, 6, 4]
    with pytest.raises(ValueError, match="times above 0"):
        t_chart(times)
    chart = t_chart(times, zero_counts_as=0.5)
    assert chart.counted_as_half == 1
    assert chart.points[3].value == 0.5
    assert t_chart([1, *times[:3]]).counted_as_half == 0


def test_a_negative_time_is_refused() -> None:
    with pytest.raises(ValueError, match="times above 0"):
        t_chart([3, -1], zero_counts_as=0.5)


def test_limits_of_a_t_chart_stand_in_order() -> None:
    limits = t_chart([3.0, 9, 4, 1, 7, 2, 8, 5, 12, 3, 6, 4]).points[0].limits
    assert limits is not None
    lines = [limits.lower, limits.near_lower, limits.near_upper, limits.upper]
    assert all(low < high for low, high in pairwise(lines))


def test_a_very_long_time_without_an_event_is_a_signal() -> None:
    chart = g_chart([3.0, 9, 4, 1, 7, 2, 8, 5, 12, 3, 6, 4, 90])
    assert chart.points[-1].special_cause is SpecialCause.ASTRONOMICAL_HIGH
