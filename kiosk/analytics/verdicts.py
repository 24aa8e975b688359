"""What a signal and a target mean, given which way is better."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from kiosk.analytics.comparing import compare
from kiosk.analytics.signals import Limits, SpecialCause


class Direction(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is better, 0 where neither is."""
        return {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.NEUTRAL: 0}[self]


class PointKind(StrEnum):
    """What a point's signal means."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Variation(StrEnum):
    """The verdict on the last point: what its signal means, and in which direction it lies."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Assurance(StrEnum):
    """Whether the process, left as it is, will meet its target: always, never or by chance."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    HIT_OR_MISS = "hit_or_miss"


def point_kind(cause: SpecialCause, improvement: Direction) -> PointKind:
    """Return what a signal means; a trend counts by its direction, not its side of the mean."""
    if cause is SpecialCause.NONE:
        return PointKind.COMMON_CAUSE
    if improvement is Direction.NEUTRAL:
        return PointKind.NEUTRAL_HIGH if cause.direction > 0 else PointKind.NEUTRAL_LOW
    better = cause.direction == improvement.sign
    return PointKind.IMPROVEMENT if better else PointKind.CONCERN


MEANINGS: Mapping[Direction, Mapping[SpecialCause, PointKind]] = MappingProxyType(
    {
        improvement: MappingProxyType(
            {cause: point_kind(cause, improvement) for cause in SpecialCause}
        )
        for improvement in Direction
    }
)
"""What each signal means, for each way that is better."""


def variation_of(cause: SpecialCause, improvement: Direction) -> Variation:
    """Return the verdict for the signal of the last point."""
    kind = point_kind(cause, improvement)
    if kind in (PointKind.IMPROVEMENT, PointKind.CONCERN):
        return Variation(f"{kind}_{'high' if cause.direction > 0 else 'low'}")
    return Variation(kind)


def assurance_of(limits: Limits, target: float, improvement: Direction) -> Assurance | None:
    """Return whether a process within `limits` meets `target`; None where neither way is better.

    Only a target strictly beyond a limit is certain to be met or missed.
    """
    if improvement is Direction.NEUTRAL:
        return None
    if compare(target, limits.upper) > 0:
        return Assurance.FAIL if improvement is Direction.INCREASE else Assurance.PASS
    if compare(target, limits.lower) < 0:
        return Assurance.PASS if improvement is Direction.INCREASE else Assurance.FAIL
    return Assurance.HIT_OR_MISS
