"""Cards of other units: those above see, own and answer them; neighbours read them; only the unit closes them."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from kiosk.domain.calendars import Calendar, Shift
from kiosk.domain.card_clocks import Clocks, time_allowed
from kiosk.domain.cards import (
    AcknowledgeCard,
    Acknowledged,
    AnswerCard,
    Answered,
    AskOnCard,
    OwnCard,
    Owned,
    Progress,
    RaiseCard,
    Raised,
    ReturnCard,
    Returned,
)
from kiosk.domain.nodes import Node, NodeFacts
from kiosk.domain.wards import Ward
from kiosk.sync.status import SyncState
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.forms.card import CARD
from kiosk.viewmodels.forms.card_facts import READ_ONLY, clock_words
from kiosk.viewmodels.forms.form import Open, Submit
from kiosk.viewmodels.forms.raise_card import RAISE
from kiosk.viewmodels.forms.tile import TILE
from kiosk.viewmodels.lanes_tile import lanes_tile
from kiosk.viewmodels.scenes import Scene
from tests.fakes.sync_sights import dead_letter, sight
from tests.unit.viewmodels.forms.fingers import Finger, a_context
from tests.unit.viewmodels.sample_wards import NODE, NOW, card, catalogue, empty_ward, layout

ID, THEIRS = "card:1", "node:ward-8"
UNITS = {THEIRS: "Ward 8 West", NODE: "Medicine"}
SERVICE = Node(facts=NodeFacts(name="Medicine", tier=2))


def service(progress: Progress | None = None, **parts: Any) -> Ward:
    """A service's board with one card of a ward below it."""
    theirs = card(timedelta(hours=1), progress, node=THEIRS)
    known = {"alone": False, "node": SERVICE, "homes": {ID: THEIRS}, "units": UNITS}
    return empty_ward(cards={ID: theirs}, **{**known, **parts})


def ward(progress: Progress | None = None, **parts: Any) -> Ward:
    """A ward's own board, connected, with one card of its own."""
    own = card(timedelta(minutes=10), progress, node=NODE)
    return empty_ward(**{"cards": {ID: own}, "alone": False, "units": UNITS, **parts})


def open_card(of: Ward) -> Finger:
    return Finger(CARD, replace(a_context(of), staff=True), ID)


def command(finger: Finger) -> object:
    assert isinstance(finger.last, Submit)
    (made,) = finger.last.commands
    return made


# Above


@pytest.mark.parametrize(
    ("progress", "offered"),
    [
        (Raised(), ["back", "answer", "own", "acknowledge", "ask", "return"]),
        (Acknowledged(by="service", at=NOW), ["back", "answer", "own", "ask", "return"]),
        (Owned(by="service", at=NOW, due=None), ["back", "own", "answer", "ask", "return"]),
        (Returned(by="service", at=NOW, tier=1, reason="Yours"), ["back", "answer", "own", "ask"]),
        (Answered(by="service", at=NOW, answer="Soon"), ["back"]),
    ],
)
def test_a_service_acts_on_a_wards_card_and_neither_closes_nor_corrects_it(
    progress: Progress, offered: list[str]
) -> None:
    assert [a for a in open_card(service(progress)).offered if a != "cancel"] == offered


def test_what_a_service_says_is_said_by_the_service() -> None:
    assert command(open_card(service()).touch("acknowledge")) == AcknowledgeCard(ID, "service")
    owned = open_card(service()).touch("own", "owner=service", "due=tomorrow", "own_it")
    made = command(owned)
    assert isinstance(made, OwnCard)
    assert (made.by, made.node, made.tier) == ("service", NODE, 2)
    answered = open_card(service()).touch("answer", "by=service lead").write("answer", "Soon")
    assert command(answered.touch("answer_it")) == AnswerCard(ID, "service lead", "Soon", tier=2)


def test_a_service_asks_the_unit_and_the_service_is_named() -> None:
    asked = open_card(service()).touch("ask")
    assert "ask_it" not in asked.offered
    asked.write("question", "On which days?").touch("ask_it")
    assert command(asked) == AskOnCard(ID, "service", "On which days?")


def test_a_service_sends_a_card_back_with_the_reason() -> None:
    sent = open_card(service()).touch("return").write("return_reason", "Order it yourselves")
    assert command(sent.touch("return_it")) == ReturnCard(ID, "service", "Order it yourselves", 2)


@pytest.mark.parametrize(
    ("way", "field", "send"),
    [("ask", "question", "ask_it"), ("return", "return_reason", "return_it")],
)
def test_a_question_or_a_reason_that_says_who_is_kept_back(way: str, field: str, send: str) -> None:
    written = open_card(service()).touch(way).write(field, "The patient in bed 4").touch(send)
    assert not isinstance(written.last, Submit)
    assert "Say what, not who" in written.words + written.sheet.note


def test_nobody_asks_the_own_ward_or_sends_a_card_back_from_it() -> None:
    offered = open_card(ward()).offered
    assert "ask" not in offered
    assert "return" not in offered


def test_a_card_of_another_unit_carries_its_name_on_the_tile_the_list_and_the_sheet() -> None:
    scene = Scene(service(), catalogue(), Face.STAFF)
    tile = next(t for t in layout().tiles if t.type == "lanes")
    (shown,) = lanes_tile(tile, scene).lanes[0].cards
    assert shown.left.startswith("Ward 8 West")
    listed = Finger(TILE, replace(a_context(service()), staff=True), "behind_lanes")
    assert "Ward 8 West" in listed.touch("tab=raised").words
    assert "Only Ward 8 West closes its cards." in open_card(service()).words


# Beside


def neighbours(**parts: Any) -> Ward:
    theirs = card(timedelta(hours=1), node=THEIRS)
    known = {"alone": False, "homes": {ID: THEIRS}, "units": UNITS}
    return empty_ward(**{"neighbours": {ID: theirs}, **known, **parts})


def cards_of(of: Ward) -> Finger:
    return Finger(TILE, replace(a_context(of), staff=True), "behind_lanes")


def test_a_neighbours_card_is_found_by_touch_and_only_read() -> None:
    listed = cards_of(neighbours()).touch("tab=neighbours")
    assert "Ward 8 West" in listed.words
    assert listed.touch(f"card={ID}").last == Open("card", ID)
    seen = open_card(neighbours())
    assert [action for action in seen.offered if action != "cancel"] == ["back"]
    assert READ_ONLY in seen.words


def test_a_board_without_neighbours_says_so_and_one_that_stands_alone_has_no_such_list() -> None:
    assert (
        "No card is open beside us."
        in cards_of(neighbours(neighbours={})).touch("tab=neighbours").words
    )
    assert "tab=neighbours" not in cards_of(empty_ward()).offered


# A ward's own cards, on their way


@pytest.mark.parametrize(
    ("parts", "progress", "words"),
    [
        ({"unsent": frozenset({ID})}, Raised(), "not sent"),
        ({}, Raised(), "sent, not seen"),
        ({}, Acknowledged(by="service", at=NOW), "seen 07:03, service"),
        ({"alone": True}, Raised(), "action"),
    ],
)
def test_a_row_says_how_far_a_card_has_come(
    parts: dict[str, Any], progress: Progress, words: str
) -> None:
    scene = Scene(ward(progress, **parts), catalogue(), Face.STAFF)
    tile = next(t for t in layout().tiles if t.type == "lanes")
    shown = [row for lane in lanes_tile(tile, scene).lanes for row in lane.cards]
    assert shown[0].left == words


def test_a_card_that_is_late_and_not_sent_says_both() -> None:
    late = card(timedelta(days=9), node=NODE)
    scene = Scene(ward(cards={ID: late}, unsent=frozenset({ID})), catalogue(), Face.STAFF)
    tile = next(t for t in layout().tiles if t.type == "lanes")
    (shown,) = lanes_tile(tile, scene).lanes[0].cards
    assert shown.late
    assert shown.left == "not sent"
    listed = cards_of(ward(cards={ID: late}, unsent=frozenset({ID}))).touch("tab=raised")
    assert "not sent" in listed.words


def test_an_entry_that_does_not_count_says_why_on_the_row_and_on_the_sheet() -> None:
    void = ward(void={ID: "already answered"})
    assert "does not count: already answered" in cards_of(void).touch("tab=raised").words
    assert "An entry does not count: already answered." in open_card(void).words


def test_an_entry_that_was_not_taken_leads_to_the_sheet_that_says_why() -> None:
    dead = dead_letter(1)
    change = replace(dead.record.change, entity=ID)
    record = replace(dead.record, entry=replace(dead.record.entry, change=change))
    seen = open_card(ward())
    known = replace(sight(SyncState.IN_SYNC), dead=(replace(dead, record=record),))
    seen.context = replace(seen.context, sync=known)
    assert seen.touch("not_taken").last == Open("sync")


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"unsent": frozenset({ID})}, "Serious harm. Not sent. Phone"),
        ({"alone": True}, "Serious harm. Not sent. Phone"),
        ({}, "Serious harm. Phone"),
    ],
)
def test_serious_harm_is_phoned_whether_it_was_sent_or_not(
    parts: dict[str, Any], words: str
) -> None:
    serious = card(timedelta(minutes=1), node=NODE, serious_harm=True)
    assert words in open_card(ward(cards={ID: serious}, **parts)).words


# Whose clock it is


def test_a_card_is_as_late_above_as_on_its_own_ward_whatever_the_services_hours_are() -> None:
    short = Calendar(
        shifts=tuple(Shift(name=f"From {hour}", starts=time(hour)) for hour in range(24))
    )
    clocks = Clocks(shortest_minutes=30)
    home = Node(facts=NodeFacts(name="Ward 8", tier=1), calendar=short, clocks=clocks)
    finger = Finger(RAISE, a_context(empty_ward(node=home)))
    finger.touch("category=equipment", "phrase=Broken, waiting for repair", "raise")
    made = command(finger)
    assert isinstance(made, RaiseCard)
    assert made.within_s == time_allowed(NOW, short, "UTC", 1, clocks).total_seconds()

    theirs = card(timedelta(hours=2), node=THEIRS).model_copy(update={"within_s": made.within_s})
    own = empty_ward(node=home, cards={ID: theirs})
    above = replace(service(), cards={ID: theirs})
    words = [clock_words(a_context(of), theirs).partition(": ")[2] for of in (own, above)]

    assert words[0] == words[1]
    assert words[0].endswith("late")
