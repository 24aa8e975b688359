"""Runs about the centre line (Anhøj): the longest run and the crossings, and what chance allows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

CHANCE = 20
"""Too few crossings are those that chance brings in at most one series of so many."""


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of one phase.

    Attributes:
        points: how many points take part, gaps included.
        useful: how many of them have a value that is not on the centre line.
        longest: points in the longest run; None without a useful point.
        longest_by_chance: a run longer than this is a signal; None as above.
        crossings: how often neighbours lie on opposite sides; None as above.
        crossings_by_chance: fewer crossings than this are a signal; None as above.
        signal: whether either is a signal.
    """

    points: int
    useful: int
    longest: int | None = None
    longest_by_chance: int | None = None
    crossings: int | None = None
    crossings_by_chance: int | None = None
    signal: bool = False


def longest_run_by_chance(useful: int) -> int:
    """Return the longest run that chance explains: log2 of the useful points, rounded, plus 3.

    Source: Anhøj J, Olesen AV. PLoS One 2014;9:e113825.

    Raises:
        ValueError: there is no useful point.
    """
    if useful < 1:
        raise ValueError("Runs need at least one point off the centre line.")
    return round(math.log2(useful)) + 3


@cache
def fewest_crossings_by_chance(chances: int) -> int:
    """Return the lower 5 % quantile of Binomial(chances, 1/2), exactly.

    Args:
        chances: how many pairs of neighbours could have crossed: the useful points less one.

    Raises:
        ValueError: it is negative.
    """
    if chances < 0:
        raise ValueError("There cannot be fewer than no chances to cross.")
    whole = 2**chances
    ways = below = 1
    crossings = 0
    while below * CHANCE < whole:
        crossings += 1
        ways = ways * (chances - crossings + 1) // crossings
        below += ways
    return crossings


def runs_of(side_of_each: Sequence[int | None], *, gaps_break: bool = True) -> Runs:
    """Return the runs about a centre line.

    Points on the line are passed over. Nothing is applied to moving ranges, which are not
    independent of each other.

    Args:
        side_of_each: -1, 0 or 1; None is a gap.
        gaps_break: whether a gap ends a run, and its two neighbours have no chance to cross; the
            reference passes gaps over like points on the line.
    """
    useful = longest = crossings = chances = length = before = 0
    for side in side_of_each:
        if side is None and gaps_break:
            before = 0
        if not side:
            continue
        useful += 1
        chances += before != 0
        crossings += side == -before
        length = length + 1 if side == before else 1
        before = side
        longest = max(longest, length)
    if not useful:
        return Runs(len(side_of_each), 0)
    too_long, too_few = longest_run_by_chance(useful), fewest_crossings_by_chance(chances)
    return Runs(
        points=len(side_of_each),
        useful=useful,
        longest=longest,
        longest_by_chance=too_long,
        crossings=crossings,
        crossings_by_chance=too_few,
        signal=longest > too_long or crossings < too_few,
    )


def long_runs(side_of_each: Sequence[int | None], longest: int) -> tuple[int, ...]:
    """Return the side for every point in a run of more than `longest` points, else 0.

    Points on the line are passed over and not marked; a gap ends a run.
    """
    found = [0] * len(side_of_each)
    run: list[int] = []
    before = 0
    for position, side in enumerate([*side_of_each, None]):
        if side == 0:
            continue
        if side != before:
            if len(run) > longest:
                for each in run:
                    found[each] = before
            run, before = [], side or 0
        if side:
            run.append(position)
    return tuple(found)
