"""Where groups and goals stand, from what a release shows: who fell behind, and how far a gap is from its goal."""

from dataclasses import dataclass
from datetime import date

from kiosk.analytics.gap_findings import WORST_FIRST, GapFindings
from kiosk.analytics.gaps import ReferenceKind
from kiosk.analytics.goal_progress import GoalProgress, GoalStatus, goal_progress
from kiosk.analytics.quarters import in_quarters
from kiosk.analytics.released import cell_of
from kiosk.domain.equity_goals import EquityGoal
from kiosk.domain.releases import Cell, CellStatus, Release, Window
from kiosk.viewmodels.groups_verdict import GroupsVerdict, groups_verdict
from kiosk.viewmodels.scenes import Scene


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
    gap = _progress(goal, standing, goal.by).gap
    return gap.value if gap is not None else None


def status_of(goal: EquityGoal, standing: Standing, today: date) -> GoalStatus:
    """Return where a goal stands, with allowance for chance."""
    return _progress(goal, standing, today).status


def _progress(goal: EquityGoal, standing: Standing, today: date) -> GoalProgress:
    reference = standing.said.reference
    to_goal = reference is not None and reference.kind is ReferenceKind.GOAL
    metric_goal = reference.value if to_goal and reference is not None else None
    return goal_progress(goal, standing.release, today, metric_goal)
