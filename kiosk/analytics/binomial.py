"""The binomial distribution: its tails, the exact interval of a proportion, and the exact two-sided test."""

import math
from collections.abc import Callable

from kiosk.analytics.intervals import CONFIDENCE, Interval, standard_normal_quantile
from kiosk.analytics.probabilities import log_binomial

FRACTION_PRECISION = 4e-16
"""The continued fraction ends when a step changes it by less than this, two units in the last place."""

MOST_FRACTION_STEPS = 200_000
"""It needs about the square root of the larger parameter: enough for a billion people."""

MOST_HALVINGS = 200
"""Halvings of a bracket within 0..1; a double has no room for more."""

SAME_PROBABILITY = 1 + 1e-7
"""Outcomes whose probabilities differ by less count as equally likely (as in R's binom.test)."""

_SMALLEST = 1e-300


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b).

    By Lentz's method on the continued fraction (NIST DLMF 8.17.22), from the side on which it
    converges fast.

    Args:
        a: first parameter, above 0.
        b: second parameter, above 0.
        x: within 0..1.

    Returns:
        The probability that a Beta(a, b) variable is at most x.

    Raises:
        ValueError: a parameter is not above 0, x is not within 0..1, or the parameters are beyond
            some billions.
    """
    if not (a > 0 and b > 0 and 0 <= x <= 1):
        raise ValueError(f"I_x(a, b) is not defined at x = {x}, a = {a}, b = {b}.")
    if x in {0, 1}:
        return float(x)
    if x > (a + 1) / (a + b + 2):
        return 1.0 - _from_below(b, a, 1 - x)
    return _from_below(a, b, x)


def _from_below(a: float, b: float, x: float) -> float:
    front = math.exp(log_binomial(a, a + b, x)) * b / (a + b)
    return front / _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """Return the denominator of DLMF 8.17.22, by the modified Lentz method."""
    value, c, d = 1.0, 1.0, 0.0
    for step in range(1, MOST_FRACTION_STEPS):
        half, odd = divmod(step, 2)
        if odd:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        d = 1 / ((1 + term * d) or _SMALLEST)
        c = (1 + term / c) or _SMALLEST
        value *= c * d
        if abs(c * d - 1) < FRACTION_PRECISION:
            return value
    raise ValueError("These are too many trials for an exact probability.")


def at_most(successes: int, trials: int, probability: float) -> float:
    """Return the probability of at most so many successes."""
    if successes < 0:
        return 0.0
    if successes >= trials:
        return 1.0
    return incomplete_beta(trials - successes, successes + 1, 1 - probability)


def at_least(successes: int, trials: int, probability: float) -> float:
    """Return the probability of at least so many successes."""
    if successes <= 0:
        return 1.0
    if successes > trials:
        return 0.0
    return incomplete_beta(successes, trials - successes + 1, probability)


def exactly(successes: int, trials: int, probability: float) -> float:
    """Return the probability of exactly so many successes, for a probability within 0..1."""
    if not 0 < probability < 1:
        return float(successes == (trials if probability else 0))
    return math.exp(log_binomial(successes, trials, probability))


def clopper_pearson(successes: int, trials: int, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact interval of a binomial probability.

    Each end is the probability with which the outcome, or one further out, has the probability
    (1 - confidence) / 2. Source: Clopper CJ, Pearson ES, Biometrika 1934;26:404-13.

    Args:
        successes: how many.
        trials: out of how many.
        confidence: the level, between 0 and 1.

    Returns:
        The interval, within 0..1.

    Raises:
        ValueError: not 0 <= successes <= trials, or no trials.
    """
    if not 0 <= successes <= trials or trials == 0:
        raise ValueError(f"{successes} of {trials} is not a proportion.")
    standard_normal_quantile(confidence)
    tail = (1 - confidence) / 2

    def above(probability: float) -> bool:
        return at_least(successes, trials, probability) >= tail

    def below(probability: float) -> bool:
        return at_most(successes, trials, probability) < tail

    return Interval(
        lower=_first_true(above) if successes else 0.0,
        upper=_first_true(below) if successes < trials else 1.0,
    )


def _first_true(holds: Callable[[float], bool]) -> float:
    """Return where a condition within 0..1 begins to hold, by halving."""
    low, high = 0.0, 1.0
    for _ in range(MOST_HALVINGS):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def two_sided_p(successes: int, trials: int, probability: float) -> float:
    """Return the exact two-sided p-value: the probability of every outcome that is no likelier.

    Args:
        successes: how many.
        trials: out of how many.
        probability: of one success, under the hypothesis.

    Returns:
        The p-value, within 0..1; 1 without trials.
    """
    if trials == 0:
        return 1.0
    mean = trials * probability
    most = exactly(successes, trials, probability) * SAME_PROBABILITY
    if successes == mean:
        return 1.0
    if successes < mean:
        first = _first_unlikely(math.ceil(mean), trials, probability, most)
        tails = at_most(successes, trials, probability) + at_least(first, trials, probability)
    else:
        mirrored = _first_unlikely(trials - math.floor(mean), trials, 1 - probability, most)
        far = at_most(trials - mirrored, trials, probability)
        tails = far + at_least(successes, trials, probability)
    return min(1.0, tails)


def _first_unlikely(low: int, trials: int, probability: float, most: float) -> int:
    """Return the first count from `low`, above the mode, whose probability is at most `most`."""
    high = trials + 1
    while low < high:
        middle = (low + high) // 2
        if exactly(middle, trials, probability) <= most:
            high = middle
        else:
            low = middle + 1
    return high
