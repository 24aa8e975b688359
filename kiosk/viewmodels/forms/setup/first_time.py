"""Setting a ward up for the first time: seven steps, and one touch that writes everything or nothing."""

from kiosk.domain.calendars import Calendar
from kiosk.viewmodels.forms.form import Ask, Context, Draft, Form, Next, Open
from kiosk.viewmodels.forms.setup import board, pin, times, unit, zones
from kiosk.viewmodels.forms.setup.check import CHECK
from kiosk.viewmodels.forms.setup.flow import Flow
from kiosk.viewmodels.sheets import SheetView

FLOW = Flow(
    name="setup",
    title="Set up this ward",
    steps=("1 Unit", "2 Time", "3 Phones", "4 Board", "5 Metrics", "6 PIN", "7 Check"),
    pages=(
        unit.NAME,
        unit.SERVICE,
        unit.TIER,
        zones.ZONE,
        times.SHIFTS,
        times.HUDDLES,
        unit.PHONE_NAME,
        unit.PHONE,
        unit.INCIDENT,
        board.LAYOUT,
        board.CO_LEAD,
        board.METRICS,
        pin.PIN,
        pin.PIN_AGAIN,
        CHECK,
    ),
    last="Put the board up ›",
    note="Touch a line to change it.\nNothing is kept before you put the board up.",
)


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the name; what is usual is chosen already."""
    begun = times.put_calendar(draft.put(tier="1", zone=context.zone), Calendar())
    return board.choose_layout(begun, board.usual_layout(context, "1")).turn(unit.NAME.name)


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    return FLOW.view(context, draft)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    if action == "back" and FLOW.page(draft) is unit.NAME:
        return Open("welcome")
    if action == "done":
        return _put_up(context, draft)
    return FLOW.touched(context, draft, action, value)


def _put_up(context: Context, draft: Draft) -> Next:
    unfinished = FLOW.unfinished(context, draft)
    if unfinished is not None:
        return unfinished
    return Ask("setup", {**draft.values, "draft_id": draft.draft_id})


SETUP = Form("setup", start, view, touched)
