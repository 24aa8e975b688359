"""One page about a metric: what it says, the chart that proves it, for whom, and where the figures come from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import Release
from kiosk.layouts.tiles import MetricTile
from kiosk.viewmodels.charts import ChartPoint, ChartView
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.groups.figures import counted_words
from kiosk.viewmodels.metric_series import metric_series
from kiosk.viewmodels.metric_tile import metric_tile, stale_label
from kiosk.viewmodels.paper.definition import facts_of
from kiosk.viewmodels.paper.groups_part import GroupsPart, groups_part
from kiosk.viewmodels.paper.made import ANOTHER_YEAR, made_words, stamp, unit_words
from kiosk.viewmodels.released_figures import newest_release
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.series import Series, period_label, period_words
from kiosk.viewmodels.sheets import Table
from kiosk.viewmodels.tiles import Chip
from kiosk.viewmodels.wall_groups import release_by, stratifiers_shown
from kiosk.viewmodels.words import (
    figure,
    figure_and_unit,
    listed,
    number,
    sentence,
)

MONTHS = 24
LAST_WINDOWS = 12
NO_FIGURE = "–"
SIGNALS = {Tone.BETTER: "improvement", Tone.WORSE: "concern", Tone.INK: "change"}
"""What the signal of a point is called in a narrow column."""
OVER_TIME = "Over time"
REPORTED = "Reported, not occurred"
RELEASED_ONLY = "Released figures only; small numbers are hidden."


@dataclass(frozen=True, slots=True)
class OnePage:
    """The page, complete.

    Attributes:
        unit: whose board it comes from.
        title: the metric's title.
        scope: whom the figures are about.
        headline: the one thing to know, in words.
        sentence: the latest figure and its verdict, in words.
        figure: the latest figure, large.
        figure_label: its period.
        chips: the verdicts of the chart.
        chart: the figures over time, or None where there are none.
        chart_foot: the kind of chart, its rule set and the unit.
        table: the last windows of everyone together.
        groups: a part for each stratifier that the wall may show.
        facts: definition, source and rules, as label and words.
        reported: says so where people report as they see fit, else empty.
        training: says so in practice, else empty.
        foot: whose rule the figures follow.
        made: when it was made, in words.
        at: the same as an instant.
    """

    unit: str
    title: str
    scope: str
    headline: str
    sentence: str
    figure: str
    figure_label: str
    chips: tuple[Chip, ...]
    chart: ChartView | None
    chart_foot: str
    table: Table
    groups: tuple[GroupsPart, ...]
    facts: tuple[tuple[str, str], ...]
    reported: str
    training: str
    foot: str
    made: str
    at: datetime


def one_page(key: str, scene: Scene) -> OnePage | None:
    """Return the page of a metric, or None when nobody follows it.

    Args:
        key: the metric's key.
        scene: the ward, with the staff face: groups that the wall may show are named.
    """
    series = metric_series(key, MONTHS, scene)
    if series is None:
        return None
    tile = metric_tile(_metric_tile(key), scene)
    groups = _groups(key, scene)
    stale = stale_label(series, scene)
    said = listed((chip.text for chip in tile.chips), ", ") or stale
    return OnePage(
        unit=unit_words(scene),
        title=series.facts.title,
        scope=series.scope or f"This {scene.unit} alone",
        headline=groups[0].verdict if groups else sentence(said),
        sentence=_sentence(series, said if groups else "")
        if tile.chart is not None
        else tile.frame.empty,
        figure=tile.figure,
        figure_label=tile.figure_label,
        chips=tile.chips,
        chart=_with_years(tile.chart, series),
        chart_foot=listed((_limits(tile.chart), tile.frame.foot_right, stale)),
        table=_table(series, tile.chart, newest_release(key, scene)),
        groups=groups,
        facts=facts_of(series, tile.frame.foot_right, _releases(key, scene), scene),
        reported=REPORTED if series.facts.voluntary else "",
        training=stamp(scene),
        foot=RELEASED_ONLY if _releases(key, scene) else "",
        made=made_words(scene),
        at=scene.ward.now,
    )


def _metric_tile(key: str) -> MetricTile:
    """Return the tile that a metric would have; a key from outside need not be one of a layout's names."""
    return MetricTile.model_construct(id=key, type="metric", metric=key, months=MONTHS)


def _groups(key: str, scene: Scene) -> tuple[GroupsPart, ...]:
    parts = (groups_part(key, by, scene) for by in stratifiers_shown(key, scene))
    return tuple(part for part in parts if part is not None)


def _releases(key: str, scene: Scene) -> tuple[Release, ...]:
    """Return the releases that the page is made from: the one over time first."""
    newest = newest_release(key, scene)
    first = (newest,) if newest is not None else ()
    others = (release_by(key, by, scene) for by in stratifiers_shown(key, scene))
    return (*first, *(each for each in others if each is not None and each is not newest))


def _sentence(series: Series, said: str) -> str:
    latest = series.latest
    if latest is None:
        return ""
    day, value = latest
    now = f"{figure_and_unit(value, series.facts)} in {period_words(day, series.period)}"
    return sentence(f"{now}: {said[:1].lower()}{said[1:]}" if said else now)


def _table(series: Series, chart: ChartView | None, release: Release | None) -> Table:
    """Return the newest windows, newest first; counts where they are published, limits where they vary."""
    points = chart.points if chart is not None else ()
    newest = list(zip(series.dates, points, strict=False))[: -LAST_WINDOWS - 1 : -1]
    limits = chart.limits[: -LAST_WINDOWS - 1 : -1] if chart is not None and chart.limits else ()
    counts = _counts(release) if release is not None else {}
    columns: dict[str, list[str]] = {
        "Window": [point.label for _, point in newest],
        "Figure": [_figure(point, series.facts) for _, point in newest],
        "Counted": [counts.get(day, "") for day, _ in newest],
        "Limits": [_limit_words(each) for each in limits],
        "Signal": [SIGNALS.get(point.tone, "") for _, point in newest],
    }
    said = {head: cells for head, cells in columns.items() if any(cells)}
    return Table(tuple(said), tuple(zip(*said.values(), strict=True)))


def _figure(point: ChartPoint, facts: MetricFacts) -> str:
    return NO_FIGURE if point.value is None else figure(point.value, facts)


def _with_years(chart: ChartView | None, series: Series) -> ChartView | None:
    """Return the chart with the year under both of its ends."""
    if chart is None:
        return None
    first, last = (period_label(day, series.period, ANOTHER_YEAR) for day in _ends(series))
    return replace(chart, first_label=first, last_label=last)


def _ends(series: Series) -> tuple[date, date]:
    return series.dates[0], series.dates[-1]


def _limits(chart: ChartView | None) -> str:
    """Return mean and process limits: "mean 76.7, limits 70.1 to 83.3", those of the newest window where they vary."""
    phase = chart.phases[-1] if chart is not None and chart.phases else None
    if chart is None or phase is None or phase.mean is None:
        return ""
    mean = chart.mean_label or f"mean {number(phase.mean)}"
    if chart.limits and chart.limits[-1] is not None:
        return f"{mean}, newest limits {_limit_words(chart.limits[-1])}"
    if phase.lower is None or phase.upper is None:
        return mean
    return f"{mean}, limits {_limit_words((phase.lower, phase.upper))}"


def _limit_words(limits: tuple[float, float] | None) -> str:
    if limits is None:
        return ""
    lower, upper = limits
    return f"{number(lower)} to {number(upper)}"


def _counts(release: Release) -> Mapping[date, str]:
    """Return what was counted in each window, for everyone together, where it is published."""
    found = {window.first: counted_words(window.overall) for window in release.windows}
    return {day: words for day, words in found.items() if words}
