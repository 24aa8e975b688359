"""The average moving range: the only measure of spread that process limits are built on."""

from collections.abc import Sequence
from itertools import pairwise

from kiosk.analytics.comparing import WELL_APART, compare, steps

SCREENING_FACTOR = 3.267
"""D4 for subgroups of two: a range this many times the average, or more, is left out."""


def moving_ranges(values: Sequence[float | None]) -> tuple[float, ...]:
    """Return the absolute differences of neighbours; a gap (None) makes none.

    Neighbours that are equal but for rounding have a range of exactly 0.
    """
    return tuple(
        abs(after - before) if step else 0.0
        for step, (before, after) in zip(steps(values), pairwise(values), strict=True)
        if before is not None and after is not None
    )


def average_moving_range(values: Sequence[float | None], *, screen: bool) -> float | None:
    """Return the average moving range of a series, or None without two neighbouring values.

    Screening is one pass: only ranges strictly below 3.267 times the average are kept. Where it
    leaves no positive range, the unscreened average stands, because limits of no width would make
    a signal of every point. The result is 0 only where no two neighbours differ.

    Args:
        values: the series in order; None is a gap.
        screen: whether unusually large ranges are left out.

    Returns:
        The average range in the unit of the values, or None.
    """
    return average_range(moving_ranges(values), screen=screen)


def average_range(
    ranges: Sequence[float], *, screen: bool, factor: float = SCREENING_FACTOR
) -> float | None:
    """Return the average of ranges, screened as `average_moving_range` says.

    Args:
        ranges: from 0.
        screen: whether unusually large ranges are left out.
        factor: a range of this many times the average, or more, is unusually large.

    Returns:
        The average in the unit of the ranges, or None without any.
    """
    if not ranges:
        return None
    average = sum(ranges) / len(ranges)
    if not screen:
        return average
    threshold = factor * average
    if max(ranges) < threshold * (1 - WELL_APART):
        return average
    kept = [each for each in ranges if compare(each, threshold) < 0]
    screened = sum(kept) / len(kept) if kept else 0.0
    return screened if screened > 0 else average
