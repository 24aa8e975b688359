"""What a service asks the unit on a card, and why it sends a card back: pages of the card's sheet from tier 2 up."""

from collections.abc import Callable, Mapping

from kiosk.domain.card_states import UNIT_TIER
from kiosk.domain.cards import Answered, AskOnCard, Card, ReturnCard, decide
from kiosk.domain.entities import Refusal
from kiosk.viewmodels.forms.card_answers import who_at
from kiosk.viewmodels.forms.details import Touches, done, pick, scene_of, turn
from kiosk.viewmodels.forms.form import Context, Draft, Next
from kiosk.viewmodels.forms.parts import BACK, SAY_WHAT, guard, primary, sentence_entry
from kiosk.viewmodels.sheets import Label, Option, Paragraph, SheetView

ASK, RETURN = "ask", "return"
QUESTION, REASON = "question", "return_reason"


def ways_from_above(context: Context, card_id: str, card: Card) -> tuple[Option, ...]:
    """Return the ways to ask and to send back, for a board above the unit, as long as somebody above owes a step."""
    settled = not card.is_open or isinstance(card.progress, Answered)
    if scene_of(context).tier == UNIT_TIER or context.ward.is_ours(card_id) or settled:
        return ()
    unit = _unit(context, card_id)
    back = Option(RETURN, "Send it back", detail=f"{unit} goes on with it")
    ask = Option(ASK, "Ask about it", detail=f"{unit} replies; the clock goes on")
    return (ask, back) if _can_go_back(context, card_id, card) else (ask,)


def _can_go_back(context: Context, card_id: str, card: Card) -> bool:
    command = ReturnCard(card_id, who_at(context)[0], "Why", scene_of(context).tier)
    return not isinstance(decide(card, command), Refusal)


def _unit(context: Context, card_id: str) -> str:
    return context.ward.unit_of(card_id) or "The unit"


def _ask(context: Context, draft: Draft) -> SheetView:
    return SheetView(
        name="card.ask",
        title="Ask about the card",
        columns=(
            (
                Label(f"What do you ask? {SAY_WHAT}"),
                sentence_entry(draft, QUESTION, "On which days was it missing?"),
            ),
        ),
        buttons=(
            BACK,
            primary(
                "ask_it",
                "Send the question ›",
                enabled=bool(draft.get(QUESTION).strip()),
                why="Write the question first",
            ),
        ),
        note=f"{_unit(context, draft.argument)} replies. The clock of the card goes on.",
        spoken="Ask about the card. Write one short sentence.",
    )


def _ask_it(context: Context, draft: Draft, value: str) -> Next:
    del value
    question = draft.get(QUESTION).strip()
    problem = guard(context, question) if question else "Write the question first."
    if problem:
        return draft.refuse(problem)
    command = AskOnCard(draft.argument, who_at(context)[0], question)
    return done(draft, command, "Saved. The question goes down.")


def _return(context: Context, draft: Draft) -> SheetView:
    unit = _unit(context, draft.argument)
    return SheetView(
        name="card.return",
        title="Send the card back",
        columns=(
            (
                Label(f"Why does it go back? {SAY_WHAT}"),
                sentence_entry(draft, REASON, "The ward can order it itself"),
                Paragraph("It stays open, and its clock begins anew."),
            ),
        ),
        buttons=(
            BACK,
            primary(
                "return_it",
                "Send it back ›",
                enabled=bool(draft.get(REASON).strip()),
                why="Say why first",
            ),
        ),
        note=f"{unit} reads the reason, and goes on with the card.",
        spoken="Send the card back. Write why.",
    )


def _return_it(context: Context, draft: Draft, value: str) -> Next:
    del value
    reason = draft.get(REASON).strip()
    problem = guard(context, reason) if reason else "Say why it goes back."
    if problem:
        return draft.refuse(problem)
    command = ReturnCard(draft.argument, who_at(context)[0], reason, scene_of(context).tier)
    return done(draft, command, "Saved. The card goes back, with the reason.")


FROM_ABOVE_PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = {
    ASK: _ask,
    RETURN: _return,
}
FROM_ABOVE_TOUCHES: Touches = {
    ASK: turn(ASK),
    f"text:{QUESTION}": pick(QUESTION),
    "ask_it": _ask_it,
    RETURN: turn(RETURN),
    f"text:{REASON}": pick(REASON),
    "return_it": _return_it,
}
