"""The sheet of one escalation card: what it says, its clock, its beside_history, and what can be done with it now."""

from collections.abc import Callable, Mapping

from kiosk.domain.card_states import UNIT_TIER
from kiosk.domain.cards import (
    AcknowledgeCard,
    Acknowledged,
    Answered,
    Card,
    CloseCard,
    Owned,
    Raised,
    Returned,
)
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.card_answers import ANSWER_PAGES, ANSWER_TOUCHES
from kiosk.viewmodels.forms.card_corrections import CORRECTION_PAGES, CORRECTION_TOUCHES
from kiosk.viewmodels.forms.card_facts import (
    answer_line,
    card_facts,
    neighbour_view,
    serious_line,
    settled_lines,
    state_words,
)
from kiosk.viewmodels.forms.card_from_above import (
    FROM_ABOVE_PAGES,
    FROM_ABOVE_TOUCHES,
    ways_from_above,
)
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
    beside_history,
    done,
    follow,
    gone,
    has_words,
    problem_line,
    scene_of,
)
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next, Open, Submit
from kiosk.viewmodels.forms.parts import BACK, primary
from kiosk.viewmodels.forms.removing import Removal, back_or
from kiosk.viewmodels.names import card_words, category_title
from kiosk.viewmodels.sheets import Block, Choices, Facts, Option, Paragraph, SheetView

CHARGE_NURSE = "charge nurse"
REMOVAL = Removal("card", "card", ("Raised by mistake", "It is there twice", "It is settled"))
PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = {
    **ANSWER_PAGES,
    **CORRECTION_PAGES,
    **FROM_ABOVE_PAGES,
    **QUESTION_PAGES,
    **REMOVAL.pages,
}


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the card as it stands."""
    del context
    return draft.turn(HOME)


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    read_only = context.ward.neighbours.get(draft.argument)
    if read_only is not None:
        return neighbour_view(context, draft, read_only)
    card = context.ward.cards.get(draft.argument)
    if card is None:
        return gone("card", "This card")
    page = PAGES.get(draft.page)
    return _card(context, draft, card) if page is None else page(context, draft)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    return follow(TOUCHES, context, draft, action, value)


def _card(context: Context, draft: Draft, card: Card) -> SheetView:
    words, about = card_words(card), category_title(context.catalogue, card.category)
    ways = _ways(context, draft, card)
    left: tuple[Block, ...] = (
        *serious_line(context, draft.argument, card),
        Paragraph(words, bold=True, size="large"),
        *answer_line(card),
        *question_line(card),
        Facts(card_facts(context, draft.argument, card)),
        *settled_lines(context, draft.argument),
        *problem_line(draft),
        *((Choices("more", ways, layout="pair"),) if ways else ()),
    )
    return SheetView(
        name="card",
        title=f"Card: {about}",
        columns=beside_history(context, draft.argument, left),
        buttons=_buttons(context, draft.argument, card),
        note=f"Only {context.ward.unit_of(draft.argument) or 'this ward'} closes its cards.",
        spoken=f"Card about {about}: {words}. {state_words(context, draft.argument, card)}.",
    )


def _ways(context: Context, draft: Draft, card: Card) -> tuple[Option, ...]:
    """Return what else can be done: those above ask and send back; only the unit itself corrects and takes back."""
    if not context.ward.is_ours(draft.argument):
        return ways_from_above(context, draft.argument, card)
    return (
        *reply_way(card),
        Option("correct", "Correct it"),
        *REMOVAL.ways(words=has_words(context, draft.argument)),
    )


def _buttons(context: Context, card_id: str, card: Card) -> tuple[Button, ...]:
    """Return what can be done with a card now: those above see, own and answer, only the unit closes and reopens."""
    ours = context.ward.is_ours(card_id)
    solved = (Button("close", "Solved: close it"),) if ours else ()
    reopen = (REOPEN,) if ours else ()
    match card.progress:
        case Raised():
            bar = (*solved, ANSWER, OWN, primary("acknowledge", "Acknowledge ›"))
        case Acknowledged() | Returned():
            bar = (*solved, ANSWER, primary("own", "Own ›"))
        case Owned():
            bar = (*solved, Button("own", "New owner"), primary("answer", "Answer ›"))
        case Answered():
            bar = (*reopen, *((primary("close", "Accept and close ›"),) if ours else ()))
        case _:
            bar = reopen
    return (BACK, *bar)


ANSWER = Button("answer", "Answer")
OWN = Button("own", "Own")
REOPEN = Button("reopen", "Reopen")


def _acknowledge(context: Context, draft: Draft, value: str) -> Next:
    del value
    scene = scene_of(context)
    by = CHARGE_NURSE if scene.tier == UNIT_TIER else scene.unit
    return done(draft, AcknowledgeCard(draft.argument, by), "Saved. The card is acknowledged.")


def _close(context: Context, draft: Draft, value: str) -> Next:
    del value
    closed = CloseCard(draft.argument, context.ward.node_id)
    return Submit((closed,), "Saved. The card is closed.")


TOUCHES: Touches = {
    **ANSWER_TOUCHES,
    **CORRECTION_TOUCHES,
    **FROM_ABOVE_TOUCHES,
    **QUESTION_TOUCHES,
    **REMOVAL.touches,
    "acknowledge": _acknowledge,
    "close": _close,
    "not_taken": lambda _context, _draft, _value: Open("sync"),
    "back": back_or(back_to("lanes", "answers")),
}

CARD = Form("card", start, view, touched, staff_only=True)
