"""What each change makes of an escalation card, whatever its author had seen."""

from kiosk.domain.card_changes import (
    CardAcknowledged,
    CardAnswered,
    CardAsked,
    CardClosed,
    CardEdited,
    CardOwned,
    CardRaised,
    CardReopened,
    CardReplied,
    CardReturned,
)
from kiosk.domain.card_states import (
    Acknowledged,
    Answered,
    Card,
    Closed,
    Owned,
    Progress,
    Question,
    Raised,
    Returned,
)
from kiosk.domain.entities import Happened, Outcome
from kiosk.domain.sentences import WORDS_ERASED

REOPENS = frozenset({"card.owned", "card.answered", "card.returned", "card.reopened"})
"""What a closure must have seen: a closure that did not see one of these leaves the card open."""


def evolve(card: Card | None, happened: Happened) -> Outcome[Card]:
    """Return the card after a change; a change that makes no sense leaves it as it is, with the reason."""
    payload, at = happened.payload, happened.at
    if isinstance(payload, CardRaised):
        return _raised(card, payload, happened)
    if card is None:
        return Outcome(None, "there is no such card")
    match payload:
        case CardAcknowledged():
            if not isinstance(card.progress, Raised):
                return Outcome(card, f"already {card.progress.step}")
            return _moved(card, Acknowledged(by=payload.by, at=at))
        case CardOwned():
            return _owned(card, payload, happened)
        case CardAnswered():
            return _answered(card, payload, happened)
        case CardReturned():
            return _returned(card, payload, happened)
        case CardAsked():
            question = happened.words.get("question", WORDS_ERASED)
            return _said(card, Question(by=payload.by, at=at, question=question))
        case CardReplied():
            if card.asked is None:
                return Outcome(card, "nobody had asked")
            reply = happened.words.get("reply", WORDS_ERASED)
            return _said(card, card.asked.model_copy(update={"reply": reply}))
        case CardClosed():
            return _closed(card, payload, happened)
        case CardReopened():
            if not isinstance(card.progress, Answered | Closed):
                return Outcome(card, "it was still open")
            return Outcome(
                card.model_copy(update={"progress": Raised(), "reopened": card.reopened + 1})
            )
        case CardEdited():
            return _edited(card, payload, happened)
        case _:
            return Outcome(card, "needs an update of this board")


def _owned(card: Card, payload: CardOwned, happened: Happened) -> Outcome[Card]:
    """Take it on; of two who did not see each other, the higher tier has it."""
    now = card.progress
    if isinstance(now, Answered) or _closed_knowingly(card, happened):
        return Outcome(card, f"already {now.step}")
    if isinstance(now, Owned) and "card.owned" in happened.unseen and now.tier > payload.tier:
        return Outcome(card, f"already owned by {now.by}")
    owned = Owned(
        by=payload.by, at=happened.at, due=payload.due, node=payload.node, tier=payload.tier
    )
    return _moved(card, owned)


def _answered(card: Card, payload: CardAnswered, happened: Happened) -> Outcome[Card]:
    """Answer it; of two who did not see each other, the higher tier's answer stands."""
    now = card.progress
    if _closed_knowingly(card, happened):
        return Outcome(card, "already closed")
    if isinstance(now, Answered) and "card.answered" in happened.unseen and now.tier > payload.tier:
        return Outcome(card, f"already answered by {now.by}")
    answer = happened.words.get("answer", WORDS_ERASED)
    return _moved(card, Answered(by=payload.by, at=happened.at, answer=answer, tier=payload.tier))


def _returned(card: Card, payload: CardReturned, happened: Happened) -> Outcome[Card]:
    """Send it back; an answer outweighs it, and whoever owns it further up keeps it."""
    now = card.progress
    if isinstance(now, Answered) or _closed_knowingly(card, happened):
        return Outcome(card, f"already {now.step}")
    if isinstance(now, Owned) and "card.owned" in happened.unseen and now.tier > payload.tier + 1:
        return Outcome(card, f"already owned by {now.by}")
    reason = happened.words.get("reason", WORDS_ERASED)
    returned = Returned(
        by=payload.by,
        at=happened.at,
        tier=payload.tier,
        reason=reason,
        within_s=payload.within_s,
    )
    return _moved(card, returned)


def _closed_knowingly(card: Card, happened: Happened) -> bool:
    """Whether the card is closed, and the author had seen it."""
    return isinstance(card.progress, Closed) and "card.closed" not in happened.unseen


def _said(card: Card, asked: Question) -> Outcome[Card]:
    """Keep what was asked and replied; a comment moves nothing, and opens nothing again."""
    return Outcome(card.model_copy(update={"asked": asked}))


def _edited(card: Card, payload: CardEdited, happened: Happened) -> Outcome[Card]:
    sentence = happened.words.get("sentence")
    return Outcome(
        card.model_copy(
            update={
                "category": payload.category,
                "phrase": payload.phrase,
                "sentence": sentence or (None if payload.phrase else WORDS_ERASED),
                "need": payload.need,
                "criterion": payload.criterion,
            }
        )
    )


def _moved(card: Card, progress: Progress) -> Outcome[Card]:
    return Outcome(card.model_copy(update={"progress": progress}))


def _raised(card: Card | None, payload: CardRaised, happened: Happened) -> Outcome[Card]:
    if card is not None:
        return Outcome(card, "already raised")
    sentence = happened.words.get("sentence")
    return Outcome(
        Card(
            node=payload.node,
            category=payload.category,
            phrase=payload.phrase,
            sentence=sentence or (None if payload.phrase else WORDS_ERASED),
            need=payload.need,
            criterion=payload.criterion,
            serious_harm=payload.serious_harm,
            raised_at=happened.at,
            within_s=payload.within_s,
            seen_within_s=payload.seen_within_s,
            progress=Raised(),
        )
    )


def _closed(card: Card, payload: CardClosed, happened: Happened) -> Outcome[Card]:
    if payload.node != card.node:
        return Outcome(card, "only the unit that raised a card can close it")
    if isinstance(card.progress, Closed):
        return Outcome(card, "already closed")
    missed = REOPENS & set(happened.unseen)
    if missed:
        return Outcome(card, "stays open: closed without seeing what had changed")
    answered = card.progress if isinstance(card.progress, Answered) else None
    return _moved(
        card,
        Closed(
            at=happened.at,
            answer=answered.answer if answered else None,
            answered_by=answered.by if answered else None,
        ),
    )
