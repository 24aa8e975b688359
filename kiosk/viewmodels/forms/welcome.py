"""The first start of a board: set this ward up, or try it on a practice ward."""

from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.form import MAKING_PRACTICE, Ask, Context, Draft, Form, Next, Open
from kiosk.viewmodels.forms.setup.page import problem_blocks
from kiosk.viewmodels.sheets import Choices, Option, Paragraph, SheetView

LEAVE = Button("cancel", "Leave")
TILES = (
    Option(
        "setup",
        "Set up this ward",
        detail="Name, shifts, phone numbers, figures, a PIN. About ten minutes, all by touch. "
        "Nothing is kept until the last touch.",
    ),
    Option(
        "practise",
        "Try it",
        detail="A practice ward with invented figures and a striped border. "
        "Nothing is kept after the shift.",
    ),
)


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the two tiles."""
    del context
    return draft


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet with the two tiles."""
    del context
    return SheetView(
        name="welcome",
        title="A board for your huddle",
        columns=(
            (
                Paragraph("Nothing is set up on this board yet.", size="large"),
                Choices("begin", TILES, layout="tiles", columns=2),
                *problem_blocks(draft),
            ),
        ),
        buttons=(LEAVE,),
        note="This board holds nothing about any patient.",
        spoken="A board for your huddle. Set up this ward, or try it.",
    )


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    del context, value
    match action:
        case "setup":
            return Open("setup")
        case "practise":
            return Ask("training:start", meanwhile=MAKING_PRACTICE)
        case _:
            return draft


WELCOME = Form("welcome", start, view, touched)
