"""Funnel charts: who is an outlier, what over-dispersion does, and units without a value."""

from itertools import pairwise

import pytest

from kiosk.analytics.figures import NoFigure
from kiosk.analytics.funnel import (
    PROPORTIONS,
    RATIOS_BY_LOGARITHM,
    RATIOS_BY_ROOT,
    RATIOS_OF_COUNTS,
    FunnelMethod,
    FunnelSettings,
    funnel_chart,
)
from kiosk.analytics.funnel_significance import (
    FunnelStatistic,
    Significance,
    funnel_curve,
    funnel_significance,
    pooled_value,
)

PLAIN = FunnelSettings(adjust=False)
ALL_METHODS = [PROPORTIONS, RATIOS_BY_LOGARITHM, RATIOS_BY_ROOT, RATIOS_OF_COUNTS]


def test_limits_widen_where_little_was_counted() -> None:
    chart = funnel_chart([10, 100, 1000], [100, 1000, 10000], per=100, settings=PLAIN)
    assert chart.target == pytest.approx(10)
    widths = [unit.limits.upper998 - unit.limits.lower998 for unit in chart.units if unit.limits]
    assert widths == sorted(widths, reverse=True)
    assert [unit.outlier for unit in chart.units] == [0, 0, 0]


def test_a_unit_far_above_or_below_the_rest_is_an_outlier() -> None:
    chart = funnel_chart([100, 100, 100, 200, 20], [1000] * 5, settings=PLAIN)
    assert [unit.outlier for unit in chart.units] == [0, 0, 0, 1, -1]


def test_over_dispersion_widens_the_limits_in_use_and_spares_units_that_all_differ() -> None:
    events = [60, 150, 80, 130, 90, 120, 70, 140, 100, 110]
    plain = funnel_chart(events, [1000] * 10, settings=PLAIN)
    adjusted = funnel_chart(events, [1000] * 10)
    assert adjusted.phi > 2
    assert adjusted.tau2 > 0
    assert any(unit.outlier for unit in plain.units)
    assert not any(unit.outlier for unit in adjusted.units)
    unit = adjusted.units[0]
    assert unit.limits is not None
    assert unit.adjusted is not None
    assert unit.adjusted.lower998 < unit.limits.lower998


@pytest.mark.parametrize("method", ALL_METHODS, ids=lambda method: method.name)
def test_limits_stand_in_order_around_the_target(method: FunnelMethod) -> None:
    chart = funnel_chart([90, 270, 370, 235], [100.0, 280, 390, 250], method=method)
    assert chart.target is not None
    for unit in chart.units:
        for limits in (unit.limits, unit.adjusted):
            assert limits is not None
            lines = [
                limits.lower998,
                limits.lower95,
                chart.target,
                limits.upper95,
                limits.upper998,
            ]
            assert all(low < high for low, high in pairwise(lines))


@pytest.mark.parametrize(
    ("numerator", "denominator", "reason"),
    [
        (0, 0, NoFigure.ZERO_DENOMINATOR),
        (11, 10, NoFigure.NUMERATOR_OVER_DENOMINATOR),
        (None, 10, NoFigure.MISSING),
        (-1, 10, NoFigure.NEGATIVE),
    ],
)
def test_a_unit_without_a_value_says_why_and_moves_no_other(
    numerator: float | None, denominator: float, reason: NoFigure
) -> None:
    whole = funnel_chart([10, 20], [100, 150])
    chart = funnel_chart([10, 20, numerator], [100, 150, denominator])
    assert chart.units[2].no_figure is reason
    assert chart.units[2].value is None
    assert chart.units[:2] == whole.units


@pytest.mark.parametrize("counts", [([], []), ([0], [0]), ([0, 0], [10, 20]), ([10, 20], [10, 20])])
@pytest.mark.parametrize("method", ALL_METHODS, ids=lambda method: method.name)
def test_nothing_no_events_and_nothing_but_events_are_drawn_without_a_fault(
    counts: tuple[list[float], list[float]], method: FunnelMethod
) -> None:
    chart = funnel_chart(*counts, method=method)
    assert len(chart.units) == len(counts[0])
    assert [unit.value for unit in chart.units] == [
        x / n if n else None for x, n in zip(*counts, strict=True)
    ]


def test_another_level_and_a_trim_of_everything_are_refused() -> None:
    with pytest.raises(ValueError, match=r"0.95 and 0.998"):
        FunnelSettings(confidence=0.9)
    with pytest.raises(ValueError, match="leaves no unit"):
        FunnelSettings(trim=0.5)


def test_a_unit_whose_own_interval_leaves_the_pooled_value_out_is_significant() -> None:
    found = funnel_significance([100, 100, 155, 30], [1000] * 4, FunnelStatistic.PROPORTION)
    assert found == (
        Significance.NONE,
        Significance.NONE,
        Significance.HIGH_998,
        Significance.LOW_998,
    )
    assert funnel_significance([0, 1], [50.0, 1.0], FunnelStatistic.RATIO) == (
        Significance.LOW_998,
        Significance.NONE,
    )


def test_nothing_counted_has_no_pooled_value() -> None:
    with pytest.raises(ValueError, match="Nothing was counted"):
        pooled_value([0], [0], FunnelStatistic.RATE)


def test_a_curve_closes_in_on_the_pooled_value_and_goes_beyond_the_largest_unit() -> None:
    curve = funnel_curve(0.2, 2387, FunnelStatistic.PROPORTION, per=100)
    assert (curve.sizes[0], curve.sizes[-1], len(curve.sizes)) == (1, 2600, 100)
    assert all(low <= high for low, high in pairwise(curve.lower95))
    assert curve.lower95[-1] < 20 < curve.upper95[-1]
