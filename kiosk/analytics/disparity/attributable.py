"""Population attributable risk and fraction: how much better everyone would be if all were like the best group."""

import math

from kiosk.analytics.disparity.measures import (
    MEAN_IS_ZERO,
    CompleteFigures,
    Measure,
    normal_measure,
    undefined,
)
from kiosk.analytics.intervals import CONFIDENCE

PER_CENT = 100
NO_TABLE = "the reference group or the whole has no cases to compute it from"


def population_attributable_risk(
    figures: CompleteFigures,
    *,
    favourable: bool,
    ordered: bool = False,
    scale: float = PER_CENT,
    confidence: float = CONFIDENCE,
) -> Measure:
    """Return PAR = y(reference) - mu; 0 where the reference is not better than the mean.

    The reference is the most advantaged group where groups are ordered, else the best; of equally
    good groups the largest. The standard error is mu times Walter's of the attributable fraction:
    with c cases and d others in the reference group, a and b in the rest, N people,
    sqrt(c N (a d (N - c) + b c^2) / ((a + c)^3 (c + d)^3))
    (Walter SD, Biometrics 1976;32:829-49; WHO, Health Equity Assessment Toolkit, technical notes).

    Args:
        figures: the groups; their populations are numbers of people, not only shares.
        favourable: whether higher is better.
        ordered: whether the groups are in the order of advantage, the most advantaged last.
        scale: what a value is per (100 for per cent), to get back to cases.
        confidence: the level of the interval.

    Returns:
        In the unit of the values.
    """
    reference = _reference(figures, favourable=favourable, ordered=ordered)
    gain = figures.values[reference] - figures.mean
    estimate = max(0.0, gain) if favourable else min(0.0, gain)
    fraction_se = _walter(figures, reference, scale)
    if fraction_se is None:
        return Measure(estimate, reason=NO_TABLE)
    return normal_measure(estimate, fraction_se * figures.mean, confidence)


def population_attributable_fraction(
    figures: CompleteFigures,
    *,
    favourable: bool,
    ordered: bool = False,
    scale: float = PER_CENT,
    confidence: float = CONFIDENCE,
) -> Measure:
    """Return PAF = 100 PAR / mu, in per cent; its standard error and interval are per cent too.

    Arguments and source: as for `population_attributable_risk`.
    """
    risk = population_attributable_risk(
        figures, favourable=favourable, ordered=ordered, scale=scale, confidence=confidence
    )
    mean = figures.mean
    if mean == 0 or risk.estimate is None:
        return undefined(MEAN_IS_ZERO)
    if risk.se is None:
        return Measure(PER_CENT * risk.estimate / mean, reason=risk.reason)
    return normal_measure(PER_CENT * risk.estimate / mean, PER_CENT * risk.se / mean, confidence)


def _reference(figures: CompleteFigures, *, favourable: bool, ordered: bool) -> int:
    if ordered:
        return len(figures.values) - 1
    best = max(figures.values) if favourable else min(figures.values)
    equal = [position for position, value in enumerate(figures.values) if value == best]
    return max(equal, key=lambda position: figures.populations[position])


def _walter(figures: CompleteFigures, reference: int, scale: float) -> float | None:
    """Return the standard error of the attributable fraction (not per cent)."""
    people = figures.populations[reference]
    everyone = math.fsum(figures.populations)
    cases = figures.values[reference] * people / scale
    all_cases = figures.mean * everyone / scale
    if not people or not all_cases:
        return None
    others, rest_cases = people - cases, all_cases - cases
    rest_others = everyone - people - rest_cases
    top = cases * everyone * (rest_cases * others * (everyone - cases) + rest_others * cases**2)
    variance = top / (all_cases**3 * people**3)
    return math.sqrt(variance) if variance >= 0 else None
