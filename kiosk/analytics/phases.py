"""The computation of a control chart, phase by phase: limits, signals, runs and the last point's verdicts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

from kiosk.analytics.figures import Figures
from kiosk.analytics.periods import phase_starts
from kiosk.analytics.process_limits import DEFAULT_SETTINGS, Estimate, NoLimits, SpcSettings
from kiosk.analytics.runs import Runs, long_runs, runs_of
from kiosk.analytics.signals import (
    Limits,
    Marks,
    RuleSet,
    SpecialCause,
    placed,
    shift,
    sides,
    special_causes,
    trend,
    two_of_three,
)
from kiosk.analytics.spc import Advice, ChartOptions, SpcChart, SpcPhase, SpcPoint
from kiosk.analytics.verdicts import (
    MEANINGS,
    Direction,
    PointKind,
    Variation,
    assurance_of,
    variation_of,
)

MOSTLY = 0.5
"""More zeros than this among counts: the days between events say more than the counts."""


Estimator = Callable[[Figures, Sequence[int], SpcSettings], Estimate]
"""Computes centre and limits of a phase from the points at some of its positions."""


@dataclass(frozen=True, slots=True)
class ChartMethod:
    """A kind of chart: how limits are estimated, and which rules make sense on it.

    Attributes:
        name: its kind in words.
        estimate: centre and limits of a phase.
        runs: whether rules about neighbours are applied; not to moving ranges, which share values.
        counts: whether its values or numerators may be counts of events in periods.
    """

    name: str
    estimate: Estimator
    runs: bool = True
    counts: bool = False


def compute(method: ChartMethod, figures: Figures, options: ChartOptions) -> SpcChart:
    """Compute a chart.

    Args:
        method: its kind.
        figures: in order of time.
        options: direction, target, rebases and settings; dates are those of the figures.

    Raises:
        UnknownRebaseDateError: a rebase is on a date without a figure.
    """
    settings = options.get("settings", DEFAULT_SETTINGS)
    improvement = options.get("improvement", Direction.NEUTRAL)
    target = options.get("target")
    rebases = phase_starts(figures.dates, options.get("rebase_on", ()))
    starts = sorted({0, *rebases}) if figures.values else []
    points: list[SpcPoint] = []
    phases: list[SpcPhase] = []
    for position, first in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else len(figures.values)
        stretch = _stretch(method, figures.part(first, end), first, settings)
        phase = _phase(method, stretch, sum(each <= first for each in rebases), settings)
        phases.append(phase)
        points += _points(stretch, (position, phase), settings.rules, MEANINGS[improvement])
    judged = bool(phases) and phases[-1].points_until_verdict == 0
    limits = phases[-1].limits if judged else None
    return SpcChart(
        name=method.name,
        points=tuple(points),
        phases=tuple(phases),
        rules=settings.rules,
        improvement=improvement,
        target=target,
        variation=_variation(points, phases[-1], settings, improvement) if judged else None,
        assurance=assurance_of(limits, target, improvement)
        if limits is not None and target is not None
        else None,
        points_until_verdict=phases[-1].points_until_verdict if phases else settings.minimum_points,
        dates=figures.dates,
        advice=_advice(method, figures, settings),
    )


def _variation(
    points: Sequence[SpcPoint], phase: SpcPhase, settings: SpcSettings, improvement: Direction
) -> Variation:
    """Return the verdict on the last point.

    Too few crossings alone speak of the phase and of no point in it: the verdict then names the
    side that the last points are on, and does not judge it.
    """
    verdict = variation_of(points[-1].special_cause, improvement)
    if verdict is not Variation.COMMON_CAUSE or not settings.rules.runs:
        return verdict
    if phase.runs is None or phase.runs.crossings is None or not phase.runs.signal:
        return verdict
    if phase.runs.crossings >= (phase.runs.crossings_by_chance or 0):
        return verdict
    last = [point.side_of_mean for point in points[phase.first :] if point.side_of_mean]
    return Variation.NEUTRAL_HIGH if last[-1] > 0 else Variation.NEUTRAL_LOW


def _advice(method: ChartMethod, figures: Figures, settings: SpcSettings) -> Advice | None:
    """Return whether days between events would show more than counts that are mostly 0."""
    if not method.counts:
        return None
    counts = [each for each in (figures.numerators or figures.values) if each is not None]
    whole = all(each >= 0 and each.is_integer() for each in map(float, counts))
    if len(counts) < settings.minimum_points or not counts or not whole:
        return None
    return Advice.DAYS_BETWEEN if counts.count(0) > MOSTLY * len(counts) else None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One phase while it is computed; positions are counted from its first point.

    Attributes:
        first: position of its first point in the whole series.
        figures: its figures.
        included: positions of the points that are not excluded.
        estimate: centre and limits.
        limits: those of each point; None for all while there are too few.
        sides: -1, 0 or 1 against the centre for each point; None for a gap.
        missing: how many more values it needs.
    """

    first: int
    figures: Figures
    included: Sequence[int]
    estimate: Estimate
    limits: Sequence[Limits | None]
    sides: Sequence[int | None]
    missing: int


def _stretch(method: ChartMethod, figures: Figures, first: int, settings: SpcSettings) -> _Stretch:
    values = figures.values
    included: Sequence[int] = range(len(values))
    if settings.exclude:
        included = [each for each in included if first + each not in settings.exclude]
    basis = _basis(values, included, settings)
    known = len(basis) - [values[each] for each in basis].count(None)
    missing = max(0, settings.minimum_points - known)
    estimate = Estimate(settings.centre, None, NoLimits.NO_VALUES)
    if known:
        estimate = method.estimate(figures, basis, settings)
    nothing = (None,) * len(values)
    centre = estimate.centre
    return _Stretch(
        first=first,
        figures=figures,
        included=included,
        estimate=estimate,
        limits=nothing if missing or estimate.limits is None else estimate.limits,
        sides=nothing if centre is None else sides(values, centre),
        missing=missing,
    )


def _basis(
    values: Sequence[float | None], included: Sequence[int], settings: SpcSettings
) -> Sequence[int]:
    """Return the positions that centre and limits come from.

    A fixed baseline with gaps grows until it has as many values as limits need.
    """
    if settings.baseline_points is None:
        return included
    basis = [each for each in included if each < settings.baseline_points]
    known = sum(values[each] is not None for each in basis)
    for each in included[len(basis) :]:
        if known >= settings.minimum_points:
            break
        basis.append(each)
        known += values[each] is not None
    return basis


def _phase(method: ChartMethod, stretch: _Stretch, rebases: int, settings: SpcSettings) -> SpcPhase:
    values = stretch.figures.values
    reason = stretch.estimate.without
    if stretch.missing and reason is not NoLimits.NO_VALUES:
        reason = NoLimits.TOO_FEW_POINTS
    runs = None
    if method.runs:
        useful = stretch.sides
        if len(stretch.included) < len(values):
            useful = [stretch.sides[each] for each in stretch.included]
        runs = runs_of(useful, gaps_break=settings.gaps_break)
    return SpcPhase(
        first=stretch.first,
        last=stretch.first + len(values) - 1,
        rebases=rebases,
        mean=stretch.estimate.centre,
        limits=next((each for each in reversed(stretch.limits) if each is not None), None),
        without_limits=reason,
        points_until_verdict=stretch.missing,
        short=len(values) - values.count(None) < settings.short_below,
        runs=runs,
        sigma_z=stretch.estimate.sigma_z,
    )


def _points(
    stretch: _Stretch,
    phase: tuple[int, SpcPhase],
    rules: RuleSet,
    meaning: Mapping[SpecialCause, PointKind],
) -> Iterator[SpcPoint]:
    """Give the points of one phase; a phase with too few values carries no signal."""
    values, position, centre = stretch.figures.values, phase[0], stretch.estimate.centre
    far, close = placed(values, stretch.limits)
    causes: Sequence[SpecialCause] = (SpecialCause.NONE,) * len(values)
    if centre is not None and not stretch.missing:
        marks = _marks(stretch, phase[1].runs, (far, close), rules)
        causes = special_causes(marks)
    excluded: Iterable[bool] = repeat(object=False)
    if len(stretch.included) < len(values):
        excluded = [each not in stretch.included for each in range(len(values))]
    columns = zip(
        values,
        repeat(position),
        repeat(centre),
        stretch.limits,
        stretch.sides,
        _judged(far, stretch),
        _judged(close, stretch),
        causes,
        map(meaning.__getitem__, causes),
        stretch.figures.no_figure,
        excluded,
        strict=False,  # what repeats has no end
    )
    return map(SpcPoint._make, columns)


def _judged(marks: Sequence[int], stretch: _Stretch) -> list[bool | None]:
    """Return for each point whether it is marked; None for a gap and without limits."""
    return [
        None if value is None or limits is None else mark != 0
        for mark, value, limits in zip(marks, stretch.figures.values, stretch.limits, strict=True)
    ]


def _marks(
    stretch: _Stretch,
    runs: Runs | None,
    against_limits: tuple[Sequence[int], Sequence[int]],
    rules: RuleSet,
) -> Marks:
    """Return what each rule found; excluded points are held against the limits only."""
    far, close = against_limits
    nothing = (0,) * len(far)
    astronomical = far if rules.astronomical else nothing
    if runs is None:
        return Marks(astronomical, nothing, nothing, nothing)
    chosen = stretch.included
    whole = len(chosen) == len(far)
    values, side_of_each = stretch.figures.values, stretch.sides
    if not whole:
        values = tuple(values[each] for each in chosen)
        side_of_each = [side_of_each[each] for each in chosen]
        close = [close[each] for each in chosen]
    none = (0,) * len(values)
    found = (
        trend(values, rules.trend_points) if rules.trend_points else none,
        two_of_three(side_of_each, close) if rules.two_of_three else none,
        _shifts(side_of_each, runs, rules),
    )
    if not whole:
        return Marks(astronomical, *(_spread(marks, chosen, len(far)) for marks in found))
    return Marks(astronomical, *found)


def _shifts(side_of_each: Sequence[int | None], runs: Runs, rules: RuleSet) -> Sequence[int]:
    if rules.shift_points:
        return shift(side_of_each, rules.shift_points)
    if rules.runs and runs.longest_by_chance is not None:
        return long_runs(side_of_each, runs.longest_by_chance)
    return (0,) * len(side_of_each)


def _spread(marks: Sequence[int], positions: Sequence[int], length: int) -> Sequence[int]:
    """Return marks of some positions as marks of all of them."""
    found = [0] * length
    for position, mark in zip(positions, marks, strict=True):
        found[position] = mark
    return found
