"""What was counted in windows of time: the ends of a series taken together, and everyone but one group."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.analytics.comparable import Measure

FEWEST_WINDOWS = 2
"""A change has a beginning and an end."""

LONGEST_END = 3
"""The figures of the beginning and of the end are of at most so many windows together."""

WINDOWS_PER_END = 3
"""Of so many windows, one belongs to the beginning and one to the end."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in one window: how many out of how many, or events in a time at risk."""

    numerator: float
    denominator: float


def ends_of(counts: Sequence[Counted | None]) -> tuple[Counted, Counted] | None:
    """Return the counts of the beginning and of the end, each of up to three windows together.

    A third of the windows that are shown belongs to each end, at least one and at most
    `LONGEST_END`.

    Returns:
        The pooled counts, or None with fewer than two windows.
    """
    used = [count for count in counts if count is not None and count.denominator > 0]
    if len(used) < FEWEST_WINDOWS:
        return None
    length = end_length(len(used))
    return pooled(used[:length]), pooled(used[-length:])


def end_length(windows: int) -> int:
    """Return how many of so many windows belong to each end."""
    return min(LONGEST_END, max(1, windows // WINDOWS_PER_END))


def pooled(counts: Sequence[Counted]) -> Counted:
    """Return several windows' counts together."""
    return Counted(
        math.fsum(count.numerator for count in counts),
        math.fsum(count.denominator for count in counts),
    )


def rest_of(
    overall: Sequence[Counted | None], group: Sequence[Counted | None], measure: Measure
) -> tuple[Counted | None, ...]:
    """Return the counts of everyone who is not in a group; None where that is not known."""
    return tuple(
        _without(everyone, part, measure) for everyone, part in zip(overall, group, strict=True)
    )


def _without(everyone: Counted | None, part: Counted | None, measure: Measure) -> Counted | None:
    if everyone is None or part is None:
        return None
    numerator = everyone.numerator - part.numerator
    denominator = everyone.denominator - part.denominator
    more_than_all = measure is Measure.PROPORTION and numerator > denominator
    if denominator <= 0 or numerator < 0 or more_than_all:
        return None  # rounded counts, or a group that is everyone
    return Counted(numerator, denominator)
