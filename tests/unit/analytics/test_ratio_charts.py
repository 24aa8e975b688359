"""Charts of events over opportunities where they depart from the reference, and at their ends."""

from datetime import date

import pytest

from kiosk.analytics.figures import NoFigure
from kiosk.analytics.process_limits import NoLimits, SpcSettings
from kiosk.analytics.ratio_charts import (
    i_prime_chart,
    p_chart,
    p_prime_chart,
    u_chart,
    u_prime_chart,
)
from kiosk.analytics.spc import Advice
from kiosk.analytics.verdicts import Assurance, Direction, Variation

SIZES = [100, 200, 150, 120, 180, 90, 100, 200, 150, 120, 180, 90]
EVENTS = [10, 22, 14, 13, 17, 10, 9, 21, 16, 11, 19, 8]


def months(count: int) -> list[date]:
    return [date(2024 + index // 12, index % 12 + 1, 1) for index in range(count)]


def test_a_p_chart_has_the_pooled_share_and_wider_limits_where_fewer_were_counted() -> None:
    chart = p_chart(EVENTS, SIZES, per=100)
    share = sum(EVENTS) / sum(SIZES)
    assert chart.points[0].centre == pytest.approx(100 * share)
    small, large = chart.points[5].limits, chart.points[1].limits
    assert small is not None
    assert large is not None
    assert small.upper - 100 * share == pytest.approx(300 * (share * (1 - share) / 90) ** 0.5)
    assert small.upper > large.upper
    assert chart.last_phase is not None
    assert chart.last_phase.limits == small


def test_shares_stay_between_none_and_all() -> None:
    chart = p_chart([0, 1, 0, 1] * 3, [4] * 12, per=100)
    assert {point.limits and point.limits.lower for point in chart.points} == {0}
    most = p_chart([4, 3, 4, 3] * 3, [4] * 12, per=100)
    assert {point.limits and point.limits.upper for point in most.points} == {100}


@pytest.mark.parametrize(
    ("numerator", "denominator", "reason"),
    [
        (None, 10, NoFigure.MISSING),
        (1, None, NoFigure.MISSING),
        (0, 0, NoFigure.ZERO_DENOMINATOR),
        (-1, 10, NoFigure.NEGATIVE),
        (1, -10, NoFigure.NEGATIVE),
        (11, 10, NoFigure.NUMERATOR_OVER_DENOMINATOR),
        (float("nan"), 10, NoFigure.NOT_A_NUMBER),
        (1, float("inf"), NoFigure.NOT_A_NUMBER),
    ],
)
def test_what_is_no_share_is_a_gap_that_says_why_and_moves_nothing_else(
    numerator: float | None, denominator: float | None, reason: NoFigure
) -> None:
    whole = p_chart(EVENTS, SIZES)
    chart = p_chart([*EVENTS, numerator], [*SIZES, denominator])
    last = chart.points[-1]
    assert (last.value, last.limits, last.no_figure) == (None, None, reason)
    assert chart.points[0] == whole.points[0]


def test_a_rate_may_be_above_one() -> None:
    assert u_chart([30], [10]).points[0].value == 3


def test_nothing_but_zeros_or_nothing_but_all_has_no_variation_to_measure() -> None:
    for chart in (
        p_chart([0] * 12, SIZES),
        p_chart(SIZES, SIZES),
        u_chart([0] * 12, SIZES),
        p_prime_chart([0] * 12, SIZES),
        u_prime_chart([0] * 12, SIZES),
        i_prime_chart([5] * 12, [50] * 12),
    ):
        assert chart.last_phase is not None
        assert chart.last_phase.without_limits is NoLimits.NO_VARIATION
        assert {point.limits for point in chart.points} == {None}


def test_eleven_points_have_no_limits_and_twelve_have() -> None:
    eleven = p_chart(EVENTS[:11], SIZES[:11])
    assert (eleven.points[0].limits, eleven.points_until_verdict) == (None, 1)
    assert eleven.variation is None
    assert p_chart(EVENTS, SIZES).points[0].limits is not None


def test_primed_limits_are_never_narrower_than_plain_ones_on_the_wall() -> None:
    calm = [round(size / 10) for size in SIZES]
    plain, floored = p_chart(calm, SIZES), p_prime_chart(calm, SIZES)
    free = p_prime_chart(calm, SIZES, settings=SpcSettings(floor_sigma_z=False))
    assert floored.points[0].limits == plain.points[0].limits
    assert floored.last_phase is not None
    assert free.last_phase is not None
    assert floored.last_phase.sigma_z == free.last_phase.sigma_z
    assert free.last_phase.limits is None or (
        plain.points[0].limits is not None
        and free.last_phase.limits.upper < plain.points[0].limits.upper
    )


def test_primed_limits_widen_where_there_is_more_spread_than_chance_gives() -> None:
    wild = [900, 1300, 800, 1400] * 3
    plain, primed = u_chart(wild, [10000] * 12), u_prime_chart(wild, [10000] * 12)
    assert plain.variation is not Variation.COMMON_CAUSE
    assert primed.variation is Variation.COMMON_CAUSE
    assert primed.last_phase is not None
    assert (primed.last_phase.sigma_z or 0) > 5


def test_a_target_is_held_against_the_limits_of_the_last_point() -> None:
    chart = p_chart(EVENTS, SIZES, per=100, improvement=Direction.DECREASE, target=40)
    assert chart.assurance is Assurance.PASS
    assert p_chart(EVENTS, SIZES, per=100, target=40).assurance is None


def test_a_rebase_gives_each_phase_its_own_centre() -> None:
    days = months(24)
    doubled = [2 * each for each in EVENTS]
    chart = p_chart(EVENTS + doubled, SIZES + SIZES, dates=days, rebase_on=[days[12]])
    first, second = chart.phases
    assert first.mean is not None
    assert second.mean == pytest.approx(2 * first.mean)


def test_mostly_nothing_is_steered_to_days_between() -> None:
    assert u_chart([0, 0, 1] * 4, [900] * 12).advice is Advice.DAYS_BETWEEN
    assert u_chart([0, 1, 2] * 4, [900] * 12).advice is None


def test_unequal_lists_are_refused() -> None:
    with pytest.raises(ValueError, match="2 numerators cannot have 1 denominators"):
        p_chart([1, 2], [3])
