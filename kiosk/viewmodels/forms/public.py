"""The sheet of a tile on the public face: what the tile says, larger, and nothing to change."""

from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.days_since import counter
from kiosk.viewmodels.forms.groups.now import verdict_blocks
from kiosk.viewmodels.forms.metric import chart_blocks
from kiosk.viewmodels.forms.parts import CLOSE
from kiosk.viewmodels.sheets import Block, Facts, Label, Paragraph, SheetView, Story, StoryRow
from kiosk.viewmodels.tiles import (
    AgendaTileView,
    DaysSinceTileView,
    GoalsTileView,
    GroupsTileView,
    LanesTileView,
    ListTileView,
    MetricTileView,
    SafetyCrossTileView,
    TileView,
)
from kiosk.viewmodels.words import listed

MORE = "More stands on the staff face."


def public_view(view: TileView) -> SheetView:
    """Return the sheet of a tile for anyone who walks past, from the tile's own public words.

    Args:
        view: the tile as it was built for the public face.
    """
    frame = view.frame
    foot = listed((frame.subtitle, frame.foot_left, frame.foot_right))
    under = (Paragraph(foot, Tone.MUTED),) if foot else ()
    return SheetView(
        name="tile.public",
        title=frame.title,
        columns=((*_blocks(view), *under),),
        buttons=(CLOSE,),
        note=MORE,
        spoken=frame.spoken,
    )


def _blocks(view: TileView) -> tuple[Block, ...]:
    if view.frame.empty:
        return (Paragraph(view.frame.empty, size="large"),)
    match view:
        case MetricTileView():
            return chart_blocks(view)
        case DaysSinceTileView():
            return counter(view)
        case GroupsTileView():
            return verdict_blocks(view)
        case _:
            return _plain_blocks(view)


def _plain_blocks(view: TileView) -> tuple[Block, ...]:
    match view:
        case SafetyCrossTileView(month=month, counts=counts):
            chips = tuple(Paragraph(c.text, c.tone, size="large", mark=c.mark) for c in counts)
            blocks: tuple[Block, ...] = (Label(month), *chips)
        case LanesTileView(lanes=lanes):
            rows = ((lane.title, listed((str(lane.count), lane.summary))) for lane in lanes)
            blocks = (Facts(tuple(rows)),)
        case GoalsTileView(rows=goals):
            blocks = (Facts(tuple((g.text, listed((g.now, g.goal, g.chip.text))) for g in goals)),)
        case AgendaTileView():
            blocks = _agenda(view)
        case ListTileView():
            blocks = _list(view)
        case _:
            blocks = (Paragraph(view.frame.spoken),)
    return blocks


def _agenda(view: AgendaTileView) -> tuple[Block, ...]:
    rows = tuple((row.text, row.right or (row.chip.text if row.chip else "")) for row in view.rows)
    question = (Label(view.question_label), Paragraph(view.question)) if view.question else ()
    return (
        Paragraph(view.countdown, bold=True, size="figure"),
        Paragraph(view.when),
        *((Facts(rows),) if rows else ()),
        *question,
    )


def _list(view: ListTileView) -> tuple[Block, ...]:
    head = tuple(
        Paragraph(words, bold=True, size=size)
        for words, size in ((view.figure, "figure"), (view.figure_label, "body"))
        if words
    )
    said = (Paragraph(view.sentence, size="large"),) if view.sentence else ()
    rows = tuple(StoryRow(r.right, r.text, r.detail, r.mark, r.tone) for r in view.rows)
    return (*head, *said, *((Story(rows),) if rows else ()))
