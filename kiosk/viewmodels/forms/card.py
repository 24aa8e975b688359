"""The sheet of one escalation card: what it says, its clock, its history, and what can be done with it now."""

from collections.abc import Callable, Mapping

from kiosk.domain.card_clocks import card_due
from kiosk.domain.cards import (
    AcknowledgeCard,
    Acknowledged,
    Answered,
    Card,
    CloseCard,
    Closed,
    Owned,
    Raised,
    Returned,
)
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.card_standing import card_age, late_words
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.card_answers import ANSWER_PAGES, ANSWER_TOUCHES
from kiosk.viewmodels.forms.card_corrections import CORRECTION_PAGES, CORRECTION_TOUCHES
from kiosk.viewmodels.forms.card_questions import (
    QUESTION_PAGES,
    QUESTION_TOUCHES,
    question_line,
    reply_way,
)
from kiosk.viewmodels.forms.details import (
    HOME,
    Touches,
    back_to,
    done,
    follow,
    gone,
    has_words,
    history,
    problem_line,
    scene_of,
)
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next, Submit
from kiosk.viewmodels.forms.parts import BACK, primary
from kiosk.viewmodels.forms.removing import Removal, back_or
from kiosk.viewmodels.names import card_words, category_title, criterion_words, need_words
from kiosk.viewmodels.sheets import Block, Choices, Facts, Option, Paragraph, SheetView
from kiosk.viewmodels.story import moment

CHARGE_NURSE = "charge nurse"
REMOVAL = Removal("card", "card", ("Raised by mistake", "It is there twice", "It is settled"))
PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = {
    **ANSWER_PAGES,
    **CORRECTION_PAGES,
    **QUESTION_PAGES,
    **REMOVAL.pages,
}


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the card as it stands."""
    del context
    return draft.turn(HOME)


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    card = context.ward.cards.get(draft.argument)
    if card is None:
        return gone("card", "This card")
    page = PAGES.get(draft.page)
    return _card(context, draft, card) if page is None else page(context, draft)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    return follow(TOUCHES, context, draft, action, value)


def state_words(card: Card, context: Context) -> str:
    """Return how far a card has come: "Owned by service since 07:22"."""
    match card.progress:
        case Acknowledged(by=by, at=at):
            return f"Seen by {by}, {moment(at, context.ward)}"
        case Owned(by=by, at=at):
            return f"Owned by {by} since {moment(at, context.ward)}"
        case Answered(by=by, at=at):
            return f"Answered by {by}, {moment(at, context.ward)}: not confirmed yet"
        case Closed(at=at):
            return f"Closed {moment(at, context.ward)}"
        case Returned(by=by, at=at, reason=reason):
            return f"Returned by {by}, {moment(at, context.ward)}: “{reason}”"
        case _:
            return "Raised: nobody has said that they saw it"


def clock_words(card: Card, context: Context) -> str:
    """Return by when somebody owes the next step, or how late it is."""
    scene = scene_of(context)
    due = card_due(card, scene.calendar, context.ward.zone, scene.tier, scene.clocks)
    if due is None:
        return "no clock runs"
    return late_words(card, scene) or f"due {moment(due, context.ward)}"


def _card(context: Context, draft: Draft, card: Card) -> SheetView:
    words, about = card_words(card), category_title(context.catalogue, card.category)
    left: tuple[Block, ...] = (
        *_serious(context, card),
        Paragraph(words, bold=True, size="large"),
        *_answer(card),
        *question_line(card),
        Facts(_facts(context, card)),
        *problem_line(draft),
        Choices("more", _ways(context, draft, card), layout="pair"),
    )
    right = history(context, draft.argument)
    return SheetView(
        name="card",
        title=f"Card: {about}",
        columns=(left, right) if right else (left,),
        buttons=_buttons(card, ours=context.ward.is_ours(draft.argument)),
        note="Only this ward closes its cards.",
        spoken=f"Card about {about}: {words}. {state_words(card, context)}.",
    )


def _serious(context: Context, card: Card) -> tuple[Block, ...]:
    if not card.serious_harm:
        return ()
    said = "Serious harm"
    if isinstance(card.progress, Raised):
        phone = context.ward.node.facts.out_of_hours_phone if context.ward.node else ""
        said += f". Not sent. Phone {phone}." if phone else ". Not sent. Phone now."
    return (Paragraph(said, Tone.HARM, bold=True, mark=Mark.DIAMOND),)


def _answer(card: Card) -> tuple[Block, ...]:
    answer = card.progress.answer if isinstance(card.progress, Answered | Closed) else None
    return (Paragraph(f"“{answer}”", Tone.ACCENT, bold=True),) if answer else ()


def _facts(context: Context, card: Card) -> tuple[tuple[str, str], ...]:
    need = need_words(context.catalogue, card.need)
    why = criterion_words(context.catalogue, card.criterion)
    age = card_age(card, scene_of(context))
    return (
        ("Asks for", f"{need} · {why}"),
        ("Raised", f"{moment(card.raised_at, context.ward)} · {age} ago"),
        ("State", state_words(card, context)),
        ("Clock", clock_words(card, context)),
    )


def _ways(context: Context, draft: Draft, card: Card) -> tuple[Option, ...]:
    return (
        *reply_way(card),
        Option("correct", "Correct it"),
        *REMOVAL.ways(words=has_words(context, draft.argument)),
    )


def _buttons(card: Card, *, ours: bool) -> tuple[Button, ...]:
    solved = (Button("close", "Solved: close it"),) if ours else ()
    accept = (primary("close", "Accept and close ›"),) if ours else ()
    match card.progress:
        case Raised():
            bar = (*solved, ANSWER, OWN, primary("acknowledge", "Acknowledge ›"))
        case Acknowledged() | Returned():
            bar = (*solved, ANSWER, primary("own", "Own ›"))
        case Owned():
            bar = (*solved, Button("own", "New owner"), primary("answer", "Answer ›"))
        case Answered():
            bar = (REOPEN, *accept)
        case _:
            bar = (REOPEN,)
    return (BACK, *bar)


ANSWER = Button("answer", "Answer")
OWN = Button("own", "Own")
REOPEN = Button("reopen", "Reopen")


def _acknowledge(context: Context, draft: Draft, value: str) -> Next:
    del context, value
    seen = AcknowledgeCard(draft.argument, CHARGE_NURSE)
    return done(draft, seen, "Saved. The card is acknowledged.")


def _close(context: Context, draft: Draft, value: str) -> Next:
    del value
    closed = CloseCard(draft.argument, context.ward.node_id)
    return Submit((closed,), "Saved. The card is closed.")


TOUCHES: Touches = {
    **ANSWER_TOUCHES,
    **CORRECTION_TOUCHES,
    **QUESTION_TOUCHES,
    **REMOVAL.touches,
    "acknowledge": _acknowledge,
    "close": _close,
    "back": back_or(back_to("lanes", "answers")),
}

CARD = Form("card", start, view, touched, staff_only=True)
