"""The first start of a board: set this ward up, connect it to the hospital, or try it on a practice ward."""

from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.form import MAKING_PRACTICE, Ask, Context, Draft, Form, Next, Open
from kiosk.viewmodels.forms.setup.page import problem_blocks
from kiosk.viewmodels.sheets import Choices, Option, Paragraph, SheetView
from kiosk.viewmodels.sync_words import sync_line

NEW = "Nothing is set up on this board yet."
LEAVE = Button("cancel", "Leave")
TILES = (
    Option(
        "setup",
        "Set up this ward",
        detail="Name, shifts, phones, figures, a PIN. About ten minutes, all by touch.",
    ),
    Option(
        "connect",
        "Connect to the hospital",
        detail="With an address and a code from IT. The settings come from there.",
    ),
    Option(
        "practise",
        "Try it",
        detail="A practice ward with invented figures. Nothing is kept after the shift.",
    ),
)


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the three tiles."""
    del context
    return draft


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet with the three tiles; a board that is connected already waits for its settings."""
    enrolled = context.sync.enrolled
    words = sync_line(context.sync.status, context.ward.now, context.zone).text if enrolled else NEW
    tiles = tuple(tile for tile in TILES if not enrolled or tile.action != "setup")
    return SheetView(
        name="welcome",
        title="A board for your huddle",
        columns=(
            (
                Paragraph(words, size="large"),
                Choices("begin", tiles, layout="tiles", columns=len(tiles)),
                *problem_blocks(draft),
            ),
        ),
        buttons=(LEAVE,),
        note="This board holds nothing about any patient.",
        spoken="A board for your huddle. Set up this ward, connect it to the hospital, or try it.",
    )


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    del context, value
    match action:
        case "setup":
            return Open("setup")
        case "connect":
            return Open("connect")
        case "practise":
            return Ask("training:start", meanwhile=MAKING_PRACTICE)
        case _:
            return draft


WELCOME = Form("welcome", start, view, touched)
