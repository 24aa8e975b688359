"""The sheet of the safety cross: a month of days; touching one shows its events or closes it."""

from kiosk.layouts.tiles import SafetyCrossTile
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.details import Touches, scene_of
from kiosk.viewmodels.forms.form import Context, Draft, Next, Open
from kiosk.viewmodels.forms.months import calendar, month_of, month_turns, turn_month
from kiosk.viewmodels.forms.parts import CLOSE
from kiosk.viewmodels.safety_cross_tile import safety_cross_tile
from kiosk.viewmodels.sheets import Block, Paragraph, SheetView

LEGEND: tuple[Block, ...] = (
    Paragraph(
        "A day is coloured only when somebody said none reported, or an event was confirmed.",
    ),
    Paragraph("Outlined: nobody has closed it yet.", Tone.MUTED),
    Paragraph(
        "Reporting is never worse: near misses and good catches wear the accent.", Tone.MUTED
    ),
)


def safety_cross_view(context: Context, draft: Draft, tile: SafetyCrossTile) -> SheetView:
    """Return the month that the sheet has turned to."""
    scene = scene_of(context)
    shown = safety_cross_tile(tile, scene)
    month = month_of(draft, scene.today)
    left: tuple[Block, ...] = (calendar(scene, month, near_misses=tile.near_misses),)
    this_month = month == scene.today.replace(day=1)
    chips = shown.counts if this_month else ()
    counts = tuple(Paragraph(chip.text, chip.tone, mark=chip.mark) for chip in chips)
    right: tuple[Block, ...] = (month_turns(month, scene.today), *counts, *LEGEND)
    return SheetView(
        name="tile.safety_cross",
        title=shown.frame.title,
        columns=(left, right),
        buttons=(CLOSE,),
        note="Touch a day.",
        spoken=f"{shown.frame.title}. {shown.frame.spoken} Touch a day.",
    )


def _open_day(context: Context, draft: Draft, value: str) -> Next:
    del context, draft
    return Open("safety_day", value)


SAFETY_CROSS_TOUCHES: Touches = {"month": turn_month(), "day": _open_day}
