"""The metric tile: the latest figure, its verdict in words, and the process chart that proves it."""

from kiosk.layouts.tiles import MetricTile
from kiosk.viewmodels.metric_series import metric_series
from kiosk.viewmodels.process_chart_view import (
    chart_of,
    chart_view,
    notes,
    rule_words,
    verdict_chips,
)
from kiosk.viewmodels.reported import scope_words
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.series import Series, period_words
from kiosk.viewmodels.tiles import Chip, Frame, MetricTileView
from kiosk.viewmodels.words import (
    counted,
    figure,
    figure_and_unit,
    listed,
    plain_day,
    sentence,
    short_day,
)

NOT_FOLLOWED = "This metric is not followed here yet."
NO_FIGURES = "No figures yet."
NONE_WHOLE = "No {period} with enough days counted yet."


def metric_tile(tile: MetricTile, scene: Scene) -> MetricTileView:
    """Return a metric over time as it stands on the board."""
    series = metric_series(tile.metric, tile.months, scene)
    title = tile.title or (series.facts.title if series else metric_title(tile.metric, scene))
    latest = series.latest if series is not None else None
    if series is None or latest is None:
        words = NOT_FOLLOWED if series is None else _no_figures(series)
        frame = Frame(tile.id, title, empty=words, spoken=f"{title}. {words}")
        return MetricTileView(frame, figure="", figure_label="", chips=(), chart=None)
    day, value = latest
    chart = chart_of(series)
    chips = verdict_chips(series, chart)
    stale = stale_label(series, scene)
    label = period_words(day, series.period)
    return MetricTileView(
        frame=Frame(
            tile.id,
            title,
            subtitle=scope_words(series.scope, series.facts),
            foot_left=listed((as_of(series, scene), _left_out(series), *notes(series, chart))),
            foot_right=rule_words(chart),
            stale=series.stale,
            stale_label=stale,
            spoken=_spoken(
                f"{title}: {figure_and_unit(value, series.facts)}, {label}", chips, stale
            ),
        ),
        figure=figure(value, series.facts),
        figure_label=label,
        chips=() if series.stale else chips,
        chart=chart_view(series, chart, scene.today),
    )


def _no_figures(series: Series) -> str:
    return NO_FIGURES if series.until is None else NONE_WHOLE.format(period=series.period)


def _left_out(series: Series) -> str:
    """Return how many periods are not drawn because days of them are missing, else nothing."""
    return f"{counted(series.left_out, series.period)} left out" if series.left_out else ""


def metric_title(key: str, scene: Scene) -> str:
    """Return a metric's title: the ward's, else the shipped one, else its key in words."""
    followed = scene.ward.metric_by_key(key)
    if followed is not None:
        return followed.facts.title
    shipped = scene.catalogue.metric(key)
    return shipped.title if shipped is not None else key.replace("_", " ").capitalize()


def as_of(series: Series, scene: Scene) -> str:
    """Return until when the figures go: "to 22 Nov"."""
    return f"to {short_day(series.until, scene.today)}" if series.until else ""


def stale_label(series: Series, scene: Scene) -> str:
    """Return the words of a series that is too old, else nothing."""
    if not series.stale or series.until is None:
        return ""
    return f"last figures {plain_day(series.until, scene.today)}"


def _spoken(now: str, chips: tuple[Chip, ...], stale: str) -> str:
    verdict = stale or listed((chip.text for chip in chips), ", ")
    return f"{sentence(now)} {sentence(verdict)}".strip()
