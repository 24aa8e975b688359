"""Laws that hold for every control chart, whatever its figures."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.analytics.charts import (
    c_chart,
    g_chart,
    i_prime_chart,
    mr_chart,
    p_chart,
    p_prime_chart,
    run_chart,
    t_chart,
    u_chart,
    u_prime_chart,
    xmr_chart,
)
from kiosk.analytics.process_limits import SpcSettings
from kiosk.analytics.spc import SpcChart

COUNTS = st.lists(st.none() | st.integers(0, 60), max_size=40)
VALUES = st.lists(st.none() | st.integers(-1000, 1000).map(lambda tenths: tenths / 10), max_size=40)
SIZE = 50.0

DRAWN: dict[str, Callable[[Sequence[float | None]], SpcChart]] = {
    "c": c_chart,
    "g": g_chart,
    "t": lambda counts: t_chart(counts, zero_counts_as=0.5),
    "p": lambda counts: p_chart(counts, [SIZE] * len(counts), per=100),
    "p′": lambda counts: p_prime_chart(counts, [SIZE] * len(counts), per=100),
    "u": lambda counts: u_chart(counts, [SIZE] * len(counts), per=1000),
    "u′": lambda counts: u_prime_chart(counts, [SIZE] * len(counts), per=1000),
    "I′": lambda counts: i_prime_chart(counts, [SIZE] * len(counts)),
    "XmR": xmr_chart,
    "MR": mr_chart,
    "run": run_chart,
}


@pytest.mark.parametrize("kind", sorted(DRAWN))
@given(counts=COUNTS)
def test_limits_stand_in_order_and_never_collapse(kind: str, counts: list[float | None]) -> None:
    for point in DRAWN[kind](counts).points:
        if point.limits is not None:
            assert point.limits.lower <= point.limits.near_lower
            assert point.limits.near_lower < point.limits.near_upper
            assert point.limits.near_upper <= point.limits.upper


@pytest.mark.parametrize("kind", sorted(DRAWN))
@given(counts=COUNTS)
def test_there_is_a_point_for_every_figure_and_every_gap_says_why(
    kind: str, counts: list[float | None]
) -> None:
    points = DRAWN[kind](counts).points
    assert len(points) == len(counts)
    assert all((point.value is None) == (point.no_figure is not None) for point in points)


@pytest.mark.parametrize("kind", sorted(DRAWN))
@given(counts=st.lists(st.integers(0, 60), max_size=11))
def test_fewer_than_twelve_points_have_neither_limits_nor_a_verdict(
    kind: str, counts: list[float]
) -> None:
    chart = DRAWN[kind](counts)
    assert {point.limits for point in chart.points} <= {None}
    assert (chart.variation, chart.assurance) == (None, None)


@given(values=VALUES, factor=st.sampled_from([0.001, 0.5, 3.0, 1e6]))
def test_another_unit_changes_no_signal(values: list[float | None], factor: float) -> None:
    other = [None if value is None else value * factor for value in values]
    one, two = xmr_chart(values), xmr_chart(other)
    assert [each.special_cause for each in one.points] == [
        each.special_cause for each in two.points
    ]


@given(values=VALUES)
def test_a_series_upside_down_has_its_signals_upside_down(values: list[float | None]) -> None:
    turned = [None if value is None else -value for value in values]
    up = [point.special_cause.direction for point in xmr_chart(values).points]
    down = [point.special_cause.direction for point in xmr_chart(turned).points]
    assert up == [-direction for direction in down]


@given(values=VALUES, excluded=st.sets(st.integers(0, 39), max_size=5))
def test_excluding_a_point_is_like_not_having_it(
    values: list[float | None], excluded: set[int]
) -> None:
    chart = xmr_chart(values, settings=SpcSettings(exclude=frozenset(excluded)))
    left = [value for at, value in enumerate(values) if at not in excluded]
    without = xmr_chart(left)
    one, two = chart.last_phase, without.last_phase
    if one is not None and two is not None:
        assert (one.mean, one.limits, one.runs) == (two.mean, two.limits, two.runs)


def test_a_gap_breaks_the_run_and_the_range_that_it_lies_in() -> None:
    values = [4.0, 6, 5, 7] * 4
    whole, broken = xmr_chart(values), xmr_chart([*values[:8], None, *values[8:]])
    assert whole.phases[0].runs is not None
    assert broken.phases[0].runs is not None
    assert whole.phases[0].limits != broken.phases[0].limits
    assert all(left.phase == right.phase for left, right in pairwise(broken.points))
