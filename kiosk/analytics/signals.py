"""The rules that tell special cause from common cause, and the named sets they come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kiosk.analytics.comparing import compare, rounding_of

NEAR_AMONG = 3
"""The rule of two of three looks at this many consecutive points."""

NEAR_NEEDED = 2
"""So many of them must be near a limit."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A named set of rules; the name stands on every chart that uses it.

    Attributes:
        name: the name in words, as its publisher writes it.
        shift_points: so many points in a row on one side of the mean are a shift.
        trend_points: so many points in a row, each above (or each below) the one before, are a
            trend; 7 points are 6 steps.
        two_of_three: whether two of three points near one limit are a signal.
        astronomical: whether a point beyond a limit is a signal.
    """

    name: str
    shift_points: int
    trend_points: int
    two_of_three: bool = True
    astronomical: bool = True


NHS_MAKING_DATA_COUNT = RuleSet(name="NHS Making Data Count", shift_points=7, trend_points=7)
"""NHS England, Making Data Count (2019): as the R package NHSRplotthedots 0.2.2 applies them."""


class SpecialCause(StrEnum):
    """The one signal a point carries."""

    NONE = "none"
    ASTRONOMICAL_HIGH = "astronomical_high"
    ASTRONOMICAL_LOW = "astronomical_low"
    TREND_UP = "trend_up"
    TREND_DOWN = "trend_down"
    TWO_IN_THREE_HIGH = "two_in_three_high"
    TWO_IN_THREE_LOW = "two_in_three_low"
    SHIFT_HIGH = "shift_high"
    SHIFT_LOW = "shift_low"

    @property
    def direction(self) -> int:
        """1 for a signal upwards or on the high side, -1 downwards or low, 0 for none."""
        if self is SpecialCause.NONE:
            return 0
        return 1 if self.endswith(("_high", "_up")) else -1


@dataclass(frozen=True, slots=True)
class Limits:
    """Process limits, and the near limits at two thirds of the way, in the unit of the values."""

    lower: float
    upper: float
    near_lower: float
    near_upper: float


def sides(values: Sequence[float | None], line: float) -> tuple[int | None, ...]:
    """Return for each value -1, 0 or 1: below, on or above `line`; None stays None."""
    slack = rounding_of(values)
    return tuple(None if value is None else compare(value, line, slack) for value in values)


def beyond(values: Sequence[float | None], lower: float, upper: float) -> tuple[int, ...]:
    """Return for each value 1 strictly above `upper`, -1 strictly below `lower`, else 0."""
    slack = rounding_of(values)
    return tuple(_beyond(value, lower, upper, slack) for value in values)


def _beyond(value: float | None, lower: float, upper: float, slack: float) -> int:
    if value is None:
        return 0
    if compare(value, upper, slack) > 0:
        return 1
    return -1 if compare(value, lower, slack) < 0 else 0


def near(values: Sequence[float | None], limits: Limits) -> tuple[int, ...]:
    """Return 1 or -1 for values beyond a near limit but not beyond the limit itself, else 0."""
    outside = beyond(values, limits.lower, limits.upper)
    close = beyond(values, limits.near_lower, limits.near_upper)
    return tuple(0 if far else side for far, side in zip(outside, close, strict=True))


def shift(side_of_each: Sequence[int | None], points: int) -> tuple[int, ...]:
    """Return the side for every point in a run of at least `points` on one side, else 0.

    A point on the line and a gap end a run.
    """
    found = [0] * len(side_of_each)
    start = 0
    for position in range(1, len(side_of_each) + 1):
        side = side_of_each[start]
        if position < len(side_of_each) and side_of_each[position] == side:
            continue
        if side and position - start >= points:
            found[start:position] = [side] * (position - start)
        start = position
    return tuple(found)


def trend(values: Sequence[float | None], points: int) -> tuple[int, ...]:
    """Return 1 (rising) or -1 (falling) for every point in a trend of at least `points`, else 0.

    Two equal neighbours and a gap end a trend. A turning point that ends one trend and begins
    another takes the later direction.
    """
    slack = rounding_of(values)
    steps = [
        0 if before is None or after is None else compare(after, before, slack)
        for before, after in pairwise(values)
    ]
    found = [0] * len(values)
    for position, direction in enumerate(shift(steps, points - 1)):
        if direction:
            found[position : position + 2] = [direction, direction]
    return tuple(found)


def two_of_three(side_of_each: Sequence[int | None], near_limit: Sequence[int]) -> tuple[int, ...]:
    """Return the side for points near a limit where at least two of three in a row are, else 0.

    All three points must be on that side of the mean; only the near ones are marked.
    """
    found = [0] * len(side_of_each)
    for start in range(len(side_of_each) - NEAR_AMONG + 1):
        window = range(start, start + NEAR_AMONG)
        side = side_of_each[start]
        if not side or any(side_of_each[each] != side for each in window):
            continue
        close = [each for each in window if near_limit[each]]
        if len(close) >= NEAR_NEEDED:
            for each in close:
                found[each] = side
    return tuple(found)


_ASTRONOMICAL = {1: SpecialCause.ASTRONOMICAL_HIGH, -1: SpecialCause.ASTRONOMICAL_LOW}
_TREND = {1: SpecialCause.TREND_UP, -1: SpecialCause.TREND_DOWN}
_TWO_IN_THREE = {1: SpecialCause.TWO_IN_THREE_HIGH, -1: SpecialCause.TWO_IN_THREE_LOW}
_SHIFT = {1: SpecialCause.SHIFT_HIGH, -1: SpecialCause.SHIFT_LOW}


def special_causes(
    values: Sequence[float | None], centre: float, limits: Limits | None, rules: RuleSet
) -> tuple[SpecialCause, ...]:
    """Return the one special cause of each point of one phase.

    Where several rules find something: astronomical, then trend, then two of three, then shift.

    Args:
        values: the phase in order of time; None is a gap.
        centre: the mean of the phase.
        limits: its process limits, or None, where the rules that need limits find nothing.
        rules: which rules, with their lengths.

    Returns:
        One signal per value.
    """
    side_of_each = sides(values, centre)
    nothing = (0,) * len(values)
    far, close = nothing, nothing
    if limits and rules.astronomical:
        far = beyond(values, limits.lower, limits.upper)
    if limits and rules.two_of_three:
        close = two_of_three(side_of_each, near(values, limits))
    found = (
        (_ASTRONOMICAL, far),
        (_TREND, trend(values, rules.trend_points)),
        (_TWO_IN_THREE, close),
        (_SHIFT, shift(side_of_each, rules.shift_points)),
    )
    return tuple(_first(found, position) for position in range(len(values)))


def _first(
    found: Sequence[tuple[dict[int, SpecialCause], Sequence[int]]], position: int
) -> SpecialCause:
    """Return the first rule's signal at a position."""
    for names, marks in found:
        if marks[position]:
            return names[marks[position]]
    return SpecialCause.NONE
