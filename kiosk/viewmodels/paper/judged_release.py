"""A release as the plan reads it: its newest window, what it says, and who fell behind."""

from dataclasses import dataclass

from kiosk.analytics.gap_findings import WORST_FIRST, GapFindings
from kiosk.analytics.quarters import in_quarters
from kiosk.analytics.released import cell_of
from kiosk.domain.releases import Cell, CellStatus, Release, Window
from kiosk.viewmodels.groups_verdict import GroupsVerdict, groups_verdict
from kiosk.viewmodels.scenes import Scene


@dataclass(frozen=True, slots=True)
class JudgedRelease:
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


def judged(release: Release, scene: Scene) -> JudgedRelease:
    """Return a published release as the plan reads it."""
    said = groups_verdict(release, scene.ward.goal_of(release.metric), scene.today)
    return JudgedRelease(in_quarters(release), said, said.findings)
