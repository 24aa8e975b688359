"""Charts of counts: c for events in equal periods, g and t for what lies between rare events."""

from collections.abc import Sequence
from dataclasses import replace
from math import fsum, sqrt
from typing import Unpack

from kiosk.analytics.figures import Figures, figures_of
from kiosk.analytics.phases import ChartMethod, compute
from kiosk.analytics.process_limits import (
    SIGMAS,
    Estimate,
    NoLimits,
    SpcSettings,
    bounded,
    symmetric,
)
from kiosk.analytics.rare_events import SpellLimits, g_limits, t_limits
from kiosk.analytics.spc import ChartOptions, SpcChart


def c_chart(counts: Sequence[float | None], **options: Unpack[ChartOptions]) -> SpcChart:
    """Compute the c chart of counts in periods of equal opportunity.

    Centre: mean. Limits: mean ± 3 · sqrt(mean), not under 0; near limits at 2 sigma.

    Source: Montgomery DC. Introduction to Statistical Quality Control, section 7.3.

    Args:
        counts: events in each period; None is a gap, and so is a negative number.
        options: direction, target, dates, rebases and settings; see `ChartOptions`.

    Returns:
        The chart in order of time. Where most counts are 0 its `advice` is days between events.

    Raises:
        ValueError: counts and dates differ in number, or a date stands twice.
        UnknownRebaseDateError: a rebase is on a date without a figure.
    """
    return compute(_C, figures_of(counts, options.get("dates", ()), from_zero=True), options)


def g_chart(between: Sequence[float | None], **options: Unpack[ChartOptions]) -> SpcChart:
    """Compute the g chart of cases or days between rare events.

    Centre: median (0.693 · mean for a given mean). Limits: mean ± 3 · sqrt(mean (mean + 1)), not
    under 0; near limits at 2 sigma.

    Source: Benneyan JC. Number-between g-type statistical quality control charts. Health Care
    Manag Sci 2001;4:305-18.

    Args:
        between: how many lie between one event and the next; None is a gap, and so is a negative
            number.
        options: direction, target, dates of the later events, rebases and settings. Higher is
            better where the events are harm.

    Returns:
        The chart in order of time.

    Raises:
        ValueError: values and dates differ in number, or a date stands twice.
        UnknownRebaseDateError: a rebase is on a date without a figure.
    """
    return compute(_G, figures_of(between, options.get("dates", ()), from_zero=True), options)


def t_chart(
    between: Sequence[float | None],
    *,
    zero_counts_as: float | None = None,
    **options: Unpack[ChartOptions],
) -> SpcChart:
    """Compute the t chart of times between rare events.

    The times to the power 1 / 3.6 are nearly normal. Centre: their mean. Limits: mean ±
    3 · average moving range / 1.128. All are taken back by the power 3.6.

    Source: Nelson LS. A control chart for parts-per-million nonconforming items. J Qual Tech
    1994;26:239-40.

    Args:
        between: times from one event to the next, above 0; None is a gap.
        zero_counts_as: what two events in one unit of time are apart: half a unit is usual, and
            the chart then says how many. A finer unit is better where times are known. None
            refuses a time of 0.
        options: as for `g_chart`; `settings.centre` is on the transformed scale.

    Returns:
        The chart in order of time.

    Raises:
        ValueError: a time is negative, or 0 without `zero_counts_as`; or as for `g_chart`.
        UnknownRebaseDateError: a rebase is on a date without a figure.
    """
    figures = figures_of(between, options.get("dates", ()))
    halves = figures.values.count(0) if zero_counts_as is not None else 0
    if halves:
        times = tuple(zero_counts_as if value == 0 else value for value in figures.values)
        figures = replace(figures, values=times)
    if any(value is not None and value <= 0 for value in figures.values):
        raise ValueError("A t chart takes times above 0.")
    return replace(compute(_T, figures, options), counted_as_half=halves)


def _counts(figures: Figures, basis: Sequence[int], settings: SpcSettings) -> Estimate:
    known = _known(figures, basis)
    centre = fsum(known) / len(known) if settings.centre is None else settings.centre
    if centre <= 0:
        return Estimate(centre, None, NoLimits.NO_VARIATION)
    limits = bounded(symmetric(centre, SIGMAS * sqrt(centre)), 0.0)
    return Estimate(centre, (limits,) * len(figures.values))


def _cases_between(figures: Figures, basis: Sequence[int], settings: SpcSettings) -> Estimate:
    return _estimate(g_limits(_known(figures, basis), mean=settings.centre), len(figures.values))


def _times_between(figures: Figures, basis: Sequence[int], settings: SpcSettings) -> Estimate:
    times = [figures.values[each] for each in basis]
    found = t_limits(times, screen=settings.screen, transformed_mean=settings.centre)
    return _estimate(found, len(figures.values))


def _estimate(found: SpellLimits, points: int) -> Estimate:
    if found.limits is None:
        return Estimate(found.usual, None, NoLimits.NO_VARIATION)
    return Estimate(found.usual, (found.limits,) * points)


def _known(figures: Figures, basis: Sequence[int]) -> list[float]:
    return [value for each in basis if (value := figures.values[each]) is not None]


_C = ChartMethod("c", _counts, counts=True)
_G = ChartMethod("g", _cases_between)
_T = ChartMethod("t", _times_between)
