"""The PIN before the settings, what lies behind it, and the areas that are only one page."""

from kiosk.domain.nodes import ChooseLayout
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.admin import connection, days, groups, people
from kiosk.viewmodels.forms.admin.area import MENU, TITLE, Area, done, page_of, sheet
from kiosk.viewmodels.forms.form import MAKING_PRACTICE, Ask, Context, Draft, Form, Next, Open
from kiosk.viewmodels.forms.parts import CANCEL, CLOSE, chosen, options, primary
from kiosk.viewmodels.forms.set_elsewhere import as_they_can_be_gone
from kiosk.viewmodels.forms.setup.page import Columns, problem_blocks
from kiosk.viewmodels.forms.setup.pin import pin_entry
from kiosk.viewmodels.sheets import Block, Choices, Label, Option, Paragraph, SheetView

GATE = "pin"
UNIT = Option("unit", "This unit", detail="Name, shifts, huddles, phones, metrics")
DAYS = Option("days", "Closed days and holidays", detail="Not missed and not counted")
LAYOUT = Option("layout", "Layout", detail="Which tiles stand where")
GROUPS = Option("groups", "Numbers by group", detail="What this wall may show")
PEOPLE = Option("people", "People", detail="The roster and its roles")
PRACTISE = Option("practise", "Practise", detail="An invented ward until the next shift")
END_PRACTICE = Option("end_practice", "End practice", detail="Back to the ward's own board")
NEW_PIN = Option("new_pin", "Another PIN", detail="The old one stops counting")
LEAVE = Option("leave", "Leave", detail="Close the program")


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the PIN; practice has none."""
    return draft.turn(MENU if context.ward.training else GATE)


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    if draft.page == GATE:
        return _gate(draft)
    area = _area(draft)
    return _menu(context, draft) if area is None else area.view(context, draft)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    name, picked = chosen(action)
    if draft.page == GATE:
        return _touch_gate(draft, name, value)
    area = _area(draft)
    if area is None:
        return _touch_menu(draft, name)
    return area.touched(context, draft, name, picked or value)


def _area(draft: Draft) -> Area | None:
    return next((area for area in AREAS if draft.page in area.pages), None)


def _gate(draft: Draft) -> SheetView:
    return SheetView(
        name="admin.pin",
        title=TITLE,
        columns=(
            (
                pin_entry("pin", "PIN", draft),
                Paragraph("Everything that staff need is on the board, without a PIN."),
                Paragraph("Nobody knows it any more? Ask IT."),
            ),
        ),
        buttons=(CANCEL, primary("next", "Open ›")),
        spoken="Ward settings. Key in the PIN.",
    )


def _touch_gate(draft: Draft, name: str, value: str) -> Next:
    match name:
        case "number:pin":
            return draft.put(pin=value)
        case "next":
            if not draft.get("pin"):
                return draft.refuse("Key in the PIN.")
            return Ask("pin", {"pin": draft.get("pin")}, stay=draft.turn(MENU))
        case _:
            return draft


def _menu(context: Context, draft: Draft) -> SheetView:
    practice = context.ward.training
    ways = (
        (UNIT, DAYS, LAYOUT, GROUPS, PEOPLE, END_PRACTICE, LEAVE)
        if practice
        else (
            *(UNIT, DAYS, LAYOUT, GROUPS, PEOPLE),
            connection.way(context),
            *(PRACTISE, NEW_PIN, LEAVE),
        )
    )
    return SheetView(
        name="admin.menu",
        title=TITLE,
        columns=(
            (
                *problem_blocks(draft),
                Choices("way", as_they_can_be_gone(context.ward, ways), layout="tiles", columns=3),
            ),
        ),
        buttons=(CLOSE,),
        note="Practice: nothing here counts." if practice else "",
        spoken="Ward settings. What would you like to change?",
    )


def _touch_menu(draft: Draft, name: str) -> Next:
    match name:
        case "unit":
            return Open("unit")
        case "end_practice":
            return Ask("training:end")
        case (
            "leave"
            | "practise"
            | "new_pin"
            | "layout"
            | "people"
            | "days"
            | "groups"
            | "connection"
        ):
            return page_of(draft, name)
        case _:
            return draft


def _layout(context: Context, draft: Draft) -> SheetView:
    named = context.ward.node.layout if context.ward.node else ""
    shown = context.layout.title
    elsewhere: tuple[Block, ...] = ()
    if context.layouts.get(named, shown) != shown:
        words = (
            f"The board shows “{shown}”: IT's settings say so, or the chosen one cannot be read."
        )
        elsewhere = (Paragraph(words),)
    ways = options("layout", context.layouts.items(), named)
    columns: Columns = (
        (
            Label("Every choice is shown at once. Nothing that was entered is lost."),
            *problem_blocks(draft),
            *elsewhere,
            Choices("layout", ways, layout="tiles", columns=2),
        ),
    )
    return sheet("layout", "Layout", columns)


def _touch_layout(context: Context, draft: Draft, name: str, value: str) -> Next:
    if name == "layout" and value in context.layouts:
        return done(
            draft, "layout", ChooseLayout(context.ward.node_id, value), "Saved. This is the layout."
        )
    return page_of(draft, MENU) if name == "back" else draft


def _leave(context: Context, draft: Draft) -> SheetView:
    del context
    columns: Columns = (
        (
            Paragraph("The screen will show the machine's own desktop.", size="large"),
            Paragraph("Everything is saved. The board comes back when the program is started."),
            *problem_blocks(draft),
        ),
    )
    return sheet("leave", "Leave the board?", columns, Button("leave", "Leave", role="ink"))


def _practise(context: Context, draft: Draft) -> SheetView:
    del context
    columns: Columns = (
        (
            Paragraph("The board shows an invented ward with a striped border.", size="large"),
            Paragraph(
                "It ends by itself at the next shift start, or here. The ward's own board "
                "waits as it is; cards cannot be raised on it meanwhile."
            ),
            *problem_blocks(draft),
        ),
    )
    return sheet("practise", "Practise?", columns, primary("begin", "Begin practice ›"))


def _touch_one_page(context: Context, draft: Draft, name: str, value: str) -> Next:
    del context, value
    pin = {"pin": draft.get("pin")}
    match name:
        case "back":
            return page_of(draft, MENU)
        case "leave":
            return Ask("leave", pin)
        case "begin":
            return Ask("training:start", pin, meanwhile=MAKING_PRACTICE)
        case _:
            return draft


def _new_pin(context: Context, draft: Draft) -> SheetView:
    del context
    again = draft.page == "new_pin_again"
    entry = (
        pin_entry("pin_again", "The same PIN once more", draft)
        if again
        else pin_entry("fresh", "A new PIN of 4 to 12 digits", draft)
    )
    words = "Save ›" if again else "Go on ›"
    return sheet(draft.page, "Another PIN", ((entry,),), primary("next", words))


def _touch_new_pin(context: Context, draft: Draft, name: str, value: str) -> Next:
    del context
    again = draft.page == "new_pin_again"
    match name:
        case "back":
            return page_of(draft, "new_pin" if again else MENU)
        case "number:fresh":
            return draft.put(fresh=value, pin_again="")
        case "number:pin_again":
            return draft.put(pin_again=value)
        case "next":
            return _keep_pin(draft) if again else _fit_pin(draft)
        case _:
            return draft


def _fit_pin(draft: Draft) -> Next:
    return Ask("pin:fit", {"pin": draft.get("fresh")}, stay=draft.turn("new_pin_again"))


def _keep_pin(draft: Draft) -> Next:
    fresh = draft.get("fresh")
    if fresh != draft.get("pin_again"):
        return draft.refuse("The two are not the same. Key it in once more, or go back.")
    both = {"pin": draft.get("pin"), "new_pin": fresh}
    return Ask("pin:change", both, stay=page_of(draft, MENU).put(pin=fresh))


AREAS = (
    days.AREA,
    groups.AREA,
    people.AREA,
    connection.AREA,
    Area(("layout",), _layout, _touch_layout),
    Area(("leave",), _leave, _touch_one_page),
    Area(("practise",), _practise, _touch_one_page),
    Area(("new_pin", "new_pin_again"), _new_pin, _touch_new_pin),
)

ADMIN = Form("admin", start, view, touched)
