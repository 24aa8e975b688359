"""Slope and relative index of inequality: from the bottom to the top of the ranked population."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.analytics.disparity.lines import Line, inverse_logit, least_squares, logistic
from kiosk.analytics.disparity.measures import (
    CompleteFigures,
    GroupFigures,
    Measure,
    complete,
    log_normal_measure,
    normal_measure,
    undefined,
)
from kiosk.analytics.intervals import CONFIDENCE, Interval, standard_normal_quantile

PER_CENT = 100
NO_SLOPE = "no finite slope fits"
BELOW_ZERO = "the line falls below 0"


class Link(StrEnum):
    """The scale on which the line is straight."""

    LINEAR = "linear"
    LOGIT = "logit"


def slope_index(
    figures: CompleteFigures,
    link: Link = Link.LINEAR,
    *,
    scale: float = PER_CENT,
    confidence: float = CONFIDENCE,
) -> Measure:
    """Return SII: the fitted figure of the most advantaged end minus that of the other end.

    Groups are ranked from the most disadvantaged; each stands at the middle of its share of the
    population. Linear: least squares weighted by population. Logit: log odds of the share of cases
    (rounded to whole people), weighted by the squared population, as the reference program does.
    Standard errors allow for unequal variances (HC1). Source: Wagstaff A, Paci P, van Doorslaer E,
    Soc Sci Med 1991;33:545-57; WHO, Health Equity Assessment Toolkit, technical notes (2022).

    Args:
        figures: the groups in order.
        link: the scale on which the line is straight.
        scale: what a value is per (100 for per cent).
        confidence: the level of the interval.

    Returns:
        In the unit of the values; undefined where no line fits.

    Raises:
        ValueError: all people are in one group.
    """
    fit = _fit(figures, link, scale)
    if fit is None:
        return undefined(NO_SLOPE)
    bottom, top = fit.ends
    down, up = fit.bends
    se = fit.line.robust.of(up - down, up)
    return normal_measure(scale * (top - bottom), scale * se, confidence)


def relative_index(
    figures: CompleteFigures,
    link: Link = Link.LINEAR,
    *,
    scale: float = PER_CENT,
    confidence: float = CONFIDENCE,
) -> Measure:
    """Return RII: the fitted figure of the most advantaged end over that of the other end.

    Its interval is normal on the log scale. Arguments and source: as for `slope_index`.

    Returns:
        The ratio; undefined where no line fits or the line falls below 0.

    Raises:
        ValueError: all people are in one group.
    """
    fit = _fit(figures, link, scale)
    if fit is None:
        return undefined(NO_SLOPE)
    bottom, top = fit.ends
    if bottom <= 0 or top <= 0:
        return undefined(BELOW_ZERO)
    down, up = fit.bends
    se = fit.line.robust.of(up / top - down / bottom, up / top)
    return log_normal_measure(top / bottom, se, confidence)


@dataclass(frozen=True, slots=True)
class _Fit:
    """A line, with the fitted shares at its two ends and their derivatives by the line's value there."""

    line: Line
    ends: tuple[float, float]
    bends: tuple[float, float]


def _fit(figures: CompleteFigures, link: Link, scale: float) -> _Fit | None:
    shares = [value / scale for value in figures.values]
    if link is Link.LINEAR:
        line = least_squares(figures.ranks, shares, figures.shares)
        return _Fit(line, (line.intercept, line.intercept + line.slope), (1.0, 1.0))
    if not all(0 <= share <= 1 for share in shares):
        return None
    whole = [
        round(share * people) / people if people else 0.0
        for share, people in zip(shares, figures.populations, strict=True)
    ]
    fitted = logistic(figures.ranks, whole, [share**2 for share in figures.shares])
    if fitted is None:
        return None
    bottom = inverse_logit(fitted.intercept)
    top = inverse_logit(fitted.intercept + fitted.slope)
    return _Fit(fitted, (bottom, top), (bottom * (1 - bottom), top * (1 - top)))


@dataclass(frozen=True, slots=True)
class QuantileSlope:
    """The slope index as English public health reports it, from the limits of each quantile.

    Attributes:
        slope: fitted at the top minus fitted at the bottom.
        relative: fitted at the top over fitted at the bottom; None where that is 0.
        intercept: fitted at the bottom.
        slope_interval: None on the logit scale.
        relative_interval: None on the logit scale, or where it has no end.
    """

    slope: float
    relative: float | None
    intercept: float
    slope_interval: Interval | None
    relative_interval: Interval | None


def quantile_slope(
    values: Sequence[float],
    populations: Sequence[float],
    limits: Sequence[tuple[float, float]],
    link: Link = Link.LINEAR,
    *,
    confidence: float = CONFIDENCE,
) -> QuantileSlope:
    """Return the slope and relative index of quantiles of deprivation, the most deprived first.

    The line is least squares weighted by population, on the values or on their log odds. Its
    interval carries each quantile's standard error, (upper - lower) / (2 z), through the line; that of
    the ratio is Fieller's. They are what simulating the quantiles converges to (Public
    Health England, Technical Guide: slope index, 2018; Fieller EC, JRSS B 1954;16:175-85).

    Args:
        values: shares or rates by quantile; within 0..1 without the ends for log odds.
        populations: by quantile.
        limits: the 95 % limits of each value.
        link: the scale on which the line is straight.
        confidence: the level of the interval.

    Raises:
        ValueError: fewer than three quantiles, a missing figure, or log odds of 0 or 1.
    """
    figures = complete(GroupFigures.of(values, populations))
    if len(figures.values) < len(values) or len(limits) != len(values):
        raise ValueError("A quantile has no figure.")
    logit = link is Link.LOGIT
    if logit and not all(0 < value < 1 for value in figures.values):
        raise ValueError("A share of 0 or 1 has no log odds.")
    heights = [math.log(each / (1 - each)) if logit else each for each in figures.values]
    line = least_squares(figures.ranks, heights, figures.shares)
    ends = (line.intercept, line.intercept + line.slope)
    bottom, top = (inverse_logit(end) for end in ends) if logit else ends
    relative = top / bottom if bottom else None
    if logit:
        return QuantileSlope(top - bottom, relative, bottom, None, None)
    z95, z = standard_normal_quantile(CONFIDENCE), standard_normal_quantile(confidence)
    variances = [((upper - lower) / (2 * z95)) ** 2 for lower, upper in limits]
    at_bottom, at_top = _pulls(figures, 0.0), _pulls(figures, 1.0)
    along = _carried(variances, [t - b for t, b in zip(at_top, at_bottom, strict=True)])
    reach = z * math.sqrt(along)
    ratio_interval = _fieller(
        (bottom, _carried(variances, at_bottom)),
        (top, _carried(variances, at_top)),
        math.fsum(v * b * t for v, b, t in zip(variances, at_bottom, at_top, strict=True)),
        z,
    )
    around = Interval(line.slope - reach, line.slope + reach)
    return QuantileSlope(top - bottom, relative, bottom, around, ratio_interval)


def _pulls(figures: CompleteFigures, at: float) -> list[float]:
    """Return how much the line's height at a place moves with each group's value."""
    centre = math.fsum(s * r for s, r in zip(figures.shares, figures.ranks, strict=True))
    around = math.fsum(
        s * (r - centre) ** 2 for s, r in zip(figures.shares, figures.ranks, strict=True)
    )
    return [
        share * (1 + (at - centre) * (rank - centre) / around)
        for share, rank in zip(figures.shares, figures.ranks, strict=True)
    ]


def _carried(variances: Sequence[float], pulls: Sequence[float]) -> float:
    return math.fsum(v * pull**2 for v, pull in zip(variances, pulls, strict=True))


def _fieller(
    bottom: tuple[float, float], top: tuple[float, float], covariance: float, z: float
) -> Interval | None:
    """Return the interval of top / bottom, each given with its variance; None if it has no end."""
    (under, under_variance), (over, over_variance) = bottom, top
    square = under**2 - z**2 * under_variance
    mixed = under * over - z**2 * covariance
    rest = over**2 - z**2 * over_variance
    inside = mixed**2 - square * rest
    if square <= 0 or inside < 0:
        return None
    root = math.sqrt(inside)
    return Interval((mixed - root) / square, (mixed + root) / square)
