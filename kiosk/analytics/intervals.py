"""Confidence intervals for proportions, rates, and differences between two of either."""

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from kiosk.analytics.probabilities import log_poisson

CONFIDENCE = 0.95
"""The level of every interval on a board."""

EXACT_BELOW_EVENTS = 10
"""Rates of fewer events have the exact interval, others Byar's (PHE, Technical Guide 2018)."""

SUMMED_BELOW_EVENTS = 1_000_000_000
"""From here on Byar's interval is the exact one to 14 digits, and a sum would be long."""

SUM_PRECISION = 1e-17
"""A tail sum ends with the first term smaller than this share of it."""

ROOT_PRECISION = 1e-13
"""Newton's steps end with the first one smaller than this, on the logarithm of the limit."""

MOST_NEWTON_STEPS = 100


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval, both ends finite and in the unit of the estimate."""

    lower: float
    upper: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of 0."""
        return self.lower > 0 or self.upper < 0


class RateMethod(StrEnum):
    """How the interval of a rate was computed."""

    EXACT = "exact"
    BYAR = "byars"


def standard_normal_quantile(confidence: float) -> float:
    """Return z such that a standard normal lies within -z..z with this probability."""
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence level lies between 0 and 1, not at {confidence}.")
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(numerator: float, denominator: float, confidence: float = CONFIDENCE) -> Interval:
    """Return the Wilson score interval of a proportion, without continuity correction.

    Source: Wilson EB, JASA 1927;22:209-12; Newcombe RG, Stat Med 1998;17:857-72, method 3.

    Args:
        numerator: how many have it.
        denominator: out of how many.
        confidence: the level, between 0 and 1.

    Returns:
        The interval, within 0..1.

    Raises:
        ValueError: not 0 <= numerator <= denominator, or the denominator is 0.
    """
    if not 0 <= numerator <= denominator or not 0 < denominator < math.inf:
        raise ValueError(f"{numerator} of {denominator} is not a proportion.")
    z = standard_normal_quantile(confidence)
    complement = denominator - numerator
    centre = 2 * numerator + z * z
    reach = z * math.sqrt(z * z + 4 * numerator * complement / denominator)
    width = 2 * (denominator + z * z)
    return Interval(
        lower=max(0.0, (centre - reach) / width) if numerator else 0.0,
        upper=min(1.0, (centre + reach) / width) if complement else 1.0,
    )


def rate_interval(events: int, exposure: float, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of `events / exposure`: exact under 10 events, Byar's from 10.

    Args:
        events: how many happened.
        exposure: the time at risk, in any unit.
        confidence: the level, between 0 and 1.

    Returns:
        The interval, per unit of exposure.

    Raises:
        ValueError: negative events, an exposure that is not above 0, or a rate beyond all numbers.
    """
    if not 0 < exposure < math.inf:
        raise ValueError(f"{exposure} is not a time at risk.")
    exact = rate_method(events) is RateMethod.EXACT
    count = exact_poisson(events, confidence) if exact else byar(events, confidence)
    if math.isinf(count.upper / exposure):
        raise ValueError(f"{exposure} is too short a time at risk to compute with.")
    return Interval(count.lower / exposure, count.upper / exposure)


def rate_method(events: int) -> RateMethod:
    """Return how the interval of so many events is computed."""
    return RateMethod.EXACT if events < EXACT_BELOW_EVENTS else RateMethod.BYAR


def byar(events: int, confidence: float = CONFIDENCE) -> Interval:
    """Return Byar's interval of a Poisson count; a lower limit that would be negative is 0.

    Source: Breslow NE, Day NE, Statistical Methods in Cancer Research II, IARC 1987, p. 69.
    """
    z = standard_normal_quantile(confidence)
    above = events + 1
    root = 1 - 1 / (9 * events) - z / (3 * math.sqrt(events)) if events else 0.0
    return Interval(
        lower=events * max(0.0, root) ** 3,
        upper=above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3,
    )


def exact_poisson(events: int, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact interval of a Poisson count.

    The lower limit is the mean with which `events` or more have probability (1 - confidence) / 2,
    the upper the mean with which `events` or fewer have it (Garwood F, Biometrika 1936;28:437-42).
    They are the same as chi-square quantiles with 2 * events and 2 * events + 2 degrees of freedom.

    Found by Newton's method on the logarithm of the mean. Both tail probabilities are log-concave
    there, so the steps come to the root from one side, whatever the start: Byar's limit, which
    is nearest where sums are longest. The tails are summed from their largest term away from the
    mean: all terms are positive, nothing cancels. From a billion events it is Byar's.

    Args:
        events: how many happened.
        confidence: the level, between 0 and 1.

    Returns:
        The interval of the expected count.

    Raises:
        ValueError: negative events.
    """
    if events < 0:
        raise ValueError(f"{events} is not a count of events.")
    standard_normal_quantile(confidence)
    log_tail = math.log((1 - confidence) / 2)
    if events == 0:
        return Interval(0.0, -log_tail)
    near = byar(events, confidence)
    if events >= SUMMED_BELOW_EVENTS:
        return near
    return Interval(
        lower=_exact_lower(events, log_tail, near.lower),
        upper=_exact_upper(events, log_tail, near.upper),
    )


def _exact_lower(events: int, log_tail: float, near: float) -> float:
    """Return the mean with which `events` or more have the tail probability."""
    far = (log_tail + math.lgamma(events + 1)) / events  # P(X >= k) <= mean^k / k!
    log_mean = math.log(near) if near else far
    for _ in range(MOST_NEWTON_STEPS):
        mean = math.exp(log_mean)
        share = _sum_upwards(events, mean)
        step = (log_tail - log_poisson(events, mean) - math.log(share)) * share / events
        log_mean += step
        if abs(step) < ROOT_PRECISION:
            break
    return math.exp(log_mean)


def _exact_upper(events: int, log_tail: float, near: float) -> float:
    """Return the mean with which `events` or fewer have the tail probability."""
    log_mean = math.log(near)
    for _ in range(MOST_NEWTON_STEPS):
        mean = math.exp(log_mean)
        share = _sum_downwards(events, mean)
        step = (log_poisson(events, mean) + math.log(share) - log_tail) * share / mean
        log_mean += step
        if abs(step) < ROOT_PRECISION:
            break
    return math.exp(log_mean)


def _sum_upwards(events: int, mean: float) -> float:
    """Return P(X >= events) as a multiple of P(X = events)."""
    total = term = 1.0
    above = events
    while term > SUM_PRECISION * total:
        above += 1
        term *= mean / above
        total += term
    return total


def _sum_downwards(events: int, mean: float) -> float:
    """Return P(X <= events) as a multiple of P(X = events)."""
    total = term = 1.0
    for below in range(events, 0, -1):
        term *= below / mean
        total += term
        if term <= SUM_PRECISION * total:
            break
    return total


def difference_interval(
    value: float, interval: Interval, reference: float, reference_interval: Interval
) -> Interval:
    """Return the interval of `value - reference` for two independent estimates.

    The square-and-add rule (MOVER; Zou GY, Donner A, Stat Med 2008;27:1693-702). From Wilson
    intervals it is Newcombe's hybrid score interval (Stat Med 1998;17:873-90, method 10), from
    Byar intervals MOVER-Byar.

    Args:
        value: the estimate.
        interval: its interval.
        reference: the estimate that is subtracted.
        reference_interval: its interval, of the same level.

    Returns:
        The interval of the difference, of the same level.
    """
    difference = value - reference
    down = math.hypot(value - interval.lower, reference_interval.upper - reference)
    up = math.hypot(interval.upper - value, reference - reference_interval.lower)
    return Interval(difference - down, difference + up)
