"""The sheet of the huddle tile: when it is, what it goes through, and what the facilitator says."""

from kiosk.layouts.tiles import AgendaTile
from kiosk.viewmodels.agenda_tile import agenda_tile
from kiosk.viewmodels.forms.details import BEHIND, LISTS, Touches, first_tile, scene_of
from kiosk.viewmodels.forms.form import Context, Draft, Next, Open
from kiosk.viewmodels.forms.parts import CLOSE
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.sheets import Block, Choices, Facts, Label, Option, Paragraph, SheetView
from kiosk.viewmodels.words import listed, minutes


def agenda_view(context: Context, tile: AgendaTile) -> SheetView:
    """Return the agenda as the node has it, with every item's words."""
    scene = scene_of(context)
    shown = agenda_tile(tile, scene)
    rows = agenda_rows(scene)
    left: list[Block] = [Paragraph(shown.countdown, bold=True, size="figure")]
    if shown.when:
        left.append(Paragraph(shown.when))
    if shown.question:
        left += [Label(shown.question_label), Paragraph(shown.question, size="large")]
    left += _lists(context)
    right: tuple[Block, ...] = (Label("What we go through"), Facts(rows))
    if not rows:
        right = (Paragraph("No agenda is set for this unit."),)
    return SheetView(
        name="tile.agenda",
        title=shown.frame.title,
        columns=(tuple(left), right),
        buttons=(CLOSE,),
        note="Ten minutes at most. Five are better.",
        spoken=shown.frame.spoken,
    )


def _lists(context: Context) -> list[Block]:
    """Return the ways to the lists that no tile of this board leads to."""
    ways = tuple(
        Option(f"list={kind}", title)
        for kind, title in LISTS.items()
        if first_tile(context, kind) is None
    )
    return [Label("Also kept by this ward"), Choices("list", ways, "tiles")] if ways else []


def _open_list(context: Context, draft: Draft, value: str) -> Next:
    del context, draft
    return Open("tile", f"{BEHIND}{value}")


def agenda_rows(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Return each item with its minutes and what the facilitator says."""
    if scene.ward.agenda is not None:
        items = scene.ward.agenda.items
    else:
        items = scene.catalogue.agenda_for(scene.tier).huddle_items()
    return tuple((item.title, listed((minutes(item.seconds), item.script))) for item in items)


AGENDA_TOUCHES: Touches = {"list": _open_list}
