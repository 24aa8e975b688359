"""Connecting a board to the hospital's system: an address and a code, typed, scanned or pasted; then how it stands."""

from kiosk.sync.links import CODE_MOST, LINK_LIMIT
from kiosk.sync.status import SyncState
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.form import Ask, Context, Draft, Form, Next, Open
from kiosk.viewmodels.forms.parts import BACK, HELP, primary
from kiosk.viewmodels.forms.setup.page import Columns
from kiosk.viewmodels.forms.sync.state import TRUE
from kiosk.viewmodels.sheets import Block, Facts, Label, Paragraph, SheetView, TextEntry

TITLE = "Connect to the hospital"
CONNECTED = "Connected to the hospital"
ADDRESS, CODE = "address", "code"
HELP_PAGE = "connect_to_the_hospital"
ANEW, YES = "anew", "yes"
IN_ADDRESS = "#"
"""A scanned address has its code after this sign."""
OUT = frozenset({SyncState.ALONE, SyncState.WAITING, SyncState.REVOKED, SyncState.NOT_LET_IN})
"""In these states the board does not belong to the hospital's system."""
DISCONNECT = (
    "Only IT disconnects a board: it takes this PC out of the list of devices. The board then says "
    "so, keeps everything, and works on."
)


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the two empty fields."""
    del context
    return draft


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet for a board that is not set up: no PIN stands before it."""
    return SheetView(
        name="connect",
        title=connect_title(context),
        columns=connect_columns(context, draft),
        buttons=(BACK, *connect_buttons(context, draft)),
        note=connect_note(context),
        spoken=connect_title(context),
    )


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    del context
    return Open("welcome") if action == "back" else connect_touched(draft, action, value)


def connect_title(context: Context) -> str:
    """Return the title: what it is about, or what was reached."""
    return CONNECTED if _is_in(context) and not context.sync.connecting.running else TITLE


def connect_columns(context: Context, draft: Draft) -> Columns:
    """Return the two fields, or how the connection stands."""
    sight = context.sync
    if sight.connecting.running:
        words = f"Asking {sight.connecting.central}. This takes a few seconds."
        return ((Paragraph(words, size="large", mark=Mark.DASHES),),)
    if _asks(context, draft):
        return _fields(draft, sight.connecting.problem)
    return (_standing(context),)


def connect_buttons(context: Context, draft: Draft) -> tuple[Button, ...]:
    """Return the way to help, and the button that connects, once there is something to connect with."""
    if context.sync.connecting.running:
        return (HELP,)
    if not _asks(context, draft):
        takes = context.sync.status.takes_code
        return (HELP, Button(ANEW, "Use a new code")) if takes else (HELP,)
    why = "" if _is_filled(draft) else "Write the address and the code first."
    return (
        HELP,
        primary("connect", "Connect ›", enabled=not why, why=why),
    )


def connect_note(context: Context) -> str:
    """Return the small words at the bottom."""
    return "" if _is_in(context) else "What was entered here until now goes along."


def connect_touched(draft: Draft, name: str, value: str) -> Draft | Ask | Open:
    """Return what a touch on one of the fields, on *Help* or on *Connect* leads to."""
    match name:
        case "text:address":
            return draft.put(address=value)
        case "text:code":
            return draft.put(code=value)
        case HELP.action:
            return Open("help", HELP_PAGE)
        case "anew":
            return draft.put(anew=YES)
        case "connect":
            values = {field: draft.get(field) for field in (ADDRESS, CODE, "pin")}
            return Ask("sync:enrol", values, stay=draft.put(code="", anew=""))
        case _:
            return draft


def _is_in(context: Context) -> bool:
    return context.sync.status.state not in OUT


def _asks(context: Context, draft: Draft) -> bool:
    """Tell whether the two fields are to be filled in: on a board that stands alone, or where a new code is at hand."""
    sight = context.sync
    if not sight.enrolled:
        return True
    wanted = draft.get(ANEW) or draft.problem or sight.connecting.problem
    return sight.status.takes_code and bool(wanted)


def _is_filled(draft: Draft) -> bool:
    address = draft.get(ADDRESS).strip()
    return bool(address) and (bool(draft.get(CODE).strip()) or IN_ADDRESS in address)


def _fields(draft: Draft, problem: str) -> Columns:
    said = draft.problem or problem
    words = (Paragraph(said, Tone.HARM, bold=True, mark=Mark.DIAMOND),) if said else ()
    left: tuple[Block, ...] = (
        Label("Address from IT: type it, or scan its code"),
        TextEntry(ADDRESS, draft.get(ADDRESS), "huddle.hospital.example", LINK_LIMIT),
        *words,
    )
    if IN_ADDRESS in draft.get(ADDRESS):
        return (left, (Label("Code"), Paragraph("It is in the address.", mark=Mark.TICK)))
    return (
        left,
        (
            Label("Code from IT: it counts once"),
            TextEntry(CODE, draft.get(CODE), "ABCD-EFGH", CODE_MOST),
        ),
    )


def _standing(context: Context) -> tuple[Block, ...]:
    """Return how the connection stands, and how it ends."""
    sight, ward = context.sync, context.ward
    status = sight.status
    name, waiting = status.name or "this PC", status.state is SyncState.WAITING
    said: tuple[Block, ...]
    if waiting:
        said = (
            Paragraph(f"Waiting for IT: {name}", bold=True, size="large", mark=Mark.DASHES),
            Paragraph("Tell IT this name. The board goes on by itself once IT has let it in."),
        )
    elif ward.node is None and _is_in(context):
        said = (
            Paragraph("The ward's settings are on their way.", bold=True, size="large"),
            Paragraph(
                "Nothing comes? Ask IT whether this unit is set up in the hospital's system."
            ),
        )
    else:
        said = (Paragraph(TRUE[status.state], size="large"),)
    rows = (
        ("This PC", status.name),
        ("Address", status.central),
        ("Unit", "" if waiting else _unit(context)),
        ("Device", "" if waiting else sight.device),
        ("For IT", status.trouble),
    )
    facts = Facts(tuple((label, words) for label, words in rows if words))
    return (*said, facts, Paragraph(DISCONNECT, Tone.MUTED))


def _unit(context: Context) -> str:
    """Return what the unit is called, or its number until its name has come."""
    ward = context.ward
    return ward.node_id if ward.node is None else ward.node.facts.name


CONNECT = Form("connect", start, view, touched)
