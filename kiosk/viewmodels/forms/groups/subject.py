"""What a sheet by group is about: one metric, one stratifier, and the release that the wall may show."""

from dataclasses import dataclass

from kiosk.analytics.quarters import in_quarters
from kiosk.domain.equity_goals import equity_goal_id
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.nodes import plain_name
from kiosk.domain.releases import Cell, CellStatus, GroupRole, Release, Window
from kiosk.layouts.tiles import GroupsTile
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.groups_tile import groups_tile
from kiosk.viewmodels.groups_verdict import GroupsVerdict, groups_verdict
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.sheets import Block
from kiosk.viewmodels.tiles import GroupsTileView
from kiosk.viewmodels.wall_groups import release_by

BETWEEN = "/"


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of the sheet: its columns, and the buttons that it adds to the bar."""

    columns: tuple[tuple[Block, ...], ...]
    buttons: tuple[Button, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A release by group that this wall may show.

    Attributes:
        tile: names the metric and the stratifier.
        view: what the tile says, so that tile and sheet say the same.
        published: the release as it was published.
        compared: the same with the windows that are compared: months three by three.
        scene: the ward as it stands.
        goal: the metric's goal, or None.
        said: the verdict, in words.
    """

    tile: GroupsTile
    view: GroupsTileView
    published: Release
    compared: Release
    scene: Scene
    goal: float | None
    said: GroupsVerdict

    @property
    def facts(self) -> MetricFacts:
        """The metric's definition."""
        return self.published.metric

    @property
    def window(self) -> Window:
        """The newest window of those that are compared."""
        return self.compared.windows[-1]

    @property
    def named(self) -> tuple[str, ...]:
        """The groups that have a figure now; only they have a name on any page."""
        return named_now(self.published, self.compared)

    @property
    def goal_id(self) -> str:
        """The entity id of its equity goal, set or not."""
        return equity_goal_id(self.scene.ward.node_id, self.facts.key, self.published.stratifier)


def subject_of(tile: GroupsTile, scene: Scene) -> Subject | None:
    """Return what a sheet is about; None where nothing is published, or the wall may not show it."""
    published = release_by(tile.metric, tile.stratifier, scene)
    if published is None:
        return None
    goal = scene.ward.goal_of(published.metric)
    compared = in_quarters(published)
    return Subject(
        tile=tile,
        view=groups_tile(tile, scene),
        published=published,
        compared=compared,
        scene=scene,
        goal=goal,
        said=groups_verdict(published, goal, scene.today),
    )


def named_now(published: Release, compared: Release) -> tuple[str, ...]:
    """Return the groups of people that have a figure in the newest window, as published and as compared."""
    cells = (*compared.windows[-1].groups, *published.windows[-1].groups)
    hidden = {cell.group for cell in cells if cell.status is CellStatus.HIDDEN}
    return tuple(
        cell.group
        for cell in compared.windows[-1].groups
        if cell.group
        and cell.status is CellStatus.SHOWN
        and cell.group not in hidden
        and published.role_of(cell.group) is GroupRole.GROUP
    )


def subject_argument(metric: str, stratifier: str, page: str = "") -> str:
    """Return what the sheet of a metric by a stratifier is opened with, on a page of it."""
    return BETWEEN.join((metric, plain_name(stratifier), page)).rstrip(BETWEEN)


def page_of(argument: str) -> str:
    """Return the page that a sheet is opened on; empty for the first."""
    return "".join(argument.split(BETWEEN)[2:])


def tile_of(argument: str) -> GroupsTile:
    """Return the tile that a sheet without one would have had."""
    metric, stratifier = (*argument.split(BETWEEN), "")[:2]
    return GroupsTile.model_construct(
        id="groups", type="groups", title=None, point=None, metric=metric, stratifier=stratifier
    )


def cell_of(window: Window, group: str) -> Cell:
    """Return a group's cell of a window, or everyone's for no name; no data where it is not named."""
    if not group:
        return window.overall
    nothing = Cell(group=group, status=CellStatus.NO_DATA)
    return next((cell for cell in window.groups if cell.group == group), nothing)
