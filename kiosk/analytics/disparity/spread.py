"""Spread of groups around a centre: variance, coefficient of variation, index of disparity, mean differences."""

import math
from enum import StrEnum

from kiosk.analytics.disparity.measures import (
    MEAN_IS_ZERO,
    NO_FORMULA,
    CompleteFigures,
    Measure,
    normal_measure,
    undefined,
)
from kiosk.analytics.intervals import CONFIDENCE

PER_CENT = 100


class Weighting(StrEnum):
    """Whether each group counts once, or as much as its people."""

    GROUPS = "groups"
    PEOPLE = "people"


def between_group_variance(figures: CompleteFigures, confidence: float = CONFIDENCE) -> Measure:
    """Return BGV = sum p (y - mu)^2, with p the share of the population and mu = sum p y.

    It is a quadratic form y'Ay with A = diag(p) - pp', so its standard error for independent normal
    values is sqrt(2 tr(ASAS) + 4 y'ASAy), S = diag(se^2) (Seber GAF, Lee AJ, Linear Regression
    Analysis, 2003, theorem 1.6). Source of the measure: Harper S, Lynch J, NCI 2005, chapter 3.

    Returns:
        In the squared unit of the values.
    """
    shares, mean = figures.shares, figures.mean
    estimate = math.fsum(share * (value - mean) ** 2 for share, value in figures.shared())
    if figures.standard_errors is None:
        return normal_measure(estimate, None, confidence)
    pull = [
        4 * (share * (value - mean) * se) ** 2
        for (share, value), se in zip(figures.shared(), figures.standard_errors, strict=True)
    ]
    noise = [(share * se) ** 2 for share, se in zip(shares, figures.standard_errors, strict=True)]
    curved = [
        (1 - 2 * share) * (share * se * se) ** 2
        for share, se in zip(shares, figures.standard_errors, strict=True)
    ]
    variance = math.fsum(pull) + 2 * (math.fsum(noise) ** 2 + math.fsum(curved))
    return normal_measure(estimate, math.sqrt(max(0.0, variance)), confidence)


def between_group_sd(figures: CompleteFigures) -> Measure:
    """Return BGSD, the square root of the between-group variance, in the unit of the values."""
    return Measure(_sd(figures), reason=NO_FORMULA)


def coefficient_of_variation(figures: CompleteFigures) -> Measure:
    """Return COV = 100 BGSD / mu, in per cent (Harper S, Lynch J, NCI 2005)."""
    return _over_mean(PER_CENT * _sd(figures), figures.mean)


def index_of_disparity(
    figures: CompleteFigures, weighting: Weighting = Weighting.GROUPS
) -> Measure:
    """Return the index of disparity: the mean distance from mu as per cent of mu.

    Source: Pearcy JN, Keppel KG, Public Health Rep 2002;117:273-80.

    Args:
        figures: the groups.
        weighting: whether each group counts once (IDISU), or as much as its people (IDISW).
    """
    return _over_mean(PER_CENT * _mean_distance(figures, figures.mean, weighting), figures.mean)


def mean_difference_from_best(
    figures: CompleteFigures, *, favourable: bool, weighting: Weighting = Weighting.GROUPS
) -> Measure:
    """Return MDB: the mean distance from the best group, in the unit of the values.

    Source: WHO, Health Equity Assessment Toolkit, technical notes (2022).
    """
    best = max(figures.values) if favourable else min(figures.values)
    return Measure(_mean_distance(figures, best, weighting), reason=NO_FORMULA)


def mean_difference_from_average(
    figures: CompleteFigures, weighting: Weighting = Weighting.GROUPS
) -> Measure:
    """Return MDM: the mean distance from mu, in the unit of the values (source: as for MDB)."""
    return Measure(_mean_distance(figures, figures.mean, weighting), reason=NO_FORMULA)


def mean_difference_from_reference(
    figures: CompleteFigures, reference: int, weighting: Weighting = Weighting.GROUPS
) -> Measure:
    """Return MDR: the mean distance from a chosen group, in the unit of the values (source: as for MDB).

    Args:
        figures: the groups.
        reference: the position of the chosen group among those asked about.
        weighting: whether each group counts once, or as much as its people.

    Raises:
        ValueError: the chosen group has no figure.
    """
    if reference not in figures.position:
        raise ValueError("The reference is not one of the groups with a figure.")
    centre = figures.values[figures.position.index(reference)]
    return Measure(_mean_distance(figures, centre, weighting), reason=NO_FORMULA)


def _sd(figures: CompleteFigures) -> float:
    mean = figures.mean
    return math.sqrt(math.fsum(share * (value - mean) ** 2 for share, value in figures.shared()))


def _mean_distance(figures: CompleteFigures, centre: float, weighting: Weighting) -> float:
    if weighting is Weighting.PEOPLE:
        return math.fsum(share * abs(value - centre) for share, value in figures.shared())
    return math.fsum(abs(value - centre) for value in figures.values) / len(figures.values)


def _over_mean(amount: float, mean: float) -> Measure:
    return undefined(MEAN_IS_ZERO) if mean == 0 else Measure(amount / mean, reason=NO_FORMULA)
