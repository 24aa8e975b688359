"""How this board looks and moves; every touch shows at once and is kept."""

from kiosk.viewmodels.forms.form import Ask, Context, Draft, Form, Next
from kiosk.viewmodels.forms.parts import CLOSE, chosen, options
from kiosk.viewmodels.forms.setup.page import problem_blocks
from kiosk.viewmodels.sheets import Choices, Label, SheetView

THEMES = (("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))
ABOUT_THEMES = {
    "light": "For rooms with daylight",
    "dark": "For dim rooms and for the night",
    "contrast": "Black, white and thick lines",
}
REACH = (("false", "Right hand"), ("true", "Left hand"))
MOTION = (("true", "Sheets rise"), ("false", "Nothing moves"))


def start(context: Context, draft: Draft) -> Draft:
    """Begin with what is set."""
    del context
    return draft


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet with the three choices."""
    shown = settings(context)
    return SheetView(
        name="display",
        title="How the board looks",
        columns=(
            (
                Label("Colours"),
                Choices(
                    "theme",
                    options("theme", THEMES, shown["theme"], ABOUT_THEMES),
                    layout="boxes",
                ),
            ),
            (
                Label("The main button is near the"),
                Choices(
                    "left_reach", options("left_reach", REACH, shown["left_reach"]), layout="pair"
                ),
                Label("Motion"),
                Choices("motion", options("motion", MOTION, shown["motion"]), layout="pair"),
                *problem_blocks(draft),
            ),
        ),
        buttons=(CLOSE,),
        note="For this screen, and for everyone who uses it.",
        spoken="How the board looks: colours, reach, motion.",
    )


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    del value
    name, picked = chosen(action)
    shown = settings(context)
    if name not in shown or shown[name] == picked:
        return draft
    return Ask("display", {name: picked}, stay=draft.put())


def settings(context: Context) -> dict[str, str]:
    """Return what is set now, in the words of the settings file."""
    display = context.display
    return {
        "theme": display.theme,
        "left_reach": str(display.left_reach).lower(),
        "motion": str(display.motion).lower(),
    }


DISPLAY = Form("display", start, view, touched)
