"""What is asked of the desk: the set-up in one transaction, the PIN, practice, leaving."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.app.requests import REQUESTS, WHERE_TO_LEAVE, answer
from kiosk.domain.calendars import Calendar
from kiosk.domain.errors import KioskError
from kiosk.domain.metrics import Direction
from kiosk.services.refused import Refused
from kiosk.ui.presenter import Kept, NotKept
from kiosk.viewmodels.status_view import BUTTONS
from tests.unit.app.desks import Fault, MemoryDesk

PIN = "4711"
ANSWERS = {
    "draft_id": "0190-draft",
    "name": "Ward 7 East",
    "service": "Acute medicine",
    "tier": "1",
    "zone": "Europe/London",
    "calendar": Calendar().model_dump_json(),
    "phone_name": "Site manager",
    "phone": "4321",
    "layout": "ward_value_compass",
    "co_leads": "nursing|union",
    "metrics": "hand_hygiene,call_bell_5min,falls_with_harm",
    "pin": PIN,
}


@pytest.fixture
def desk(tmp_path: Path) -> MemoryDesk:
    """A desk before the first set-up."""
    return MemoryDesk(tmp_path)


@pytest.fixture
def ward_desk(desk: MemoryDesk) -> MemoryDesk:
    """A desk whose ward is set up."""
    assert isinstance(answer(desk, "setup", ANSWERS), Kept)
    return desk


def refusal(given: Kept | NotKept) -> str:
    assert isinstance(given, NotKept)
    return given.words


# The set-up


def test_the_set_up_makes_the_ward_in_one_transaction(desk: MemoryDesk) -> None:
    assert answer(desk, "setup", ANSWERS) == Kept(said="Saved. The board is up.")
    assert desk.store.writes == 1
    ward = desk.service.ward()
    assert ward.node is not None
    assert ward.node.facts.name == "Ward 7 East"
    assert ward.node.facts.co_leads == ("nursing", "union")
    assert ward.node.layout == "ward_value_compass"
    assert ward.agenda is not None
    assert desk.pins.verify(PIN).right


def test_metrics_are_followed_with_their_way_that_is_better_and_their_point(
    ward_desk: MemoryDesk,
) -> None:
    metrics = {m.facts.key: m.facts for m in ward_desk.service.ward().metrics.values()}
    assert metrics["hand_hygiene"].direction is Direction.INCREASE
    assert metrics["falls_with_harm"].direction is Direction.DECREASE
    assert metrics["call_bell_5min"].point == "service"


def test_a_ward_is_set_up_once(ward_desk: MemoryDesk) -> None:
    again = answer(ward_desk, "setup", {**ANSWERS, "pin": "9999", "name": "Other"})
    assert "set up already" in refusal(again)
    assert ward_desk.pins.verify(PIN).right


def test_a_set_up_with_an_easy_pin_writes_nothing(desk: MemoryDesk) -> None:
    with pytest.raises(Refused, match="0000"):
        answer(desk, "setup", {**ANSWERS, "pin": "0000"})
    assert desk.service.ward().node is None
    assert not desk.pins.is_set


def test_a_layout_that_is_not_there_is_refused_with_words(desk: MemoryDesk) -> None:
    with pytest.raises(KioskError):
        answer(desk, "setup", {**ANSWERS, "layout": "nothing_like_it"})
    assert desk.service.ward().node is None


def test_a_set_up_that_the_store_cannot_keep_can_be_sent_again(desk: MemoryDesk) -> None:
    desk.store.fault = KioskError("The disk is full.")
    with pytest.raises(KioskError):
        answer(desk, "setup", ANSWERS)
    assert desk.service.ward().node is None
    assert isinstance(answer(desk, "setup", ANSWERS), Kept)


# The PIN


def test_an_easy_pin_does_not_fit(desk: MemoryDesk) -> None:
    assert "0000" in refusal(answer(desk, "pin:fit", {"pin": "0000"}))
    assert answer(desk, "pin:fit", {"pin": PIN}) == Kept()


def test_the_right_pin_opens_and_a_wrong_one_says_so(ward_desk: MemoryDesk) -> None:
    assert answer(ward_desk, "pin", {"pin": PIN}) == Kept()
    assert refusal(answer(ward_desk, "pin", {"pin": "1111"})) == "That is not the PIN."


def test_after_five_wrong_ones_even_the_right_one_waits(ward_desk: MemoryDesk) -> None:
    for _ in range(5):
        answer(ward_desk, "pin", {"pin": "1111"})
    assert "Wait" in refusal(answer(ward_desk, "pin", {"pin": PIN}))
    ward_desk.clock.advance(timedelta(seconds=31))
    assert answer(ward_desk, "pin", {"pin": PIN}) == Kept()


def test_a_ward_without_a_pin_lets_in_and_asks_for_one(desk: MemoryDesk) -> None:
    assert "Choose one" in _said(answer(desk, "pin", {"pin": "5"}))


def test_another_pin_needs_the_old_one(ward_desk: MemoryDesk) -> None:
    refused = answer(ward_desk, "pin:change", {"pin": "1111", "new_pin": "9182"})
    assert refusal(refused) == "That is not the PIN."
    answer(ward_desk, "pin:change", {"pin": PIN, "new_pin": "9182"})
    assert answer(ward_desk, "pin", {"pin": "9182"}) == Kept()
    assert refusal(answer(ward_desk, "pin", {"pin": PIN})) == "That is not the PIN."


# Leaving


def test_before_the_first_set_up_anybody_may_leave(desk: MemoryDesk) -> None:
    assert answer(desk, "leave", {}) == Kept()


def test_a_ward_with_a_pin_says_where_to_leave(ward_desk: MemoryDesk) -> None:
    assert refusal(answer(ward_desk, "leave", {})) == WHERE_TO_LEAVE


def test_the_words_name_the_button_that_stands_in_the_status_strip() -> None:
    (settings,) = [button for button in BUTTONS if button.action == "open:admin"]
    assert f"touch {settings.text}, " in WHERE_TO_LEAVE


def test_with_the_pin_the_board_may_be_left(ward_desk: MemoryDesk) -> None:
    assert refusal(answer(ward_desk, "leave", {"pin": "1111"})) == "That is not the PIN."
    assert answer(ward_desk, "leave", {"pin": PIN}) == Kept()


def test_practice_may_be_left_by_anybody(ward_desk: MemoryDesk) -> None:
    answer(ward_desk, "training:start", {"pin": PIN})
    assert answer(ward_desk, "leave", {}) == Kept()


# Practice


def test_before_the_first_set_up_practice_needs_no_pin(desk: MemoryDesk) -> None:
    assert isinstance(answer(desk, "training:start", {}), Kept)
    assert desk.practice is not None


def test_a_ward_is_not_put_away_for_practice_without_its_pin(ward_desk: MemoryDesk) -> None:
    assert refusal(answer(ward_desk, "training:start", {})) == "That is not the PIN."
    assert ward_desk.practice is None


@pytest.mark.parametrize("fault", [OSError("no room"), KioskError("The disk is full.")])
def test_practice_that_cannot_be_made_leaves_the_ward_open(desk: MemoryDesk, fault: Fault) -> None:
    desk.fault = fault
    with pytest.raises(Refused, match="could not be made"):
        answer(desk, "training:start", {})
    assert desk.practice is None


def test_nothing_of_practice_is_kept_when_it_is_ended(desk: MemoryDesk) -> None:
    answer(desk, "training:start", {})
    assert (desk.settings.data / "practice").is_dir()
    assert "Nothing of it was kept" in _said(answer(desk, "training:end", {}))
    assert not (desk.settings.data / "practice").exists()


def test_beginning_or_ending_practice_twice_does_nothing(desk: MemoryDesk) -> None:
    assert answer(desk, "training:end", {}) == Kept()
    answer(desk, "training:start", {})
    assert answer(desk, "training:start", {}) == Kept()


def test_every_request_of_the_forms_is_known() -> None:
    asked = {"display", "setup", "pin", "pin:fit", "pin:change", "leave"}
    assert asked | {"training:start", "training:end", "paper:metric", "paper:plan"} == set(REQUESTS)


def test_a_choice_of_how_the_board_looks_counts_at_once(desk: MemoryDesk) -> None:
    assert answer(desk, "display", {"theme": "contrast"}) == Kept()
    assert desk.settings.theme == "contrast"


def _said(given: Kept | NotKept) -> str:
    assert isinstance(given, Kept)
    return given.said
