"""Escalation cards, from raised to closed; only the unit that raised a card closes it, or who took over from it."""

from typing import assert_never

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
from kiosk.domain.card_commands import (
    AcknowledgeCard,
    AnswerCard,
    AskOnCard,
    CardCommand,
    CloseCard,
    EditCard,
    OwnCard,
    RaiseCard,
    ReopenCard,
    ReplyOnCard,
    ReturnCard,
)
from kiosk.domain.card_states import (
    UNIT_TIER,
    Acknowledged,
    Answered,
    Card,
    Closed,
    Criterion,
    Need,
    Owned,
    Progress,
    Question,
    Raised,
    Returned,
)
from kiosk.domain.card_steps import evolve
from kiosk.domain.changes import LogKind
from kiosk.domain.entities import Act, Decision, EntityKind, Refusal
from kiosk.domain.sentences import given, tidied

__all__ = [
    "CARD",
    "AcknowledgeCard",
    "Acknowledged",
    "AnswerCard",
    "Answered",
    "AskOnCard",
    "Card",
    "CardAcknowledged",
    "CardAnswered",
    "CardAsked",
    "CardClosed",
    "CardCommand",
    "CardEdited",
    "CardOwned",
    "CardRaised",
    "CardReopened",
    "CardReplied",
    "CardReturned",
    "CloseCard",
    "Closed",
    "Criterion",
    "EditCard",
    "Need",
    "OwnCard",
    "Owned",
    "Progress",
    "Question",
    "RaiseCard",
    "Raised",
    "ReopenCard",
    "ReplyOnCard",
    "ReturnCard",
    "Returned",
    "decide",
    "evolve",
]

FromAbove = AcknowledgeCard | OwnCard | AnswerCard | ReturnCard | AskOnCard
"""What somebody does who stands behind it with a role."""


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
    if isinstance(command, FromAbove) and not command.by:
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
                isinstance(card.progress, Raised | Acknowledged | Owned | Returned),
                Act(command.card_id, "card.owned", _owned(command)),
                "That card is already answered.",
            )
        case AnswerCard():
            words = given(answer=command.answer)
            return _if(
                card.is_open and bool(words),
                Act(command.card_id, "card.answered", _answered(command), words),
                "An answer needs words, and an open card.",
            )
        case ReturnCard():
            return _return(card, command)
        case AskOnCard():
            words = given(question=command.question)
            return _if(
                card.is_open and bool(words),
                Act(command.card_id, "card.asked", CardAsked(by=command.by), words),
                "A question needs words, and an open card.",
            )
        case ReplyOnCard():
            words = given(reply=command.reply)
            return _if(
                card.asked is not None and bool(words),
                Act(command.card_id, "card.replied", CardReplied(), words),
                "A reply needs words, and a question.",
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
        within_s=command.within_s,
        seen_within_s=command.seen_within_s,
    )
    return (Act(command.card_id, "card.raised", payload, given(sentence=command.sentence)),)


def _owned(command: OwnCard) -> CardOwned:
    return CardOwned(by=command.by, due=command.due, node=command.node, tier=command.tier)


def _answered(command: AnswerCard) -> CardAnswered:
    return CardAnswered(by=command.by, tier=command.tier)


def _return(card: Card, command: ReturnCard) -> Decision:
    words = given(reason=command.reason)
    if not words:
        return Refusal("Say why it goes back.")
    if command.tier <= UNIT_TIER:
        return Refusal("There is no tier below to send it back to.")
    if isinstance(card.progress, Answered | Closed):
        return Refusal(f"That card is already {card.progress.step}.")
    if isinstance(card.progress, Returned) and card.progress.tier < command.tier:
        return Refusal("That card has already gone back.")
    payload = CardReturned(by=command.by, tier=command.tier - 1, within_s=command.within_s)
    return (Act(command.card_id, "card.returned", payload, words),)


def _close(card: Card, command: CloseCard) -> Decision:
    if (command.in_place_of or command.node) != card.node:
        return Refusal("Only the unit that raised a card can close it.")
    closed_by = None if command.node == card.node else command.node
    return _if(
        card.is_open,
        Act(command.card_id, "card.closed", CardClosed(node=card.node, closed_by=closed_by)),
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


CARD = EntityKind(
    name="card",
    log=LogKind.SHARED,
    state=Card,
    payloads={
        "card.raised": CardRaised,
        "card.acknowledged": CardAcknowledged,
        "card.owned": CardOwned,
        "card.answered": CardAnswered,
        "card.returned": CardReturned,
        "card.asked": CardAsked,
        "card.replied": CardReplied,
        "card.closed": CardClosed,
        "card.reopened": CardReopened,
        "card.edited": CardEdited,
    },
    evolve=evolve,
)
