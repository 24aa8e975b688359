"""A day's figure: none is a figure, not counted is none, and what cannot be is refused."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.entities import fold
from kiosk.domain.observations import (
    COUNT_LIMIT,
    OBSERVATION,
    Observation,
    RecordObservation,
    decide,
    observation_id,
)
from tests.unit.domain.histories import BEGIN, History, only, why_not

TODAY = BEGIN.date()
COUNTS = st.integers(min_value=0, max_value=COUNT_LIMIT)


def share(numerator: int | None, denominator: int | None) -> RecordObservation:
    return RecordObservation(
        "metric:1",
        TODAY,
        "counted",
        numerator,
        denominator,
        needs_denominator=True,
        proportion=True,
    )


def count(numerator: int | None) -> RecordObservation:
    return RecordObservation("metric:1", TODAY, "counted", numerator)


NOT_COUNTED = RecordObservation("metric:1", TODAY, "not_counted", 3, 4)


def kept(*commands: RecordObservation) -> Observation:
    history = History(observation_id("metric:1", TODAY))
    for command in commands:
        state = fold(OBSERVATION, history.entity, history.records).state
        history.add(only(decide(state, command, TODAY)))
    state = fold(OBSERVATION, history.entity, history.records).state
    assert state is not None
    return state


def test_none_and_not_counted_are_different_answers() -> None:
    assert kept(count(0)).numerator == 0
    not_counted = kept(NOT_COUNTED)
    assert not_counted.answer == "not_counted"
    assert (not_counted.numerator, not_counted.denominator) == (None, None)


def test_the_last_figure_stands_and_corrections_are_counted() -> None:
    corrected = kept(share(7, 9), NOT_COUNTED, share(8, 9))
    assert (corrected.numerator, corrected.denominator, corrected.corrections) == (8, 9, 2)


def test_the_same_figure_again_changes_nothing() -> None:
    assert decide(kept(share(7, 9)), share(7, 9), TODAY) == ()
    assert decide(kept(NOT_COUNTED), NOT_COUNTED, TODAY) == ()


def test_a_day_has_one_figure_on_every_board() -> None:
    assert observation_id("metric:1", TODAY) == observation_id("metric:1", TODAY)
    assert observation_id("metric:1", TODAY) != observation_id("metric:2", TODAY)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (share(10, 9), "10 out of 9 cannot be"),
        (share(1, 0), "Out of nothing"),
        (share(3, None), "both figures"),
        (share(None, 3), "both figures"),
        (count(None), "both figures"),
        (count(COUNT_LIMIT + 1), "99,999"),
        (share(1, COUNT_LIMIT + 1), "99,999"),
        (
            RecordObservation("metric:1", TODAY + timedelta(days=1), "not_counted"),
            "still to come",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_words(command: RecordObservation, words: str) -> None:
    assert words in why_not(decide(None, command, TODAY))


@given(COUNTS, COUNTS)
def test_a_share_is_taken_exactly_when_it_can_be(numerator: int, denominator: int) -> None:
    decision = decide(None, share(numerator, denominator), TODAY)
    assert isinstance(decision, tuple) == (numerator <= denominator)
