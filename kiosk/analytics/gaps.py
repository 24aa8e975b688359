"""The gap between a group and a reference in one window, and change from one window to another.

Everything here is computed from released cells only, so it can be published with them.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.analytics.disclosure import ReleasedCell, ReleasedWindow, ShownCell
from kiosk.analytics.intervals import Interval, difference_interval
from kiosk.analytics.verdicts import Direction


class ReferenceKind(StrEnum):
    """What groups are compared with, in order of preference; never the largest group by default."""

    GOAL = "goal"
    BEST_GROUP = "best_group"
    OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Reference:
    """What groups are compared with.

    Attributes:
        kind: where it comes from.
        value: its value, in the unit of the cells.
        group: the best group or the overall cell by name; empty for a goal.
        interval: the 95 % interval of the best group, else None: a goal is certain, and everyone
            is held for certain beside one group of them.
    """

    kind: ReferenceKind
    value: float
    group: str = ""
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a group is from the reference.

    Attributes:
        group: the group.
        absolute: its value minus the reference, in the unit of the value.
        relative: the absolute gap as a share of the reference; None where that is 0.
        worse: whether the gap is on the bad side.
        beyond_chance: whether the 95 % interval of the gap excludes 0.
    """

    group: str
    absolute: float
    relative: float | None
    worse: bool
    beyond_chance: bool


def reference_for(
    window: ReleasedWindow, improvement: Direction, goal: float | None = None
) -> Reference | None:
    """Return what the groups of a window are compared with.

    The goal; else the best group that is reliable; else everyone. Where neither way is better there
    is no best group.

    Args:
        window: released cells.
        improvement: which way is better.
        goal: the goal in the unit of the cells.

    Returns:
        The reference, or None where nothing is left to compare with.
    """
    if goal is not None:
        return Reference(ReferenceKind.GOAL, goal)
    reliable = [cell for cell in window.groups if isinstance(cell, ShownCell) and cell.reliable]
    if reliable and improvement is not Direction.NEUTRAL:
        best = max(reliable, key=lambda cell: improvement.sign * cell.value)
        return Reference(ReferenceKind.BEST_GROUP, best.value, best.group, best.interval)
    if isinstance(window.overall, ShownCell):
        return Reference(ReferenceKind.OVERALL, window.overall.value, window.overall.group)
    return None


def gap_of(cell: ShownCell, reference: Reference, improvement: Direction) -> Gap:
    """Return the gap of a group; absolute and relative, because they can move in opposite ways."""
    absolute = cell.value - reference.value
    certain = reference.interval or Interval(reference.value, reference.value)
    interval = difference_interval(cell.value, cell.interval, reference.value, certain)
    return Gap(
        group=cell.group,
        absolute=absolute,
        relative=absolute / reference.value if reference.value else None,
        worse=improvement.sign * absolute < 0,
        beyond_chance=interval.excludes_zero and cell.group != reference.group,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """How a group changed between two windows that share nobody's care.

    Attributes:
        group: the group.
        difference: the later value minus the earlier, in the unit of the value.
        interval: the 95 % interval of the difference.
    """

    group: str
    difference: float
    interval: Interval

    def better(self, improvement: Direction) -> bool:
        """Return whether it improved, with evidence."""
        return self.interval.excludes_zero and improvement.sign * self.difference > 0

    def worse(self, improvement: Direction) -> bool:
        """Return whether it got worse, with evidence."""
        return self.interval.excludes_zero and improvement.sign * self.difference < 0


def change_between(first: ShownCell, last: ShownCell) -> Change:
    """Return the change of one group from an earlier window to a later one.

    For proportions the interval is Newcombe's, for rates MOVER-Byar. Evidence is that it excludes
    0. It looks at two windows and one group at a time and does not allow for looking at many.
    """
    return Change(
        group=last.group,
        difference=last.value - first.value,
        interval=difference_interval(last.value, last.interval, first.value, first.interval),
    )


def groups_left_worse(
    first: ReleasedWindow, last: ReleasedWindow, improvement: Direction
) -> tuple[str, ...]:
    """Return the groups that got worse while everyone together got better, both with evidence.

    If there is any, the board says *Better overall, not for everyone*. Only groups that are
    reliable in both windows are judged, each on its own 95 % interval.

    Args:
        first: the earlier window.
        last: the later window, of the same groups.
        improvement: which way is better.

    Returns:
        The groups in the order of the later window; none without an improvement overall.
    """
    before, after = first.overall, last.overall
    if not (isinstance(before, ShownCell) and isinstance(after, ShownCell)):
        return ()
    if not change_between(before, after).better(improvement):
        return ()
    earlier = {cell.group: cell for cell in first.groups}
    return tuple(
        cell.group for cell in last.groups if _got_worse(earlier.get(cell.group), cell, improvement)
    )


def _got_worse(before: ReleasedCell | None, after: ReleasedCell, improvement: Direction) -> bool:
    if not (isinstance(before, ShownCell) and isinstance(after, ShownCell)):
        return False
    if not (before.reliable and after.reliable):
        return False
    return change_between(before, after).worse(improvement)
