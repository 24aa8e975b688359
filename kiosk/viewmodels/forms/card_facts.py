"""What stands on a card's sheet besides what can be done: its state, its clock, whose it is, how far it has got."""

from kiosk.domain.card_clocks import card_due
from kiosk.domain.cards import Acknowledged, Answered, Card, Closed, Owned, Raised, Returned
from kiosk.viewmodels.card_standing import card_age, late_words
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.details import beside_history, scene_of
from kiosk.viewmodels.forms.form import Context, Draft
from kiosk.viewmodels.forms.parts import BACK
from kiosk.viewmodels.names import card_words, category_title, criterion_words, need_words
from kiosk.viewmodels.sheets import Block, Choices, Facts, Option, Paragraph, SheetView
from kiosk.viewmodels.story import moment

READ_ONLY = "Another unit's card: to be read, not to be changed here."


def state_words(context: Context, card_id: str, card: Card) -> str:
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
        case _ if card_id in context.ward.unsent:
            return "Raised, not sent yet: nobody outside this ward can know"
        case _:
            return "Raised: nobody has said that they saw it"


def clock_words(context: Context, card: Card) -> str:
    """Return by when somebody owes the next step, or how late it is."""
    scene = scene_of(context)
    due = card_due(card, scene.calendar, context.ward.zone, scene.tier, scene.clocks)
    if due is None:
        return "no clock runs"
    return late_words(card, scene) or f"due {moment(due, context.ward)}"


def serious_line(context: Context, card_id: str, card: Card) -> tuple[Block, ...]:
    """Return that a card is about serious harm, and whom to phone; a card that was sent is no phone call either."""
    if not card.serious_harm:
        return ()
    said = "Serious harm"
    if isinstance(card.progress, Raised):
        phone = context.ward.node.facts.out_of_hours_phone if context.ward.node else ""
        unsent = context.ward.alone or card_id in context.ward.unsent
        said += ". Not sent." if unsent else "."
        said += f" Phone {phone}." if phone else " Phone now."
    return (Paragraph(said, Tone.HARM, bold=True, mark=Mark.DIAMOND),)


def answer_line(card: Card) -> tuple[Block, ...]:
    """Return the answer that came down, if there is one."""
    answer = card.progress.answer if isinstance(card.progress, Answered | Closed) else None
    return (Paragraph(f"“{answer}”", Tone.ACCENT, bold=True),) if answer else ()


def card_facts(context: Context, card_id: str, card: Card) -> tuple[tuple[str, str], ...]:
    """Return the facts of a card, with the unit's name where it is another one's."""
    need = need_words(context.catalogue, card.need)
    why = criterion_words(context.catalogue, card.criterion)
    age = card_age(card, scene_of(context))
    rows = (
        ("Unit", context.ward.unit_of(card_id)),
        ("Asks for", f"{need} · {why}"),
        ("Raised", f"{moment(card.raised_at, context.ward)} · {age} ago"),
        ("State", state_words(context, card_id, card)),
        ("Clock", clock_words(context, card)),
    )
    return tuple((label, words) for label, words in rows if words)


def settled_lines(context: Context, card_id: str) -> tuple[Block, ...]:
    """Return what of a card does not count, and what the hospital's system did not take, with the way there."""
    why = context.ward.void.get(card_id)
    void = (Paragraph(f"An entry does not count: {why}.", mark=Mark.DASHES),) if why else ()
    if not any(dead.record.change.entity == card_id for dead in context.sync.dead):
        return void
    way = Option("not_taken", "An entry was not taken: see why", mark=Mark.STAR)
    return (*void, Choices("not_taken", (way,), layout="boxes"))


def neighbour_view(context: Context, draft: Draft, card: Card) -> SheetView:
    """Return the sheet of a card of a unit beside this one: all of it can be read, nothing of it touched."""
    words, unit = card_words(card), context.ward.unit_of(draft.argument)
    about = category_title(context.catalogue, card.category)
    left = (
        Paragraph(words, bold=True, size="large"),
        *answer_line(card),
        Facts(card_facts(context, draft.argument, card)),
        Paragraph(READ_ONLY, Tone.MUTED),
    )
    return SheetView(
        name="card.neighbour",
        title=f"{unit}: {about}",
        columns=beside_history(context, draft.argument, left),
        buttons=(BACK,),
        note=f"Only {unit} closes its cards.",
        spoken=f"Card of {unit} about {about}: {words}.",
    )
