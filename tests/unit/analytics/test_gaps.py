"""Gaps and their reference."""

import pytest

from kiosk.analytics.comparable import (
    Measure,
    ShownCell,
    ShownWindow,
)
from kiosk.analytics.gaps import (
    ChosenGroup,
    Reference,
    ReferenceKind,
    gap_of,
    reference_for,
)
from kiosk.analytics.intervals import rate_interval, wilson
from kiosk.analytics.verdicts import Direction

UP, DOWN = Direction.INCREASE, Direction.DECREASE


def window(overall: tuple[int, int] | None = None, **groups: tuple[int, int]) -> ShownWindow:
    """Return a released window of groups that may overlap."""
    return ShownWindow(
        tuple(cell for name, pair in groups.items() if (cell := released(name, *pair))),
        released("everyone", *overall) if overall else None,
    )


def released(group: str, numerator: int, denominator: int) -> ShownCell | None:
    """Return a cell as it is released: not at all where few have it or few have not."""
    if any(0 < count <= 10 for count in (numerator, denominator - numerator, denominator)):
        return None
    return ShownCell(
        group, numerator, denominator, numerator / denominator, wilson(numerator, denominator)
    )


def shown(numerator: int, denominator: int, measure: Measure = Measure.PROPORTION) -> ShownCell:
    of_measure = wilson if measure is Measure.PROPORTION else rate_interval
    interval = of_measure(numerator, denominator)
    return ShownCell("group", numerator, denominator, numerator / denominator, interval)


def test_the_goal_is_the_reference_before_any_group() -> None:
    reference = reference_for(window((140, 200), a=(80, 100)), UP, goal=0.9)
    assert reference == Reference(ReferenceKind.GOAL, 0.9)


@pytest.mark.parametrize(("improvement", "best"), [(UP, "small_best"), (DOWN, "majority")])
def test_without_a_goal_the_best_reliable_group_is_the_reference_not_the_largest(
    improvement: Direction, best: str
) -> None:
    groups = window((700, 1200), majority=(500, 1000), small_best=(80, 100), other=(60, 100))
    reference = reference_for(groups, improvement)
    assert reference is not None
    assert (reference.kind, reference.group) == (ReferenceKind.BEST_GROUP, best)


def test_a_hidden_an_unreliable_and_a_zero_group_are_no_reference() -> None:
    groups = window((100, 1000), hidden=(3, 300), zero=(0, 300), fair=(80, 300), poor=(90, 300))
    reference = reference_for(groups, DOWN)
    assert reference is not None
    assert reference.group == "fair"


def test_everyone_is_the_reference_where_no_group_is_reliable_or_neither_way_is_better() -> None:
    nobody = reference_for(window((100, 200), few=(3, 60)), UP)
    neutral = reference_for(window((100, 200), a=(80, 100)), Direction.NEUTRAL)
    assert nobody is not None
    assert neutral is not None
    assert nobody.kind is ReferenceKind.OVERALL
    assert neutral.value == 0.5


def test_without_goal_group_or_overall_there_is_no_reference() -> None:
    assert reference_for(window(), UP) is None
    assert reference_for(window((3, 60), few=(3, 60)), UP) is None


def test_a_gap_is_absolute_and_relative() -> None:
    gap = gap_of(shown(60, 100), Reference(ReferenceKind.GOAL, 0.8), UP)
    assert gap.absolute == pytest.approx(-0.2)
    assert gap.relative == pytest.approx(-0.25)
    assert gap.worse
    assert gap.beyond_chance


def test_absolute_and_relative_gap_can_move_in_opposite_directions() -> None:
    before = gap_of(shown(400, 1000), Reference(ReferenceKind.GOAL, 0.20), DOWN)
    after = gap_of(shown(150, 1000), Reference(ReferenceKind.GOAL, 0.05), DOWN)
    assert before.relative is not None
    assert after.relative is not None
    assert after.absolute < before.absolute
    assert after.relative > before.relative


def test_there_is_no_relative_gap_to_zero() -> None:
    gap = gap_of(shown(60, 100), Reference(ReferenceKind.GOAL, 0.0), DOWN)
    assert gap.relative is None


def test_the_best_group_has_no_gap_to_itself() -> None:
    groups = window(a=(80, 100), b=(79, 100))
    reference = reference_for(groups, UP)
    assert reference is not None
    own, close = (
        gap_of(cell, reference, UP) for cell in groups.groups if isinstance(cell, ShownCell)
    )
    assert (own.absolute, own.worse, own.beyond_chance) == (0, False, False)
    assert (close.worse, close.beyond_chance) == (True, False)


def test_which_side_is_worse_depends_on_the_direction() -> None:
    above = Reference(ReferenceKind.GOAL, 0.5)
    assert not gap_of(shown(60, 100), above, UP).worse
    assert gap_of(shown(60, 100), above, DOWN).worse
    assert not gap_of(shown(60, 100), above, Direction.NEUTRAL).worse


def test_the_interval_of_a_gap_is_newcombes() -> None:
    """Newcombe 1998, example (a): 56/70 against 48/80, interval 0.0524 to 0.3339."""
    reference = reference_for(window(a=(48, 80)), UP)
    assert reference is not None
    gap = gap_of(shown(56, 70), reference, UP)
    assert gap.absolute == pytest.approx(0.2)
    assert gap.interval.lower == pytest.approx(0.0524, abs=5e-5)
    assert gap.interval.upper == pytest.approx(0.3339, abs=5e-5)


def test_the_interval_of_a_relative_gap_is_log_normal() -> None:
    """By hand: ratio 4/3, variance 1/56 - 1/70 + 1/48 - 1/80 = 0.0119048 (Katz 1978)."""
    reference = reference_for(window(a=(48, 80)), UP)
    assert reference is not None
    gap = gap_of(shown(56, 70), reference, UP)
    assert gap.relative == pytest.approx(1 / 3)
    assert gap.relative_interval is not None
    assert gap.relative_interval.lower == pytest.approx(0.0766, abs=1e-4)
    assert gap.relative_interval.upper == pytest.approx(0.6513, abs=1e-4)


def test_a_relative_gap_to_a_goal_is_as_uncertain_as_the_group_alone() -> None:
    """By hand: rate 40 of 1000, goal 0.02, variance of a rate 1/40."""
    gap = gap_of(
        shown(40, 1000, Measure.RATE),
        Reference(ReferenceKind.GOAL, 0.02),
        DOWN,
        measure=Measure.RATE,
    )
    assert gap.relative_interval is not None
    assert gap.relative_interval.lower == pytest.approx(2 * 0.73352 - 1, abs=1e-4)
    assert gap.relative_interval.upper == pytest.approx(2 * 1.36328 - 1, abs=1e-4)


def test_of_no_events_the_relative_gap_has_no_interval_rather_than_an_endless_one() -> None:
    none_of_many = gap_of(shown(0, 300), Reference(ReferenceKind.GOAL, 0.1), DOWN)
    assert none_of_many.relative == pytest.approx(-1)
    assert none_of_many.relative_interval is None


def test_the_more_groups_are_compared_the_more_evidence_is_asked_for() -> None:
    goal = Reference(ReferenceKind.GOAL, 0.8)
    alone, among_ten = (gap_of(shown(147, 200), goal, UP, many) for many in (1, 10))
    assert alone.beyond_chance
    assert not among_ten.beyond_chance
    assert alone.interval == among_ten.interval


def test_a_group_chosen_for_a_reason_is_the_reference_even_before_the_goal() -> None:
    chosen = ChosenGroup("b", "what the community asked for")
    groups = window((140, 200), a=(80, 100), b=(60, 100))
    reference = reference_for(groups, UP, goal=0.9, chosen=chosen)
    assert reference is not None
    assert (reference.kind, reference.group, reference.reason) == (
        ReferenceKind.CHOSEN,
        "b",
        "what the community asked for",
    )


def test_a_chosen_group_that_is_not_reliable_is_no_reference() -> None:
    groups = window((140, 200), a=(80, 100), few=(3, 60))
    reference = reference_for(groups, UP, chosen=ChosenGroup("few", "the goal of the year"))
    assert reference is not None
    assert reference.group == "a"


def test_no_group_is_chosen_without_a_reason() -> None:
    with pytest.raises(ValueError, match="Say why White"):
        ChosenGroup("White", " ")
