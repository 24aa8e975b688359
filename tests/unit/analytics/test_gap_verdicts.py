"""What happened to a gap: the golden case, every verdict, and honesty about chance."""

from collections.abc import Mapping, Sequence

import pytest

from kiosk.analytics.comparable import Measure
from kiosk.analytics.counts import Counted
from kiosk.analytics.gap_verdicts import (
    Against,
    CannotTell,
    GapSeries,
    GapVerdict,
    GroupChange,
    gap_verdicts,
)
from kiosk.analytics.verdicts import Direction
from tests.operating_table import (
    ALIKE,
    FLAT,
    IHI,
    NOBODY,
    SEED,
    SIX,
    SIZES,
    TWELVE,
    Effect,
    simulate,
)

UP, DOWN = Direction.INCREASE, Direction.DECREASE
HIDDEN, BEHIND = GapVerdict.HIDDEN_DECLINE, GapVerdict.LEFT_BEHIND
FALSE_ALARMS = 0.05
POWER = 0.85


Counts = Sequence[Counted | None]


def line(first: float, last: float, size: int, windows: int = 6) -> list[Counted | None]:
    """Return counts that go straight from one share to another."""
    step = (last - first) / (windows - 1)
    return [Counted(round((first + step * each) * size), size) for each in range(windows)]


def total(*groups: Counts) -> Counts:
    return [
        Counted(sum(c.numerator for c in month if c), sum(c.denominator for c in month if c))
        for month in zip(*groups, strict=True)
    ]


def judged(
    groups: Mapping[str, Counts],
    improvement: Direction = UP,
    against: Against | None = None,
    measure: Measure = Measure.PROPORTION,
    overall: Counts | None = None,
    rounded_to: int = 1,
) -> dict[str, GroupChange]:
    return gap_verdicts(
        GapSeries(
            overall=overall if overall is not None else total(*groups.values()),
            groups=groups,
            improvement=improvement,
            measure=measure,
            reference=against or Against(),
            rounded_to=rounded_to,
        )
    )


def ihi(size: int, windows: int = 6) -> dict[str, list[Counted | None]]:
    """Screening goes up 15.4 points overall while it goes down 2 points for Black women."""
    others = {f"other {each}": line(0.5, 0.6888, size, windows) for each in range(5)}
    return others | {"Black women": line(0.5, 0.48, size, windows)}


@pytest.mark.parametrize("windows", [2, 6, 12, 24])
def test_the_golden_case_is_a_hidden_decline_among_twenty_thousand(windows: int) -> None:
    found = judged(ihi(20_000, windows))
    assert found["Black women"].verdict is HIDDEN
    assert found["other 1"].verdict is GapVerdict.UNCHANGED


def test_the_golden_case_is_left_behind_among_four_hundred() -> None:
    found = judged(ihi(400))
    assert found["Black women"].verdict is BEHIND
    assert {found[f"other {each}"].verdict for each in range(5)} == {GapVerdict.UNCHANGED}


def test_where_less_is_better_the_same_case_turned_round_is_the_same_verdict() -> None:
    turned = {
        name: [Counted(c.denominator - c.numerator, c.denominator) for c in counts if c]
        for name, counts in ihi(20_000).items()
    }
    assert judged(turned, DOWN)["Black women"].verdict is HIDDEN


def test_falls_that_get_fewer_for_all_but_one_group_are_a_hidden_decline() -> None:
    days = 4_000
    falls = {
        "A": line(30 / days, 15 / days, days),
        "B": line(30 / days, 15 / days, days),
        "C": line(20 / days, 60 / days, days),
    }
    grown = {
        name: [Counted(c.numerator * 5, days * 5) for c in each if c]
        for name, each in falls.items()
    }
    overall = total(*grown.values())
    improving = [
        Counted(c.numerator + 400 - 60 * at, 60_000 * 2) for at, c in enumerate(overall) if c
    ]
    found = judged(grown, DOWN, measure=Measure.RATE, overall=improving)
    assert found["C"].verdict is HIDDEN
    assert found["A"].verdict is not HIDDEN


def test_a_fall_of_everyone_is_no_hidden_decline() -> None:
    found = judged({"A": line(0.7, 0.5, 2000), "B": line(0.7, 0.5, 2000)})
    assert {each.verdict for each in found.values()} == {GapVerdict.UNCHANGED}


def test_a_gap_to_the_goal_widens_and_narrows() -> None:
    groups = {"falls": line(0.6, 0.5, 2000), "rises": line(0.5, 0.6, 2000)}
    found = judged(groups, against=Against(goal=0.8))
    assert found["falls"].verdict is GapVerdict.WIDENED
    assert found["rises"].verdict is GapVerdict.NARROWED


def test_beyond_the_goal_there_is_no_gap_to_widen() -> None:
    found = judged(
        {"a": line(0.99, 0.9, 2000), "b": line(0.9, 0.9, 2000)}, against=Against(goal=0.8)
    )
    assert found["a"].verdict is GapVerdict.UNCHANGED


def test_a_gap_to_a_group_widens_when_that_group_runs_ahead_alone() -> None:
    groups = {
        "best": line(0.7, 0.8, 2000),
        "same": line(0.7, 0.7, 2000),
        "low": line(0.7, 0.6, 2000),
    }
    found = judged(groups, against=Against(group="best"))
    assert found["low"].verdict is GapVerdict.WIDENED
    assert found["best"].verdict is GapVerdict.UNCHANGED
    assert found["best"].gap is None


def test_the_best_of_many_needs_more_evidence_than_a_chosen_group() -> None:
    groups = {
        "best": line(0.5, 0.53, 2000),
        "low": line(0.5, 0.47, 2000),
        "c": line(0.5, 0.5, 2000),
    }
    chosen = judged(groups, against=Against(group="best"))
    found = judged(groups, against=Against(group="best", chosen_among=40))
    assert chosen["low"].verdict is GapVerdict.WIDENED
    assert found["low"].verdict is GapVerdict.UNCHANGED


def test_a_step_is_found_as_well_as_a_line() -> None:
    def step(first: float, last: float) -> Counts:
        return [Counted(first * 20_000, 20_000)] * 3 + [Counted(last * 20_000, 20_000)] * 3

    groups = {str(each): step(0.5, 0.6888) for each in range(5)} | {"low": step(0.5, 0.48)}
    assert judged(groups)["low"].verdict is HIDDEN


def test_a_single_bad_month_is_no_hidden_decline() -> None:
    groups = ihi(400)
    groups["Black women"] = [*[Counted(200, 400)] * 5, Counted(150, 400)]
    assert judged(groups)["Black women"].verdict is not HIDDEN


def test_neither_way_better_has_no_verdict() -> None:
    found = judged(ihi(400), Direction.NEUTRAL)["Black women"]
    assert (found.verdict, found.reason) == (GapVerdict.CANNOT_TELL, CannotTell.NO_DIRECTION)


@pytest.mark.parametrize("known", [0, 1])
def test_fewer_than_two_windows_cannot_tell(known: int) -> None:
    groups = ihi(20_000)
    groups["Black women"][: 6 - known] = [None] * (6 - known)
    found = judged(groups, overall=total(*ihi(20_000).values()))["Black women"]
    assert (found.verdict, found.reason) == (GapVerdict.CANNOT_TELL, CannotTell.TOO_FEW_WINDOWS)


def test_without_everyone_there_is_no_telling() -> None:
    found = judged(ihi(20_000), overall=[None] * 6)["Black women"]
    assert found.reason is CannotTell.TOO_FEW_WINDOWS


def test_a_group_that_is_no_longer_shown_has_no_verdict() -> None:
    groups = ihi(20_000)
    groups["Black women"][4:] = [None, None]
    found = judged(groups, overall=total(*ihi(20_000).values()))["Black women"]
    assert (found.verdict, found.reason) == (GapVerdict.CANNOT_TELL, CannotTell.NOT_SHOWN_NOW)


def test_a_month_that_is_not_shown_is_passed_over() -> None:
    groups = ihi(20_000)
    groups["Black women"][2] = None
    found = judged(groups, overall=total(*ihi(20_000).values()))
    assert found["Black women"].verdict is HIDDEN


def test_everyone_is_judged_over_the_windows_in_which_the_group_is_shown() -> None:
    """Everyone rose before the group was first shown, and fell with it afterwards."""
    rest = line(0.3, 0.8, 20_000, 4) + line(0.8, 0.7, 20_000, 4)
    late = [*[None] * 4, *line(0.6, 0.5, 20_000, 4)]
    found = judged({"late": late, "rest": rest}, overall=rest)
    assert found["late"].verdict is not HIDDEN


def test_a_small_group_beside_a_large_one_is_judged_by_its_own_size() -> None:
    groups = {"many": line(0.5, 0.7, 20_000), "few": line(0.5, 0.38, 400)}
    assert judged(groups)["few"].verdict is HIDDEN


def test_rounded_counts_ask_for_a_larger_fall() -> None:
    groups = {"many": line(0.5, 0.7, 2_000), "few": line(0.6, 0.3, 50)}
    exact, rounded = (judged(groups, rounded_to=step)["few"] for step in (1, 25))
    assert exact.verdict is HIDDEN
    assert rounded.verdict is not HIDDEN


@pytest.mark.parametrize("size", [50, 400, 20_000])
@pytest.mark.parametrize("effect", [NOBODY, ALIKE, FLAT], ids=lambda effect: effect.name)
def test_a_hidden_decline_that_is_not_there_is_seldom_found(effect: Effect, size: int) -> None:
    assert simulate(effect, size, 500, SEED).any_group[HIDDEN] <= FALSE_ALARMS


def test_the_golden_case_at_four_hundred_is_seldom_missed() -> None:
    last = simulate(IHI, 400, 500, SEED).last_group
    assert last[HIDDEN] + last[BEHIND] >= POWER


def test_a_fall_of_twelve_points_at_four_hundred_is_seldom_missed() -> None:
    assert simulate(TWELVE, 400, 500, SEED).last_group[HIDDEN] >= POWER


def test_the_golden_case_at_twenty_thousand_is_almost_never_missed() -> None:
    assert simulate(IHI, 20_000, 300, SEED).last_group[HIDDEN] >= 0.98


def test_the_operating_characteristics_hold_at_length(*, seed: int, long_run: bool) -> None:
    series = 4_000 if long_run else 40
    sizes = SIZES if long_run else (100,)
    slack = 0.0 if long_run else 0.15
    for size in sizes:
        for effect in (NOBODY, ALIKE, FLAT):
            assert simulate(effect, size, series, seed).any_group[HIDDEN] <= FALSE_ALARMS + slack
        for effect in (NOBODY, ALIKE):
            assert simulate(effect, size, series, seed).any_group[BEHIND] <= FALSE_ALARMS + slack
    assert simulate(SIX, 1_000, series, seed).last_group[HIDDEN] >= 0.7 - slack
