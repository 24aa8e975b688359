"""Concentration indices: whether a figure gathers among the advantaged or the disadvantaged."""

import math

from kiosk.analytics.disparity.lines import least_squares
from kiosk.analytics.disparity.measures import (
    MEAN_IS_ZERO,
    CompleteFigures,
    Measure,
    normal_measure,
    undefined,
)
from kiosk.analytics.intervals import CONFIDENCE, Interval

AT_A_BOUND = "the mean lies at a bound"


def absolute_concentration_index(
    figures: CompleteFigures, confidence: float = CONFIDENCE
) -> Measure:
    """Return ACI = 2 cov(y, rank), weighted by population; negative: gathered among the disadvantaged.

    As the slope of the "convenient regression" of 2 var(rank) y on the rank, which also gives
    the standard error (Kakwani N, Wagstaff A, van Doorslaer E, J Econometrics 1997;77:87-103).

    Args:
        figures: the groups in order, from the most disadvantaged.
        confidence: the level of the interval.

    Returns:
        In the unit of the values.

    Raises:
        ValueError: all people are in one group.
    """
    shares, ranks = figures.shares, figures.ranks
    centre = math.fsum(share * rank for share, rank in zip(shares, ranks, strict=True))
    spread = math.fsum(
        share * (rank - centre) ** 2 for share, rank in zip(shares, ranks, strict=True)
    )
    line = least_squares(ranks, [2 * spread * value for value in figures.values], shares)
    return normal_measure(line.slope, line.residual_se, confidence)


def relative_concentration_index(
    figures: CompleteFigures, confidence: float = CONFIDENCE
) -> Measure:
    """Return RCI = ACI / mu, within -1..1 for values that are not negative.

    Arguments and source: as for `absolute_concentration_index`.
    """
    mean = figures.mean
    if mean == 0:
        return undefined(MEAN_IS_ZERO)
    return _times(absolute_concentration_index(figures, confidence), 1 / mean)


def wagstaff_index(
    figures: CompleteFigures, lower: float, upper: float, confidence: float = CONFIDENCE
) -> Measure:
    """Return Wagstaff's index for a figure between two bounds: RCI mu (b - a) / ((b - mu)(mu - a)).

    Source: Wagstaff A, Health Econ 2005;14:429-32. Its standard error is scaled with it.

    Args:
        figures: the groups in order, from the most disadvantaged.
        lower: the least that a value can be.
        upper: the most that a value can be.
        confidence: the level of the interval.

    Raises:
        ValueError: the bounds do not enclose the values, or all people are in one group.
    """
    _check_bounds(figures, lower, upper)
    mean = figures.mean
    if mean in {lower, upper}:
        return undefined(AT_A_BOUND)
    factor = (upper - lower) / ((upper - mean) * (mean - lower))
    return _times(absolute_concentration_index(figures, confidence), factor)


def erreygers_index(
    figures: CompleteFigures, lower: float, upper: float, confidence: float = CONFIDENCE
) -> Measure:
    """Return Erreygers' index for a figure between two bounds: 4 ACI / (b - a).

    Source: Erreygers G, J Health Econ 2009;28:504-15. Arguments: as for `wagstaff_index`.

    Raises:
        ValueError: the bounds do not enclose the values, or all people are in one group.
    """
    _check_bounds(figures, lower, upper)
    return _times(absolute_concentration_index(figures, confidence), 4 / (upper - lower))


def _check_bounds(figures: CompleteFigures, lower: float, upper: float) -> None:
    if not (lower < upper and lower <= min(figures.values) and max(figures.values) <= upper):
        raise ValueError(f"The values do not lie between {lower} and {upper}.")


def _times(measure: Measure, factor: float) -> Measure:
    if measure.estimate is None or measure.se is None or measure.interval is None:
        return measure
    ends = sorted((measure.interval.lower * factor, measure.interval.upper * factor))
    return Measure(measure.estimate * factor, measure.se * abs(factor), Interval(*ends))
