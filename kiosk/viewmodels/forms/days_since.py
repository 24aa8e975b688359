"""The sheet of a days-since tile: the counter, the days between, and the events behind it, newest first."""

from datetime import date

from kiosk.domain.events import SafetyEvent, Standing
from kiosk.layouts.tiles import DaysSinceTile
from kiosk.viewmodels.counted_events import counting_of_tile
from kiosk.viewmodels.days_since_tile import days_since_tile
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.details import Touches, scene_of
from kiosk.viewmodels.forms.form import Context
from kiosk.viewmodels.forms.listing import entries
from kiosk.viewmodels.forms.parts import CLOSE
from kiosk.viewmodels.forms.safety_day import event_option, open_event
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.sheets import Block, ChartBlock, Label, Option, Paragraph, SheetView
from kiosk.viewmodels.tiles import DaysSinceTileView
from kiosk.viewmodels.words import counted, short_day

DAYS_SINCE_TOUCHES: Touches = {"event": open_event}
ONLY_FIGURES = "These events are counted by the hospital. They are not listed here."


def days_since_view(context: Context, tile: DaysSinceTile) -> SheetView:
    """Return the counter with its chart, and the events at the right."""
    scene = scene_of(context)
    shown = days_since_tile(tile, scene)
    return SheetView(
        name="tile.days_since",
        title=shown.frame.title,
        columns=(counter(shown), _events(context, tile, scene)),
        buttons=(CLOSE,),
        note="Days on which the ward was closed are not counted.",
        spoken=shown.frame.spoken,
    )


def counter(shown: DaysSinceTileView) -> tuple[Block, ...]:
    """Return the counter and its chart; the public face sees the same."""
    if shown.frame.empty:
        return (Paragraph(shown.frame.empty, size="large"),)
    chart: tuple[Block, ...] = ()
    if shown.spells.spells:
        chart = (
            Label(f"Days between, {shown.spells.usual_label}".rstrip(", ")),
            ChartBlock(shown.spells, shown.frame.spoken),
        )
    return (
        Paragraph(shown.figure, bold=True, size="figure"),
        Paragraph(shown.figure_label.replace("\n", " ")),
        *chart,
    )


def _events(context: Context, tile: DaysSinceTile, scene: Scene) -> tuple[Block, ...]:
    counting = counting_of_tile(tile, scene)
    if counting is None:
        return (Paragraph(ONLY_FIGURES, Tone.MUTED),)
    found = [
        (key, event)
        for key, event in scene.ward.events.items()
        if counting.takes(event) and event.standing is not Standing.WITHDRAWN
    ]
    found.sort(key=lambda item: (item[1].counts, -item[1].day.toordinal()))
    confirmed = sorted(event.day for _, event in found if event.counts)
    rows = tuple(_row(context, key, event, confirmed, scene) for key, event in found)
    return (Label("Touch one to confirm or correct it"), *entries("event", rows, "None reported."))


def _row(
    context: Context, event_id: str, event: SafetyEvent, confirmed: list[date], scene: Scene
) -> Option:
    option = event_option(context, event_id, event, _between(event, confirmed, scene))
    when = short_day(event.day, scene.today)
    return Option(
        action=option.action,
        text=option.text,
        detail=option.detail,
        right=when if event.counts else f"{when}, to confirm",
        mark=option.mark,
        tone=option.tone,
    )


def _between(event: SafetyEvent, confirmed: list[date], scene: Scene) -> str:
    """Return how many open days lie between an event and the one before it."""
    if not event.counts:
        return "does not count yet"
    before = [day for day in confirmed if day < event.day]
    if not before:
        return "the first one"
    days = scene.calendar.open_days_between(before[-1], event.day)
    return f"{counted(days, 'day')} after the one before"
