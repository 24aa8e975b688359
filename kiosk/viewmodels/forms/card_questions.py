"""What somebody above asks on a card, and the page on which the unit replies."""

from collections.abc import Callable, Mapping

from kiosk.domain.cards import Card, ReplyOnCard
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.details import Touches, done
from kiosk.viewmodels.forms.form import Context, Draft, Next
from kiosk.viewmodels.forms.sentence_page import SentencePage
from kiosk.viewmodels.sheets import Block, Option, Paragraph, SheetView


def question_line(card: Card) -> tuple[Block, ...]:
    """Return what was asked last and is not replied to, if anything."""
    asked = card.asked
    if asked is None or asked.reply is not None or not card.is_open:
        return ()
    return (Paragraph(f"{asked.by} asks: “{asked.question}”", Tone.ACCENT, bold=True),)


def reply_way(card: Card) -> tuple[Option, ...]:
    """Return the way to the reply, as long as a question waits for one."""
    return (Option("reply", "Reply to the question"),) if question_line(card) else ()


REPLY = SentencePage(
    name="card.reply",
    title="Reply to the question",
    entry="reply",
    question="What do you reply?",
    hint="Since Monday, on both sides",
    send="Send the reply ›",
    missing="Write the reply first",
    spoken="Reply to the question. Write one short sentence.",
)


def _reply(context: Context, draft: Draft) -> SheetView:
    asked = question_line(context.ward.cards[draft.argument])
    return REPLY.view(draft, before=asked, note="The clock of the card goes on.")


def _reply_it(context: Context, draft: Draft, value: str) -> Next:
    del value
    reply = REPLY.written(context, draft)
    if isinstance(reply, Draft):
        return reply
    return done(draft, ReplyOnCard(draft.argument, reply), "Saved. The reply goes up.")


QUESTION_PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = {REPLY.page: _reply}
QUESTION_TOUCHES: Touches = {**REPLY.touches, REPLY.sends: _reply_it}
