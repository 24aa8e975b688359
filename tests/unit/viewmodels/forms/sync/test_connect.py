"""Connecting a board: an address and a code by keyboard or scanner, and how the connection stands afterwards."""

from dataclasses import replace

import pytest

from kiosk.sync.status import SyncState
from kiosk.viewmodels.forms.admin.gate import ADMIN
from kiosk.viewmodels.forms.form import Form, Open
from kiosk.viewmodels.forms.sync.connect import CONNECT, DISCONNECT
from kiosk.viewmodels.forms.welcome import WELCOME
from kiosk.viewmodels.sync_sight import Connecting, SyncSight
from tests.fakes.sync_sights import CENTRAL, STATUSES, sight
from tests.unit.viewmodels.forms.fingers import Finger, a_context
from tests.unit.viewmodels.sample_wards import empty_ward

SCANNED = "huddle:https://huddle.hospital.example#ABCD-EFGH"


def finger(seen: SyncSight | None = None, form: Form = CONNECT) -> Finger:
    return Finger(form, replace(a_context(), sync=seen or SyncSight()))


def button(finger: Finger, action: str) -> bool:
    return next(b.enabled for b in finger.sheet.buttons if b.action == action)


def test_an_address_and_a_code_are_asked_for() -> None:
    typed = finger()
    assert not button(typed, "connect")
    typed.write("address", CENTRAL)
    assert not button(typed, "connect")
    typed.write("code", "ABCD-EFGH").touch("connect")
    asked = typed.asked[-1]
    assert asked.request == "sync:enrol"
    assert asked.values == {"address": CENTRAL, "code": "ABCD-EFGH", "pin": ""}


def test_a_scanned_address_needs_no_second_field() -> None:
    scanned = finger().write("address", SCANNED)
    assert "It is in the address." in scanned.words
    scanned.touch("connect")
    assert scanned.asked[-1].values["address"] == SCANNED


def test_a_code_is_not_kept_once_it_was_sent() -> None:
    typed = finger().write("address", CENTRAL).write("code", "ABCD-EFGH").touch("connect")
    assert "ABCD" not in str(typed.draft)


def test_a_wrong_address_is_said_beside_it() -> None:
    typed = finger().write("address", "ftp://nowhere").write("code", "ABCD")
    typed.refusing = "ftp://nowhere is not an address."
    assert "is not an address" in typed.touch("connect").words


def test_while_it_asks_nothing_can_be_touched_twice() -> None:
    asking = finger(SyncSight(connecting=Connecting(running=True, central=CENTRAL)))
    assert asking.offered == ["back", "help"]
    assert f"Asking {CENTRAL}" in asking.words


def test_a_try_that_came_to_nothing_says_why_and_can_be_made_again() -> None:
    tried = finger(SyncSight(connecting=Connecting(central=CENTRAL, problem="The code is used.")))
    assert "The code is used." in tried.words
    assert "connect" in tried.write("address", SCANNED).offered


def test_a_pc_that_waits_says_the_name_to_tell_it() -> None:
    waiting = finger(sight(SyncState.WAITING))
    assert "Waiting for IT: PC-0417" in waiting.words
    assert waiting.offered == ["back", "help", "anew"]


def test_a_pc_that_waits_shows_no_number_that_nobody_can_use() -> None:
    assert "node:" not in finger(sight(SyncState.WAITING)).words
    assert "device-0417" not in finger(sight(SyncState.WAITING)).words


def test_help_about_connecting_is_one_touch_away() -> None:
    typed = finger()
    assert "help" in typed.offered
    assert CONNECT.touched(typed.context, typed.draft, "help", "") == Open(
        "help", "connect_to_the_hospital"
    )


def test_a_connected_board_without_settings_says_whom_to_ask() -> None:
    words = finger(sight(SyncState.IN_SYNC)).words
    assert "settings are on their way" in words
    assert "Ask IT" in words


def test_back_leads_to_the_first_sheet() -> None:
    assert finger().touch("back").last == Open("welcome")


@pytest.mark.parametrize("state", [s for s in SyncState if s is not SyncState.ALONE])
def test_the_settings_say_where_a_board_belongs_and_that_only_it_ends_that(
    state: SyncState,
) -> None:
    context = replace(a_context(empty_ward(alone=False)), sync=sight(state))
    inside = Finger(ADMIN, context).key("pin", "4711").touch("next", "connection")
    anew = ["anew"] if STATUSES[state].takes_code else []
    assert inside.offered == ["back", "help", *anew]
    waiting = state is SyncState.WAITING
    for words in ("PC-0417", CENTRAL, DISCONNECT, "" if waiting else "device-0417"):
        assert words in inside.words


def test_the_settings_of_a_board_that_stands_alone_connect_it_behind_the_pin() -> None:
    inside = Finger(ADMIN, a_context(empty_ward())).key("pin", "4711").touch("next", "connection")
    inside.write("address", SCANNED).touch("connect")
    assert inside.asked[-1].values["pin"] == "4711"
    inside.touch("back")
    assert inside.sheet.name == "admin.menu"


@pytest.mark.parametrize("state", [s for s in STATUSES if STATUSES[s].takes_code])
def test_a_board_that_is_not_heard_takes_a_new_code_behind_the_pin(state: SyncState) -> None:
    context = replace(a_context(empty_ward(alone=False)), sync=sight(state))
    inside = Finger(ADMIN, context).key("pin", "4711").touch("next", "connection", "anew")
    assert not button(inside, "connect")
    inside.write("address", SCANNED).touch("connect")
    assert inside.asked[-1].values == {"address": SCANNED, "code": "", "pin": "4711"}
    assert "PC-0417" in inside.words


@pytest.mark.parametrize("state", [SyncState.IN_SYNC, SyncState.SENDING])
def test_a_board_that_is_heard_takes_no_other_code(state: SyncState) -> None:
    tried = replace(sight(state), connecting=Connecting(problem="The code is used."))
    assert finger(tried).offered == ["back", "help"]


def test_a_new_code_that_was_not_taken_can_be_written_again_at_once() -> None:
    tried = replace(
        sight(SyncState.REVOKED), connecting=Connecting(problem="This code is not known here.")
    )
    again = finger(tried)
    assert "This code is not known here." in again.words
    assert "connect" in again.write("address", SCANNED).offered


def test_an_address_that_cannot_be_is_said_beside_a_new_code() -> None:
    typed = finger(sight(SyncState.REVOKED)).touch("anew")
    typed.refusing = "ftp://nowhere is not an address."
    typed.write("address", "ftp://nowhere").write("code", "ABCD").touch("connect")
    assert "is not an address" in typed.words
    assert "connect" in typed.offered


def test_while_a_new_code_is_asked_about_nothing_can_be_touched_twice() -> None:
    asking = replace(sight(SyncState.REVOKED), connecting=Connecting(running=True, central=CENTRAL))
    assert finger(asking).offered == ["back", "help"]
    assert f"Asking {CENTRAL}" in finger(asking).words


def test_a_first_start_offers_to_connect_until_it_is_connected() -> None:
    first = finger(form=WELCOME)
    assert first.offered == ["cancel", "setup", "connect", "practise"]
    assert first.touch("connect").last == Open("connect")
    connected = finger(sight(SyncState.WAITING), WELCOME)
    assert connected.offered == ["cancel", "connect", "practise"]
    assert "Waiting for IT: PC-0417" in connected.words
