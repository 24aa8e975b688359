"""Quantiles of the gamma distribution, from which exact limits around an expected count come."""

import math
from statistics import NormalDist

from kiosk.analytics.probabilities import log_poisson

PRECISION = 1e-14
"""A sum or a fraction ends with the first term smaller than this share of it."""

ROOT_PRECISION = 1e-12
"""Steps end with the first one smaller than this, on the logarithm of the quantile."""

MOST_STEPS = 200
MOST_TERMS = 100_000
TINY = 1e-300


def gamma_quantile(probability: float, shape: float) -> float:
    """Return x such that a gamma variable of this shape, with scale 1, is below it so often.

    Half the chi-square quantile with 2 · shape degrees of freedom. Newton's method on the
    logarithm of x, from the approximation of Wilson and Hilferty (PNAS 1931;17:684-8).

    Args:
        probability: between 0 and 1, exclusive.
        shape: above 0, whole or not.

    Raises:
        ValueError: either is outside its range.
    """
    if not 0 < probability < 1 or not 0 < shape < math.inf:
        raise ValueError(f"There is no quantile of {probability} at a shape of {shape}.")
    z = NormalDist().inv_cdf(probability)
    root = 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))
    small = (math.log(probability) + math.lgamma(shape + 1)) / shape
    log_x = math.log(shape * root**3) if root > 0 else small
    for _ in range(MOST_STEPS):
        x = math.exp(max(log_x, math.log(TINY)))
        slope = math.exp(log_poisson(shape, x)) * shape
        step = (probability - gamma_probability(shape, x)) / slope if slope else 0.0
        log_x += max(-1.0, min(1.0, step))
        if abs(step) < ROOT_PRECISION:
            break
    return math.exp(log_x)


def gamma_probability(shape: float, x: float) -> float:
    """Return how often a gamma variable of this shape, with scale 1, is below `x`, which is above 0.

    A series below the mean, Lentz's continued fraction above it (Press WH et al., Numerical
    Recipes, section 6.2).
    """
    density = math.exp(log_poisson(shape, x))
    if x < shape + 1:
        return density * _series(shape, x)
    return 1 - density * shape * _fraction(shape, x)


def _series(shape: float, x: float) -> float:
    total = term = 1.0
    for count in range(1, MOST_TERMS):
        term *= x / (shape + count)
        total += term
        if term < PRECISION * total:
            break
    return total


def _fraction(shape: float, x: float) -> float:
    below = x + 1 - shape
    ratio = 1 / TINY
    inverse = 1 / below
    found = inverse
    for count in range(1, MOST_TERMS):
        numerator = -count * (count - shape)
        below += 2
        inverse = 1 / _not_nought(numerator * inverse + below)
        ratio = _not_nought(below + numerator / ratio)
        change = ratio * inverse
        found *= change
        if abs(change - 1) < PRECISION:
            break
    return found


def _not_nought(value: float) -> float:
    return value if abs(value) > TINY else TINY
