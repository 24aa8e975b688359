"""What somebody above asks on a card, and the page on which the unit replies."""

from collections.abc import Callable, Mapping

from kiosk.domain.cards import Card, ReplyOnCard
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.details import Touches, done, pick, turn
from kiosk.viewmodels.forms.form import Context, Draft, Next
from kiosk.viewmodels.forms.parts import BACK, SAY_WHAT, guard, primary, sentence_entry
from kiosk.viewmodels.sheets import Block, Label, Option, Paragraph, SheetView


def question_line(card: Card) -> tuple[Block, ...]:
    """Return what was asked last and is not replied to, if anything."""
    asked = card.asked
    if asked is None or asked.reply is not None or not card.is_open:
        return ()
    return (Paragraph(f"{asked.by} asks: “{asked.question}”", Tone.ACCENT, bold=True),)


def reply_way(card: Card) -> tuple[Option, ...]:
    """Return the way to the reply, as long as a question waits for one."""
    return (Option("reply", "Reply to the question"),) if question_line(card) else ()


def _reply(context: Context, draft: Draft) -> SheetView:
    card = context.ward.cards[draft.argument]
    return SheetView(
        name="card.reply",
        title="Reply to the question",
        columns=(
            (
                *question_line(card),
                Label(f"What do you reply? {SAY_WHAT}"),
                sentence_entry(draft, "reply", "Since Monday, on both sides"),
            ),
        ),
        buttons=(
            BACK,
            primary(
                "reply_it",
                "Send the reply ›",
                enabled=bool(draft.get("reply").strip()),
                why="Write the reply first",
            ),
        ),
        note="The clock of the card goes on.",
        spoken="Reply to the question. Write one short sentence.",
    )


def _reply_it(context: Context, draft: Draft, value: str) -> Next:
    del value
    reply = draft.get("reply").strip()
    problem = guard(context, reply) if reply else "Write the reply first."
    if problem:
        return draft.refuse(problem)
    return done(draft, ReplyOnCard(draft.argument, reply), "Saved. The reply goes up.")


QUESTION_PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = {"reply": _reply}
QUESTION_TOUCHES: Touches = {
    "reply": turn("reply"),
    "text:reply": pick("reply"),
    "reply_it": _reply_it,
}
