"""The sheet behind the state of sync: what it means, what waits to be sent, what was not taken, what to do."""

from kiosk.sync.status import SyncState
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.change_words import queued_words
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.details import HOME, Touches, follow, go_home, problem_line, turn
from kiosk.viewmodels.forms.form import Ask, Context, Draft, Form, Next, Open
from kiosk.viewmodels.forms.parts import BACK, CLOSE, HELP, primary
from kiosk.viewmodels.forms.sync.letters import (
    LET_GO,
    LETTER,
    LETTER_TOUCHES,
    letter_blocks,
    letter_view,
)
from kiosk.viewmodels.forms.sync.state import practice_blocks, state_blocks
from kiosk.viewmodels.sheets import Block, Facts, Label, Paragraph, SheetView
from kiosk.viewmodels.story import moment
from kiosk.viewmodels.sync_words import sync_line
from kiosk.viewmodels.words import counted

LOG = "log"
TITLE = "The hospital and this board"
HELP_PAGE = "sync_and_the_network"
ALL_SENT = "Nothing. All is sent."
NOT_YET = "All that was entered here is sent once IT has let this board in."
NOT_LET_IN_YET = frozenset({SyncState.WAITING, SyncState.NOT_LET_IN})


def start(context: Context, draft: Draft) -> Draft:
    """Begin with how sync stands."""
    del context
    return draft.turn(HOME)


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    if context.ward.training:
        return _practice()
    if draft.page in {LETTER, LET_GO}:
        return letter_view(context, draft) or _state(context, draft)
    return _log(draft) if draft.page == LOG else _state(context, draft)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    return follow(TOUCHES, context, draft, action, value)


def _practice() -> SheetView:
    return SheetView(
        name="sync.practice",
        title=TITLE,
        columns=(practice_blocks(),),
        buttons=(CLOSE, HELP),
        spoken="Practice. Nothing is sent anywhere.",
    )


def _state(context: Context, draft: Draft) -> SheetView:
    sight = context.sync
    line = sync_line(sight.status, context.ward.now, context.ward.zone)
    sent = (Paragraph(sight.log_words, Tone.MUTED),) if sight.log_words else ()
    left: tuple[Block, ...] = (*state_blocks(context), *sent, *problem_line(draft))
    right = (*letter_blocks(context), *_queue(context)) if sight.enrolled else ()
    log, now = Button(LOG, "Send log to IT"), primary("try_now", "Try now ›")
    return SheetView(
        name="sync",
        title=TITLE,
        columns=(left, right) if right else (left,),
        buttons=(CLOSE, HELP, log, now) if sight.enrolled else (CLOSE, HELP),
        spoken=f"{TITLE}. {line.text}.",
    )


def _queue(context: Context) -> tuple[Block, ...]:
    """Return what waits to be sent, oldest first, and how many more there are."""
    sight, ward = context.sync, context.ward
    if not sight.pending:
        words = NOT_YET if sight.status.state in NOT_LET_IN_YET else ALL_SENT
        return (Label("Waiting to send"), Paragraph(words, Tone.MUTED))
    rows = [
        (moment(record.happened_at, ward), queued_words(record.change)) for record in sight.queue
    ]
    rest = sight.pending - len(rows)
    if rest > 0:
        rows.append(("", f"and {counted(rest, 'more', 'more')}"))
    return (Label(f"Waiting to send: {sight.pending:,}"), Facts(tuple(rows)))


def _log(draft: Draft) -> SheetView:
    return SheetView(
        name="sync.log",
        title="Send the log to IT?",
        columns=(
            (
                Paragraph(
                    "The log says when the program did what, and what went wrong.", size="large"
                ),
                Paragraph("It holds no sentence that was written here, and no name."),
                *problem_line(draft),
            ),
        ),
        buttons=(BACK, primary("send_log", "Send ›")),
        spoken="Send the log to IT? It holds no sentence and no name.",
    )


def _try_now(context: Context, draft: Draft, value: str) -> Next:
    del context, value
    return Ask("sync:now", stay=draft)


def _send_log(context: Context, draft: Draft, value: str) -> Next:
    del context, value
    return Ask("sync:log", stay=draft.turn(HOME))


TOUCHES: Touches = {
    **LETTER_TOUCHES,
    LOG: turn(LOG),
    "try_now": _try_now,
    "send_log": _send_log,
    "back": go_home,
    HELP.action: lambda _context, _draft, _value: Open("help", HELP_PAGE),
}

SYNC = Form("sync", start, view, touched, staff_only=True)
