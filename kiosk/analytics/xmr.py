"""Charts of individual values: XmR, its moving ranges, and the run chart about the median."""

from collections.abc import Container, Sequence
from math import fsum
from statistics import median
from typing import Unpack

from kiosk.analytics.comparing import compare, steps
from kiosk.analytics.figures import Figures, NoFigure, figures_of
from kiosk.analytics.moving_ranges import SCREENING_FACTOR, average_moving_range
from kiosk.analytics.periods import phase_starts
from kiosk.analytics.phases import ChartMethod, compute
from kiosk.analytics.process_limits import (
    NEAR_SHARE,
    Estimate,
    NoLimits,
    SpcSettings,
    symmetric,
)
from kiosk.analytics.signals import Limits
from kiosk.analytics.spc import ChartOptions, SpcChart


def xmr_chart(values: Sequence[float | None], **options: Unpack[ChartOptions]) -> SpcChart:
    """Compute the individuals chart (XmR, I) of a series.

    Centre: mean. Limits: mean ± 2.66 · average moving range (3 / 1.128, d2 for subgroups of two);
    near limits at two thirds of the way. Constants, rules and their order follow NHS Making Data
    Count as the R package NHSRplotthedots 0.2.2 computes them, with these differences: no limits
    and no verdict under `settings.minimum_points`, limits never collapse onto the mean, and a
    rebase on an unknown date is refused.

    Source: Wheeler DJ. Understanding Variation (1993); NHS England, Making Data Count (2019).

    Args:
        values: one per period; None, or what is not a finite number, is a gap: it breaks runs and
            moving ranges.
        options: direction, target, dates, rebases and settings; see `ChartOptions`.

    Returns:
        The chart, in order of time.

    Raises:
        ValueError: dates and values differ in number, or a date stands twice.
        UnknownRebaseDateError: a rebase is on a date without a figure.
    """
    return compute(_XMR, figures_of(values, options.get("dates", ())), options)


def mr_chart(values: Sequence[float | None], **options: Unpack[ChartOptions]) -> SpcChart:
    """Compute the chart of moving ranges that belongs to an individuals chart.

    Values: |difference of neighbours|, none at the first point of a phase and beside a gap. Centre: their
    mean. Limits: 0 and 3.267 · mean (D4 for subgroups of two). Neighbouring ranges share a value,
    so no rule about neighbours is applied.

    Source: Wheeler DJ. Understanding Variation (1993).

    Args:
        values: the series whose ranges are drawn; None is a gap.
        options: as for `xmr_chart`.

    Returns:
        The chart of the ranges, one per value.

    Raises:
        ValueError: dates and values differ in number, or a date stands twice.
        UnknownRebaseDateError: a rebase is on a date without a figure.
    """
    figures = figures_of(values, options.get("dates", ()))
    starts = phase_starts(figures.dates, options.get("rebase_on", ()))
    return compute(_MR, _ranges(figures, frozenset({0, *starts})), options)


def run_chart(values: Sequence[float | None], **options: Unpack[ChartOptions]) -> SpcChart:
    """Compute the run chart of a series.

    Centre: median; no limits. Signals come from runs and trends only.

    Source: Anhøj J, Olesen AV. Run charts revisited. PLoS One 2014;9:e113825; Perla RJ, Provost LP,
    Murray SK. The run chart. BMJ Qual Saf 2011;20:46-51.

    Args:
        values: one per period; None is a gap.
        options: as for `xmr_chart`.

    Returns:
        The chart, in order of time.

    Raises:
        ValueError: dates and values differ in number, or a date stands twice.
        UnknownRebaseDateError: a rebase is on a date without a figure.
    """
    return compute(_RUN, figures_of(values, options.get("dates", ())), options)


def _individuals(figures: Figures, basis: Sequence[int], settings: SpcSettings) -> Estimate:
    chosen = [figures.values[each] for each in basis]
    known = [value for value in chosen if value is not None]
    centre = fsum(known) / len(known) if settings.centre is None else settings.centre
    average = average_moving_range(chosen, screen=settings.screen)
    if not average:
        reason = NoLimits.NO_NEIGHBOURS if average is None else NoLimits.NO_VARIATION
        return Estimate(centre, None, reason)
    limits = symmetric(centre, settings.limit_factor * average)
    return Estimate(centre, (limits,) * len(figures.values))


def _ranges(figures: Figures, starts: Container[int]) -> Figures:
    """Return the ranges of neighbours as figures; none at the first point of a phase."""
    values = figures.values
    ranges: list[float | None] = [None] * len(values)
    for position, step in enumerate(steps(values), 1):
        before, after = values[position - 1], values[position]
        if position not in starts and before is not None and after is not None:
            ranges[position] = abs(after - before) if step else 0.0
    missing = tuple(NoFigure.MISSING if value is None else None for value in ranges)
    return Figures(values=tuple(ranges), dates=figures.dates, no_figure=missing)


def _moving_ranges(figures: Figures, basis: Sequence[int], settings: SpcSettings) -> Estimate:
    known = [value for each in basis if (value := figures.values[each]) is not None]
    centre = fsum(known) / len(known) if settings.centre is None else settings.centre
    if centre <= 0:
        return Estimate(centre, None, NoLimits.NO_VARIATION)
    upper = SCREENING_FACTOR * centre
    limits = Limits(0.0, upper, 0.0, NEAR_SHARE * upper)
    return Estimate(centre, (limits,) * len(figures.values))


def _median(figures: Figures, basis: Sequence[int], settings: SpcSettings) -> Estimate:
    known = [value for each in basis if (value := figures.values[each]) is not None]
    centre = float(median(known)) if settings.centre is None else settings.centre
    same = not any(compare(value, known[0]) for value in known)
    return Estimate(centre, None, NoLimits.NO_VARIATION if same else NoLimits.RUN_CHART)


_XMR = ChartMethod("XmR", _individuals, counts=True)
_MR = ChartMethod("MR", _moving_ranges, runs=False)
_RUN = ChartMethod("run", _median)
