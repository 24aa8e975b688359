"""What a signal and a target mean, by which way is better."""

import pytest

from kiosk.analytics.signals import Limits, SpecialCause
from kiosk.analytics.verdicts import (
    Assurance,
    Direction,
    PointKind,
    Variation,
    assurance_of,
    point_kind,
    variation_of,
)

UP, DOWN, NEUTRAL = Direction.INCREASE, Direction.DECREASE, Direction.NEUTRAL
AROUND_FIFTY = Limits(lower=40, upper=60, near_lower=43, near_upper=57)


@pytest.mark.parametrize("improvement", Direction)
def test_no_signal_is_common_cause_whichever_way_is_better(improvement: Direction) -> None:
    assert point_kind(SpecialCause.NONE, improvement) is PointKind.COMMON_CAUSE
    assert variation_of(SpecialCause.NONE, improvement) is Variation.COMMON_CAUSE
    assert SpecialCause.NONE.direction == 0


@pytest.mark.parametrize(
    ("cause", "improvement", "expected"),
    [
        (SpecialCause.TREND_UP, UP, Variation.IMPROVEMENT_HIGH),
        (SpecialCause.TREND_DOWN, UP, Variation.CONCERN_LOW),
        (SpecialCause.SHIFT_HIGH, DOWN, Variation.CONCERN_HIGH),
        (SpecialCause.TWO_IN_THREE_LOW, DOWN, Variation.IMPROVEMENT_LOW),
        (SpecialCause.ASTRONOMICAL_HIGH, NEUTRAL, Variation.NEUTRAL_HIGH),
        (SpecialCause.TREND_DOWN, NEUTRAL, Variation.NEUTRAL_LOW),
    ],
)
def test_a_signal_is_named_by_its_meaning_and_its_direction(
    cause: SpecialCause, improvement: Direction, expected: Variation
) -> None:
    assert variation_of(cause, improvement) is expected


@pytest.mark.parametrize(
    ("target", "improvement", "expected"),
    [
        (61, UP, Assurance.FAIL),
        (61, DOWN, Assurance.PASS),
        (39, UP, Assurance.PASS),
        (39, DOWN, Assurance.FAIL),
        (60, UP, Assurance.HIT_OR_MISS),
        (60 + 1e-9, UP, Assurance.HIT_OR_MISS),
        (40, DOWN, Assurance.HIT_OR_MISS),
        (99, NEUTRAL, None),
    ],
)
def test_only_a_target_strictly_beyond_a_limit_is_certain(
    target: float, improvement: Direction, expected: Assurance | None
) -> None:
    assert assurance_of(AROUND_FIFTY, target, improvement) is expected
