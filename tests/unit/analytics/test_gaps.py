"""Gaps, their reference, and an improvement that was not for everyone."""

import pytest

from kiosk.analytics.disclosure import (
    GroupCount,
    Measure,
    ReleasedWindow,
    ShownCell,
    SuppressionRules,
    suppress,
)
from kiosk.analytics.gaps import (
    Reference,
    ReferenceKind,
    change_between,
    gap_of,
    groups_left_worse,
    reference_for,
)
from kiosk.analytics.verdicts import Direction

UP, DOWN = Direction.INCREASE, Direction.DECREASE


def window(overall: tuple[int, int] | None = None, **groups: tuple[int, int]) -> ReleasedWindow:
    """Return a released window of groups that may overlap."""
    return suppress(
        [GroupCount(name, *pair) for name, pair in groups.items()],
        GroupCount("everyone", *overall) if overall else None,
        SuppressionRules(groups_add_up=False),
    )


def shown(numerator: int, denominator: int, measure: Measure = Measure.PROPORTION) -> ShownCell:
    rules = SuppressionRules(measure=measure)
    (cell,) = suppress([GroupCount("group", numerator, denominator)], rules=rules).groups
    assert isinstance(cell, ShownCell)
    return cell


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


def test_a_change_of_proportions_has_newcombes_interval() -> None:
    """Newcombe 1998, example (a): 56/70 against 48/80, interval 0.0524 to 0.3339."""
    change = change_between(shown(48, 80), shown(56, 70))
    assert change.difference == pytest.approx(0.2)
    assert change.interval.lower == pytest.approx(0.0524, abs=5e-5)
    assert change.interval.upper == pytest.approx(0.3339, abs=5e-5)
    assert change.better(UP)
    assert change.worse(DOWN)
    assert not change.better(Direction.NEUTRAL)


def test_a_change_of_rates_counts_events_beyond_one_each() -> None:
    change = change_between(shown(40, 1000, Measure.RATE), shown(80, 1000, Measure.RATE))
    assert change.worse(DOWN)


def at_the_size_of(people: int) -> tuple[str, ...]:
    """Screening goes up 15.4 % overall while it goes down 2 points for Black women."""
    everyone = 10 * people
    first = window((everyone * 52 // 100, everyone), black_women=(people * 50 // 100, people))
    last = window((everyone * 60 // 100, everyone), black_women=(people * 48 // 100, people))
    return groups_left_worse(first, last, UP)


def test_a_group_that_falls_while_everyone_rises_is_found_among_twenty_thousand() -> None:
    assert at_the_size_of(20_000) == ("black_women",)


def test_the_same_fall_among_four_hundred_is_no_evidence() -> None:
    assert at_the_size_of(400) == ()


def test_without_an_improvement_overall_nobody_is_left_worse_by_it() -> None:
    first = window((5000, 10_000), a=(500, 1000))
    same = window((5000, 10_000), a=(400, 1000))
    assert groups_left_worse(first, same, UP) == ()
    assert groups_left_worse(first, window(a=(400, 1000)), UP) == ()


def test_a_group_that_is_new_hidden_or_zero_is_not_judged() -> None:
    first = window((5000, 10_000), hidden=(500, 1000), zero=(0, 1000))
    last = window((6000, 10_000), new=(10, 1000), hidden=(3, 1000), zero=(0, 1000))
    assert groups_left_worse(first, last, UP) == ()


def test_fewer_is_better_turns_the_verdict_round() -> None:
    first = window((6000, 10_000), a=(400, 1000), b=(500, 1000))
    last = window((5000, 10_000), a=(500, 1000), b=(400, 1000))
    assert groups_left_worse(first, last, DOWN) == ("a",)
