"""A straight line through the figures of groups, weighted, with two estimates of its uncertainty."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

PARAMETERS = 2
MOST_STEPS = 100
STEP_PRECISION = 1e-13
STEEPEST = 30.0
"""Log odds beyond this mean that the line separates the groups and has no finite slope."""


@dataclass(frozen=True, slots=True)
class Covariance:
    """Of an intercept and a slope."""

    intercept: float
    both: float
    slope: float

    def of(self, by_intercept: float, by_slope: float) -> float:
        """Return the standard error of a quantity with these derivatives (delta method)."""
        variance = by_intercept**2 * self.intercept + by_slope**2 * self.slope
        return math.sqrt(max(0.0, variance + 2 * by_intercept * by_slope * self.both))


@dataclass(frozen=True, slots=True)
class Line:
    """A fitted line.

    Attributes:
        intercept: at 0, on the scale of the fit.
        slope: from 0 to 1.
        residual_se: of the slope, from the weighted residuals (ordinary least squares).
        robust: covariance that holds for unequal variances (HC1).
    """

    intercept: float
    slope: float
    residual_se: float
    robust: Covariance


def least_squares(x: Sequence[float], y: Sequence[float], weights: Sequence[float]) -> Line:
    """Return the weighted least-squares line.

    HC1: White H, Econometrica 1980;48:817-38, with MacKinnon and White's factor
    (J Econometrics 1985;29:305-25). Groups without weight count among the groups of that factor as
    they do in R's package sandwich: kept^2 / (groups (groups - 2)).

    Args:
        x: at least three places, not all the same where they have weight.
        y: the figures.
        weights: not negative.

    Raises:
        ValueError: the line is not determined.
    """
    covariance = _inverse(x, weights)
    along = math.fsum(w * value for w, value in zip(weights, y, strict=True))
    tilt = math.fsum(w * place * value for w, place, value in zip(weights, x, y, strict=True))
    intercept = covariance.intercept * along + covariance.both * tilt
    slope = covariance.both * along + covariance.slope * tilt
    residuals = [value - intercept - slope * place for place, value in zip(x, y, strict=True)]
    spread = math.fsum(w * left**2 for w, left in zip(weights, residuals, strict=True))
    residual_se = math.sqrt(spread / (len(x) - PARAMETERS) * covariance.slope)
    return Line(intercept, slope, residual_se, _robust(x, weights, residuals, covariance))


def logistic(x: Sequence[float], y: Sequence[float], weights: Sequence[float]) -> Line | None:
    """Return the line of the log odds, by iterated least squares (McCullagh P, Nelder JA, 1989).

    Args:
        x: at least three places, not all the same where they have weight.
        y: shares within 0..1.
        weights: not negative.

    Returns:
        The line (its `residual_se` is 0: shares have none); None where no finite slope fits.

    Raises:
        ValueError: the line is not determined.
    """
    mean = math.fsum(w * share for w, share in zip(weights, y, strict=True)) / math.fsum(weights)
    if not 0 < mean < 1:
        return None
    intercept, slope = math.log(mean / (1 - mean)), 0.0
    for _ in range(MOST_STEPS):
        fitted = [inverse_logit(intercept + slope * place) for place in x]
        pulls = [w * (share - fit) for w, share, fit in zip(weights, y, fitted, strict=True)]
        bend = [w * fit * (1 - fit) for w, fit in zip(weights, fitted, strict=True)]
        covariance = _inverse(x, bend)
        along, tilt = math.fsum(pulls), math.fsum(p * at for p, at in zip(pulls, x, strict=True))
        up = covariance.intercept * along + covariance.both * tilt
        turn = covariance.both * along + covariance.slope * tilt
        intercept, slope = intercept + up, slope + turn
        if max(abs(intercept), abs(intercept + slope)) > STEEPEST:
            return None
        if max(abs(up), abs(turn)) <= STEP_PRECISION * max(1.0, abs(intercept), abs(slope)):
            break
    fitted = [inverse_logit(intercept + slope * place) for place in x]
    residuals = [share - fit for share, fit in zip(y, fitted, strict=True)]
    bend = [w * fit * (1 - fit) for w, fit in zip(weights, fitted, strict=True)]
    return Line(intercept, slope, 0.0, _robust(x, weights, residuals, _inverse(x, bend)))


def inverse_logit(log_odds: float) -> float:
    """Return the share with these log odds."""
    if log_odds < 0:
        odds = math.exp(log_odds)
        return odds / (1 + odds)
    return 1 / (1 + math.exp(-log_odds))


def _inverse(x: Sequence[float], weights: Sequence[float]) -> Covariance:
    """Return the inverse of X'WX for X = (1, x)."""
    s0 = math.fsum(weights)
    s1 = math.fsum(w * place for w, place in zip(weights, x, strict=True))
    if not s0 > 0:
        raise ValueError("Nobody is in these groups.")
    centre = s1 / s0
    around = math.fsum(w * (place - centre) ** 2 for w, place in zip(weights, x, strict=True))
    if not around > 0:
        raise ValueError("All people are in one group.")
    return Covariance(1 / s0 + centre**2 / around, -centre / around, 1 / around)


def _robust(
    x: Sequence[float], weights: Sequence[float], residuals: Sequence[float], inverse: Covariance
) -> Covariance:
    groups, kept = len(x), sum(w > 0 for w in weights)
    factor = kept**2 / (groups * (groups - PARAMETERS))
    by_place = [
        (inverse.intercept + inverse.both * place, inverse.both + inverse.slope * place)
        for place in x
    ]
    pull = [(w * left) ** 2 for w, left in zip(weights, residuals, strict=True)]
    return Covariance(
        intercept=factor * math.fsum(p * a * a for p, (a, _) in zip(pull, by_place, strict=True)),
        both=factor * math.fsum(p * a * b for p, (a, b) in zip(pull, by_place, strict=True)),
        slope=factor * math.fsum(p * b * b for p, (_, b) in zip(pull, by_place, strict=True)),
    )
