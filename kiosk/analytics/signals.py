"""The rules that tell special cause from common cause, and the named sets they come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kiosk.analytics.comparing import WELL_APART, compare, rounding_of, steps

NEAR_AMONG = 3
"""The rule of two of three looks at this many consecutive points."""

NEAR_NEEDED = 2
"""So many of them must be near a limit."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A named set of rules; the name stands on every chart that uses it.

    Attributes:
        name: the name in words, as its publisher writes it.
        shift_points: so many points in a row on one side of the centre are a shift; None where the
            set has no such rule.
        trend_points: so many points in a row, each above (or each below) the one before, are a
            trend; 7 points are 6 steps. None where the set has no such rule.
        two_of_three: whether two of three points near one limit are a signal.
        astronomical: whether a point beyond a limit is a signal.
        runs: whether a run longer than chance allows, and too few crossings of the centre, are
            signals; what chance allows depends on the number of points.
    """

    name: str
    shift_points: int | None
    trend_points: int | None
    two_of_three: bool = True
    astronomical: bool = True
    runs: bool = False

    def __post_init__(self) -> None:
        if any(points is not None and points < 1 for points in self._lengths):
            raise ValueError("A rule looks at one point or more.")

    @property
    def _lengths(self) -> tuple[int | None, int | None]:
        return self.shift_points, self.trend_points


NHS_MAKING_DATA_COUNT = RuleSet(name="NHS Making Data Count", shift_points=7, trend_points=7)
"""NHS England, Making Data Count (2019): as the R package NHSRplotthedots 0.2.2 applies them."""

ANHOEJ = RuleSet(name="Anhøj", shift_points=None, trend_points=None, two_of_three=False, runs=True)
"""Anhøj J, Olesen AV. Run charts revisited. PLoS One 2014;9:e113825; with Shewhart's own rule of a
point beyond three sigma, as the R package qicharts2 0.8.1 applies them."""

WESTERN_ELECTRIC = RuleSet(name="Western Electric / IHI", shift_points=8, trend_points=6)
"""Western Electric, Statistical Quality Control Handbook (1956), with the lengths of the Institute
for Healthcare Improvement: a shift of 8 points, a trend of 6."""


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


class Limits(NamedTuple):
    """Limits at three sigma, and the near limits at two, in the unit of the values."""

    lower: float
    upper: float
    near_lower: float
    near_upper: float


def sides(values: Sequence[float | None], line: float) -> tuple[int | None, ...]:
    """Return for each value -1, 0 or 1: below, on or above `line`; None stays None."""
    slack = rounding_of(values)
    margin = WELL_APART * abs(line) + slack
    high, low = line + margin, line - margin
    return tuple(
        None
        if value is None
        else 1
        if value > high
        else -1
        if value < low
        else compare(value, line, slack)
        for value in values
    )


class Placed(NamedTuple):
    """Where values lie against limits: 1 above, -1 below, 0 for neither, for a gap and without limits.

    Attributes:
        beyond: strictly beyond a limit.
        near: strictly beyond a near limit and not beyond the limit itself.
    """

    beyond: tuple[int, ...]
    near: tuple[int, ...]


def placed(values: Sequence[float | None], limits: Sequence[Limits | None]) -> Placed:
    """Return where each value lies against its own limits.

    Args:
        values: in order of time; None is a gap.
        limits: those of each value; None where there are none.
    """
    slack = rounding_of(values)
    beyond, near = [0] * len(values), [0] * len(values)
    for position, (value, line) in enumerate(zip(values, limits, strict=True)):
        if value is None or line is None or line.near_lower <= value <= line.near_upper:
            continue
        far = _beyond(value, line.lower, line.upper, slack)
        beyond[position] = far
        if not far:
            near[position] = _beyond(value, line.near_lower, line.near_upper, slack)
    return Placed(tuple(beyond), tuple(near))


def _beyond(value: float, lower: float, upper: float, slack: float) -> int:
    if compare(value, upper, slack) > 0:
        return 1
    return -1 if compare(value, lower, slack) < 0 else 0


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
    found = [0] * len(values)
    for position, direction in enumerate(shift(steps(values), points - 1)):
        if direction:
            found[position : position + 2] = [direction, direction]
    return tuple(found)


def two_of_three(side_of_each: Sequence[int | None], near_limit: Sequence[int]) -> tuple[int, ...]:
    """Return the side for points near a limit where at least two of three in a row are, else 0.

    All three points must be on that side of the centre; only the near ones are marked.
    """
    found = [0] * len(side_of_each)
    if not any(near_limit):
        return tuple(found)
    for start in range(len(side_of_each) - NEAR_AMONG + 1):
        end = start + NEAR_AMONG
        close = [each for each in range(start, end) if near_limit[each]]
        side = side_of_each[start]
        if side and len(close) >= NEAR_NEEDED and set(side_of_each[start:end]) == {side}:
            for each in close:
                found[each] = side
    return tuple(found)


_ASTRONOMICAL = {1: SpecialCause.ASTRONOMICAL_HIGH, -1: SpecialCause.ASTRONOMICAL_LOW}
_TREND = {1: SpecialCause.TREND_UP, -1: SpecialCause.TREND_DOWN}
_TWO_IN_THREE = {1: SpecialCause.TWO_IN_THREE_HIGH, -1: SpecialCause.TWO_IN_THREE_LOW}
_SHIFT = {1: SpecialCause.SHIFT_HIGH, -1: SpecialCause.SHIFT_LOW}


class Marks(NamedTuple):
    """What each rule found at each point of a phase: 1 high or up, -1 low or down, else 0."""

    astronomical: Sequence[int]
    trend: Sequence[int]
    two_of_three: Sequence[int]
    shift: Sequence[int]


def special_causes(marks: Marks) -> tuple[SpecialCause, ...]:
    """Return the one special cause of each point.

    Where several rules find something: astronomical, then trend, then two of three, then shift.
    """
    none = SpecialCause.NONE
    return tuple(
        _ASTRONOMICAL[far]
        if far
        else _TREND[rising]
        if rising
        else _TWO_IN_THREE[close]
        if close
        else _SHIFT[side]
        if side
        else none
        for far, rising, close, side in zip(*marks, strict=True)
    )
