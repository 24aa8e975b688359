"""The sheet of a metric tile: the chart large, what the metric is, the figures as a table, and their signals."""

from dataclasses import dataclass

from kiosk.analytics.spc import SpcChart, SpcPoint
from kiosk.domain.metrics import Entered, MetricFacts, ValueKind
from kiosk.layouts.tiles import MetricTile
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.details import Touches, pick, scene_of
from kiosk.viewmodels.forms.form import Context, Draft, Next, Open
from kiosk.viewmodels.forms.goals import open_goal
from kiosk.viewmodels.forms.paper import PAPER_TOUCHES, page_button
from kiosk.viewmodels.forms.parts import CLOSE
from kiosk.viewmodels.metric_series import metric_series
from kiosk.viewmodels.metric_tile import as_of, metric_tile, stale_label
from kiosk.viewmodels.process_chart_view import SIGNALS, chart_of, rule_words
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.series import Series, period_words
from kiosk.viewmodels.sheets import Block, ChartBlock, Facts, Label, Paragraph, SheetView, Table
from kiosk.viewmodels.tiles import MetricTileView
from kiosk.viewmodels.words import figure, figure_and_unit, sentence

SHOWN = "shown"
TABLE = "table"
NO_FIGURE = "–"


@dataclass(frozen=True, slots=True)
class Followed:
    """A metric that the node follows: its id, and whether its figures are entered at the board."""

    metric_id: str
    by_hand: bool


def metric_view(context: Context, draft: Draft, tile: MetricTile) -> SheetView:
    """Return the chart with the metric's facts, or the table of its figures."""
    scene = scene_of(context)
    view = metric_tile(tile, scene)
    series = metric_series(tile.metric, tile.months, scene)
    as_table = draft.get(SHOWN) == TABLE and series is not None
    left = _table(series) if as_table and series is not None else chart_blocks(view)
    right = (Facts(metric_facts(series, scene)),) if series is not None else ()
    return SheetView(
        name="tile.metric",
        title=view.frame.title,
        columns=(left, right) if right else (left,),
        buttons=_buttons(followed(scene, tile.metric), series, as_table=as_table),
        note=view.frame.subtitle,
        spoken=view.frame.spoken,
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


def metric_facts(series: Series, scene: Scene) -> tuple[tuple[str, str], ...]:
    """Return everything that says what the figures are."""
    facts = series.facts
    rows = (
        ("Definition", facts.definition),
        ("Counted", _counted(facts)),
        ("Goal", figure_and_unit(series.goal, facts) if series.goal is not None else "none"),
        ("Source", series.source),
        ("As of", stale_label(series, scene) or as_of(series, scene)),
        ("Rules", rule_words(chart_of(series))),
        ("Scope", series.scope),
    )
    return tuple((label, words) for label, words in rows if words)


def _counted(facts: MetricFacts) -> str:
    if not facts.denominator:
        return facts.numerator
    per = f", per {facts.per:,}" if facts.value is ValueKind.RATE else ""
    return f"{facts.numerator}, out of {facts.denominator}{per}"


def _table(series: Series) -> tuple[Block, ...]:
    chart = chart_of(series)
    rows = [
        (period_words(day, series.period), _value(point, series), _signal(point, chart))
        for day, point in zip(series.dates, chart.points, strict=True)
    ]
    rows.reverse()
    return (Label("Newest first"), Table(("Period", "Figure", "Signal"), tuple(rows)))


def _value(point: SpcPoint, series: Series) -> str:
    return NO_FIGURE if point.value is None else figure(point.value, series.facts)


def _signal(point: SpcPoint, chart: SpcChart) -> str:
    words = SIGNALS.get(point.special_cause, "")
    rules = chart.rules
    return sentence(words.format(trend=rules.trend_points, shift=rules.shift_points)).rstrip(".")


def _buttons(
    known: Followed | None, series: Series | None, *, as_table: bool
) -> tuple[Button, ...]:
    bar = [CLOSE]
    if series is not None and series.latest is not None:
        other = ("shown=chart", "Chart") if as_table else ("shown=table", "Figures as a table")
        bar += [Button(*other), page_button(series.facts.key)]
    if known is not None:
        bar.append(Button(f"goal={known.metric_id}", "Set the goal"))
        if known.by_hand:
            action = f"figures={known.metric_id}"
            bar.append(Button(action, "Enter figures ›", role="primary"))
    return tuple(bar)


def _enter(context: Context, draft: Draft, value: str) -> Next:
    del context, draft
    return Open("figures", value)


METRIC_TOUCHES: Touches = {
    SHOWN: pick(SHOWN),
    "goal": open_goal,
    "figures": _enter,
    **PAPER_TOUCHES,
}
