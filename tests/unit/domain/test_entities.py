"""Any entity is a pure function of its history: in any order, any pieces, with what cannot stand marked."""

from dataclasses import replace
from random import Random  # noqa: TID251 - built from the seed that the run prints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.entities import Act, Payload, fold, in_order, unseen_by, withdrawals
from kiosk.domain.recognitions import RECOGNITION, RecognitionGiven
from kiosk.domain.safety_days import SAFETY_DAY, DayReopened, NoneReported
from tests.unit.domain.histories import BEGIN, History

DAY = BEGIN.date()
NAME = "safety_day:1"


def close() -> Act:
    return Act(NAME, "safety_day.none_reported", NoneReported(day=DAY))


def reopen() -> Act:
    return Act(NAME, "safety_day.reopened", DayReopened(day=DAY))


@pytest.fixture
def history() -> History:
    return History(NAME)


def test_confirmed_changes_come_first_and_own_pending_ones_on_top(history: History) -> None:
    history.add(reopen(), confirmed=False)
    history.add(close())
    assert [record.seq for record in in_order(history.records)] == [2, None]
    folded = fold(SAFETY_DAY, NAME, history.records)
    assert folded.state is not None
    assert not folded.state.closed
    assert folded.last_confirmed == "change 2"


@given(st.lists(st.booleans(), max_size=10), st.integers())
def test_order_and_repetition_of_delivery_change_nothing(closings: list[bool], seed: int) -> None:
    history = History(NAME)
    for closing in closings:
        history.add(close() if closing else reopen())
    delivered = history.records * 2
    Random(seed).shuffle(delivered)  # noqa: S311 - a shuffle needs no secrecy
    assert fold(SAFETY_DAY, NAME, delivered) == fold(SAFETY_DAY, NAME, history.records)


def test_a_pending_change_that_comes_back_confirmed_counts_once(history: History) -> None:
    history.add(close(), confirmed=False)
    pending = history.records[0]
    confirmed = replace(pending, seq=4)
    for delivered in ([pending, confirmed], [confirmed, pending]):
        folded = fold(SAFETY_DAY, NAME, delivered)
        assert folded.version == 1
        assert folded.last_confirmed == pending.change.id


def test_nothing_comes_of_no_history() -> None:
    folded = fold(SAFETY_DAY, NAME, [])
    assert not folded.stands
    assert folded.last_confirmed is None


def test_what_follows_the_base_and_is_of_another_board_was_not_seen(history: History) -> None:
    base = history.add(close(), board="a")
    history.add(reopen(), board="b")
    history.add(close(), board="a")
    history.add(reopen(), board="a", based_on=base)
    unseen = unseen_by(history.records[3], history.records[:3])
    assert [record.change.id for record in unseen] == ["change 2"]


def test_without_a_base_all_of_other_boards_was_not_seen(history: History) -> None:
    history.add(close(), board="b")
    history.add(reopen(), board="a", based_on=None)
    assert unseen_by(history.records[1], history.records[:1]) == history.records[:1]


def test_a_withdrawn_change_is_as_if_it_had_not_been(history: History) -> None:
    history.add(close())
    reopened = history.add(reopen())
    history.withdraw(reopened)
    folded = fold(SAFETY_DAY, NAME, history.records)
    assert folded.state is not None
    assert folded.state.closed
    assert folded.marks == {reopened: "withdrawn"}


def test_a_change_on_which_another_board_has_built_cannot_be_withdrawn(history: History) -> None:
    closed = history.add(close(), board="a")
    history.add(reopen(), board="b")
    undo = history.withdraw(closed, board="a")
    folded = fold(SAFETY_DAY, NAME, history.records)
    assert folded.state is not None
    assert folded.marks == {undo: "could not be undone: somebody else had built on it"}


def test_nobody_withdraws_what_another_board_did(history: History) -> None:
    closed = history.add(close(), board="a")
    history.withdraw(closed, board="b")
    assert withdrawals(history.records) == {}


def test_a_withdrawal_of_something_to_come_or_unknown_does_not_stand(history: History) -> None:
    history.withdraw("change 2")
    history.add(close())
    history.withdraw("somewhere else")
    folded = fold(SAFETY_DAY, NAME, history.records)
    assert folded.stands
    assert set(folded.marks) == {"change 1", "change 3"}


def test_a_withdrawn_entity_stands_no_more_until_that_is_withdrawn(history: History) -> None:
    history.add(close())
    gone = history.withdraw(None, reason="another ward's")
    folded = fold(SAFETY_DAY, NAME, history.records)
    assert folded.withdrawn == "another ward's"
    assert not folded.stands

    history.withdraw(gone)
    assert fold(SAFETY_DAY, NAME, history.records).stands


def test_changes_of_a_newer_board_are_kept_and_marked(history: History) -> None:
    history.add(close())
    history.add(Act(NAME, "safety_day.painted", Payload()))
    newer = history.records[0]
    history.records.append(
        replace(
            newer,
            seq=3,
            entry=replace(newer.entry, change=replace(newer.change, id="change 3", schema=2)),
        )
    )
    folded = fold(SAFETY_DAY, NAME, history.records)
    assert folded.stands
    assert folded.version == 3
    assert set(folded.marks.values()) == {"needs an update of this board"}


def test_a_payload_that_cannot_be_read_is_marked(history: History) -> None:
    history.add(Act(NAME, "safety_day.none_reported", Payload()))
    folded = fold(SAFETY_DAY, NAME, history.records)
    assert folded.marks == {"change 1": "could not be read"}
    assert not folded.stands


def test_words_that_were_erased_are_missing_and_the_rest_stands() -> None:
    history = History("recognition:1")
    given_ = RecognitionGiven(group="nursing", day=DAY)
    history.add(Act("recognition:1", "recognition.given", given_, {"sentence": "Thank you"}))
    whole = fold(RECOGNITION, "recognition:1", history.records)
    erased = fold(RECOGNITION, "recognition:1", [replace(history.records[0], words=None)])
    assert whole.state is not None
    assert whole.state.sentence == "Thank you"
    assert erased.state is not None
    assert erased.state.sentence is None
