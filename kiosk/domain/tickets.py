"""Improvement tickets: an idea becomes a quick hit (three days at most) or a big issue with a check-in date."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

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
from kiosk.domain.sentences import NAME_LIMIT, SENTENCE_LIMIT, given, tidied

QUICK_HIT_DAYS = 3
"""A quick hit is done within three days (DOMAIN.md section 2)."""


class TicketRaised(Payload):
    """An idea; its sentence is in the words field `sentence` unless a phrase says it."""

    theme: str = Field(max_length=NAME_LIMIT)
    phrase: str | None = Field(default=None, max_length=SENTENCE_LIMIT)


class TicketMadeQuickHit(Payload):
    """It can be done within three days."""

    due: date


class TicketMadeBigIssue(Payload):
    """It takes longer; somebody looks at it again on the check-in date."""

    check_in: date


class TicketDone(Payload):
    """It is done."""


class New(State):
    """Nobody has sorted it yet."""

    step: Literal["new"] = "new"


class QuickHit(State):
    """To be done by a near date."""

    step: Literal["quick_hit"] = "quick_hit"
    due: date


class BigIssue(State):
    """Looked at again on a date."""

    step: Literal["big_issue"] = "big_issue"
    check_in: date


class Done(State):
    """Done."""

    step: Literal["done"] = "done"
    at: datetime


TicketProgress = Annotated[New | QuickHit | BigIssue | Done, Field(discriminator="step")]


class Ticket(State):
    """An improvement ticket."""

    theme: str
    phrase: str | None
    sentence: str | None
    raised_at: datetime
    progress: TicketProgress


@dataclass(frozen=True, slots=True)
class RaiseTicket:
    """Raise an idea."""

    ticket_id: str
    theme: str
    phrase: str | None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class MakeQuickHit:
    """Sort a ticket as a quick hit."""

    ticket_id: str
    due: date


@dataclass(frozen=True, slots=True)
class MakeBigIssue:
    """Sort a ticket as a big issue."""

    ticket_id: str
    check_in: date


@dataclass(frozen=True, slots=True)
class FinishTicket:
    """Say that it is done."""

    ticket_id: str


TicketCommand = RaiseTicket | MakeQuickHit | MakeBigIssue | FinishTicket


@tidied
def decide(ticket: Ticket | None, command: TicketCommand) -> Decision:
    """Return the change that a command makes, or why it cannot."""
    if isinstance(command, RaiseTicket):
        return _raise(ticket, command)
    if ticket is None:
        return Refusal("That ticket is not here any more.")
    if isinstance(ticket.progress, Done):
        return Refusal("That ticket is already done.")
    if isinstance(command, MakeQuickHit):
        quick = TicketMadeQuickHit(due=command.due)
        return (Act(command.ticket_id, "ticket.made_quick_hit", quick),)
    if isinstance(command, MakeBigIssue):
        big = TicketMadeBigIssue(check_in=command.check_in)
        return (Act(command.ticket_id, "ticket.made_big_issue", big),)
    return (Act(command.ticket_id, "ticket.done", TicketDone()),)


def _raise(ticket: Ticket | None, command: RaiseTicket) -> Decision:
    if ticket is not None:
        return Refusal("That idea is already on the board.")
    if not command.phrase and not command.sentence:
        return Refusal("Pick a phrase, or write one short sentence.")
    payload = TicketRaised(theme=command.theme, phrase=command.phrase)
    words = given(sentence=command.sentence)
    return (Act(command.ticket_id, "ticket.raised", payload, words),)


def evolve(ticket: Ticket | None, happened: Happened) -> Outcome[Ticket]:
    """Return the ticket after a change."""
    payload = happened.payload
    if isinstance(payload, TicketRaised):
        if ticket is not None:
            return Outcome(ticket, "already raised")
        return Outcome(
            Ticket(
                theme=payload.theme,
                phrase=payload.phrase,
                sentence=happened.words.get("sentence"),
                raised_at=happened.at,
                progress=New(),
            )
        )
    if ticket is None:
        return Outcome(None, "there is no such ticket")
    if isinstance(ticket.progress, Done):
        return Outcome(ticket, "already done")
    match payload:
        case TicketMadeQuickHit():
            return _moved(ticket, QuickHit(due=payload.due))
        case TicketMadeBigIssue():
            return _moved(ticket, BigIssue(check_in=payload.check_in))
        case TicketDone():
            return _moved(ticket, Done(at=happened.at))
        case _:
            return Outcome(ticket, "needs an update of this board")


def _moved(ticket: Ticket, progress: TicketProgress) -> Outcome[Ticket]:
    return Outcome(ticket.model_copy(update={"progress": progress}))


TICKET = EntityKind(
    name="ticket",
    log=LogKind.OWN,
    state=Ticket,
    payloads={
        "ticket.raised": TicketRaised,
        "ticket.made_quick_hit": TicketMadeQuickHit,
        "ticket.made_big_issue": TicketMadeBigIssue,
        "ticket.done": TicketDone,
    },
    evolve=evolve,
)
