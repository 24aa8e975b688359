"""Difference and ratio between two groups out of many: the two that say most about the disparity."""

import math
from typing import NamedTuple

from kiosk.analytics.disparity.measures import (
    DIVIDES_BY_ZERO,
    NO_STANDARD_ERROR,
    GroupFigures,
    Measure,
    TooFewGroupsError,
    known_positions,
    log_normal_measure,
    normal_measure,
    undefined,
)
from kiosk.analytics.intervals import CONFIDENCE

FEWEST_FOR_A_PAIR = 2


class _Side(NamedTuple):
    value: float
    se: float | None


def difference(
    figures: GroupFigures,
    *,
    favourable: bool,
    ordered: bool = False,
    reference: int | None = None,
    confidence: float = CONFIDENCE,
) -> Measure:
    """Return the difference D between two groups.

    Ordered groups: the most advantaged minus the most disadvantaged if the figure is favourable, else
    the other way round. Else, with a reference: the reference minus the worst other group, or for
    unfavourable figures that group minus the reference. Else the highest minus the lowest.
    Source: WHO, Health Equity Assessment Toolkit, technical notes (2022); Harper S, Lynch J,
    Methods for Measuring Cancer Disparities, NCI 2005.

    Args:
        figures: at least two groups with a value; others are left out.
        favourable: whether higher is better.
        ordered: whether the groups are in the order of advantage.
        reference: the position of a group chosen to compare with; for groups without order.
        confidence: the level of the interval.

    Returns:
        The difference in the unit of the values; no interval without standard errors.

    Raises:
        TooFewGroupsError: fewer than two groups have a value.
        ValueError: the reference is not one of the groups that have a value.
    """
    first, second = _pair(figures, favourable=favourable, ordered=ordered, reference=reference)
    se = None
    if first.se is not None and second.se is not None:
        se = math.hypot(first.se, second.se)
    return normal_measure(first.value - second.value, se, confidence)


def ratio(
    figures: GroupFigures,
    *,
    favourable: bool,
    ordered: bool = False,
    reference: int | None = None,
    confidence: float = CONFIDENCE,
) -> Measure:
    """Return the ratio R between the two groups of the difference, the first over the second.

    Its interval is normal on the log scale, with the variance (se / value)^2 of each side added
    (delta method). Source and arguments: as in `difference`.

    Returns:
        The ratio; undefined where it would divide by 0, without an interval where it is not above 0.

    Raises:
        TooFewGroupsError: fewer than two groups have a value.
        ValueError: the reference is not one of the groups that have a value.
    """
    first, second = _pair(figures, favourable=favourable, ordered=ordered, reference=reference)
    estimate = first.value / second.value if second.value else math.inf
    if math.isinf(estimate):
        return undefined(DIVIDES_BY_ZERO)
    if first.se is None or second.se is None:
        return Measure(estimate, reason=NO_STANDARD_ERROR)
    if estimate <= 0:
        return Measure(estimate, reason="the logarithm of a ratio of 0 has no end")
    se = math.hypot(first.se / first.value, second.se / second.value)
    return log_normal_measure(estimate, se, confidence)


def _pair(
    figures: GroupFigures, *, favourable: bool, ordered: bool, reference: int | None
) -> tuple[_Side, _Side]:
    """Return the group that comes first in the difference and the one that is subtracted."""
    sides = {each: _side(figures, each) for each in known_positions(figures)}
    if len(sides) < FEWEST_FOR_A_PAIR:
        raise TooFewGroupsError("A difference needs two groups.")
    positions = list(sides)
    if ordered:
        last, first = sides[positions[-1]], sides[positions[0]]
        return (last, first) if favourable else (first, last)
    if reference is None:
        highest = max(positions, key=lambda each: sides[each].value)
        lowest = min(positions, key=lambda each: sides[each].value)
        return sides[highest], sides[lowest]
    if reference not in sides:
        raise ValueError("The reference is not one of the groups with a figure.")
    others = [sides[each] for each in positions if each != reference]
    if favourable:
        return sides[reference], min(others, key=lambda side: side.value)
    return max(others, key=lambda side: side.value), sides[reference]


def _side(figures: GroupFigures, position: int) -> _Side:
    value = figures.values[position]
    assert value is not None  # noqa: S101 - for the type checker; known_positions has looked
    return _Side(value, figures.standard_errors[position])
