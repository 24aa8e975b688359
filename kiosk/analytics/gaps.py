"""The gap between a group and a reference in one window, absolute and relative, each with its interval.

Everything here is computed from released cells only, so it can be published with them.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from kiosk.analytics.comparable import Measure, ShownCell, ShownWindow
from kiosk.analytics.counts import Counted
from kiosk.analytics.intervals import (
    CONFIDENCE,
    Interval,
    difference_interval,
    standard_normal_quantile,
)
from kiosk.analytics.verdicts import Direction


class ReferenceKind(StrEnum):
    """What groups are compared with, in order of preference; never the largest group by default."""

    GOAL = "goal"
    BEST_GROUP = "best_group"
    OVERALL = "overall"
    CHOSEN = "chosen"  # somebody said which group, and why


@dataclass(frozen=True, slots=True)
class Reference:
    """What groups are compared with.

    Attributes:
        kind: where it comes from.
        value: its value, in the unit of the cells.
        group: the best or chosen group or the overall cell by name; empty for a goal.
        interval: the 95 % interval of the group, else None: a goal is certain, and everyone is held
            for certain beside one group of them, which errs on the side of caution.
        reason: why this group was chosen; empty for the others.
        counted: the counts of the group, likewise.
    """

    kind: ReferenceKind
    value: float
    group: str = ""
    interval: Interval | None = None
    reason: str = ""
    counted: Counted | None = None


@dataclass(frozen=True, slots=True)
class ChosenGroup:
    """A group that somebody chose as the reference, and why.

    Raises:
        ValueError: no reason is given.
    """

    group: str
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError(f"Say why {self.group} is what the others are compared with.")


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a group is from the reference.

    Attributes:
        group: the group.
        absolute: its value minus the reference, in the unit of the value.
        relative: the absolute gap as a share of the reference; None where that is 0.
        worse: whether the gap is on the bad side.
        beyond_chance: whether the interval of the gap excludes 0, at a level that allows for as
            many comparisons as are made.
        interval: the 95 % interval of the absolute gap.
        relative_interval: the 95 % interval of the relative gap; None where it is not defined.
    """

    group: str
    absolute: float
    relative: float | None
    worse: bool
    beyond_chance: bool
    interval: Interval
    relative_interval: Interval | None = None


def reference_for(
    window: ShownWindow,
    improvement: Direction,
    goal: float | None = None,
    chosen: ChosenGroup | None = None,
) -> Reference | None:
    """Return what the groups of a window are compared with.

    A group chosen for a reason, if it is reliable; else the goal; else the best group that is
    reliable; else everyone. Where neither way is better there is no best group. It is never the
    largest group or the majority as such.

    The best of several groups is partly the best by luck, the more so the smaller they are, so gaps
    to it are on average a little too large. `gap_of` asks for more evidence the more comparisons
    are made, and `gap_verdicts` the more groups the best was found among; the size of the gap is
    given as it is.

    Args:
        window: the figures that are shown.
        improvement: which way is better.
        goal: the goal in the unit of the cells.
        chosen: a group that somebody chose.

    Returns:
        The reference, or None where nothing is left to compare with.
    """
    picked = chosen and _chosen(window, chosen)
    if picked:
        return picked
    if goal is not None:
        return Reference(ReferenceKind.GOAL, goal)
    return _best(window, improvement) or _everyone(window)


def _chosen(window: ShownWindow, chosen: ChosenGroup) -> Reference | None:
    for cell in window.groups:
        if cell.reliable and cell.group == chosen.group:
            return Reference(
                ReferenceKind.CHOSEN,
                cell.value,
                cell.group,
                cell.interval,
                chosen.reason,
                Counted(cell.numerator, cell.denominator),
            )
    return None


def _best(window: ShownWindow, improvement: Direction) -> Reference | None:
    reliable = [cell for cell in window.groups if cell.reliable]
    if not reliable or improvement is Direction.NEUTRAL:
        return None
    best = max(reliable, key=lambda cell: improvement.sign * cell.value)
    return Reference(
        ReferenceKind.BEST_GROUP,
        best.value,
        best.group,
        best.interval,
        counted=Counted(best.numerator, best.denominator),
    )


def _everyone(window: ShownWindow) -> Reference | None:
    if window.overall is not None:
        return Reference(ReferenceKind.OVERALL, window.overall.value, window.overall.group)
    return None


def gap_of(
    cell: ShownCell,
    reference: Reference,
    improvement: Direction,
    comparisons: int = 1,
    measure: Measure = Measure.PROPORTION,
) -> Gap:
    """Return the gap of a group; absolute and relative, because they can move in opposite ways.

    The interval of the absolute gap is Newcombe's for proportions and MOVER-Byar for rates; that of
    the relative gap is the log-normal one (Katz D et al., Biometrics 1978;34:469-74), and not
    defined where a count is 0.

    Args:
        cell: the group's cell.
        reference: what it is compared with, in the same unit.
        improvement: which way is better.
        comparisons: how many groups are compared in this window. Evidence is asked for as if each
            had its own share of 5 % (Bonferroni); the interval stays one of 95 %.
        measure: what numerator and denominator are to each other.
    """
    absolute = cell.value - reference.value
    certain = reference.interval or Interval(reference.value, reference.value)
    interval = difference_interval(cell.value, cell.interval, reference.value, certain)
    wider = standard_normal_quantile(1 - (1 - CONFIDENCE) / max(1, comparisons))
    stretch = wider / standard_normal_quantile(CONFIDENCE)
    reach = absolute - interval.lower if absolute > 0 else interval.upper - absolute
    return Gap(
        group=cell.group,
        absolute=absolute,
        relative=absolute / reference.value if reference.value else None,
        worse=improvement.sign * absolute < 0,
        beyond_chance=abs(absolute) > stretch * reach and cell.group != reference.group,
        interval=interval,
        relative_interval=_relative_interval(cell, reference, measure),
    )


def _relative_interval(cell: ShownCell, reference: Reference, measure: Measure) -> Interval | None:
    """Return the log-normal interval of the relative gap; None without counts or where one is 0."""
    counts = [Counted(cell.numerator, cell.denominator)]
    if reference.counted is not None:
        counts.append(reference.counted)
    if reference.value <= 0 or any(min(each.numerator, each.denominator) <= 0 for each in counts):
        return None
    among = 1 if measure is Measure.PROPORTION else 0
    variance = sum(1 / each.numerator - among / each.denominator for each in counts)
    reach = standard_normal_quantile(CONFIDENCE) * math.sqrt(max(0.0, variance))
    ratio = cell.value / reference.value
    return Interval(ratio * math.exp(-reach) - 1, ratio * math.exp(reach) - 1)
