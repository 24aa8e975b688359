"""How limits are chosen: the settings of a chart, the reasons for no limits, the estimate of a phase."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.analytics.signals import NHS_MAKING_DATA_COUNT, Limits, RuleSet

MOVING_RANGE_TO_LIMIT = 2.66
"""3 / d2(2), rounded as Making Data Count does: from the average moving range to a limit."""

MOVING_RANGE_TO_SIGMA = 1.128
"""d2(2): the average moving range is so many standard deviations."""

SIGMAS = 3
"""Limits stand this many standard deviations from the centre."""

NEAR_SIGMAS = 2
"""Near limits stand this many standard deviations from the centre."""

NEAR_SHARE = NEAR_SIGMAS / SIGMAS
"""A near limit stands at this share of the way from the centre to a limit."""

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
    RUN_CHART = "run_chart"


@dataclass(frozen=True, slots=True)
class SpcSettings:
    """How a chart is computed; the defaults are those of the wall.

    Attributes:
        screen: whether moving ranges of 3.267 times their average, or more, are left out once.
        rules: the rules for signals.
        minimum_points: fewer values in a phase: no limits, no signal and no verdict.
        short_below: a phase with fewer values is marked short.
        baseline_points: centre and limits of every phase from its first so many points (freeze),
            or None for all of them.
        shortest_baseline: fewer baseline points than this are refused.
        exclude: positions (0-based, in order of time) that take no part in centre, limits and
            runs; they are still held against the limits.
        centre: a centre line from elsewhere, in the unit of the chart, or None.
        limit_factor: from the average moving range to a limit of an individuals chart.
        floor_sigma_z: whether p′ and u′ limits are never narrower than those of p and u.
        gaps_break: whether a gap ends a run about the centre.
    """

    screen: bool = True
    rules: RuleSet = NHS_MAKING_DATA_COUNT
    minimum_points: int = MINIMUM_POINTS
    short_below: int = MINIMUM_POINTS
    baseline_points: int | None = None
    shortest_baseline: int = SHORTEST_BASELINE
    exclude: frozenset[int] = frozenset()
    centre: float | None = None
    limit_factor: float = MOVING_RANGE_TO_LIMIT
    floor_sigma_z: bool = True
    gaps_break: bool = True

    def __post_init__(self) -> None:
        if self.baseline_points is not None and self.baseline_points < self.shortest_baseline:
            raise ValueError(f"A baseline has at least {self.shortest_baseline} points.")


DEFAULT_SETTINGS = SpcSettings()


@dataclass(frozen=True, slots=True)
class Estimate:
    """Centre and limits of one phase, as a kind of chart computes them.

    Attributes:
        centre: the centre line; None without a value.
        limits: those of every point of the phase, or None for all of them together; a point has
            none where its denominator is not known.
        without: the reason where `limits` is None.
        sigma_z: on p′ and u′ charts, spread over that of the distribution, before any floor.
    """

    centre: float | None
    limits: Sequence[Limits | None] | None = None
    without: NoLimits | None = None
    sigma_z: float | None = None


def symmetric(centre: float, reach: float) -> Limits:
    """Return limits that stand `reach` from the centre, and near limits at two thirds of it."""
    close = NEAR_SHARE * reach
    return Limits(centre - reach, centre + reach, centre - close, centre + close)


def bounded(limits: Limits, lowest: float, highest: float | None = None) -> Limits:
    """Return limits that do not leave the scale."""
    kept = [max(lowest, each) for each in limits]
    if highest is not None:
        kept = [min(highest, each) for each in kept]
    return Limits(*kept)
