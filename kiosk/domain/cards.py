"""Escalation cards, from raised to closed; only the unit that raised a card closes it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, assert_never

from pydantic import Field

from kiosk.domain.changes import LogKind
from kiosk.domain.entities import (
    Act,
    Decision,
    EntityKind,
    Happened,
    Outcome,
    Payload,
    Refusal,
    State,
)
from kiosk.domain.sentences import CHOICE_LIMIT, WORDS_ERASED, given, tidied


class Need(StrEnum):
    """What the card asks of the next tier."""

    AWARENESS = "awareness"
    ACTION = "action"


class Criterion(StrEnum):
    """Why a card goes up (Pennsylvania Patient Safety Authority, DOMAIN.md section 4)."""

    SERIOUS_RISK = "serious_risk"
    BARRIER = "barrier"
    VISIBILITY = "visibility"


class CardRaised(Payload):
    """A card goes up; its sentence is in the words field `sentence` unless a preset phrase says it."""

    node: str
    category: str
    phrase: str | None = None
    need: Need
    criterion: Criterion
    serious_harm: bool = False


class CardAcknowledged(Payload):
    """Somebody at the tier has seen it; `by` is a role, never a name."""

    by: str = Field(max_length=CHOICE_LIMIT)


class CardOwned(Payload):
    """Somebody took it, until when; `by` is a role, never a name."""

    by: str = Field(max_length=CHOICE_LIMIT)
    due: datetime | None = None


class CardAnswered(Payload):
    """The answer that comes down; its text is in the words field `answer`. `by` is a role, never a name."""

    by: str = Field(max_length=CHOICE_LIMIT)


class CardClosed(Payload):
    """The unit that raised it accepted the answer."""

    node: str


class CardReopened(Payload):
    """The unit did not accept; the reason is in the words field `reason`."""


class CardEdited(Payload):
    """A correction of what it says; history keeps both. New words are in the field `sentence`."""

    category: str
    phrase: str | None = None
    need: Need
    criterion: Criterion


class Raised(State):
    """Nobody has said that they saw it."""

    step: Literal["raised"] = "raised"


class Acknowledged(State):
    """Seen, not yet owned."""

    step: Literal["acknowledged"] = "acknowledged"
    by: str
    at: datetime


class Owned(State):
    """Somebody is working on it."""

    step: Literal["owned"] = "owned"
    by: str
    at: datetime
    due: datetime | None


class Answered(State):
    """An answer came down; the unit has not confirmed it."""

    step: Literal["answered"] = "answered"
    by: str
    at: datetime
    answer: str


class Closed(State):
    """The unit accepted the answer."""

    step: Literal["closed"] = "closed"
    at: datetime
    answer: str | None
    answered_by: str | None


Progress = Annotated[Raised | Acknowledged | Owned | Answered | Closed, Field(discriminator="step")]


class Card(State):
    """An escalation card: what, how urgent, and how far it has come."""

    node: str
    category: str
    phrase: str | None
    sentence: str | None
    need: Need
    criterion: Criterion
    serious_harm: bool
    raised_at: datetime
    progress: Progress
    reopened: int = 0

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes something."""
        return not isinstance(self.progress, Closed)


@dataclass(frozen=True, slots=True)
class RaiseCard:
    """Raise a card; exactly one of phrase and sentence says what."""

    card_id: str
    node: str
    category: str
    phrase: str | None
    sentence: str | None
    need: Need
    criterion: Criterion
    serious_harm: bool


@dataclass(frozen=True, slots=True)
class AcknowledgeCard:
    """Say that the tier has seen it."""

    card_id: str
    by: str


@dataclass(frozen=True, slots=True)
class OwnCard:
    """Take a card on."""

    card_id: str
    by: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """Send an answer down."""

    card_id: str
    by: str
    answer: str


@dataclass(frozen=True, slots=True)
class CloseCard:
    """Accept the answer, as the unit that raised it."""

    card_id: str
    node: str


@dataclass(frozen=True, slots=True)
class ReopenCard:
    """Say that the answer does not solve it."""

    card_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EditCard:
    """Correct what a card says."""

    card_id: str
    category: str
    phrase: str | None
    sentence: str | None
    need: Need
    criterion: Criterion


CardCommand = RaiseCard | AcknowledgeCard | OwnCard | AnswerCard | CloseCard | ReopenCard | EditCard


@tidied
def decide(card: Card | None, command: CardCommand) -> Decision:
    """Return the changes that a command makes, or why it cannot.

    Args:
        card: the card as it stands, or None when there is none.
        command: what somebody asked for.
    """
    if isinstance(command, RaiseCard):
        return _raise(card, command)
    if card is None:
        return Refusal("That card is not here any more.")
    if isinstance(command, AcknowledgeCard | OwnCard | AnswerCard) and not command.by:
        return Refusal("Say who first.")
    return _move(card, command)


def _move(card: Card, command: CardCommand) -> Decision:
    match command:
        case RaiseCard():
            return _raise(card, command)
        case AcknowledgeCard():
            return _if(
                isinstance(card.progress, Raised),
                Act(command.card_id, "card.acknowledged", CardAcknowledged(by=command.by)),
                "That card was already seen.",
            )
        case OwnCard():
            return _if(
                isinstance(card.progress, Raised | Acknowledged | Owned),
                Act(command.card_id, "card.owned", CardOwned(by=command.by, due=command.due)),
                "That card is already answered.",
            )
        case AnswerCard():
            words = given(answer=command.answer)
            return _if(
                card.is_open and bool(words),
                Act(command.card_id, "card.answered", CardAnswered(by=command.by), words),
                "An answer needs words, and an open card.",
            )
        case CloseCard():
            return _close(card, command)
        case ReopenCard():
            words = given(reason=command.reason)
            return _if(
                isinstance(card.progress, Answered | Closed),
                Act(command.card_id, "card.reopened", CardReopened(), words),
                "That card is still open.",
            )
        case EditCard():
            return _edit(command)
        case _:
            assert_never(command)


def _if(allowed: bool, act: Act, reason: str) -> Decision:  # noqa: FBT001 - reads as a sentence
    return (act,) if allowed else Refusal(reason)


def _raise(card: Card | None, command: RaiseCard) -> Decision:
    if card is not None:
        return Refusal("That card is already raised.")
    if not command.phrase and not command.sentence:
        return Refusal("Pick a phrase, or write one short sentence.")
    payload = CardRaised(
        node=command.node,
        category=command.category,
        phrase=command.phrase,
        need=command.need,
        criterion=command.criterion,
        serious_harm=command.serious_harm,
    )
    return (Act(command.card_id, "card.raised", payload, given(sentence=command.sentence)),)


def _close(card: Card, command: CloseCard) -> Decision:
    if command.node != card.node:
        return Refusal("Only the unit that raised a card can close it.")
    return _if(
        card.is_open,
        Act(command.card_id, "card.closed", CardClosed(node=command.node)),
        "That card is already closed.",
    )


def _edit(command: EditCard) -> Decision:
    if not command.phrase and not command.sentence:
        return Refusal("Pick a phrase, or write one short sentence.")
    payload = CardEdited(
        category=command.category,
        phrase=command.phrase,
        need=command.need,
        criterion=command.criterion,
    )
    return (Act(command.card_id, "card.edited", payload, given(sentence=command.sentence)),)


REOPENS = frozenset({"card.owned", "card.answered", "card.reopened"})
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
            if isinstance(card.progress, Answered | Closed):
                if isinstance(card.progress, Closed) and "card.closed" in happened.unseen:
                    return _moved(card, Owned(by=payload.by, at=at, due=payload.due))
                return Outcome(card, f"already {card.progress.step}")
            return _moved(card, Owned(by=payload.by, at=at, due=payload.due))
        case CardAnswered():
            answer = happened.words.get("answer", WORDS_ERASED)
            if isinstance(card.progress, Closed) and "card.closed" not in happened.unseen:
                return Outcome(card, "already closed")
            return _moved(card, Answered(by=payload.by, at=at, answer=answer))
        case CardClosed():
            return _closed(card, payload, happened)
        case CardReopened():
            if not isinstance(card.progress, Answered | Closed):
                return Outcome(card, "it was still open")
            return Outcome(
                card.model_copy(update={"progress": Raised(), "reopened": card.reopened + 1})
            )
        case CardEdited():
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
        case _:
            return Outcome(card, "needs an update of this board")


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


CARD = EntityKind(
    name="card",
    log=LogKind.SHARED,
    state=Card,
    payloads={
        "card.raised": CardRaised,
        "card.acknowledged": CardAcknowledged,
        "card.owned": CardOwned,
        "card.answered": CardAnswered,
        "card.closed": CardClosed,
        "card.reopened": CardReopened,
        "card.edited": CardEdited,
    },
    evolve=evolve,
)
