"""What a service asks the unit on a card, and why it sends a card back: pages of the card's sheet from tier 2 up."""

from collections.abc import Callable, Mapping

from kiosk.domain.card_states import UNIT_TIER
from kiosk.domain.cards import Answered, AskOnCard, Card, ReturnCard, decide
from kiosk.domain.entities import Refusal
from kiosk.viewmodels.forms.card_answers import who_at
from kiosk.viewmodels.forms.details import Touches, done, scene_of
from kiosk.viewmodels.forms.form import Context, Draft, Next
from kiosk.viewmodels.forms.sentence_page import SentencePage
from kiosk.viewmodels.sheets import Option, Paragraph, SheetView


def ways_from_above(context: Context, card_id: str, card: Card) -> tuple[Option, ...]:
    """Return the ways to ask and to send back, for a board above the unit, as long as somebody above owes a step."""
    settled = not card.is_open or isinstance(card.progress, Answered)
    if scene_of(context).tier == UNIT_TIER or context.ward.is_ours(card_id) or settled:
        return ()
    unit = _unit(context, card_id)
    back = Option("return", "Send it back", detail=f"{unit} goes on with it")
    ask = Option("ask", "Ask about it", detail=f"{unit} replies; the clock goes on")
    return (ask, back) if _can_go_back(context, card_id, card) else (ask,)


def _can_go_back(context: Context, card_id: str, card: Card) -> bool:
    command = ReturnCard(card_id, who_at(context)[0], "Why", scene_of(context).tier)
    return not isinstance(decide(card, command), Refusal)


def _unit(context: Context, card_id: str) -> str:
    return context.ward.unit_of(card_id) or "The unit"


ASK = SentencePage(
    name="card.ask",
    title="Ask about the card",
    entry="question",
    question="What do you ask?",
    hint="On which days was it missing?",
    send="Send the question ›",
    missing="Write the question first",
    spoken="Ask about the card. Write one short sentence.",
)
RETURN = SentencePage(
    name="card.return",
    title="Send the card back",
    entry="return_reason",
    question="Why does it go back?",
    hint="The ward can order it itself",
    send="Send it back ›",
    missing="Say why first",
    spoken="Send the card back. Write why.",
)


def _ask(context: Context, draft: Draft) -> SheetView:
    unit = _unit(context, draft.argument)
    return ASK.view(draft, note=f"{unit} replies. The clock of the card goes on.")


def _ask_it(context: Context, draft: Draft, value: str) -> Next:
    del value
    question = ASK.written(context, draft)
    if isinstance(question, Draft):
        return question
    command = AskOnCard(draft.argument, who_at(context)[0], question)
    return done(draft, command, "Saved. The question goes down.")


def _return(context: Context, draft: Draft) -> SheetView:
    unit = _unit(context, draft.argument)
    return RETURN.view(
        draft,
        after=(Paragraph("It stays open, and its clock begins anew."),),
        note=f"{unit} reads the reason, and goes on with the card.",
    )


def _return_it(context: Context, draft: Draft, value: str) -> Next:
    del value
    reason = RETURN.written(context, draft)
    if isinstance(reason, Draft):
        return reason
    command = ReturnCard(draft.argument, who_at(context)[0], reason, scene_of(context).tier)
    return done(draft, command, "Saved. The card goes back, with the reason.")


FROM_ABOVE_PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = {
    ASK.page: _ask,
    RETURN.page: _return,
}
FROM_ABOVE_TOUCHES: Touches = {
    **ASK.touches,
    ASK.sends: _ask_it,
    **RETURN.touches,
    RETURN.sends: _return_it,
}
