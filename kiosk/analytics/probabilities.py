"""Probabilities of exactly so many events, binomial and Poisson, without loss of digits for large numbers.

Source: Loader C, Fast and Accurate Computation of Binomial Probabilities, Bell Labs 2000: the
factorials' leading terms are cancelled by hand, so that only small corrections are subtracted.
"""

import math

HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)

STIRLING_FROM = 16
"""From here on the five terms below give Stirling's correction to the last digit."""

NEAR = 0.1
"""Counts whose distance is a smaller share of their sum are compared by a series."""


def log_poisson(events: float, mean: float) -> float:
    """Return the logarithm of the Poisson probability of exactly `events`, for a mean above 0."""
    if events == 0:
        return -mean
    return -HALF_LOG_TWO_PI - 0.5 * math.log(events) - _correction(events) - _deviance(events, mean)


def log_binomial(successes: float, trials: float, probability: float) -> float:
    """Return the logarithm of the binomial probability, for a probability between 0 and 1, exclusive.

    Successes and trials need not be whole: the same expression is the density of a beta variable.
    """
    failures = trials - successes
    if successes == 0:
        return trials * math.log1p(-probability)
    if failures == 0:
        return trials * math.log(probability)
    exact = _correction(trials) - _correction(successes) - _correction(failures)
    away = _deviance(successes, trials * probability)
    away += _deviance(failures, trials * (1 - probability))
    size = 0.5 * (math.log(trials) - math.log(successes) - math.log(failures))
    return size - HALF_LOG_TWO_PI + exact - away


def _correction(count: float) -> float:
    """Return ln(n!) minus Stirling's approximation (n + 1/2) ln n - n + ln(2 pi) / 2."""
    if count < STIRLING_FROM:
        approximation = (count + 0.5) * math.log(count) - count + HALF_LOG_TWO_PI
        return math.lgamma(count + 1) - approximation
    square = count * count
    series = 1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square
    return (1 / 12 - (1 / 360 - series / square) / square) / count


def _deviance(count: float, expected: float) -> float:
    """Return count * ln(count / expected) + expected - count, which is small where the two are near."""
    distance = count - expected
    together = count + expected
    if abs(distance) >= NEAR * together:
        return count * math.log(count / expected) - distance
    ratio = distance / together
    total, term, power = distance * ratio, 2 * count * ratio, 1
    while True:
        term *= ratio * ratio
        power += 2
        following = total + term / power
        if following == total:
            return total
        total = following
