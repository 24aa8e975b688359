"""A safety event counts once somebody confirms it, and can be corrected at any time after."""

from datetime import date, timedelta

import pytest

from kiosk.domain.entities import Decision, fold
from kiosk.domain.events import (
    EVENT,
    FOLLOW_UPS,
    ConfirmEvent,
    EventCommand,
    EventType,
    FollowUpEvent,
    Harm,
    ReclassifyEvent,
    RedateEvent,
    ReportEvent,
    SafetyEvent,
    Standing,
    WithdrawEvent,
    decide,
)
from tests.unit.domain.histories import BEGIN, History, only, why_not

NAME = "event:1"
TODAY = BEGIN.date()
TOMORROW = TODAY + timedelta(days=1)
WHY = "entered on the wrong day"


def report(day: date = TODAY, sentence: str = "") -> ReportEvent:
    return ReportEvent(NAME, EventType.HARM, "fall", Harm.MINOR, day, "Day shift", sentence)


def told(*commands: EventCommand) -> tuple[SafetyEvent, dict[str, str]]:
    """Return the event after commands, and what of them does not stand."""
    history = History(NAME)
    for command in commands:
        history.add(only(asked(history, command)))
    folded = fold(EVENT, NAME, history.records)
    assert folded.state is not None
    return folded.state, folded.marks


def asked(history: History, command: EventCommand) -> Decision:
    return decide(fold(EVENT, NAME, history.records).state, command, TODAY)


def test_a_reported_event_does_not_count_until_somebody_confirms_it() -> None:
    reported, _ = told(report())
    assert reported.standing is Standing.TO_CONFIRM
    assert not reported.counts
    confirmed, marks = told(report(), ConfirmEvent(NAME))
    assert confirmed.counts
    assert marks == {}


def test_it_can_be_moved_to_another_day() -> None:
    event, _ = told(
        report(), ConfirmEvent(NAME), RedateEvent(NAME, TODAY - timedelta(days=1), reason=WHY)
    )
    assert event.day == TODAY - timedelta(days=1)
    assert event.counts


def test_it_can_turn_out_to_be_something_else() -> None:
    event, _ = told(
        report(), ReclassifyEvent(NAME, EventType.NEAR_MISS, "nearly_fell", Harm.NONE, "no harm")
    )
    assert (event.type, event.what, event.harm) == (EventType.NEAR_MISS, "nearly_fell", Harm.NONE)


def test_a_withdrawn_event_counts_no_more_and_says_why() -> None:
    event, _ = told(report(), ConfirmEvent(NAME), WithdrawEvent(NAME, " recorded twice "))
    assert not event.counts
    assert event.withdrawn_because == "recorded twice"


def test_questions_after_harm_are_answered_one_by_one_and_can_be_taken_back() -> None:
    first, second = FOLLOW_UPS[:2]
    event, _ = told(
        report(),
        FollowUpEvent(NAME, first, done=True),
        FollowUpEvent(NAME, second, done=True),
        FollowUpEvent(NAME, first, done=False),
    )
    assert event.followed_up == (second,)


@pytest.mark.parametrize(
    ("before", "command", "words"),
    [
        ((), ConfirmEvent(NAME), "not here"),
        ((), report(TOMORROW), "still to come"),
        ((), report(sentence="x" * 141), "140"),
        ((report(),), report(), "already recorded"),
        ((report(),), RedateEvent(NAME, TOMORROW, reason=WHY), "still to come"),
        ((report(),), RedateEvent(NAME, TODAY), "Say why"),
        ((report(),), ReclassifyEvent(NAME, EventType.HARM, "fall", Harm.NONE), "Say why"),
        ((report(),), ReclassifyEvent(NAME, EventType.HARM, " ", Harm.NONE, WHY), "what it was"),
        ((report(),), WithdrawEvent(NAME, "  "), "Say why"),
        ((report(),), FollowUpEvent(NAME, "who_was_it", done=True), "not asked"),
        ((report(), ConfirmEvent(NAME)), ConfirmEvent(NAME), "already confirmed"),
        ((report(), WithdrawEvent(NAME, "twice")), ConfirmEvent(NAME), "was withdrawn"),
    ],
)
def test_what_makes_no_sense_is_refused_with_words(
    before: tuple[EventCommand, ...], command: EventCommand, words: str
) -> None:
    history = History(NAME)
    for one in before:
        history.add(only(asked(history, one)))
    assert words in why_not(asked(history, command))


def test_there_is_no_field_for_a_patient() -> None:
    fields = {name for payload in EVENT.payloads.values() for name in payload.model_fields}
    assert fields == {"type", "what", "harm", "day", "shift", "question", "done"}
