"""What the sheet about sync is told, and what may be asked there: a retry is a new entry, letting go takes the PIN."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.connection import NoConnection, NotConnected
from kiosk.app.requests import answer
from kiosk.app.sync_desk import SETTLED, sight_of
from kiosk.domain.cards import CloseCard, Criterion, Need, RaiseCard
from kiosk.domain.changes import Record
from kiosk.services.refused import Refused
from kiosk.sync.links import BadLink, Link
from kiosk.sync.replica import Dead
from kiosk.sync.status import SyncState, SyncStatus
from kiosk.ui.presenter import Kept, NotKept
from kiosk.viewmodels.sync_sight import DEAD_ROWS, QUEUE_ROWS, SyncSight
from tests.fakes.connections import ListedOutbox, SetConnection
from tests.fakes.sync_sights import AT, CENTRAL, STATUSES, dead_letter, waiting_record
from tests.unit.app.desks import NODE, MemoryDesk
from tests.unit.viewmodels.sample_wards import empty_ward

PIN = "4711"
SENTENCE = "Hoist battery empty at weekends"


ALONE, ENROLLED = empty_ward(), empty_ward(alone=False, waiting=3)


@pytest.fixture
def desk(tmp_path: Path) -> MemoryDesk:
    desk = MemoryDesk(tmp_path)
    desk.connection.now = STATUSES[SyncState.IN_SYNC]
    return desk


def raise_card(card_id: str = "card:1") -> RaiseCard:
    return RaiseCard(
        card_id=card_id,
        node=NODE,
        category="equipment",
        phrase=None,
        sentence=SENTENCE,
        need=Need.ACTION,
        criterion=Criterion.BARRIER,
        serious_harm=False,
    )


def turned_away(desk: MemoryDesk) -> Record:
    """Let another board raise a card that the system turned away; this one holds it as dead."""
    other = MemoryDesk(desk.settings.data)
    other.service.perform(raise_card(), "raised elsewhere")
    (record,) = other.store.history("card:1")
    desk.outbox.letters = [Dead(record, "not_permitted", "", AT)]
    return record


# What the sheet is told


def test_a_board_that_stands_alone_is_told_nothing() -> None:
    outbox = ListedOutbox([waiting_record(1)], [dead_letter()])
    assert sight_of(outbox, NotConnected(), ALONE, "device") == SyncSight(device="device")


def test_a_board_that_belongs_to_a_hospital_never_says_that_it_stands_alone() -> None:
    seen = sight_of(ListedOutbox(), NotConnected(), ENROLLED, "device")
    assert seen.status == SyncStatus(SyncState.STARTING, waiting=3)


def test_the_queue_is_the_oldest_first_whatever_their_logs() -> None:
    records = [waiting_record(number) for number in range(QUEUE_ROWS + 5, 0, -1)]
    connection = SetConnection(STATUSES[SyncState.OFFLINE])
    seen = sight_of(
        ListedOutbox(sorted(records, key=lambda r: r.entry.counter)), connection, ENROLLED, ""
    )
    assert [record.entry.counter for record in seen.queue] == list(range(1, QUEUE_ROWS + 1))
    assert seen.pending == QUEUE_ROWS + 5


def test_no_more_dead_letters_are_shown_than_there_is_room_for() -> None:
    letters = [dead_letter(number) for number in range(DEAD_ROWS + 1)]
    connection = SetConnection(STATUSES[SyncState.IN_SYNC])
    assert len(sight_of(ListedOutbox([], letters), connection, ENROLLED, "").dead) == DEAD_ROWS


# What may be asked


def test_trying_now_and_the_log_go_to_the_connection(desk: MemoryDesk) -> None:
    assert isinstance(answer(desk, "sync:now", {}), Kept)
    assert isinstance(answer(desk, "sync:log", {}), Kept)
    assert desk.connection.asked == ["try now", "log"]


def test_a_log_that_cannot_be_sent_says_where_it_is(desk: MemoryDesk) -> None:
    desk.connection.fault = NoConnection("There is no connection.")
    with pytest.raises(NoConnection):
        answer(desk, "sync:log", {})


def test_a_board_is_connected_with_an_address_and_a_code(desk: MemoryDesk) -> None:
    answer(desk, "sync:enrol", {"address": CENTRAL, "code": "ABCD-EFGH"})
    answer(desk, "sync:enrol", {"address": f"huddle:{CENTRAL}#IJKL", "code": ""})
    assert desk.connection.asked == [Link(CENTRAL, "ABCD-EFGH"), Link(CENTRAL, "IJKL")]


@pytest.mark.parametrize(("address", "code"), [("", "ABCD"), (CENTRAL, ""), ("http://x", "ABCD")])
def test_what_cannot_be_an_address_or_a_code_is_said(
    desk: MemoryDesk, address: str, code: str
) -> None:
    with pytest.raises(BadLink):
        answer(desk, "sync:enrol", {"address": address, "code": code})
    assert desk.connection.asked == []


@pytest.mark.parametrize("request_name", ["sync:enrol", "sync:let_go"])
def test_connecting_and_letting_go_take_the_pin_where_one_is_set(
    desk: MemoryDesk, request_name: str
) -> None:
    desk.pins.set(PIN)
    record = turned_away(desk)
    values = {"address": CENTRAL, "code": "ABCD", "change": record.change.id}
    assert isinstance(answer(desk, request_name, {**values, "pin": "9999"}), NotKept)
    assert desk.connection.asked == []
    assert desk.outbox.letters
    assert isinstance(answer(desk, request_name, {**values, "pin": PIN}), Kept)


def test_letting_go_forgets_the_entry_and_enters_nothing(desk: MemoryDesk) -> None:
    record = turned_away(desk)
    answer(desk, "sync:let_go", {"change": record.change.id})
    assert desk.outbox.letters == []
    assert not desk.service.ward().cards


def test_a_retry_is_a_new_entry_with_the_same_words(desk: MemoryDesk) -> None:
    dead = turned_away(desk)
    answer(desk, "sync:retry", {"change": dead.change.id})
    (fresh,) = desk.store.history("card:1")
    assert fresh.change.id != dead.change.id
    assert fresh.words is not None
    assert fresh.words.fields == {"sentence": SENTENCE}
    assert desk.service.ward().cards["card:1"].sentence == SENTENCE
    assert desk.outbox.letters == []
    assert "wake" in desk.connection.asked


def test_a_retry_that_was_cut_short_enters_nothing_twice(desk: MemoryDesk) -> None:
    dead = turned_away(desk)
    answer(desk, "sync:retry", {"change": dead.change.id})
    desk.outbox.letters = [Dead(dead, "not_permitted", "", AT)]
    answer(desk, "sync:retry", {"change": dead.change.id})
    assert len(desk.store.history("card:1")) == 1


def test_what_does_not_fit_any_more_is_refused_and_stays_on_the_list(desk: MemoryDesk) -> None:
    dead = turned_away(desk)
    desk.service.perform(raise_card(), "raised here")
    with pytest.raises(Refused, match="already raised"):
        answer(desk, "sync:retry", {"change": dead.change.id})
    assert desk.outbox.letters


def test_what_was_taken_off_the_board_is_not_entered_again(desk: MemoryDesk) -> None:
    desk.service.perform(raise_card(), "raised here")
    desk.service.perform(CloseCard("card:1", NODE), "closed here")
    (_, closed) = desk.store.history("card:1")
    desk.service.withdraw("card:1", "There twice")
    desk.outbox.letters = [Dead(closed, "not_permitted", "", AT)]
    with pytest.raises(Refused, match="taken off"):
        answer(desk, "sync:retry", {"change": closed.change.id})


def test_words_that_were_erased_cannot_be_entered_again(desk: MemoryDesk) -> None:
    dead = replace(turned_away(desk), words=None)
    desk.outbox.letters = [Dead(dead, "not_permitted", "", AT)]
    with pytest.raises(Refused, match="erased"):
        answer(desk, "sync:retry", {"change": dead.change.id})


def test_what_a_newer_program_wrote_is_not_entered_by_this_one(desk: MemoryDesk) -> None:
    record = turned_away(desk)
    newer = replace(record.change, schema=2)
    dead = replace(record, entry=replace(record.entry, change=newer))
    desk.outbox.letters = [Dead(dead, "malformed", "", AT)]
    with pytest.raises(Refused, match="update"):
        answer(desk, "sync:retry", {"change": record.change.id})


@pytest.mark.parametrize("request_name", ["sync:retry", "sync:let_go"])
def test_what_somebody_settled_meanwhile_is_said(desk: MemoryDesk, request_name: str) -> None:
    with pytest.raises(Refused, match=SETTLED):
        answer(desk, request_name, {"change": "gone"})


def test_nothing_of_it_can_be_asked_in_practice(desk: MemoryDesk) -> None:
    desk.open_ward(practice=True)
    for request_name in ("sync:now", "sync:log", "sync:enrol", "sync:retry", "sync:let_go"):
        assert isinstance(answer(desk, request_name, {}), NotKept)
    assert desk.connection.asked == []
