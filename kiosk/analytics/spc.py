"""What every control chart is once it is computed: points, phases, verdicts; and what may be asked of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypedDict

from kiosk.analytics.figures import NoFigure
from kiosk.analytics.process_limits import NoLimits, SpcSettings
from kiosk.analytics.runs import Runs
from kiosk.analytics.signals import (
    Limits,
    RuleSet,
    SpecialCause,
)
from kiosk.analytics.verdicts import (
    Assurance,
    Direction,
    PointKind,
    Variation,
)


class ChartOptions(TypedDict, total=False):
    """What every chart takes besides its figures; all may be left out.

    Attributes:
        improvement: which way is better; neutral by default.
        target: the target in the unit of the chart.
        dates: the first day of each period, in any order.
        rebase_on: dates on which a new phase begins; each must be one of `dates`.
        settings: how it is computed.
    """

    improvement: Direction
    target: float | None
    dates: Sequence[date]
    rebase_on: Sequence[date]
    settings: SpcSettings


class Advice(StrEnum):
    """What would show these figures better."""

    DAYS_BETWEEN = "days_between"


class SpcPoint(NamedTuple):
    """One point.

    Attributes:
        value: the value, or None for a gap.
        phase: position of its phase in `SpcChart.phases`.
        centre: the centre line at this point; None without any value in the phase.
        limits: the limits at this point, or None.
        side_of_mean: -1, 0 or 1 against the centre line; None for a gap.
        outside_limits: strictly beyond a limit; None for a gap or without limits.
        near_limit: strictly beyond a near limit and not outside; None as above.
        special_cause: its signal.
        kind: what the signal means.
        no_figure: why it is a gap; None where it is none.
        excluded: whether it takes no part in centre, limits and runs.
    """

    value: float | None
    phase: int
    centre: float | None
    limits: Limits | None
    side_of_mean: int | None
    outside_limits: bool | None
    near_limit: bool | None
    special_cause: SpecialCause
    kind: PointKind
    no_figure: NoFigure | None = None
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class SpcPhase:
    """A stretch of points under one centre line.

    Attributes:
        first: position of its first point, 0-based.
        last: position of its last point, inclusive.
        rebases: how many rebases lie before it or on its first point.
        mean: the centre line (of a run chart and a g chart the median), or None without a value.
        limits: the limits at the last point that has any, or None. They are those of every point
            on charts without denominators.
        without_limits: the reason where `limits` is None.
        points_until_verdict: how many more values it needs; 0 when it has enough.
        short: fewer values than a phase should have.
        runs: runs about the centre line; None on a chart of moving ranges.
        sigma_z: on p′ and u′ charts, spread over that of the distribution, before any floor.
    """

    first: int
    last: int
    rebases: int
    mean: float | None
    limits: Limits | None
    without_limits: NoLimits | None
    points_until_verdict: int
    short: bool
    runs: Runs | None = None
    sigma_z: float | None = None


@dataclass(frozen=True, slots=True)
class SpcChart:
    """A computed chart.

    Attributes:
        name: its kind in words: "XmR", "p′".
        points: every point in order of time, gaps included.
        phases: the stretches, in order; empty for an empty series.
        rules: the rules that were applied, to be named on the chart.
        improvement: which way is better.
        target: the target, or None.
        variation: the verdict on the last point, or None while there are too few.
        assurance: the verdict on the target, or None without target, limits or direction.
        points_until_verdict: how many more values the last phase needs; 0 when it has enough.
        dates: one per point, or empty.
        advice: what would show these figures better, or None.
        counted_as_half: on a t chart, how many times of 0 count as half a unit.
    """

    name: str
    points: tuple[SpcPoint, ...]
    phases: tuple[SpcPhase, ...]
    rules: RuleSet
    improvement: Direction
    target: float | None
    variation: Variation | None
    assurance: Assurance | None
    points_until_verdict: int
    dates: tuple[date, ...] = ()
    advice: Advice | None = None
    counted_as_half: int = 0

    @property
    def values(self) -> tuple[float | None, ...]:
        """The values in order of time; None is a gap."""
        return tuple(point.value for point in self.points)

    @property
    def last_phase(self) -> SpcPhase | None:
        """The phase that the verdicts speak of; None for an empty series."""
        return self.phases[-1] if self.phases else None
