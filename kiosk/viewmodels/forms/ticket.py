"""The sheet of one improvement ticket: sort it as a quick hit or a big issue, or say that it is done."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from kiosk.domain.tickets import Done, FinishTicket, MakeBigIssue, MakeQuickHit, Ticket
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.details import (
    HOME,
    Touches,
    back_to,
    beside_history,
    done,
    follow,
    gone,
    has_words,
    problem_line,
    scene_of,
    turn,
)
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next, Submit
from kiosk.viewmodels.forms.parts import BACK, primary
from kiosk.viewmodels.forms.removing import Removal, back_or
from kiosk.viewmodels.forms.tickets import due_words, is_late
from kiosk.viewmodels.names import theme_title
from kiosk.viewmodels.sheets import Block, Choices, Facts, Label, Option, Paragraph, SheetView
from kiosk.viewmodels.story import moment
from kiosk.viewmodels.tickets_tile import ticket_words
from kiosk.viewmodels.words import listed, long_day

QUICK_DAYS = ((1, "Tomorrow"), (2, "In 2 days"), (3, "In 3 days"))
CHECK_IN_DAYS = ((7, "In 1 week"), (14, "In 2 weeks"), (28, "In 1 month"))
STEPS = {"new": "To sort", "quick_hit": "Quick hit", "big_issue": "Big issue", "done": "Done"}
REMOVAL = Removal("ticket", "ticket", ("Entered by mistake", "It is there twice", "Not for us"))


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the ticket as it stands."""
    del context
    return draft.turn(HOME)


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    ticket = context.ward.tickets.get(draft.argument)
    if ticket is None:
        return gone("ticket", "This ticket")
    page = PAGES.get(draft.page)
    return _ticket(context, draft, ticket) if page is None else page(context, draft)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    return follow(TOUCHES, context, draft, action, value)


def _ticket(context: Context, draft: Draft, ticket: Ticket) -> SheetView:
    words, late = ticket_words(ticket, scene_of(context)), is_late(context, ticket)
    due = due_words(context, ticket) if ticket.progress.step != "new" else ""
    state = listed((STEPS[ticket.progress.step], due))
    left: tuple[Block, ...] = (
        Paragraph(words, bold=True, size="large"),
        Paragraph(
            state,
            Tone.HARM if late else Tone.INK,
            mark=Mark.TRIANGLE if late else Mark.NONE,
        ),
        Facts(
            (
                ("Would give", theme_title(context.catalogue, ticket.theme)),
                ("Raised", moment(ticket.raised_at, context.ward)),
            )
        ),
        *problem_line(draft),
        Choices("more", REMOVAL.ways(words=has_words(context, draft.argument)), layout="pair"),
    )
    return SheetView(
        name="ticket",
        title="Improvement ticket",
        columns=beside_history(context, draft.argument, left),
        buttons=_buttons(ticket),
        note="A quick hit is done within three days.",
        spoken=f"Improvement ticket: {words}. {state}.",
    )


def _buttons(ticket: Ticket) -> tuple[Button, ...]:
    if isinstance(ticket.progress, Done):
        return (BACK,)
    if ticket.progress.step == "new":
        return (BACK, Button("finish", "Done"), primary("sort", "Sort it ›"))
    return (BACK, Button("sort", "Sort again"), primary("finish", "Done ›"))


def _sort(context: Context, draft: Draft) -> SheetView:
    del context
    quick = tuple(Option(f"quick={days}", words) for days, words in QUICK_DAYS)
    big = tuple(Option(f"big={days}", words) for days, words in CHECK_IN_DAYS)
    return SheetView(
        name="ticket.sort",
        title="Quick hit or big issue?",
        columns=(
            (
                Label("Quick hit: done by when?"),
                Choices("quick", quick, layout="boxes"),
                *problem_line(draft),
            ),
            (
                Label("Big issue: when do we look again?"),
                Choices("big", big, layout="boxes"),
            ),
        ),
        buttons=(BACK,),
        note="A touch saves it.",
        spoken="Quick hit or big issue? Touch by when.",
    )


def _quick(context: Context, draft: Draft, value: str) -> Next:
    due = context.ward.today + timedelta(days=int(value))
    return done(draft, MakeQuickHit(draft.argument, due), f"Quick hit, due {long_day(due)}.")


def _big(context: Context, draft: Draft, value: str) -> Next:
    check_in = context.ward.today + timedelta(days=int(value))
    command = MakeBigIssue(draft.argument, check_in)
    return done(draft, command, f"Big issue. We look again {long_day(check_in)}.")


def _finish(context: Context, draft: Draft, value: str) -> Next:
    del context, value
    return Submit((FinishTicket(draft.argument),), "Saved. The ticket is done.")


PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = {"sort": _sort, **REMOVAL.pages}
TOUCHES: Touches = {
    **REMOVAL.touches,
    "sort": turn("sort"),
    "quick": _quick,
    "big": _big,
    "finish": _finish,
    "back": back_or(back_to("tickets")),
}

TICKET = Form("ticket", start, view, touched, staff_only=True)
