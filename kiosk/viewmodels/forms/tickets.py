"""The list of improvement tickets: to sort, quick hits, big issues, done."""

from datetime import timedelta

from kiosk.domain.tickets import BigIssue, Done, New, QuickHit, Ticket
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.details import Touches, pick, scene_of
from kiosk.viewmodels.forms.form import Context, Draft, Next, Open
from kiosk.viewmodels.forms.listing import Tab, listing
from kiosk.viewmodels.forms.parts import CLOSE
from kiosk.viewmodels.names import theme_title
from kiosk.viewmodels.sheets import Option, SheetView
from kiosk.viewmodels.tickets_tile import ticket_words
from kiosk.viewmodels.words import near_day, plain_day

DONE_DAYS = 90
"""How many days back finished tickets are listed."""


def tickets_view(context: Context, draft: Draft) -> SheetView:
    """Return the tickets by how far they are."""
    tabs = (
        _tab(context, "new", "To sort", New, "Every idea is sorted."),
        _tab(context, "quick", "Quick hits", QuickHit, "No quick hit is under way."),
        _tab(context, "big", "Big issues", BigIssue, "No big issue is under way."),
        _tab(context, "done", f"Done in the last {DONE_DAYS} days", Done, "Nothing done lately."),
    )
    return listing(
        "tile.tickets", "Ideas", draft, tabs, (CLOSE, Button("idea", "New idea", role="ink"))
    )


def due_words(context: Context, ticket: Ticket) -> str:
    """Return when somebody looks at a ticket again, or when it was done."""
    today = context.ward.today
    match ticket.progress:
        case QuickHit(due=due):
            return f"due {near_day(due, today)}"
        case BigIssue(check_in=check_in):
            return f"look again {near_day(check_in, today)}"
        case Done(at=at):
            return plain_day(at.astimezone(context.ward.local_now.tzinfo).date(), today)
        case _:
            return "to sort"


def is_late(context: Context, ticket: Ticket) -> bool:
    """Tell whether the day of a ticket has passed."""
    match ticket.progress:
        case QuickHit(due=day) | BigIssue(check_in=day):
            return day < context.ward.today
        case _:
            return False


def _tab(context: Context, name: str, title: str, step: type, empty: str) -> Tab:
    since = context.ward.now - timedelta(days=DONE_DAYS)
    found = [
        (key, ticket)
        for key, ticket in context.ward.tickets.items()
        if isinstance(ticket.progress, step)
        and not (isinstance(ticket.progress, Done) and ticket.progress.at < since)
    ]
    found.sort(key=lambda item: _order(item[1]))
    return Tab(name, title, tuple(_option(context, key, ticket) for key, ticket in found), empty)


def _order(ticket: Ticket) -> float:
    match ticket.progress:
        case QuickHit(due=day) | BigIssue(check_in=day):
            return float(day.toordinal())
        case Done(at=at):
            return -at.timestamp()
        case _:
            return ticket.raised_at.timestamp()


def _option(context: Context, ticket_id: str, ticket: Ticket) -> Option:
    late = is_late(context, ticket)
    return Option(
        action=f"ticket={ticket_id}",
        text=ticket_words(ticket, scene_of(context)),
        detail=theme_title(context.catalogue, ticket.theme),
        right=due_words(context, ticket),
        mark=Mark.TRIANGLE if late else Mark.NONE,
        tone=Tone.HARM if late else Tone.INK,
    )


def _open_ticket(context: Context, draft: Draft, value: str) -> Next:
    del context, draft
    return Open("ticket", value)


def _idea(context: Context, draft: Draft, value: str) -> Next:
    del context, draft, value
    return Open("idea")


TICKETS_TOUCHES: Touches = {"tab": pick("tab"), "ticket": _open_ticket, "idea": _idea}
