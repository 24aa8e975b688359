"""An idea is raised, sorted as a quick hit or a big issue, and done once."""

from datetime import timedelta

import pytest

from kiosk.domain.entities import fold
from kiosk.domain.tickets import (
    TICKET,
    BigIssue,
    Done,
    FinishTicket,
    MakeBigIssue,
    MakeQuickHit,
    QuickHit,
    RaiseTicket,
    Ticket,
    TicketCommand,
    decide,
)
from tests.unit.domain.histories import BEGIN, History, only, why_not

NAME = "ticket:1"
SOON = BEGIN.date() + timedelta(days=3)
IDEA = RaiseTicket(NAME, "walking", "Keep it where it is used")


def told(*commands: TicketCommand) -> Ticket | None:
    history = History(NAME)
    for command in commands:
        history.add(only(decide(fold(TICKET, NAME, history.records).state, command)))
    return fold(TICKET, NAME, history.records).state


def test_an_idea_can_be_sorted_anew_until_it_is_done() -> None:
    quick = told(IDEA, MakeBigIssue(NAME, SOON), MakeQuickHit(NAME, SOON))
    big = told(IDEA, MakeQuickHit(NAME, SOON), MakeBigIssue(NAME, SOON))
    done = told(IDEA, MakeQuickHit(NAME, SOON), FinishTicket(NAME))
    assert quick is not None
    assert quick.progress == QuickHit(due=SOON)
    assert big is not None
    assert big.progress == BigIssue(check_in=SOON)
    assert done is not None
    assert isinstance(done.progress, Done)


@pytest.mark.parametrize(
    ("before", "command", "words"),
    [
        ((), FinishTicket(NAME), "not here"),
        ((), RaiseTicket(NAME, "walking", None, "  "), "Pick a phrase"),
        ((), RaiseTicket(NAME, "walking", None, "x" * 141), "140"),
        ((IDEA,), IDEA, "already on the board"),
        ((IDEA, FinishTicket(NAME)), MakeQuickHit(NAME, SOON), "already done"),
    ],
)
def test_what_makes_no_sense_is_refused_with_words(
    before: tuple[TicketCommand, ...], command: TicketCommand, words: str
) -> None:
    assert words in why_not(decide(told(*before), command))
