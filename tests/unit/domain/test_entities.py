"""Any entity is a pure function of its history: in any order, any pieces, with what cannot stand marked."""

from dataclasses import replace
from random import Random  # noqa: TID251 - built from the seed that the run prints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.changes import Record
from kiosk.domain.entities import Act, ChangeWithdrawn, Payload, TextErased, fold
from kiosk.domain.recognitions import RECOGNITION, RecognitionGiven
from kiosk.domain.safety_days import SAFETY_DAY, DayReopened, NoneReported
from kiosk.domain.standing import WITHDRAWN, in_order, unseen_kinds, withdrawals
from tests.fakes.stores import NOTE, count, write
from tests.fakes.stores import close as close_note
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
    assert list(unseen_kinds(history.records)) == [(), (), (), ("safety_day.reopened",)]


def test_without_a_base_all_of_other_boards_was_not_seen(history: History) -> None:
    history.add(close(), board="b")
    history.add(reopen(), board="a", based_on=None)
    assert list(unseen_kinds(history.records)) == [(), ("safety_day.none_reported",)]


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


def test_a_change_that_never_saw_it_does_not_keep_it_from_being_withdrawn(
    history: History,
) -> None:
    base = history.add(close(), board="b")
    reopened = history.add(reopen(), board="a")
    history.add(close(), board="b", based_on=base)
    history.withdraw(reopened, board="a")
    folded = fold(SAFETY_DAY, NAME, history.records)
    assert folded.marks == {reopened: "withdrawn"}


@pytest.mark.parametrize("steps", [("other", "undo"), ("undo", "other")])
def test_an_undo_and_a_change_that_did_not_see_each_other_end_alike_in_either_order_of_the_log(
    history: History, steps: tuple[str, str]
) -> None:
    closed = history.add(close(), board="a")
    made = {
        step: history.add(reopen(), board="b", based_on=closed)
        if step == "other"
        else history.withdraw(closed, board="a", based_on=closed)
        for step in steps
    }
    folded = fold(SAFETY_DAY, NAME, history.records)
    assert folded.marks == {made["undo"]: "could not be undone: somebody else had built on it"}


def test_what_was_built_on_an_undo_does_not_void_it(history: History) -> None:
    closed = history.add(close(), board="a")
    history.withdraw(closed, board="a")
    history.add(reopen(), board="b")
    assert fold(SAFETY_DAY, NAME, history.records).marks == {closed: "withdrawn"}


def test_a_change_that_its_board_took_back_keeps_nothing_from_being_withdrawn(
    history: History,
) -> None:
    closed = history.add(close(), board="a")
    reopened = history.add(reopen(), board="b")
    history.withdraw(reopened, board="b")
    history.withdraw(closed, board="a")
    folded = fold(SAFETY_DAY, NAME, history.records)
    assert folded.marks == {closed: "withdrawn", reopened: "withdrawn"}
    assert folded.state is None


def test_undoing_an_undo_brings_the_first_change_back(history: History) -> None:
    closed = history.add(close())
    undo = history.withdraw(closed)
    history.withdraw(undo)
    folded = fold(SAFETY_DAY, NAME, history.records)
    assert folded.state is not None
    assert folded.state.closed
    assert folded.marks == {undo: "withdrawn"}


def test_a_change_is_taken_back_once_however_often_that_is_asked_for(history: History) -> None:
    closed = history.add(close())
    history.withdraw(closed)
    again = history.withdraw(closed)
    marks = fold(SAFETY_DAY, NAME, history.records).marks
    assert marks == {closed: "withdrawn", again: "already taken back"}


def test_an_undo_on_which_another_board_has_built_stays(history: History) -> None:
    closed = history.add(close(), board="a")
    history.add(reopen(), board="a")
    undo = history.withdraw(closed, board="a")
    history.add(close(), board="b")
    again = history.withdraw(undo, board="a")
    assert set(fold(SAFETY_DAY, NAME, history.records).marks) == {closed, again}


def test_words_that_another_board_erased_do_not_keep_a_change_from_being_withdrawn(
    history: History,
) -> None:
    closed = history.add(close(), board="a")
    history.add(Act(NAME, "text.erased", TextErased(change=closed)), board="b")
    history.withdraw(closed, board="a")
    assert fold(SAFETY_DAY, NAME, history.records).marks == {closed: "withdrawn"}


def test_a_board_has_seen_what_it_wrote_before_it_was_set_up_again(history: History) -> None:
    base = history.add(close(), board="a")
    history.add(reopen(), board="a", incarnation=2, based_on=base)
    history.add(close(), board="a", incarnation=3, based_on=base)
    history.add(close(), board="a", incarnation=1, based_on=base)
    *seen, of_the_copy = unseen_kinds(history.records)
    assert seen == [(), (), ()]
    assert of_the_copy == ("safety_day.reopened", "safety_day.none_reported")


def test_a_closure_stands_when_all_that_it_had_not_seen_was_taken_back() -> None:
    history = History("note:1")
    written = history.add(write("1"), board="a")
    counted = history.add(count("1"), board="b")
    history.withdraw(counted, board="b")
    history.add(close_note("1"), board="a", based_on=written)
    folded = fold(NOTE, "note:1", history.records)
    assert folded.state is not None
    assert folded.state.closed_at is not None
    assert folded.marks == {counted: "withdrawn"}


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


def test_a_withdrawal_whose_words_are_erased_stands_without_its_reason(history: History) -> None:
    history.add(close())
    history.withdraw(None, reason="Mr Jones was not ours")
    assert "Jones" not in str(history.records[1].change)
    history.records[1] = replace(history.records[1], words=None)
    assert fold(SAFETY_DAY, NAME, history.records).withdrawn == "withdrawn"


@pytest.mark.parametrize(
    "order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
)
def test_erased_words_stay_erased_however_often_the_change_comes(
    order: tuple[int, int, int],
) -> None:
    history = History("recognition:1")
    given_ = RecognitionGiven(group="nursing", day=DAY)
    history.add(Act("recognition:1", "recognition.given", given_, {"sentence": "Thanks, Mo"}))
    whole = history.records[0]
    copies = (whole, replace(whole, words=None, seq=None), replace(whole, seq=None))
    folded = fold(RECOGNITION, "recognition:1", [copies[place] for place in order])
    assert folded.state is not None
    assert folded.state.sentence is None
    assert folded.last_confirmed == whole.change.id


STEPS = st.tuples(
    st.sampled_from(["close", "reopen", "undo", "withdraw", "erase"]),
    st.sampled_from("abc"),
    st.integers(1, 2),
    st.integers(0, 9),
    st.integers(0, 9),
    st.booleans(),
)


def any_history(steps: list[tuple[str, str, int, int, int, bool]]) -> list[Record]:
    """Write what boards did, each based on something that may be long past."""
    history = History(NAME)
    for what, board, incarnation, target, base, confirmed in steps:
        here = [record.change.id for record in history.records]
        acts = {
            "close": close(),
            "reopen": reopen(),
            "undo": Act(NAME, WITHDRAWN, ChangeWithdrawn(change=f"change {target}")),
            "withdraw": Act(NAME, WITHDRAWN, ChangeWithdrawn(), {"reason": "not ours"}),
            "erase": Act(NAME, "text.erased", TextErased(change=f"change {target}")),
        }
        history.add(
            acts[what],
            board=board,
            incarnation=incarnation,
            based_on=here[base] if base < len(here) else None,
            confirmed=confirmed,
        )
    return history.records


@given(st.lists(STEPS, max_size=12), st.data())
def test_any_history_folds_alike_from_every_order_of_delivery(
    steps: list[tuple[str, str, int, int, int, bool]], data: st.DataObject
) -> None:
    records = any_history(steps)
    copies = [replace(record, words=None) for record in records if data.draw(st.booleans())]
    pending = [replace(record, seq=None) for record in records if data.draw(st.booleans())]
    once = records + copies + pending
    again = data.draw(st.permutations(once))
    assert fold(SAFETY_DAY, NAME, again) == fold(SAFETY_DAY, NAME, once)


@given(st.lists(STEPS, max_size=12))
def test_a_change_is_withdrawn_only_by_its_own_board(
    steps: list[tuple[str, str, int, int, int, bool]],
) -> None:
    records = {record.change.id: record for record in any_history(steps)}
    for gone, by in withdrawals(in_order(records.values())).items():
        assert records[gone].entry.device == records[by].entry.device


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
