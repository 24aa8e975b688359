"""Silence is not safety: a day is closed only by somebody who says so, and can be opened again."""

from datetime import timedelta

from kiosk.domain.entities import fold
from kiosk.domain.safety_days import SAFETY_DAY, CloseDay, ReopenDay, decide, safety_day_id
from tests.unit.domain.histories import BEGIN, WARD, History, only, why_not

TODAY = BEGIN.date()
CLOSE, REOPEN = CloseDay(WARD, TODAY), ReopenDay(WARD, TODAY)


def test_a_day_is_closed_reopened_and_closed_again() -> None:
    history = History(safety_day_id(WARD, TODAY))
    for command, closed in ((CLOSE, True), (REOPEN, False), (CLOSE, True)):
        state = fold(SAFETY_DAY, history.entity, history.records).state
        history.add(only(decide(state, command, TODAY)))
        after = fold(SAFETY_DAY, history.entity, history.records).state
        assert after is not None
        assert after.closed is closed
    assert decide(after, CLOSE, TODAY) == ()


def test_what_makes_no_sense_is_refused_with_words() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert "still to come" in why_not(decide(None, CloseDay(WARD, tomorrow), TODAY))
    assert "not closed" in why_not(decide(None, REOPEN, TODAY))


def test_two_boards_of_a_ward_speak_of_the_same_day() -> None:
    assert safety_day_id(WARD, TODAY) == safety_day_id(WARD, TODAY)
    assert safety_day_id(WARD, TODAY) != safety_day_id("node:other", TODAY)
