"""The individuals chart where it departs from the reference on purpose; verification holds the recorded cases."""

from datetime import date

import pytest

from kiosk.analytics.periods import UnknownRebaseDateError
from kiosk.analytics.process_limits import NoLimits, SpcSettings
from kiosk.analytics.signals import ANHOEJ, SpecialCause
from kiosk.analytics.spc import Advice
from kiosk.analytics.verdicts import Assurance, Direction, PointKind, Variation
from kiosk.analytics.xmr import mr_chart, run_chart, xmr_chart

UP = Direction.INCREASE
DOWN = Direction.DECREASE
A_YEAR_OF_VALUES = [4.0, 6.0, 5.0, 7.0, 5.0, 6.0, 4.0, 6.0, 5.0, 7.0, 6.0, 5.0]


def months(count: int) -> list[date]:
    return [date(2024 + index // 12, index % 12 + 1, 1) for index in range(count)]


def test_an_empty_series_is_a_chart_without_points_or_verdict() -> None:
    chart = xmr_chart([], improvement=UP, target=3)
    assert chart.points == ()
    assert chart.last_phase is None
    assert chart.variation is None
    assert chart.assurance is None
    assert chart.points_until_verdict == 12


def test_a_series_of_gaps_has_no_mean_and_says_that_it_has_no_values() -> None:
    chart = xmr_chart([None] * 20, improvement=UP)
    assert chart.phases[0].mean is None
    assert chart.phases[0].without_limits is NoLimits.NO_VALUES
    assert chart.variation is None
    assert chart.points_until_verdict == 12


def test_a_single_point_has_a_mean_but_no_limits() -> None:
    chart = xmr_chart([3.0], improvement=UP)
    assert chart.phases[0].mean == 3
    assert chart.phases[0].limits is None
    assert chart.phases[0].without_limits is NoLimits.TOO_FEW_POINTS
    assert chart.points_until_verdict == 11


def test_eleven_points_have_no_verdict_and_the_twelfth_brings_it() -> None:
    eleven = xmr_chart(A_YEAR_OF_VALUES[:11], improvement=UP, target=5)
    twelve = xmr_chart(A_YEAR_OF_VALUES, improvement=UP, target=5)
    assert (eleven.variation, eleven.assurance, eleven.points_until_verdict) == (None, None, 1)
    assert eleven.phases[0].short
    assert twelve.variation is Variation.COMMON_CAUSE
    assert twelve.assurance is Assurance.HIT_OR_MISS
    assert twelve.points_until_verdict == 0
    assert not twelve.phases[0].short


def test_too_few_points_carry_no_signal_even_in_a_long_rise() -> None:
    chart = xmr_chart([float(value) for value in range(11)], improvement=UP)
    assert {point.special_cause for point in chart.points} == {SpecialCause.NONE}


def test_gaps_do_not_count_towards_the_twelve_points() -> None:
    chart = xmr_chart([*A_YEAR_OF_VALUES[:11], None, None], improvement=UP)
    assert chart.points_until_verdict == 1
    assert chart.phases[0].limits is None


def test_a_series_that_never_varies_has_no_limits_and_no_signal() -> None:
    chart = xmr_chart([7.0] * 24, improvement=UP, target=8)
    assert chart.phases[0].limits is None
    assert chart.phases[0].without_limits is NoLimits.NO_VARIATION
    assert chart.variation is Variation.COMMON_CAUSE
    assert chart.assurance is None


def test_values_equal_but_for_rounding_do_not_vary() -> None:
    chart = xmr_chart([0.1 + 0.2, 0.3] * 8, improvement=UP)
    assert chart.phases[0].without_limits is NoLimits.NO_VARIATION
    assert {point.side_of_mean for point in chart.points} == {0}


def test_limits_stand_on_all_ranges_where_screening_would_leave_none() -> None:
    chart = xmr_chart([0.0] * 20 + [1.0, 0.0, 0.0, 0.0], improvement=DOWN)
    limits = chart.phases[0].limits
    assert limits is not None
    assert limits.upper - limits.lower == pytest.approx(2 * 2.66 * 2 / 23)
    assert [p.special_cause for p in chart.points].count(SpecialCause.ASTRONOMICAL_HIGH) == 1


def test_values_that_are_never_neighbours_have_no_limits_and_the_chart_says_why() -> None:
    chart = xmr_chart([1.0, None, 2.0, None] * 6, improvement=UP)
    assert chart.phases[0].without_limits is NoLimits.NO_NEIGHBOURS


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), None])
def test_what_is_not_a_number_is_a_gap_that_breaks_a_shift(bad: float | None) -> None:
    whole = [1.0, 9.0] * 10 + [8.0] * 7
    broken = [*whole[:-4], bad, *whole[-4:]]
    assert xmr_chart(whole, improvement=UP).variation is Variation.IMPROVEMENT_HIGH
    chart = xmr_chart(broken, improvement=UP)
    assert chart.variation is Variation.COMMON_CAUSE
    assert chart.values[-5] is None
    assert chart.points[-5].outside_limits is None


def test_a_value_on_the_mean_in_exact_arithmetic_lies_on_it() -> None:
    chart = xmr_chart([-0.1, -0.2, 0.3] * 4 + [0.0], improvement=UP)
    assert chart.points[-1].side_of_mean == 0


@pytest.mark.parametrize(
    ("improvement", "kind", "variation"),
    [
        (UP, PointKind.IMPROVEMENT, Variation.IMPROVEMENT_HIGH),
        (DOWN, PointKind.CONCERN, Variation.CONCERN_HIGH),
        (Direction.NEUTRAL, PointKind.NEUTRAL_HIGH, Variation.NEUTRAL_HIGH),
    ],
)
def test_a_high_point_means_what_the_direction_makes_of_it(
    improvement: Direction, kind: PointKind, variation: Variation
) -> None:
    chart = xmr_chart([*A_YEAR_OF_VALUES, 30.0], improvement=improvement, target=5)
    assert chart.points[-1].kind is kind
    assert chart.variation is variation
    assert (chart.assurance is None) == (improvement is Direction.NEUTRAL)


def test_a_rebase_begins_a_phase_that_waits_for_its_own_twelve_points() -> None:
    values = [*A_YEAR_OF_VALUES, *(value + 20 for value in A_YEAR_OF_VALUES[:5])]
    days = months(17)
    chart = xmr_chart(values, improvement=UP, dates=days, rebase_on=[days[12]])
    first, second = chart.phases
    assert (first.first, first.last, first.short, first.rebases) == (0, 11, False, 0)
    assert (second.first, second.last, second.short, second.rebases) == (12, 16, True, 1)
    assert second.limits is None
    assert chart.variation is None
    assert chart.points_until_verdict == 7
    assert {point.special_cause for point in chart.points} == {SpecialCause.NONE}


def test_a_rebase_on_a_date_without_a_figure_names_the_nearest() -> None:
    with pytest.raises(UnknownRebaseDateError, match="nearest is 2024-06-01") as caught:
        xmr_chart(A_YEAR_OF_VALUES, improvement=UP, dates=months(12), rebase_on=[date(2024, 6, 14)])
    assert caught.value.nearest == date(2024, 6, 1)


def test_figures_are_put_in_order_of_their_dates() -> None:
    days = months(12)
    shuffled = [*range(1, 12, 2), *range(0, 12, 2)]
    chart = xmr_chart(
        [A_YEAR_OF_VALUES[each] for each in shuffled],
        improvement=UP,
        dates=[days[each] for each in shuffled],
    )
    assert chart.values == tuple(A_YEAR_OF_VALUES)
    assert chart.dates == tuple(days)


def test_dates_that_do_not_match_the_figures_are_refused() -> None:
    with pytest.raises(ValueError, match="12 figures cannot have 11 dates"):
        xmr_chart(A_YEAR_OF_VALUES, improvement=UP, dates=months(11))
    with pytest.raises(ValueError, match="Two figures are dated 2024-01-01"):
        xmr_chart([1.0, 2.0], improvement=UP, dates=[date(2024, 1, 1)] * 2)


def test_a_baseline_fixes_mean_and_limits() -> None:
    settings = SpcSettings(baseline_points=12)
    alone = xmr_chart(A_YEAR_OF_VALUES, improvement=UP)
    later = xmr_chart([*A_YEAR_OF_VALUES, 50.0, 60.0], improvement=UP, settings=settings)
    assert later.phases[0].limits == alone.phases[0].limits
    assert later.phases[0].mean == alone.phases[0].mean


def test_a_baseline_of_eleven_points_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 12 points"):
        SpcSettings(baseline_points=11)


def test_a_baseline_with_gaps_grows_until_limits_can_stand_on_it() -> None:
    gappy = [*A_YEAR_OF_VALUES[:9], None, None, None, *A_YEAR_OF_VALUES[9:], 50.0, 60.0]
    chart = xmr_chart(gappy, improvement=UP, settings=SpcSettings(baseline_points=12))
    assert chart.points_until_verdict == 0
    assert chart.phases[0].mean == pytest.approx(sum(A_YEAR_OF_VALUES) / 12)


def test_a_rebase_on_the_first_date_makes_no_empty_phase() -> None:
    days = months(12)
    chart = xmr_chart(A_YEAR_OF_VALUES, improvement=UP, dates=days, rebase_on=days[:1])
    assert [(phase.first, phase.rebases) for phase in chart.phases] == [(0, 1)]


def test_excluded_points_move_no_limit_and_no_run_and_are_still_held_against_the_limits() -> None:
    values = [*A_YEAR_OF_VALUES, 40.0, *A_YEAR_OF_VALUES]
    plain = xmr_chart(A_YEAR_OF_VALUES * 2, improvement=UP)
    chart = xmr_chart(values, improvement=UP, settings=SpcSettings(exclude=frozenset({12})))
    assert chart.phases[0].limits == plain.phases[0].limits
    assert chart.points[12].excluded
    assert chart.points[12].special_cause is SpecialCause.ASTRONOMICAL_HIGH
    assert chart.phases[0].runs == plain.phases[0].runs


def test_an_excluded_point_does_not_break_the_shift_around_it() -> None:
    values = [1.0, 9.0] * 10 + [8.0] * 4 + [0.0] + [8.0] * 3
    settings = SpcSettings(exclude=frozenset({24}), centre=5.0)
    chart = xmr_chart(values, settings=settings)
    assert chart.points[-1].special_cause is SpecialCause.SHIFT_HIGH
    assert chart.points[24].special_cause is SpecialCause.NONE
    broken = xmr_chart(values, settings=SpcSettings(centre=5.0))
    assert broken.points[-1].special_cause is SpecialCause.NONE


def test_mostly_empty_months_are_steered_to_days_between_and_measured_values_are_not() -> None:
    assert xmr_chart([0, 0, 1, 0] * 6).advice is Advice.DAYS_BETWEEN
    assert xmr_chart([0, 0, 0.5, 0] * 6).advice is None


def test_a_run_chart_has_the_median_no_limits_and_the_signals_of_runs() -> None:
    values = [1.0, 9, 2, 8, 1, 9, 2, 8, 7, 7.5, 8, 7, 7.5, 8, 7, 1, 1]
    chart = run_chart(values, improvement=UP)
    assert chart.points[0].centre == 7
    assert {point.limits for point in chart.points} == {None}
    assert chart.phases[0].without_limits is NoLimits.RUN_CHART
    assert chart.assurance is None


def test_too_few_crossings_name_the_side_of_the_last_points_and_do_not_judge_it() -> None:
    values = [9.0, 8, 9, 8, 9, 1.0, 2, 1, 2, 1] * 2
    chart = run_chart(values, improvement=UP, settings=SpcSettings(rules=ANHOEJ))
    assert {point.special_cause for point in chart.points} == {SpecialCause.NONE}
    assert chart.phases[0].runs is not None
    assert chart.phases[0].runs.signal
    assert chart.variation is Variation.NEUTRAL_LOW


def test_a_run_longer_than_chance_allows_is_a_shift_under_the_rules_of_anhoej() -> None:
    values = [1.0, 9] * 8 + [8.0] * 9
    chart = run_chart(values, improvement=UP, settings=SpcSettings(rules=ANHOEJ, centre=5.0))
    assert chart.variation is Variation.IMPROVEMENT_HIGH
    assert chart.points[-9].special_cause is SpecialCause.SHIFT_HIGH


def test_moving_ranges_begin_anew_with_each_phase_and_carry_only_far_points() -> None:
    days = months(24)
    values = [4.0, 6.0] * 6 + [104.0, 106.0] * 6
    chart = mr_chart(values, dates=days, rebase_on=[days[12]])
    assert chart.points[0].value is None
    assert chart.points[12].value is None
    assert {point.value for point in chart.points if point.value is not None} == {2.0}
    assert chart.phases[0].runs is None
    jump = mr_chart([4.0, 6.0] * 6 + [60.0])
    assert jump.points[-1].special_cause is SpecialCause.ASTRONOMICAL_HIGH
