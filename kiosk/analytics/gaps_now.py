"""The gaps of one window: what its groups are compared with, and how far each is from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.analytics.comparable import Measure, ShownWindow
from kiosk.analytics.gap_verdicts import Against
from kiosk.analytics.gaps import ChosenGroup, Gap, Reference, ReferenceKind, gap_of, reference_for
from kiosk.analytics.intervals import Interval
from kiosk.analytics.verdicts import Direction
from kiosk.domain.metrics import ValueKind


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval, in the metric's unit."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class GapsNow:
    """The reference, and each other group's gap to it.

    Attributes:
        reference: what groups are compared with, or None.
        figures: the figure of each group that is shown.
        gaps: the gap of each group that is reliable and is not the reference.
        compared: how many groups are reliable.
    """

    reference: Reference | None
    figures: Mapping[str, Estimate]
    gaps: Mapping[str, Gap]
    compared: int

    @classmethod
    def of(
        cls,
        window: ShownWindow,
        improvement: Direction,
        goal: float | None,
        chosen: ChosenGroup | None,
        measure: Measure,
    ) -> "GapsNow":
        """Return the gaps of a window whose groups are all judged."""
        reference = reference_for(window, improvement, goal, chosen)
        shown = window.groups
        compared = sum(cell.reliable for cell in shown)
        gaps = {
            cell.group: gap_of(cell, reference, improvement, compared, measure)
            for cell in shown
            if reference is not None and cell.reliable and cell.group != reference.group
        }
        figures = {cell.group: Estimate(cell.value, cell.interval) for cell in shown}
        return cls(reference, figures, gaps, compared)

    def told_of(self, value: ValueKind) -> "GapsNow":
        """Return the figures alone where they are plain counts: these do not say of how many, so nothing is a gap."""
        if value is ValueKind.COUNT:
            return GapsNow(None, self.figures, {}, self.compared)
        return self

    @property
    def all_behind(self) -> bool:
        """Whether every group is on the bad side of the goal beyond chance."""
        to_goal = self.reference is not None and self.reference.kind is ReferenceKind.GOAL
        return to_goal and all(gap.worse and gap.beyond_chance for gap in self.gaps.values())

    def against(self, per: int) -> Against:
        """Return what changes are measured against; a best group was found among those shown."""
        reference = self.reference
        if reference is None or reference.kind is ReferenceKind.OVERALL:
            return Against()
        if reference.kind is ReferenceKind.GOAL:
            return Against(goal=reference.value / per)
        looked = self.compared if reference.kind is ReferenceKind.BEST_GROUP else 1
        return Against(group=reference.group, chosen_among=looked)
