"""Bootstrap intervals of measures of disparity, for those that no formula serves."""

import math
from collections.abc import Callable
from dataclasses import replace
from random import Random  # noqa: TID251 - the caller builds it from a recorded seed

from kiosk.analytics.disparity.measures import NO_STANDARD_ERROR, CompleteFigures, Measure
from kiosk.analytics.intervals import CONFIDENCE, Interval, standard_normal_quantile

DRAWS = 2_000
"""Enough for the second digit of a 95 % limit; costs some hundredths of a second."""

UNDEFINED_DRAWS = "the measure is not defined for most draws"


def bootstrap_interval(
    measure: Callable[[CompleteFigures], Measure],
    figures: CompleteFigures,
    rng: Random,
    *,
    draws: int = DRAWS,
    confidence: float = CONFIDENCE,
) -> Measure:
    """Return a measure with the interval and the standard error of a parametric bootstrap.

    Every value is drawn anew from a normal distribution around it with its standard error; a
    negative draw of a value that is not negative counts as 0. The measure of each draw is computed,
    and the interval is between their quantiles (Efron B, Tibshirani RJ, An Introduction to the
    Bootstrap, 1993, chapters 6 and 13). Measures that cannot be negative have intervals above 0 even
    when all groups are alike: read them beside the interval of a difference.

    Args:
        measure: one of the measures of this package, its other arguments filled in.
        figures: the groups.
        rng: made from a recorded seed; the same seed gives the same interval.
        draws: how many.
        confidence: the level of the interval.

    Returns:
        The estimate from the figures themselves; no interval without standard errors.
    """
    standard_normal_quantile(confidence)
    plain = measure(figures)
    if plain.estimate is None:
        return plain
    if figures.standard_errors is None:
        return Measure(plain.estimate, reason=NO_STANDARD_ERROR)
    found = sorted(
        drawn.estimate
        for drawn in (measure(_drawn(figures, rng)) for _ in range(draws))
        if drawn.estimate is not None
    )
    if 2 * len(found) < draws or len(found) < 2:  # noqa: PLR2004 - a spread needs two
        return Measure(plain.estimate, reason=UNDEFINED_DRAWS)
    tail = (1 - confidence) / 2
    mean = math.fsum(found) / len(found)
    spread = math.fsum((each - mean) ** 2 for each in found) / (len(found) - 1)
    interval = Interval(_quantile(found, tail), _quantile(found, 1 - tail))
    return Measure(plain.estimate, math.sqrt(spread), interval)


def _drawn(figures: CompleteFigures, rng: Random) -> CompleteFigures:
    assert figures.standard_errors is not None  # noqa: S101 - for the type checker
    values = tuple(
        _one_draw(value, se, rng)
        for value, se in zip(figures.values, figures.standard_errors, strict=True)
    )
    return replace(figures, values=values)


def _one_draw(value: float, se: float, rng: Random) -> float:
    draw = rng.gauss(value, se)
    return max(0.0, draw) if value >= 0 else draw


def _quantile(ascending: list[float], share: float) -> float:
    """Return a quantile by straight lines between the ordered values (Hyndman and Fan's type 7)."""
    place = share * (len(ascending) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (place - below) * (ascending[above] - ascending[below])
