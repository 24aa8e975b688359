"""Runs about the centre line: what is counted, what chance allows, what a gap does."""

import pytest

from kiosk.analytics.runs import (
    fewest_crossings_by_chance,
    long_runs,
    longest_run_by_chance,
    runs_of,
)


def test_twenty_points_may_run_for_seven_and_must_cross_six_times() -> None:
    assert longest_run_by_chance(20) == 7
    assert fewest_crossings_by_chance(19) == 6


@pytest.mark.parametrize("length", [7, 8])
def test_a_run_is_a_signal_only_beyond_what_chance_allows(length: int) -> None:
    sides = [1] * length + [-1, 1] * ((20 - length) // 2) + [-1] * (length % 2)
    assert len(sides) == 20
    assert runs_of(sides).longest == length
    assert runs_of(sides).signal == (length > 7)


def test_too_few_crossings_are_a_signal_without_a_long_run() -> None:
    sides = ([1] * 5 + [-1] * 5) * 2
    runs = runs_of(sides)
    assert (runs.longest, runs.crossings, runs.crossings_by_chance) == (5, 3, 6)
    assert runs.signal


def test_points_on_the_line_are_passed_over() -> None:
    runs = runs_of([1, 0, 1, 0, -1])
    assert (runs.points, runs.useful, runs.longest, runs.crossings) == (5, 3, 2, 1)


def test_a_gap_ends_a_run_and_its_neighbours_cannot_cross() -> None:
    broken = runs_of([1, 1, 1, None, 1, 1, None, -1])
    assert (broken.longest, broken.crossings) == (3, 0)
    assert broken.crossings_by_chance == fewest_crossings_by_chance(3)
    bridged = runs_of([1, 1, 1, None, 1, 1, None, -1], gaps_break=False)
    assert (bridged.longest, bridged.crossings) == (5, 1)


@pytest.mark.parametrize("sides", [[], [0, 0], [None, None]])
def test_without_a_useful_point_nothing_is_counted_and_nothing_signals(
    sides: list[int | None],
) -> None:
    runs = runs_of(sides)
    assert (runs.useful, runs.longest, runs.crossings, runs.signal) == (0, None, None, False)


def test_only_runs_longer_than_chance_allows_are_marked() -> None:
    assert long_runs([1, 1, 0, 1, -1, -1, None, -1], 2) == (1, 1, 0, 1, 0, 0, 0, 0)


def test_no_chance_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one point"):
        longest_run_by_chance(0)
    with pytest.raises(ValueError, match="fewer than no chances"):
        fewest_crossings_by_chance(-1)
