"""Measures from information theory: Theil's index and the mean log deviation."""

import math
from collections.abc import Callable

from kiosk.analytics.disparity.measures import (
    MEAN_IS_ZERO,
    NO_FORMULA,
    CompleteFigures,
    Measure,
    undefined,
)

PER_THOUSAND = 1000

SMALLEST_VALUE = 1e-6
"""Stands in for a value of 0 (or below), whose logarithm has no end."""


def theil_index(figures: CompleteFigures) -> Measure:
    """Return TI = 1000 sum p (y / mu) ln(y / mu), with p the share of the population.

    Source: Theil H, Economics and Information Theory, 1967; Harper S, Lynch J, NCI 2005.
    The interval: `bootstrap_interval`.
    """
    return _entropy(figures, lambda relative: relative * math.log(relative))


def mean_log_deviation(figures: CompleteFigures) -> Measure:
    """Return MLD = 1000 sum -p ln(y / mu), with p the share of the population.

    Source: as for Theil's index. The interval: `bootstrap_interval`.
    """
    return _entropy(figures, lambda relative: -math.log(relative))


def _entropy(figures: CompleteFigures, term: Callable[[float], float]) -> Measure:
    mean = figures.mean
    if mean <= 0:
        return undefined(MEAN_IS_ZERO)
    sum_of_terms = math.fsum(
        share * term(max(value, SMALLEST_VALUE) / mean) for share, value in figures.shared()
    )
    return Measure(PER_THOUSAND * sum_of_terms, reason=NO_FORMULA)
