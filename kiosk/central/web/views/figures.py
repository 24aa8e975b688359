"""Released figures of one unit: each metric over time, and by the groups that its wall may show."""

from dataclasses import dataclass
from typing import Final

from kiosk.domain.wards import Ward
from kiosk.layouts.catalogue import Catalogue
from kiosk.layouts.tiles import GroupsTile, MetricTile
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.charts import ChartView, GroupsView
from kiosk.viewmodels.groups_tile import groups_tile
from kiosk.viewmodels.metric_tile import metric_tile
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.stratifiers import stratifier_words
from kiosk.viewmodels.tiles import Chip, GroupsTileView
from kiosk.viewmodels.wall_groups import stratifiers_shown
from kiosk.viewmodels.words import number

MOST_METRICS: Final = 24
MONTHS: Final = 24
POINTS_IN_TABLE: Final = 12


@dataclass(frozen=True, slots=True)
class ByGroup:
    """A metric by group.

    Attributes:
        heading: what the groups are ("by language").
        view: as on a tile.
        groups: what is drawn, or None.
        rows: the same as a table: group, figure or the words in its place, detail.
    """

    heading: str
    view: GroupsTileView
    groups: GroupsView | None
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class MetricFigures:
    """A metric over time and by group.

    Attributes:
        key: the metric's key, an anchor of the page.
        title: what it is called.
        subtitle: the scope when it is not this unit alone.
        figure: the newest figure.
        label: its period.
        chips: the verdicts.
        chart: what is drawn, or None with `empty` in its place.
        spoken: the chart in words.
        foot: window and rule set.
        rows: the newest points as a table: period, figure, signal.
        by: the groups.
        empty: why there is nothing, or empty.
    """

    key: str
    title: str
    subtitle: str
    figure: str
    label: str
    chips: tuple[Chip, ...]
    chart: ChartView | None
    spoken: str
    foot: tuple[str, str]
    rows: tuple[tuple[str, str, str], ...]
    by: tuple[ByGroup, ...]
    empty: str


def figures_of(ward: Ward, catalogue: Catalogue) -> tuple[MetricFigures, ...]:
    """Return the released metrics of a unit, in the order in which they were first published."""
    scene = Scene(ward, catalogue, Face.STAFF)
    keys = list(dict.fromkeys(metric for metric, _ in ward.published))
    return tuple(_metric(key, scene) for key in keys[:MOST_METRICS])


def _metric(key: str, scene: Scene) -> MetricFigures:
    view = metric_tile(MetricTile(id="m", type="metric", metric=key, months=MONTHS), scene)
    return MetricFigures(
        key=key,
        title=view.frame.title,
        subtitle=view.frame.subtitle,
        figure=view.figure,
        label=view.figure_label,
        chips=view.chips,
        chart=view.chart,
        spoken=view.frame.spoken,
        foot=(view.frame.stale_label or view.frame.foot_left, view.frame.foot_right),
        rows=() if view.chart is None else _points(view.chart),
        by=tuple(_by(key, by, scene) for by in stratifiers_shown(key, scene)),
        empty=view.frame.empty,
    )


def _points(chart: ChartView) -> tuple[tuple[str, str, str], ...]:
    newest = reversed(chart.points[-POINTS_IN_TABLE:])
    return tuple(
        (point.label, "no figure" if point.value is None else number(point.value), point.signal)
        for point in newest
    )


def _by(key: str, stratifier: str, scene: Scene) -> ByGroup:
    tile = GroupsTile(id="g", type="groups", metric=key, stratifier=stratifier)
    view = groups_tile(tile, scene)
    rows = () if view.groups is None else view.groups.rows
    return ByGroup(
        heading=f"by {stratifier_words(stratifier)}",
        view=view,
        groups=view.groups,
        rows=tuple((row.name, row.text, row.detail) for row in rows),
    )
