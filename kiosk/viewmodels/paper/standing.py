"""Where groups and goals stand, from what a release shows: who fell behind, and how far a gap is from its goal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.analytics.gap_findings import WORST_FIRST, GapFindings
from kiosk.analytics.gaps import Reference, ReferenceKind
from kiosk.analytics.quarters import in_quarters
from kiosk.analytics.released import cell_of
from kiosk.domain.equity_goals import EquityGoal
from kiosk.domain.metrics import Direction
from kiosk.domain.releases import Cell, CellStatus, Release, Window
from kiosk.viewmodels.groups_verdict import GroupsVerdict, groups_verdict
from kiosk.viewmodels.scenes import Scene


class Status(StrEnum):
    """Where a goal stands; each has its words among those of the plan."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    OFF_TRACK = "off_track"
    OVERDUE = "overdue"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Standing:
    """A release as the plan reads it.

    Attributes:
        release: in windows that can be compared.
        said: what it says about its groups, in words.
        found: what is found about each of them over the windows as they were published.
    """

    release: Release
    said: GroupsVerdict
    found: GapFindings

    @property
    def newest(self) -> Window:
        """The newest window."""
        return self.release.windows[-1]

    def shown(self, group: str) -> Cell | None:
        """Return a group's cell of the newest window, if that is shown."""
        cell = cell_of(self.newest, group)
        return cell if cell is not None and cell.status is CellStatus.SHOWN else None

    def in_need(self) -> tuple[str, ...]:
        """Return the groups that fell behind, gravest verdict first, as far as their newest figure is shown."""
        return tuple(
            each.group
            for verdict in WORST_FIRST
            for each in self.found.groups
            if each.verdict is verdict and self.shown(each.group) is not None
        )


def standing_of(release: Release, scene: Scene) -> Standing:
    """Return a published release as the plan reads it."""
    followed = scene.ward.metric_by_key(release.metric.key)
    goal = followed.goal if followed is not None else release.metric.goal
    together = in_quarters(release)
    said = groups_verdict(release, goal, scene.today)
    return Standing(together, said, said.findings)


def gap_now(goal: EquityGoal, standing: Standing) -> float | None:
    """Return the gap that a goal is about in the newest window, on the bad side; None where it cannot be told."""
    return _gap(standing.newest, goal.group, standing)


def status_of(goal: EquityGoal, standing: Standing, today: date) -> Status:
    """Return where a goal stands.

    It is on track when the gap is no larger than on the straight line from the gap of the window in
    which the goal was set, or the first after it, to the goal on its day.
    """
    now = gap_now(goal, standing)
    if now is not None and now <= goal.gap:
        return Status.REACHED
    if today > goal.by:
        return Status.OVERDUE
    return Status.CANNOT_TELL if now is None else _on_the_way(goal, standing, now)


def _on_the_way(goal: EquityGoal, standing: Standing, now: float) -> Status:
    gaps = list(_gaps(goal, standing))
    (first, begun), (last, _) = gaps[0], gaps[-1]
    if last <= first or goal.by <= first:
        return Status.CANNOT_TELL
    share = min((last - first) / (goal.by - first), 1.0)
    return Status.ON_TRACK if now <= begun + (goal.gap - begun) * share else Status.OFF_TRACK


def _gaps(goal: EquityGoal, standing: Standing) -> Iterator[tuple[date, float]]:
    """Return the last day and the gap of each window since the goal was set, beginning with the one it was set on."""
    windows = standing.release.windows
    before = [window for window in windows if window.last <= goal.set_on][-1:]
    for window in (*before, *(each for each in windows if each.last > goal.set_on)):
        gap = _gap(window, goal.group, standing)
        if gap is not None:
            yield window.last, gap


def _gap(window: Window, group: str, standing: Standing) -> float | None:
    reference = _reference_in(window, standing.said.reference)
    direction = standing.release.metric.direction
    if reference is None or direction is Direction.NEUTRAL:
        return None
    sign = 1 if direction is Direction.INCREASE else -1
    wanted = [cell for cell in window.groups if not group or cell.group == group]
    shown = [c.value for c in wanted if c.status is CellStatus.SHOWN and c.value is not None]
    return max((max(sign * (reference - value), 0.0) for value in shown), default=None)


def _reference_in(window: Window, reference: Reference | None) -> float | None:
    """Return what groups are compared with in a window: the same goal, or the same group's figure there."""
    if reference is None:
        return None
    if reference.kind is ReferenceKind.GOAL:
        return reference.value
    overall = reference.kind is ReferenceKind.OVERALL
    cell = window.overall if overall else cell_of(window, reference.group)
    return cell.value if cell is not None and cell.status is CellStatus.SHOWN else None
