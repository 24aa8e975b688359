"""Pages of a card's sheet for the loop: who owns it and by when, the answer that comes down, the reason to reopen."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from kiosk.domain.calendars import at_local
from kiosk.domain.card_states import UNIT_TIER
from kiosk.domain.cards import AnswerCard, OwnCard, ReopenCard
from kiosk.domain.wards import Ward
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.details import Touches, done, pick, scene_of, turn
from kiosk.viewmodels.forms.form import Context, Draft, Next
from kiosk.viewmodels.forms.parts import BACK, options, primary
from kiosk.viewmodels.forms.sentence_page import SentencePage
from kiosk.viewmodels.sheets import Choices, Label, Option, Paragraph, SheetView

WHO = ("charge nurse", "ward manager", "service lead", "another department")
"""Who may stand behind an owner or an answer: roles, never names."""

BY_WHEN = (
    ("shift", "The end of this shift"),
    ("tomorrow", "Tomorrow"),
    ("week", "In a week"),
    ("month", "In four weeks"),
)
END_OF_DAY_HOUR = 17
AHEAD_DAYS = {"tomorrow": 1, "week": 7, "month": 28}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def who_at(context: Context) -> tuple[str, ...]:
    """Return who may stand behind an owner or an answer at this board: on a ward anybody, above it the tier itself."""
    scene = scene_of(context)
    if scene.tier == UNIT_TIER:
        return WHO
    return (scene.unit, f"{scene.unit} lead", WHO[-1])


def _who(context: Context, name: str, chosen: str) -> tuple[Option, ...]:
    return options(name, [(who, _capital(who)) for who in who_at(context)], chosen)


def _own(context: Context, draft: Draft) -> SheetView:
    ready = bool(draft.get("owner") and draft.get("due"))
    return SheetView(
        name="card.own",
        title="Who takes it on, and by when?",
        columns=(
            (Label("Who"), Choices("owner", _who(context, "owner", draft.get("owner")), "boxes")),
            (Label("By when"), Choices("due", options("due", BY_WHEN, draft.get("due")), "boxes")),
        ),
        buttons=(
            BACK,
            primary("own_it", "Own it ›", enabled=ready, why="Say who and by when first"),
        ),
        note=draft.problem or "The card is late when that time has passed.",
        spoken="Who takes the card on, and by when?",
    )


def due_instant(ward: Ward, choice: str) -> datetime:
    """Return the instant that a choice of *by when* means on a ward."""
    if choice == "shift":
        return ward.shift.ends if ward.shift else ward.now + timedelta(hours=8)
    day = ward.today + timedelta(days=AHEAD_DAYS[choice])
    end_of_day = ward.local_now.time().replace(
        hour=END_OF_DAY_HOUR, minute=0, second=0, microsecond=0
    )
    return at_local(day, end_of_day, ward.zone)


def _own_it(context: Context, draft: Draft, value: str) -> Next:
    del value
    if not draft.get("owner") or not draft.get("due"):
        return draft.refuse("Say who takes it on, and by when.")
    due = due_instant(context.ward, draft.get("due"))
    tier, node = scene_of(context).tier, context.ward.node_id
    above = None if tier == UNIT_TIER else node
    command = OwnCard(draft.argument, draft.get("owner"), due, node=above, tier=tier)
    return done(draft, command, f"Saved. Owned by {draft.get('owner')}.")


def _answer_by(context: Context, draft: Draft) -> SheetView:
    return SheetView(
        name="card.answer_by",
        title="Answer the card",
        columns=(
            (Label("Who answers?"), Choices("by", _who(context, "by", draft.get("by")), "boxes")),
        ),
        buttons=(BACK,),
        spoken="Answer the card. Who answers?",
    )


ANSWER = SentencePage(
    name="card.answer",
    title="Answer the card",
    entry="answer",
    question="What is the answer?",
    hint="Night porter from 1 December",
    send="Send it down ›",
    missing="Write the answer first",
    spoken="Answer the card. Write one short sentence.",
)
REOPEN = SentencePage(
    name="card.reopen",
    title="Reopen the card",
    entry="reopen_reason",
    question="What is not solved?",
    hint="Still none at weekends",
    send="Reopen it ›",
    missing="Say what is not solved first",
    spoken="Reopen the card. Write what is not solved.",
)


def _answer(context: Context, draft: Draft) -> SheetView:
    unit = context.ward.unit_of(draft.argument) or "This ward"
    return ANSWER.view(
        draft,
        question=f"What does the {draft.get('by')} answer?",
        note=f"It is read out at the next huddle. {unit} accepts or reopens.",
    )


def _pick_by(context: Context, draft: Draft, value: str) -> Next:
    del context
    return draft.put(by=value).turn("answer")


def _answer_it(context: Context, draft: Draft, value: str) -> Next:
    del value
    answer = ANSWER.written(context, draft)
    if isinstance(answer, Draft):
        return answer
    by = draft.get("by") or who_at(context)[0]
    command = AnswerCard(draft.argument, by, answer, tier=scene_of(context).tier)
    return done(draft, command, "Saved. The answer is read out at the next huddle.")


def _reopen(context: Context, draft: Draft) -> SheetView:
    del context
    clock = Paragraph("The clock goes on from when it was raised.", Tone.MUTED)
    return REOPEN.view(draft, after=(clock,))


def _reopen_it(context: Context, draft: Draft, value: str) -> Next:
    del value
    reason = REOPEN.written(context, draft)
    if isinstance(reason, Draft):
        return reason
    return done(draft, ReopenCard(draft.argument, reason), "Saved. The card is open again.")


ANSWER_PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = {
    "own": _own,
    "answer_by": _answer_by,
    ANSWER.page: _answer,
    REOPEN.page: _reopen,
}
ANSWER_TOUCHES: Touches = {
    "own": turn("own"),
    "owner": pick("owner"),
    "due": pick("due"),
    "own_it": _own_it,
    **ANSWER.touches,
    "answer": turn("answer_by"),
    "by": _pick_by,
    ANSWER.sends: _answer_it,
    **REOPEN.touches,
    REOPEN.sends: _reopen_it,
}
