"""The views: who owes what, what is joined, how long answers take, and what is honest about huddles."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.central.web.offices import Office, Part
from kiosk.central.web.owing import owing
from kiosk.central.web.standing import UnitCard
from kiosk.central.web.views.answer_times import answer_times
from kiosk.central.web.views.brief import LATE_ROWS, brief
from kiosk.central.web.views.card_list import PAGE, Wanted, card_list
from kiosk.central.web.views.card_page import deeds, due_of
from kiosk.central.web.views.huddles import NotDue, NotKnown, huddle_of, huddles
from kiosk.central.web.views.opening import MOST_CARDS, MOST_ROWS, opening
from kiosk.central.web.views.shared_problems import shared_problems
from kiosk.central.web.views.units import unit_rows
from kiosk.domain.calendars import Calendar, ClosedPeriod
from kiosk.domain.cards import Acknowledged, Answered, Closed, Owned, Raised, Returned
from tests.unit.central.web.standings import MEDICINE, NOW, OFFICE, WARD_7, WARD_8, card, standing
from tests.unit.viewmodels.sample_wards import catalogue

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BY = "service lead, Medicine"


@pytest.mark.parametrize(
    ("each", "node", "late"),
    [
        (card(ago=HOUR), "node:7e", None),
        (card(ago=9 * HOUR), "node:med", 3 * HOUR),
        (card(ago=10 * MINUTE, serious_harm=True), "node:med", None),
        (card(ago=40 * MINUTE, serious_harm=True), "node:med", 10 * MINUTE),
        (card(ago=61 * MINUTE, serious_harm=True), "node:h", 31 * MINUTE),
        (card(ago=9 * DAY, serious_harm=True), "node:h", 9 * DAY - 30 * MINUTE),
        (
            card(progress=Owned(by=BY, at=NOW, due=NOW - HOUR, node="node:med", tier=2)),
            "node:med",
            HOUR,
        ),
        (card(progress=Owned(by="charge nurse", at=NOW, due=None)), "node:7e", None),
        (
            card(ago=DAY, progress=Returned(by=BY, at=NOW - HOUR, tier=1, reason="Yours")),
            "node:7e",
            None,
        ),
        (
            card(ago=DAY, progress=Returned(by=BY, at=NOW - HOUR, tier=2, reason="Yours")),
            "node:med",
            None,
        ),
    ],
)
def test_who_owes_the_next_step(each: UnitCard, node: str, late: timedelta | None) -> None:
    owed = owing(each, NOW, standing().tiers)
    assert owed is not None
    assert (owed.node, owed.late) == (node, late)


@pytest.mark.parametrize(
    "progress",
    [
        Answered(by=BY, at=NOW, answer="On Friday"),
        Closed(at=NOW, answer=None, answered_by=None),
    ],
)
def test_nobody_above_owes_an_answered_card(progress: Answered | Closed) -> None:
    assert owing(card(progress=progress), NOW) is None


def test_the_highest_node_there_is_owes_what_goes_beyond_it() -> None:
    top = replace(MEDICINE, above=())
    owed = owing(card(unit=top, ago=9 * DAY), NOW)
    assert owed is not None
    assert owed.node == top.node


def test_serious_harm_that_nobody_saw_stands_once_on_the_first_page() -> None:
    view = opening(standing(card(ago=50 * MINUTE, serious_harm=True)), catalogue())
    assert [row.unseen for row in view.harm] == ["Not seen for 50 min"]
    assert view.mine == ()
    seen = card(serious_harm=True, ago=9 * HOUR, progress=Acknowledged(by=BY, at=NOW))
    view = opening(standing(seen), catalogue())
    assert view.harm == ()
    assert [row.serious for row in view.mine] == [True]


def test_what_is_owed_here_stands_before_what_others_are_late_with() -> None:
    theirs = Owned(by="charge nurse", at=NOW, due=NOW - HOUR)
    view = opening(standing(card(1, ago=9 * HOUR), card(2, progress=theirs)), catalogue())
    assert [row.late for row in view.mine] == ["Medicine: 3 h late"]
    assert [row.late for row in view.below] == ["charge nurse: 1 h late"]
    assert view.spoken == "1 answer owed here, 1 late."


def test_a_section_has_a_limit_and_says_how_many_more_there_are() -> None:
    cards = [card(number, ago=9 * HOUR) for number in range(MOST_CARDS + 3)]
    view = opening(standing(*cards), catalogue())
    assert (len(view.mine), view.mine_beyond) == (MOST_CARDS, 3)


def test_problems_beyond_the_limit_of_their_section_are_counted() -> None:
    cards = [
        card(2 * number + nth, ward, sentence=f"Pump {number} is missing.", phrase=None)
        for number in range(MOST_ROWS + 2)
        for nth, ward in enumerate((WARD_7, WARD_8))
    ]
    view = opening(standing(*cards), catalogue())
    assert (len(view.shared), view.shared_beyond) == (MOST_ROWS, 2)
    assert view.checks_beyond == 0


def test_the_same_words_in_two_units_are_one_problem_and_a_subject_is_another() -> None:
    found = shared_problems(
        standing(
            card(1, WARD_7, sentence="No pumps.", phrase=None),
            card(2, WARD_8, sentence="no  PUMPS", phrase=None),
            card(3, WARD_7, phrase="Broken, waiting for repair"),
            card(4, WARD_8, phrase="Alarm keeps going off"),
            card(5, WARD_7, category="supplies", phrase="Nearly run out"),
            card(6, WARD_7, category="supplies", phrase="Nearly run out"),
        ),
        catalogue(),
    )
    assert [(each.words, each.same, len(each.cards)) for each in found] == [
        ("No pumps.", True, 2),
        ("Equipment", False, 2),
    ]


def test_a_closed_card_makes_no_problem_of_two_units() -> None:
    closed = Closed(at=NOW, answer=None, answered_by=None)
    cards = (card(1, WARD_7), card(2, WARD_8, progress=closed))
    assert shared_problems(standing(*cards), catalogue()) == ()


def test_time_to_answer_is_the_first_answers_and_shows_language_even_without_any() -> None:
    rows = answer_times(
        standing(
            card(1, ago=10 * HOUR, answered_after=HOUR),
            card(2, ago=10 * HOUR, answered_after=3 * HOUR),
            card(3, ago=200 * DAY, answered_after=HOUR),
            card(4),
        ),
        catalogue(),
    )
    told = {row.about: (row.answered, row.half, row.longest, row.waiting) for row in rows}
    assert told == {"Equipment": (2, "2 h", "3 h", 1), "Language and access": (0, "–", "–", 0)}


def test_the_list_has_pages_and_addresses_keep_what_was_chosen() -> None:
    cards = [card(number) for number in range(PAGE + 1)]
    wanted = Wanted.from_query({"sort": "oldest", "unit": "7e"})
    view = card_list(standing(*cards), wanted, catalogue())
    assert (len(view.rows), view.before, view.after) == (
        PAGE,
        "",
        "/cards?unit=7e&sort=oldest&page=2",
    )
    last = card_list(standing(*cards), replace(wanted, page=2), catalogue())
    assert (len(last.rows), last.before, last.after) == (1, "/cards?unit=7e&sort=oldest", "")


def test_what_can_be_done_follows_how_far_a_card_has_come() -> None:
    def names(each: UnitCard) -> list[str]:
        return [deed.name for deed in deeds(each, standing())]

    assert names(card()) == ["acknowledge", "own", "answer", "ask", "return"]
    assert names(card(progress=Acknowledged(by=BY, at=NOW))) == ["own", "answer", "ask", "return"]
    assert names(card(progress=Answered(by=BY, at=NOW, answer="x"))) == ["answer", "ask"]
    assert names(card(progress=Closed(at=NOW, answer=None, answered_by=None))) == []
    assert "return" not in names(card(unit=MEDICINE, progress=Raised()))


@pytest.mark.parametrize("day", ["", "2026-11-23", "2027-11-26", "24.11.2026"])
def test_a_day_that_cannot_be_is_no_day(day: str) -> None:
    assert due_of(day, standing()) is None


@pytest.mark.parametrize("day", ["2026-11-24", "2027-11-25"])
def test_a_card_is_owned_until_the_end_of_a_day(day: str) -> None:
    due = due_of(day, standing())
    assert due is not None
    assert due.isoformat() == f"{day}T17:00:00+00:00"


def test_a_huddle_is_due_when_its_time_has_passed_and_never_on_a_closed_day() -> None:
    early = NOW.replace(hour=7, minute=20)
    assert huddle_of(WARD_7, early) == NotDue()
    assert isinstance(huddle_of(WARD_7, NOW), NotKnown)
    closed = Calendar(closed=(ClosedPeriod(first=NOW.date(), last=NOW.date()),))
    assert huddle_of(replace(WARD_7, calendar=closed), NOW) == NotDue()


def test_a_board_that_was_heard_since_its_huddle_gives_no_reason_to_ask() -> None:
    heard = replace(WARD_7, heard_at=NOW - 5 * MINUTE, day_closed=True)
    silent = replace(WARD_8, heard_at=NOW.replace(hour=6))
    view = huddles(standing(units=(heard, silent)))
    assert view.due == 2
    assert [row.unit for row in view.rows] == ["Ward 8 West"]
    assert "since the huddle at 07:15: last 06:00" in view.rows[0].signs


def test_a_board_that_said_hello_just_before_its_huddle_is_not_called_silent_yet() -> None:
    heard = replace(WARD_7, heard_at=NOW.replace(hour=7, minute=12), day_closed=True)
    soon, later = NOW.replace(hour=7, minute=26), NOW.replace(hour=7, minute=40)
    assert not huddles(replace(standing(units=(heard,)), now=soon)).rows
    assert huddles(replace(standing(units=(heard,)), now=later)).rows


def test_units_stand_below_the_one_above_them_with_what_is_late() -> None:
    rows = unit_rows(standing(card(1, WARD_8, ago=9 * HOUR), card(2, WARD_7)))
    assert [(row.name, row.depth, row.open, row.late) for row in rows] == [
        ("Medicine", 0, 0, 0),
        ("Ward 7 East", 1, 1, 0),
        ("Ward 8 West", 1, 1, 1),
    ]


def test_the_brief_keeps_to_its_page_and_says_how_many_more() -> None:
    cards = [card(number, ago=9 * HOUR) for number in range(LATE_ROWS + 2)]
    view = brief(standing(*cards, card(99, ago=2 * HOUR, serious_harm=True)), catalogue())
    assert (len(view.late.rows), view.late.more) == (LATE_ROWS, "+2 more")
    assert [row.serious for row in view.harm.rows] == [True]
    assert view.to == "St Elsewhere"
    assert view.figures[0] == ("9", "open in 3 units")


def test_an_office_fits_where_a_role_stands_and_keeps_its_title() -> None:
    office = Office("a", Part.LEADER, "x" * 30, "node:1", "y" * 40, deputy=True)
    assert len(office.by) == 60
    assert office.by.startswith("deputy for " + "x" * 30 + ", ")
    assert OFFICE.by == "service lead, Medicine"
    assert OFFICE.actor.person is None
