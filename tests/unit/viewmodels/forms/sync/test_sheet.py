"""The sheet behind the state of sync: true in every state, complete for IT, and nobody's words in the queue."""

from dataclasses import replace

import pytest

from kiosk.domain.kinds import KINDS
from kiosk.domain.standing import ERASED, WITHDRAWN
from kiosk.sync.status import SyncState
from kiosk.viewmodels.change_words import (
    CHANGED,
    ENTITIES,
    HAPPENED,
    SOMETHING,
    change_words,
    queued_words,
)
from kiosk.viewmodels.forms.form import Ask, Open
from kiosk.viewmodels.forms.sync.sheet import SYNC
from kiosk.viewmodels.forms.sync.state import CLOCK, TRUE, UPDATE, clock_words
from kiosk.viewmodels.sheets import Choices
from kiosk.viewmodels.sync_sight import QUEUE_ROWS
from tests.fakes.sync_sights import AT, CENTRAL, SENTENCE, STATUSES, sight, waiting_record
from tests.unit.viewmodels.forms.fingers import Finger, a_context
from tests.unit.viewmodels.sample_wards import empty_ward


def finger(state: SyncState, *, pending: int = 0, dead: int = 0) -> Finger:
    context = replace(a_context(empty_ward(alone=state is SyncState.ALONE)), staff=True)
    return Finger(SYNC, replace(context, sync=sight(state, pending=pending, dead=dead)))


@pytest.mark.parametrize("state", SyncState)
def test_every_state_says_what_is_true_in_it(state: SyncState) -> None:
    assert TRUE[state] in finger(state).words


@pytest.mark.parametrize(
    "state", [s for s in SyncState if s not in {SyncState.IN_SYNC, SyncState.SENDING}]
)
def test_without_a_connection_it_says_that_everything_works(state: SyncState) -> None:
    assert "verything works" in TRUE[state]


def test_a_board_that_stands_alone_has_no_queue_and_nothing_to_try() -> None:
    alone = finger(SyncState.ALONE)
    assert alone.offered == ["cancel", "help"]
    assert "Waiting to send" not in alone.words


def test_what_waits_is_named_by_its_kind_and_never_by_anybodys_words() -> None:
    offline = finger(SyncState.OFFLINE, pending=2)
    assert "Waiting to send: 2" in offline.words
    assert "A card: raised" in offline.words
    assert SENTENCE not in offline.words


def test_of_several_cards_that_wait_each_says_which_it_is() -> None:
    change = waiting_record(1).change
    broken = replace(change, payload={"phrase": "Broken, waiting for repair"})
    assert queued_words(broken) == "A card: raised · Broken, waiting for repair"
    assert queued_words(replace(change, payload={"phrase": None})) == "A card: raised"


@pytest.mark.parametrize("state", SyncState)
def test_help_about_it_is_one_touch_away(state: SyncState) -> None:
    shown = finger(state)
    assert SYNC.touched(shown.context, shown.draft, "help", "") == Open(
        "help", "sync_and_the_network"
    )
    assert "help" in shown.offered


def test_a_long_queue_shows_its_oldest_and_how_many_more() -> None:
    long = finger(SyncState.OFFLINE, pending=QUEUE_ROWS + 1_980)
    assert long.words.count("A card: raised") == QUEUE_ROWS
    assert "and 1,980 more" in long.words
    whole = finger(SyncState.OFFLINE, pending=QUEUE_ROWS)
    assert "more" not in whole.words.partition("Waiting to send")[2]


def test_an_empty_queue_says_that_all_is_sent() -> None:
    assert "Nothing. All is sent." in finger(SyncState.IN_SYNC).words


@pytest.mark.parametrize("state", [SyncState.WAITING, SyncState.NOT_LET_IN])
def test_a_board_that_it_has_not_let_in_does_not_say_that_all_is_sent(state: SyncState) -> None:
    words = finger(state).words
    assert "All is sent" not in words
    assert "is sent once IT has let this board in" in words


def test_what_was_not_taken_is_listed_by_what_somebody_wrote() -> None:
    rows = [
        option
        for column in finger(SyncState.IN_SYNC, dead=1).sheet.columns
        for block in column
        if isinstance(block, Choices)
        for option in block.options
    ]
    assert [row.text for row in rows] == [f"“{SENTENCE}”"]
    assert rows[0].detail == "A card: raised · This board may not write that."


def test_what_it_needs_is_on_it() -> None:
    words = finger(SyncState.OFFLINE).words
    for fact in (CENTRAL, "PC-0417", "06:40", "06:44", "The name of the host is not known."):
        assert fact in words


def test_trying_now_and_the_log_are_asked_of_the_desk() -> None:
    offline = finger(SyncState.OFFLINE).touch("try_now")
    assert offline.asked[-1].request == "sync:now"
    offline.touch("log")
    assert "no sentence" in offline.words
    offline.touch("send_log")
    assert offline.asked[-1] == Ask("sync:log", stay=offline.draft)
    assert offline.sheet.name == "sync"


def test_a_log_that_cannot_be_sent_says_why_on_the_sheet() -> None:
    offline = finger(SyncState.OFFLINE).touch("log")
    offline.refusing = "There is no connection."
    assert "There is no connection." in offline.touch("send_log").words


def test_a_wrong_clock_and_an_old_program_are_explained() -> None:
    seen = finger(SyncState.IN_SYNC)
    status = replace(seen.context.sync.status, skew_s=-430.0, needs_update=True)
    seen.context = replace(seen.context, sync=replace(seen.context.sync, status=status))
    for words in (CLOCK, UPDATE, "The clock of this PC is 7 min behind."):
        assert words in seen.words


@pytest.mark.parametrize(
    ("skew_s", "words"), [(None, ""), (119.0, "right"), (120.0, "2 min ahead")]
)
def test_the_clock_is_right_until_two_minutes(skew_s: float | None, words: str) -> None:
    assert clock_words(replace(STATUSES[SyncState.IN_SYNC], skew_s=skew_s)) == words


def test_practice_says_that_nothing_is_sent_and_offers_nothing_else() -> None:
    practice = finger(SyncState.IN_SYNC)
    practice.context = replace(practice.context, ward=empty_ward(training=True))
    assert practice.offered == ["cancel", "help"]
    assert "Nothing that is entered here is sent anywhere" in practice.words


def test_every_kind_of_change_has_words() -> None:
    known = {kind for entity in KINDS.values() for kind in entity.payloads} | {WITHDRAWN, ERASED}
    assert known - set(HAPPENED) == set()
    assert set(KINDS) - set(ENTITIES) == set()


def test_a_kind_of_a_newer_program_is_something_that_changed() -> None:
    change = waiting_record(1, "hologram.shown").change
    assert change_words(change) == f"{SOMETHING}: {CHANGED}"


def test_the_queue_says_when() -> None:
    assert AT.strftime("%H:") in finger(SyncState.OFFLINE, pending=1).words
