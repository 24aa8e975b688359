"""Units against the pooled value by their own interval, and the curve of limits over size (PHE)."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.analytics.funnel import ACTION, QUANTILES, WARNING
from kiosk.analytics.intervals import Interval, exact_poisson, rate_interval, wilson

ROOM_ABOVE = 1.05
"""The curve goes on a little beyond the largest unit."""

CURVE_POINTS = 100
"""So many sizes are tried, each one event or a constant factor beyond the one before."""


class FunnelStatistic(StrEnum):
    """What is compared."""

    PROPORTION = "proportion"
    RATE = "rate"
    RATIO = "ratio"


class Significance(StrEnum):
    """Whether the interval of a unit lies beyond the pooled value, and at which level."""

    NONE = "none"
    LOW_95 = "low_95"
    LOW_998 = "low_998"
    HIGH_95 = "high_95"
    HIGH_998 = "high_998"


@dataclass(frozen=True, slots=True)
class FunnelCurve:
    """The limits of a funnel over size.

    Attributes:
        sizes: denominators of proportions, events of rates, observed events of ratios.
        lower95: in the unit that `per` makes, as all the others.
        upper95: upper limit at 95 %.
        lower998: lower limit at 99.8 %.
        upper998: upper limit at 99.8 %.
    """

    sizes: tuple[int, ...]
    lower95: tuple[float, ...]
    upper95: tuple[float, ...]
    lower998: tuple[float, ...]
    upper998: tuple[float, ...]


def funnel_significance(
    numerators: Sequence[int], denominators: Sequence[float], statistic: FunnelStatistic
) -> tuple[Significance, ...]:
    """Return which units differ from all together: their own interval excludes the pooled value.

    Intervals: Wilson's for proportions; exact under 10 events and Byar's from 10 for rates and
    ratios, which are compared with the pooled rate and with 1. Source: Public Health England,
    Technical Guide, Confidence Intervals (2018).

    Args:
        numerators: events of each unit.
        denominators: opportunities, exposure or expected events, above 0.
        statistic: what is compared.

    Raises:
        ValueError: a numerator or denominator is none; see `wilson` and `rate_interval`.
    """
    pooled = pooled_value(numerators, denominators, statistic)
    return tuple(
        _significance(numerator, denominator, statistic, pooled)
        for numerator, denominator in zip(numerators, denominators, strict=True)
    )


def pooled_value(
    numerators: Sequence[float], denominators: Sequence[float], statistic: FunnelStatistic
) -> float:
    """Return what units are compared with, before any multiplier.

    Raises:
        ValueError: nothing was counted.
    """
    if statistic is FunnelStatistic.RATIO:
        return 1.0
    whole = math.fsum(denominators)
    if whole <= 0:
        raise ValueError("Nothing was counted, so there is no pooled value.")
    return math.fsum(numerators) / whole


def _significance(
    numerator: int, denominator: float, statistic: FunnelStatistic, pooled: float
) -> Significance:
    for level, low, high in (
        (ACTION, Significance.LOW_998, Significance.HIGH_998),
        (WARNING, Significance.LOW_95, Significance.HIGH_95),
    ):
        interval = _interval(numerator, denominator, statistic, level)
        if interval.upper < pooled:
            return low
        if interval.lower > pooled:
            return high
    return Significance.NONE


def _interval(
    numerator: int, denominator: float, statistic: FunnelStatistic, level: float
) -> Interval:
    if statistic is FunnelStatistic.PROPORTION:
        return wilson(numerator, denominator, level)
    return rate_interval(numerator, denominator, level)


CountInterval = Callable[[int, float], Interval]
"""The interval of a count of events at a level."""


def funnel_curve(
    pooled: float,
    largest: float,
    statistic: FunnelStatistic,
    *,
    per: float = 1,
    count_interval: CountInterval = exact_poisson,
) -> FunnelCurve:
    """Return the limits of a funnel at sizes from 1 to a little beyond the largest unit.

    Proportions: pooled ± z · sqrt(p (1 - p) / n), within 0 and 1. Rates and ratios, at x events:
    pooled · x / upper and pooled · x / lower, from the exact interval of x events. Source: as `funnel_significance`.

    Args:
        pooled: what units are compared with, before the multiplier.
        largest: the largest denominator.
        statistic: what is compared.
        per: the multiplier of the unit.
        count_interval: the interval of x events.
    """
    sizes = _sizes(pooled, largest, statistic)
    limits = [
        _share_limits(pooled, size)
        if statistic is FunnelStatistic.PROPORTION
        else _count_limits(pooled, size, count_interval)
        for size in sizes
    ]
    lower95, upper95, lower998, upper998 = (
        tuple(value * per for value in column) for column in zip(*limits, strict=True)
    )
    return FunnelCurve(sizes, lower95, upper95, lower998, upper998)


def _sizes(pooled: float, largest: float, statistic: FunnelStatistic) -> tuple[int, ...]:
    """Return sizes that grow by one, or from where that is more by a constant factor."""
    end = float(_rounded_up(largest * ROOM_ABOVE))
    steps_left = CURVE_POINTS
    if statistic is FunnelStatistic.RATE:
        end = math.ceil(end * pooled)
    if statistic is FunnelStatistic.RATIO:
        steps_left += 1
    sizes = [1]
    while len(sizes) < CURVE_POINTS:
        factor = (end / sizes[-1]) ** (1 / (steps_left - len(sizes)))
        sizes.append(max(round(factor * sizes[-1]), sizes[-1] + 1))
    return tuple(sizes)


def _rounded_up(size: float) -> int:
    """Return a size rounded up to two figures."""
    unit: int = 10 ** max(0, len(str(int(size))) - 2)
    return math.ceil(size / unit) * unit


def _share_limits(pooled: float, size: int) -> tuple[float, ...]:
    spread = math.sqrt(pooled * (1 - pooled) / size)
    return tuple(
        min(max(pooled + side * z * spread, 0.0), 1.0) for z in QUANTILES for side in (-1, 1)
    )


def _count_limits(pooled: float, events: int, count_interval: CountInterval) -> tuple[float, ...]:
    found: list[float] = []
    for level in (WARNING, ACTION):
        interval = count_interval(events, level)
        found += [pooled * events / interval.upper, pooled * events / interval.lower]
    return tuple(found)
