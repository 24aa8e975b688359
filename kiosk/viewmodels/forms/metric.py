"""The sheet of a metric: its chart, every point with its limits as a table, the ways to its groups, and what it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.metrics import Entered, ValueKind
from kiosk.layouts.tiles import MetricTile
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.charts import ChartView
from kiosk.viewmodels.forms.details import HOME, Touches, scene_of
from kiosk.viewmodels.forms.form import Context, Draft, Next, Open
from kiosk.viewmodels.forms.goals import open_goal
from kiosk.viewmodels.forms.groups.figures import counted_words, in_column
from kiosk.viewmodels.forms.groups.subject import subject_argument, tile_of
from kiosk.viewmodels.forms.metric_facts import chart_facts, in_short, metric_facts
from kiosk.viewmodels.forms.paper import PAPER_TOUCHES, page_button
from kiosk.viewmodels.forms.parts import CLOSE
from kiosk.viewmodels.groups_tile import groups_tile
from kiosk.viewmodels.metric_series import metric_series
from kiosk.viewmodels.metric_tile import metric_tile
from kiosk.viewmodels.readings import limits_at
from kiosk.viewmodels.released_figures import newest_release
from kiosk.viewmodels.reported import REPORTED
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.series import Series, period_words
from kiosk.viewmodels.sheets import (
    Block,
    ChartBlock,
    Choices,
    Facts,
    Label,
    Option,
    Paragraph,
    SheetView,
    Table,
    Tabs,
)
from kiosk.viewmodels.stratifiers import stratifier_words
from kiosk.viewmodels.tiles import MetricTileView
from kiosk.viewmodels.wall_groups import stratifiers_shown

PAGE = "page"
NO_FIGURE = "–"
HEAD = ("Period", "Figure", "Centre", "Lower", "Upper", "Signal")
COUNTED = "Counted"


@dataclass(frozen=True, slots=True)
class Followed:
    """A metric that the node follows: its id, and whether its figures are entered at the board."""

    metric_id: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """What the pages of a metric's sheet are made from."""

    tile: MetricTile
    view: MetricTileView
    series: Series
    scene: Scene


def metric_view(context: Context, draft: Draft, tile: MetricTile) -> SheetView:
    """Return the page of the metric that was touched; without figures, why there are none."""
    scene = scene_of(context)
    view = metric_tile(tile, scene)
    series = metric_series(tile.metric, tile.months, scene)
    known = followed(scene, tile.metric)
    if series is None:
        return SheetView(
            name="tile.metric",
            title=view.frame.title,
            columns=(chart_blocks(view),),
            buttons=_buttons(known, series),
            note=view.frame.subtitle,
            spoken=view.frame.spoken,
        )
    told = _Told(tile, view, series, scene)
    pages = _pages(told)
    page = draft.page if draft.page in pages else HOME
    title, show = pages[page]
    columns = show(told)
    return SheetView(
        name=f"tile.metric.{page}" if page else "tile.metric",
        title=view.frame.title,
        columns=columns,
        buttons=_buttons(known, series),
        note=view.frame.subtitle,
        spoken=view.frame.spoken if page == HOME else f"{view.frame.title}. {title}.",
        across=(Tabs(PAGE, _tabs(pages, page)),),
        wide=page == HOME,
    )


Columns = tuple[tuple[Block, ...], ...]
Pages = Mapping[str, tuple[str, Callable[[_Told], Columns]]]


def _pages(told: _Told) -> Pages:
    """Return the pages that there are: a table only with figures, groups only where the wall shows any."""
    pages: dict[str, tuple[str, Callable[[_Told], Columns]]] = {HOME: ("Chart", _chart)}
    if told.series.latest is not None:
        pages["table"] = ("Table", _table)
    if stratifiers_shown(told.tile.metric, told.scene):
        pages["groups"] = ("By group", _by_group)
    pages["about"] = ("About", _about)
    return pages


def _tabs(pages: Pages, shown: str) -> tuple[Option, ...]:
    return tuple(
        Option(f"{PAGE}={name}", title, chosen=name == shown) for name, (title, _) in pages.items()
    )


def followed(scene: Scene, key: str) -> Followed | None:
    """Return the metric of a key as the node follows it."""
    for metric_id, metric in scene.ward.metrics.items():
        if metric.facts.key == key and metric.active:
            return Followed(metric_id, metric.facts.entered is not Entered.RELEASE)
    return None


def chart_blocks(view: MetricTileView) -> tuple[Block, ...]:
    """Return the latest figure, its verdict in words and the chart; the public face sees the same."""
    if view.frame.empty or view.chart is None:
        return (Paragraph(view.frame.empty or "No figures yet.", size="large"),)
    chips = tuple(
        Paragraph(chip.text, chip.tone, bold=True, mark=chip.mark) for chip in view.chips[:2]
    )
    stale = (Paragraph(view.frame.stale_label, bold=True),) if view.frame.stale else ()
    return (
        Paragraph(f"{view.figure}, {view.figure_label}", bold=True, size="large"),
        *chips,
        *stale,
        ChartBlock(view.chart, view.frame.spoken),
    )


def _chart(told: _Told) -> Columns:
    reported = (Paragraph(REPORTED, bold=True),) if told.series.facts.voluntary else ()
    return chart_blocks(told.view), (*reported, Facts(in_short(told.series, told.scene)))


def _about(told: _Told) -> Columns:
    return (
        (Facts(metric_facts(told.series, told.scene)),),
        (Facts(chart_facts(told.series, told.scene)),),
    )


def _table(told: _Told) -> Columns:
    """Return every point, newest first, with centre line and limits as they are there."""
    chart, series = told.view.chart, told.series
    if chart is None:
        return ((Paragraph(told.view.frame.empty, size="large"),),)
    rows: list[tuple[str, ...]] = [
        _row(at, day, chart, series) for at, day in enumerate(series.dates)
    ]
    head: tuple[str, ...] = HEAD
    behind = counted_by_period(told.tile.metric, series, told.scene)
    if behind:
        head = (*HEAD[:2], COUNTED, *HEAD[2:])
        said = (behind.get(day, "") for day in series.dates)
        rows = [(*row[:2], words, *row[2:]) for row, words in zip(rows, said, strict=True)]
    return ((Label("Newest first"), Table(head, tuple(reversed(rows)))),)


def _row(at: int, day: date, chart: ChartView, series: Series) -> tuple[str, ...]:
    point, facts = chart.points[at], series.facts
    unit = " %" if facts.value is ValueKind.PROPORTION and point.value is not None else ""
    value, *limits = (
        NO_FIGURE if figure is None else in_column(figure, facts)
        for figure in (point.value, *limits_at(chart, at))
    )
    signal = point.signal[:1].upper() + point.signal[1:]
    return period_words(day, series.period), f"{value}{unit}", *limits, signal


def counted_by_period(key: str, series: Series, scene: Scene) -> dict[date, str]:
    """Return what was counted in each period, where it is known: "991 of 1,160"."""
    if series.numerators and series.denominators:
        counts = zip(series.dates, series.numerators, series.denominators, strict=True)
        return {day: f"{n:,.0f} of {d:,.0f}" for day, n, d in counts if n is not None and d}
    release = newest_release(key, scene)
    if release is None or release.windows[-1].last != series.until:
        return {}
    return {window.first: counted_words(window.overall) for window in release.windows}


def _by_group(told: _Told) -> Columns:
    """Return the ways to the sheets by group, each with its verdict."""
    key = told.tile.metric
    ways = tuple(_way(key, name, told.scene) for name in stratifiers_shown(key, told.scene))
    return ((Label("Touch one to see its groups"), Choices("by", ways)),)


def _way(key: str, stratifier: str, scene: Scene) -> Option:
    argument = subject_argument(key, stratifier)
    verdict = groups_tile(tile_of(argument), scene).verdict
    return Option(f"by={argument}", f"By {stratifier_words(stratifier)}", detail=verdict)


def _buttons(known: Followed | None, series: Series | None) -> tuple[Button, ...]:
    bar = [CLOSE]
    if series is not None and series.latest is not None:
        bar.append(page_button(series.facts.key))
    if known is not None:
        bar.append(Button(f"goal={known.metric_id}", "Set the goal"))
        if known.by_hand:
            action = f"figures={known.metric_id}"
            bar.append(Button(action, "Enter figures ›", role="primary"))
    return tuple(bar)


def _enter(context: Context, draft: Draft, value: str) -> Next:
    del context, draft
    return Open("figures", value)


def _open_groups(context: Context, draft: Draft, value: str) -> Next:
    del context, draft
    return Open("groups", value)


def _turn(context: Context, draft: Draft, value: str) -> Next:
    del context
    return draft.turn(value)


METRIC_TOUCHES: Touches = {
    PAGE: _turn,
    "goal": open_goal,
    "figures": _enter,
    "by": _open_groups,
    **PAPER_TOUCHES,
}
