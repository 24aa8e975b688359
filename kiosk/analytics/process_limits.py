"""Mean and process limits of each phase of an individuals chart, or the reason for none."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.analytics.moving_ranges import average_moving_range
from kiosk.analytics.signals import NHS_MAKING_DATA_COUNT, Limits, RuleSet

MOVING_RANGE_TO_LIMIT = 2.66
"""3 / d2(2), d2(2) = 1.128: from the average moving range to a process limit."""

NEAR_SHARE = 2 / 3
"""A near limit stands at this share of the way from the mean to a process limit."""

MINIMUM_POINTS = 12
"""Fewer values than this in a phase: no limits, no signal and no verdict."""

SHORTEST_BASELINE = 12
"""Limits fixed on a baseline need at least this many points in it."""


class NoLimits(StrEnum):
    """Why a phase has no limits."""

    NO_VALUES = "no_values"
    TOO_FEW_POINTS = "too_few_points"
    NO_NEIGHBOURS = "no_neighbours"
    NO_VARIATION = "no_variation"


@dataclass(frozen=True, slots=True)
class XmrSettings:
    """How a chart is computed.

    Attributes:
        screen: whether moving ranges of 3.267 times their average, or more, are left out once.
        rules: the rules for signals.
        minimum_points: fewer values in a phase: no limits, no signal and no verdict.
        short_below: a phase with fewer values is marked short.
        baseline_points: mean and limits of every phase from its first so many points (12 or
            more), or None for all of them.
    """

    screen: bool = True
    rules: RuleSet = NHS_MAKING_DATA_COUNT
    minimum_points: int = MINIMUM_POINTS
    short_below: int = MINIMUM_POINTS
    baseline_points: int | None = None

    def __post_init__(self) -> None:
        if self.baseline_points is not None and self.baseline_points < SHORTEST_BASELINE:
            raise ValueError(f"A baseline has at least {SHORTEST_BASELINE} points.")


DEFAULT_SETTINGS = XmrSettings()


@dataclass(frozen=True, slots=True)
class XmrPhase:
    """A stretch of points under one mean and one pair of limits.

    Attributes:
        first: position of its first point, 0-based.
        last: position of its last point, inclusive.
        rebases: how many rebases lie before it or on its first point.
        mean: the mean, or None where every point is a gap.
        limits: the process limits, or None.
        without_limits: the reason where `limits` is None.
        points_until_verdict: how many more values it needs; 0 when it has enough.
        short: fewer values than a phase should have.
    """

    first: int
    last: int
    rebases: int
    mean: float | None
    limits: Limits | None
    without_limits: NoLimits | None
    points_until_verdict: int
    short: bool


def phases_of(
    values: Sequence[float | None], rebases: Sequence[int], settings: XmrSettings
) -> tuple[XmrPhase, ...]:
    """Return the phases of a series in order; none for an empty series.

    Args:
        values: the series in order of time; None is a gap.
        rebases: ascending positions at which a new phase begins.
        settings: how limits are computed.
    """
    if not values:
        return ()
    starts = sorted({0, *rebases})
    ends = [*starts[1:], len(values)]
    return tuple(
        _phase(values, (first, end - 1), sum(each <= first for each in rebases), settings)
        for first, end in zip(starts, ends, strict=True)
    )


def _phase(
    values: Sequence[float | None], span: tuple[int, int], rebases: int, settings: XmrSettings
) -> XmrPhase:
    first, last = span
    inside = values[first : last + 1]
    baseline = _baseline(inside, settings)
    known = [value for value in baseline if value is not None]
    missing = max(0, settings.minimum_points - len(known))
    average_range = average_moving_range(baseline, screen=settings.screen)
    reason = _reason_against_limits(len(known), missing, average_range)
    mean = math.fsum(known) / len(known) if known else None
    return XmrPhase(
        first=first,
        last=last,
        rebases=rebases,
        mean=mean,
        limits=_limits(mean or 0.0, average_range or 0.0) if reason is None else None,
        without_limits=reason,
        points_until_verdict=missing,
        short=_value_count(inside) < settings.short_below,
    )


def _value_count(values: Sequence[float | None]) -> int:
    return sum(value is not None for value in values)


def _baseline(inside: Sequence[float | None], settings: XmrSettings) -> Sequence[float | None]:
    """Return the points that mean and limits come from.

    A fixed baseline with gaps grows until it has as many values as limits need.
    """
    if settings.baseline_points is None:
        return inside
    end = settings.baseline_points
    while end < len(inside) and _value_count(inside[:end]) < settings.minimum_points:
        end += 1
    return inside[:end]


def _reason_against_limits(
    value_count: int, missing: int, average_range: float | None
) -> NoLimits | None:
    if not value_count:
        return NoLimits.NO_VALUES
    if missing:
        return NoLimits.TOO_FEW_POINTS
    if average_range is None:
        return NoLimits.NO_NEIGHBOURS
    return None if average_range > 0 else NoLimits.NO_VARIATION


def _limits(mean: float, average_range: float) -> Limits:
    reach = MOVING_RANGE_TO_LIMIT * average_range
    close = NEAR_SHARE * reach
    return Limits(mean - reach, mean + reach, mean - close, mean + close)
