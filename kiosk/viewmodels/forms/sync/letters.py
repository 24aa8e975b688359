"""Changes that the hospital's system did not take: the list, one of them with its reason, and what can be done."""

from collections.abc import Mapping

from kiosk.sync.replica import Dead
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.change_words import change_words, queued_words
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.forms.details import HOME, Touches, problem_line, turn
from kiosk.viewmodels.forms.form import Ask, Context, Draft, Next
from kiosk.viewmodels.forms.parts import BACK, primary
from kiosk.viewmodels.forms.setup.pin import pin_entry
from kiosk.viewmodels.sheets import Block, Choices, Facts, Label, Option, Paragraph, SheetView
from kiosk.viewmodels.story import moment
from kiosk.viewmodels.words import listed

LETTER, LET_GO = "letter", "let_go"
CHOSEN = "change"
REASONS: Mapping[str, str] = {
    "malformed": "The hospital's system could not read it.",
    "not_permitted": "This board may not write that.",
}
"""Why a change was not taken, in words for a nurse."""
NOT_TAKEN = "The hospital's system did not take it."


def reason_words(dead: Dead) -> str:
    """Return why a change was not taken, with what the system said besides."""
    return listed((REASONS.get(dead.reason, NOT_TAKEN), dead.detail), " ")


def letter_blocks(context: Context) -> tuple[Block, ...]:
    """Return the changes that were not taken as rows to touch; nothing when there are none."""
    rows = tuple(_row(context, dead) for dead in context.sync.dead)
    if not rows:
        return ()
    return (Label("Not taken by the hospital's system: touch one"), Choices("letter", rows))


def _row(context: Context, dead: Dead) -> Option:
    """Return one of them as a row: by what somebody wrote, so that it is known which one it is."""
    what, said = queued_words(dead.record.change), written_words(dead)
    return Option(
        f"letter={dead.record.change.id}",
        f"“{said}”" if said else what,
        detail=listed((what, reason_words(dead))) if said else reason_words(dead),
        right=moment(dead.record.happened_at, context.ward),
        mark=Mark.STAR,
    )


def written_words(dead: Dead) -> str:
    """Return what somebody wrote in a change that was not taken, or nothing."""
    return "" if dead.record.words is None else listed(tuple(dead.record.words.fields.values()))


def letter_view(context: Context, draft: Draft) -> SheetView | None:
    """Return the page of the change that was chosen, or None when it is settled."""
    dead = chosen_letter(context, draft)
    if dead is None:
        return None
    return _let_go(draft) if draft.page == LET_GO else _letter(context, draft, dead)


def chosen_letter(context: Context, draft: Draft) -> Dead | None:
    """Return the change that the draft is about, if it still waits for somebody."""
    wanted = draft.get(CHOSEN)
    return next((dead for dead in context.sync.dead if dead.record.change.id == wanted), None)


def _letter(context: Context, draft: Draft, dead: Dead) -> SheetView:
    change = dead.record.change
    what = change_words(change)
    words = written_words(dead)
    quoted = (Paragraph(f"“{words}”", bold=True),) if words else ()
    left: tuple[Block, ...] = (
        Paragraph(what, bold=True, size="large", mark=Mark.STAR),
        *quoted,
        Paragraph(reason_words(dead)),
        *problem_line(draft),
        Facts(
            (
                ("Entered", moment(dead.record.happened_at, context.ward)),
                ("Not taken", moment(dead.at, context.ward)),
            )
        ),
    )
    right = (
        Label("What you can do"),
        Paragraph(
            "Try again: it is entered once more, as of now. Do that when IT has changed what was wrong."
        ),
        Paragraph("Let go: it counts nowhere and leaves this list. That takes the PIN."),
        Paragraph("Leave it: it stays here and does no harm. What came after it was sent."),
    )
    return SheetView(
        name="sync.letter",
        title="Not taken",
        columns=(left, right),
        buttons=(BACK, Button(LET_GO, "Let go"), primary("retry", "Try again ›")),
        spoken=f"Not taken: {what}. {reason_words(dead)}",
    )


def _let_go(draft: Draft) -> SheetView:
    return SheetView(
        name="sync.let_go",
        title="Let it go?",
        columns=(
            (
                pin_entry("pin", "PIN", draft),
                Paragraph("The entry counts nowhere and leaves the list for good."),
            ),
        ),
        buttons=(BACK, Button("let_it_go", "Let go", role="harm")),
        spoken="Let it go? Key in the PIN.",
    )


def _open(context: Context, draft: Draft, value: str) -> Next:
    del context
    return draft.put(change=value).turn(LETTER)


def _retry(context: Context, draft: Draft, value: str) -> Next:
    del context, value
    return Ask("sync:retry", {"change": draft.get(CHOSEN)}, stay=draft.turn(HOME))


def _let_it_go(context: Context, draft: Draft, value: str) -> Next:
    del context, value
    values = {"change": draft.get(CHOSEN), "pin": draft.get("pin")}
    return Ask("sync:let_go", values, stay=draft.put(pin="").turn(HOME))


def _keyed(context: Context, draft: Draft, value: str) -> Next:
    del context
    return draft.put(pin=value)


LETTER_TOUCHES: Touches = {
    "letter": _open,
    "retry": _retry,
    LET_GO: turn(LET_GO),
    "let_it_go": _let_it_go,
    "number:pin": _keyed,
}
