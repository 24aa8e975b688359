"""Days since the last confirmed event, open days only, paired with the days between events."""

from collections.abc import Sequence
from datetime import date

from kiosk.analytics.rare_events import SpellChart, spell_chart
from kiosk.layouts.tiles import DaysSinceTile
from kiosk.viewmodels.charts import Spell, SpellsView
from kiosk.viewmodels.counted_events import (
    confirmed_days,
    counting_of_tile,
    first_closed_day,
    waiting_to_be_confirmed,
)
from kiosk.viewmodels.reported import NOT_OCCURRED
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.tiles import DaysSinceTileView, Frame
from kiosk.viewmodels.words import counted, listed, number, plain_day, sentence

NO_SPELLS = SpellsView((), None, "")
NOTHING_CLOSED = "Nothing to count from yet: close a day on the safety cross."
NOT_KNOWN = "This metric counts no events."


def days_since_tile(tile: DaysSinceTile, scene: Scene) -> DaysSinceTileView:
    """Return the counter as it stands on the board."""
    title = tile.title or _title(tile, scene)
    days = event_days(tile, scene)
    if days is None:
        return _empty(tile, title, NOT_KNOWN)
    waiting = _waiting(tile, scene)
    to_confirm = f"{waiting} to confirm" if waiting else ""
    if not days:
        return _none_ever(tile, title, scene, to_confirm)
    chart = spell_chart(days, scene.today, closed=scene.closed_days())
    since = chart.running or 0
    label = "day since the last one" if since == 1 else "days since the last one"
    if chart.longer_than_upper:
        label += ", longer than usual"
    drawn = min(len(chart.spells), tile.spells)
    between = f"days between, last {drawn}" if drawn else "the first one"
    spoken = sentence(listed((f"{title}: {since} {label}", _usual(chart), to_confirm), ", "))
    return DaysSinceTileView(
        frame=Frame(
            tile.id,
            title,
            subtitle=NOT_OCCURRED,
            foot_left=to_confirm or between,
            foot_right=_usual(chart),
            spoken=spoken,
        ),
        figure=f"{since:,}",
        figure_label=label,
        spells=spells_view(chart, days, scene, tile.spells),
    )


def event_days(tile: DaysSinceTile, scene: Scene) -> tuple[date, ...] | None:
    """Return the day of each event that counts, oldest first; None if the tile counts none."""
    counting = counting_of_tile(tile, scene)
    if counting is not None:
        return confirmed_days(counting, scene)
    return _days_of_figures(tile.metric or "", scene)


def spells_view(chart: SpellChart, days: Sequence[date], scene: Scene, most: int) -> SpellsView:
    """Return the last so many spells between events, and the running one as the last."""
    ends = days[1:]
    done = tuple(
        Spell(spell, spoken=f"{counted(spell, 'day')}, until {plain_day(end, scene.today)}")
        for spell, end in zip(chart.spells, ends, strict=False)
    )
    running = chart.running or 0
    now = Spell(running, open=True, spoken=f"{counted(running, 'day')} so far")
    return SpellsView((*done[-most:], now), chart.usual, _usual(chart))


def _usual(chart: SpellChart) -> str:
    return "" if chart.usual is None else f"usual {number(round(chart.usual))}"


def _waiting(tile: DaysSinceTile, scene: Scene) -> int:
    counting = counting_of_tile(tile, scene)
    return waiting_to_be_confirmed(counting, scene) if counting is not None else 0


def _title(tile: DaysSinceTile, scene: Scene) -> str:
    if tile.metric is None:
        return scene.catalogue.kind_of_event(tile.events[0]).title
    followed = scene.ward.metric_by_key(tile.metric)
    if followed is not None:
        return followed.facts.title
    shipped = scene.catalogue.metric(tile.metric)
    return shipped.title if shipped is not None else tile.metric.replace("_", " ").capitalize()


def _days_of_figures(key: str, scene: Scene) -> tuple[date, ...] | None:
    """Return the days of a metric that the hospital counts itself, from its entered figures."""
    metric = scene.ward.metric_by_key(key)
    if metric is None:
        return None
    names = {key, *(name for name, each in scene.ward.metrics.items() if each is metric)}
    days = (
        observation.day
        for observation in scene.ward.observations.values()
        if observation.metric in names
        for _ in range(observation.numerator or 0)
    )
    return tuple(sorted(day for day in days if day <= scene.today))


def _none_ever(tile: DaysSinceTile, title: str, scene: Scene, to_confirm: str) -> DaysSinceTileView:
    first = first_closed_day(scene)
    if first is None:
        return _empty(tile, title, NOTHING_CLOSED, to_confirm)
    days = scene.calendar.open_days_between(first, scene.today)
    since = f"none reported since {plain_day(first, scene.today)}"
    return DaysSinceTileView(
        frame=Frame(
            tile.id,
            title,
            foot_left=to_confirm,
            spoken=sentence(listed((f"{title}: {since}", to_confirm), ", ")),
        ),
        figure=f"{days:,}",
        figure_label=f"{'day' if days == 1 else 'days'}, {since}",
        spells=NO_SPELLS,
    )


def _empty(tile: DaysSinceTile, title: str, words: str, to_confirm: str = "") -> DaysSinceTileView:
    frame = Frame(tile.id, title, foot_left=to_confirm, empty=words, spoken=f"{title}. {words}")
    return DaysSinceTileView(frame=frame, figure="", figure_label="", spells=NO_SPELLS)
