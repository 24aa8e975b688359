"""The individuals chart (XmR): mean, process limits and signals of a series, phase by phase."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kiosk.analytics.periods import phase_starts
from kiosk.analytics.process_limits import DEFAULT_SETTINGS, XmrPhase, XmrSettings, phases_of
from kiosk.analytics.signals import (
    Limits,
    RuleSet,
    SpecialCause,
    beyond,
    near,
    sides,
    special_causes,
)
from kiosk.analytics.verdicts import (
    Assurance,
    Direction,
    PointKind,
    Variation,
    assurance_of,
    point_kind,
    variation_of,
)


@dataclass(frozen=True, slots=True)
class XmrPoint:
    """One point.

    Attributes:
        value: the value, or None for a gap.
        phase: position of its phase in `XmrChart.phases`.
        side_of_mean: -1, 0 or 1; None for a gap.
        outside_limits: strictly beyond a limit; None for a gap or without limits.
        near_limit: strictly beyond a near limit and not outside; None as above.
        special_cause: its signal.
        kind: what the signal means.
    """

    value: float | None
    phase: int
    side_of_mean: int | None
    outside_limits: bool | None
    near_limit: bool | None
    special_cause: SpecialCause
    kind: PointKind


@dataclass(frozen=True, slots=True)
class XmrChart:
    """A computed chart.

    Attributes:
        points: every point in order of time, gaps included.
        phases: the stretches, in order; empty for an empty series.
        rules: the rules that were applied, to be named on the chart.
        improvement: which way is better.
        target: the target, or None.
        variation: the verdict on the last point, or None while there are too few.
        assurance: the verdict on the target, or None without target, limits or direction.
        points_until_verdict: how many more values the last phase needs; 0 when it has enough.
        dates: one per point, or empty.
    """

    points: tuple[XmrPoint, ...]
    phases: tuple[XmrPhase, ...]
    rules: RuleSet
    improvement: Direction
    target: float | None
    variation: Variation | None
    assurance: Assurance | None
    points_until_verdict: int
    dates: tuple[date, ...] = ()

    @property
    def values(self) -> tuple[float | None, ...]:
        """The values in order of time; None is a gap."""
        return tuple(point.value for point in self.points)

    @property
    def last_phase(self) -> XmrPhase | None:
        """The phase that the verdicts speak of; None for an empty series."""
        return self.phases[-1] if self.phases else None


def xmr_chart(
    values: Sequence[float | None],
    *,
    improvement: Direction,
    target: float | None = None,
    dates: Sequence[date] = (),
    rebase_on: Sequence[date] = (),
    settings: XmrSettings = DEFAULT_SETTINGS,
) -> XmrChart:
    """Compute the individuals chart of a series.

    Constants, rules and their order follow NHS Making Data Count as the R package
    NHSRplotthedots 0.2.2 computes them, with these differences: no limits and no verdict under
    `settings.minimum_points`, limits never collapse onto the mean, and a rebase on an unknown date
    is refused.

    Args:
        values: one per period; None, or what is not a finite number, is a gap: it breaks runs and
            moving ranges.
        improvement: which way is better.
        target: the target in the unit of the values.
        dates: the first day of each period, in any order; may be empty without rebases.
        rebase_on: dates on which a new phase begins.
        settings: how it is computed.

    Returns:
        The chart, in order of time.

    Raises:
        ValueError: dates and values differ in number, or a date stands twice.
        UnknownRebaseDateError: a rebase is on a date without a figure.
    """
    series, days = _in_order([_finite(value) for value in values], dates)
    phases = phases_of(series, phase_starts(days, rebase_on), settings)
    points = tuple(
        point
        for position, phase in enumerate(phases)
        for point in _points(
            series[phase.first : phase.last + 1], phase, position, improvement, settings.rules
        )
    )
    judged = bool(phases) and phases[-1].points_until_verdict == 0
    limits = phases[-1].limits if judged else None
    return XmrChart(
        points=points,
        phases=phases,
        rules=settings.rules,
        improvement=improvement,
        target=target,
        variation=variation_of(points[-1].special_cause, improvement) if judged else None,
        assurance=assurance_of(limits, target, improvement)
        if limits is not None and target is not None
        else None,
        points_until_verdict=phases[-1].points_until_verdict if phases else settings.minimum_points,
        dates=days,
    )


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _in_order(
    values: list[float | None], dates: Sequence[date]
) -> tuple[list[float | None], tuple[date, ...]]:
    """Return values and dates in order of time; without dates the values stay as they are."""
    if not dates:
        return values, ()
    if len(dates) != len(values):
        raise ValueError(f"{len(values)} figures cannot have {len(dates)} dates.")
    order = sorted(range(len(dates)), key=lambda position: dates[position])
    days = tuple(dates[position] for position in order)
    for before, after in pairwise(days):
        if before == after:
            raise ValueError(f"Two figures are dated {after}.")
    return [values[position] for position in order], days


def _points(
    values: Sequence[float | None],
    phase: XmrPhase,
    position: int,
    improvement: Direction,
    rules: RuleSet,
) -> tuple[XmrPoint, ...]:
    """Return the points of one phase; a phase with too few values carries no signal."""
    side_of_each: Sequence[int | None] = (None,) * len(values)
    causes: Sequence[SpecialCause] = (SpecialCause.NONE,) * len(values)
    if phase.mean is not None:
        side_of_each = sides(values, phase.mean)
        if phase.points_until_verdict == 0:
            causes = special_causes(values, phase.mean, phase.limits, rules)
    far, close = _against_limits(values, phase.limits)
    return tuple(
        XmrPoint(value, position, side, outside, nearly, cause, point_kind(cause, improvement))
        for value, side, outside, nearly, cause in zip(
            values, side_of_each, far, close, causes, strict=True
        )
    )


def _against_limits(
    values: Sequence[float | None], limits: Limits | None
) -> tuple[tuple[bool | None, ...], tuple[bool | None, ...]]:
    """Return for each value whether it is outside the limits, and whether it is near one."""
    if limits is None:
        unknown = (None,) * len(values)
        return unknown, unknown
    far = beyond(values, limits.lower, limits.upper)
    close = near(values, limits)
    return (
        tuple(None if v is None else bool(mark) for v, mark in zip(values, far, strict=True)),
        tuple(None if v is None else bool(mark) for v, mark in zip(values, close, strict=True)),
    )
