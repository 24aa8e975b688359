"""The connection to the hospital's system behind the PIN: made here, and only IT ends it."""

from kiosk.viewmodels.forms.admin.area import MENU, Area, page_of, sheet
from kiosk.viewmodels.forms.form import Context, Draft, Next
from kiosk.viewmodels.forms.sync.connect import (
    connect_buttons,
    connect_columns,
    connect_note,
    connect_title,
    connect_touched,
)
from kiosk.viewmodels.sheets import Option, SheetView

CONNECTION = "connection"


def way(context: Context) -> Option:
    """Return the tile of the menu that leads here."""
    if context.sync.enrolled:
        return Option(CONNECTION, "Connection", detail="This PC in the hospital's system")
    return Option(
        CONNECTION, "Connect to the hospital", detail="With an address and a code from IT"
    )


def view(context: Context, draft: Draft) -> SheetView:
    """Return the two fields, or how the connection stands."""
    return sheet(
        CONNECTION,
        connect_title(context),
        connect_columns(context, draft),
        *connect_buttons(context, draft),
        note=connect_note(context),
    )


def touched(context: Context, draft: Draft, name: str, value: str) -> Next:
    """Return what a touch leads to."""
    del context
    return page_of(draft, MENU) if name == "back" else connect_touched(draft, name, value)


AREA = Area((CONNECTION,), view, touched)
