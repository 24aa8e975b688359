"""Behind the PIN: the unit, closed days, people, layout, practice, another PIN, leaving."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain.calendars import Calendar, ClosedPeriod
from kiosk.domain.corrections import EraseWords
from kiosk.domain.nodes import ChooseLayout, Node, NodeFacts, SetCalendar, SetWallStratifiers
from kiosk.domain.people import AddPerson, ChangePerson, Person, RemovePerson, Role
from kiosk.domain.wards import Ward
from kiosk.viewmodels.forms.admin.gate import ADMIN
from kiosk.viewmodels.forms.form import MAKING_PRACTICE, Ask, Open, Submit
from tests.unit.viewmodels.forms.fingers import Finger, a_context
from tests.unit.viewmodels.forms.hand import TUESDAY
from tests.unit.viewmodels.sample_wards import NODE, pain_release

PIN = "4711"
PEOPLE = {
    "person:1": Person(name="Ada Quill", role=Role.STAFF, group="nursing"),
    "person:2": Person(name="Jo Hill", role=Role.LEADER, group="nursing", active=False),
}


def a_ward(*, calendar: Calendar | None = None, training: bool = False) -> Ward:
    node = Node(facts=NodeFacts(name="Ward 7 East"), calendar=calendar or Calendar())
    return Ward(TUESDAY, NODE, node=node, people=PEOPLE, training=training)


def at_the_gate(ward: Ward | None = None) -> Finger:
    return Finger(ADMIN, a_context(ward or a_ward()))


def inside(ward: Ward | None = None) -> Finger:
    return at_the_gate(ward).key("pin", PIN).touch("next")


def submitted(finger: Finger) -> object:
    assert isinstance(finger.last, Submit)
    (command,) = finger.last.commands
    return command


# The gate


def test_nothing_but_the_pin_is_offered_at_the_gate() -> None:
    assert at_the_gate().offered == ["cancel", "next"]


def test_the_right_pin_opens_the_settings() -> None:
    finger = inside()
    assert finger.asked[0].values == {"pin": PIN}
    assert "unit" in finger.offered
    assert PIN not in finger.words


def test_a_wrong_pin_is_said_and_opens_nothing() -> None:
    finger = at_the_gate().key("pin", "9999")
    finger.refusing = "That is not the PIN."
    finger.touch("next")
    assert "That is not the PIN." in finger.words
    assert finger.offered == ["cancel", "next"]


def test_no_pin_is_not_even_tried() -> None:
    finger = at_the_gate().touch("next")
    assert finger.asked == []
    assert "Key in the PIN." in finger.words


def test_no_other_touch_gets_past_the_gate() -> None:
    finger = at_the_gate()
    for action in ("unit", "people", "leave", "person=person:1", "menu", "remove"):
        assert ADMIN.touched(finger.context, finger.draft, action, "") == finger.draft


def test_practice_has_no_pin_and_can_be_ended() -> None:
    finger = at_the_gate(a_ward(training=True))
    assert "practise" not in finger.offered
    assert "new_pin" not in finger.offered
    assert finger.touch("end_practice").last == Ask("training:end")


# One page each


def test_the_unit_is_changed_on_the_pages_of_the_set_up() -> None:
    assert inside().touch("unit").last == Open("unit")


def test_a_layout_is_chosen_by_one_touch_and_the_sheet_stays() -> None:
    finger = inside().touch("layout")
    assert finger.ticked == ["layout=ward_sqcdp"]
    finger.touch("layout=perioperative")
    assert submitted(finger) == ChooseLayout(NODE, "perioperative")
    assert finger.draft.page == "layout"


def test_a_board_that_shows_another_layout_than_the_chosen_one_says_why() -> None:
    ward = a_ward()
    assert ward.node is not None
    other = ward.node.model_copy(update={"layout": "perioperative"})
    finger = inside(Ward(TUESDAY, NODE, node=other)).touch("layout")
    assert "IT's settings say so" in finger.words


def test_leaving_sends_the_pin_along() -> None:
    finger = inside().touch("leave", "leave")
    assert finger.last == Ask("leave", {"pin": PIN})


def test_practice_is_begun_from_the_settings() -> None:
    finger = inside().touch("practise")
    assert "striped border" in finger.words
    assert finger.touch("begin").last == Ask(
        "training:start", {"pin": PIN}, meanwhile=MAKING_PRACTICE
    )


def test_back_leads_from_every_area_to_the_menu() -> None:
    for way in ("days", "layout", "groups", "people", "practise", "new_pin", "leave"):
        assert inside().touch(way, "back").draft.page == "menu"


def test_another_pin_is_keyed_in_twice_and_counts_for_the_rest_of_the_visit() -> None:
    finger = inside().touch("new_pin").key("fresh", "9182").touch("next")
    finger.key("pin_again", "9183").touch("next")
    assert "not the same" in finger.words
    finger.key("pin_again", "9182").touch("next")
    assert finger.asked[-1].request == "pin:change"
    assert finger.asked[-1].values == {"pin": PIN, "new_pin": "9182"}
    assert finger.touch("leave", "leave").last == Ask("leave", {"pin": "9182"})


def test_another_pin_that_is_too_easy_is_refused() -> None:
    finger = inside().touch("new_pin").key("fresh", "0000")
    finger.refusing = "0000 is the first that anybody tries. Choose another."
    assert "Choose another." in finger.touch("next").words
    assert finger.draft.page == "new_pin"


# People


def test_the_roster_shows_who_is_on_it_and_whose_name_is_still_kept() -> None:
    finger = inside().touch("people")
    assert "person=person:1" in finger.offered
    assert "gone=person:2" in finger.offered


def test_an_empty_roster_says_so() -> None:
    ward = Ward(TUESDAY, NODE, node=Node(facts=NodeFacts(name="Ward 7 East")))
    assert "Nobody is on the roster." in inside(ward).touch("people").words


def test_somebody_joins_with_a_name_and_a_role() -> None:
    finger = inside().touch("people", "add").write("person_name", " Sam Lee ").touch("next")
    command = submitted(finger.touch("role=charge_nurse"))
    assert isinstance(command, AddPerson)
    assert (command.name, command.role) == ("Sam Lee", Role.CHARGE_NURSE)
    assert finger.draft.page == "people"


def test_two_people_who_join_one_after_the_other_are_two() -> None:
    finger = inside().touch("people", "add").write("person_name", "Sam Lee").touch("next")
    first = submitted(finger.touch("role=staff"))
    assert isinstance(first, AddPerson)
    person = Person(name="Sam Lee", role=Role.STAFF, group="nursing")
    ward = Ward(TUESDAY, NODE, node=a_ward().node, people={**PEOPLE, first.person_id: person})
    finger.with_ward(ward).touch("add").write("person_name", "Sam Lee").touch("next")
    second = submitted(finger.touch("role=staff"))
    assert isinstance(second, AddPerson)
    assert second.person_id != first.person_id


def test_nobody_joins_without_a_name() -> None:
    finger = inside().touch("people", "add", "next")
    assert "Write the name first." in finger.words


def test_a_role_is_changed_by_one_touch() -> None:
    finger = inside().touch("people", "person=person:1", "role=leader")
    assert submitted(finger) == ChangePerson("person:1", "Ada Quill", Role.LEADER, "nursing")
    assert finger.draft.page == "person"


def test_who_leaves_the_roster_may_be_erased_for_good() -> None:
    finger = inside().touch("people", "person=person:1", "off")
    assert submitted(finger) == RemovePerson("person:1")
    assert "cannot be undone" in finger.words
    assert submitted(finger.touch("erase")) == EraseWords("person:1")
    assert isinstance(finger.last, Submit)
    assert not finger.last.undo


# Closed days and holidays


def test_closed_days_are_picked_from_the_first_to_the_last() -> None:
    finger = inside().touch("days", "add=closed", "month=2026-12-01", "day:2026-12-24")
    assert "Closed from Thursday 24 December" in finger.words
    command = submitted(finger.touch("day:2026-12-26"))
    assert isinstance(command, SetCalendar)
    assert command.calendar.closed == (
        ClosedPeriod(first=date(2026, 12, 24), last=date(2026, 12, 26)),
    )
    assert command.calendar.shifts == Calendar().shifts


def test_the_last_closed_day_cannot_be_before_the_first() -> None:
    finger = inside().touch("days", "add=closed", "day:2026-11-26", "day:2026-11-25")
    assert "cannot be before the first" in finger.words
    assert not isinstance(finger.last, Submit)


def test_more_than_a_year_of_closed_days_is_refused() -> None:
    finger = inside().touch("days", "add=closed", "day:2026-11-26")
    finger.draft = finger.draft.put(month="2028-01-01")
    assert "more than a year" in finger.touch("day:2028-01-03").words


def test_a_holiday_is_one_day_and_is_not_entered_twice() -> None:
    command = submitted(inside().touch("days", "add=holiday", "day:2026-11-30"))
    assert isinstance(command, SetCalendar)
    assert command.calendar.holidays == (date(2026, 11, 30),)
    again = inside(a_ward(calendar=command.calendar)).touch("days", "add=holiday")
    assert "in the calendar already" in again.touch("day:2026-11-30").words


def test_an_entry_of_the_calendar_is_taken_out_after_one_more_look() -> None:
    calendar = Calendar(
        holidays=(date(2026, 12, 25),),
        closed=(ClosedPeriod(first=date(2026, 12, 24), last=date(2026, 12, 26)),),
    )
    finger = inside(a_ward(calendar=calendar)).touch("days")
    finger.touch("take_off=2026-12-24/2026-12-26")
    assert "Thursday 24 December to Saturday 26 December" in finger.words
    command = submitted(finger.touch("remove"))
    assert isinstance(command, SetCalendar)
    assert command.calendar.closed == ()
    assert command.calendar.holidays == (date(2026, 12, 25),)


# Numbers by group


def showing(*stratifiers: str, **parts: object) -> Ward:
    facts = NodeFacts(name="Ward 7 East")
    node = Node(facts=facts, wall_stratifiers=stratifiers)
    return replace(Ward(TUESDAY, NODE, node=node), **parts)  # type: ignore[arg-type]


def test_nothing_is_shown_by_group_until_somebody_turns_it_on() -> None:
    finger = inside().touch("groups")
    assert finger.ticked == []
    assert "together with patient representatives" in finger.words
    assert "Never two of them together" in finger.words


def test_one_touch_lets_the_wall_show_a_stratifier_and_another_takes_it_off() -> None:
    finger = inside(showing("age")).touch("groups", "stratifier=language")
    assert submitted(finger) == SetWallStratifiers(NODE, ("age", "language"))
    finger.with_ward(showing("age", "language"))
    assert set(finger.ticked) == {"stratifier=age", "stratifier=language"}
    assert submitted(finger.touch("stratifier=age")) == SetWallStratifiers(NODE, ("language",))


@pytest.mark.parametrize("name", ["sexual_orientation", "gender_identity"])
def test_what_is_sensitive_asks_for_an_extra_touch_to_be_turned_on(name: str) -> None:
    finger = inside(showing("age")).touch("groups", f"stratifier={name}")
    assert not isinstance(finger.last, Submit)
    assert "This is sensitive" in finger.words
    assert submitted(finger.touch("turn_on")) == SetWallStratifiers(NODE, ("age", name))
    assert finger.draft.page == "groups"


def test_what_is_sensitive_can_be_left_off_and_is_turned_off_by_one_touch() -> None:
    finger = inside(showing()).touch("groups", "stratifier=gender_identity", "back")
    assert finger.draft.page == "groups"
    assert finger.ticked == []
    finger.with_ward(showing("gender_identity")).touch("stratifier=gender_identity")
    assert submitted(finger) == SetWallStratifiers(NODE, ())


def test_what_is_published_is_offered_and_says_for_how_many_metrics() -> None:
    releases = {
        ("pain_reassessed_1h", "Department type"): pain_release(),
        ("ed_breaches", "department_type"): pain_release(),
    }
    finger = inside(showing(releases=releases)).touch("groups")
    assert "stratifier=department_type" in finger.offered
    assert "Department type\n2 metrics published" in finger.words


def test_two_stratifiers_at_once_are_not_offered() -> None:
    releases = {("pain_reassessed_1h", "language × sex"): pain_release()}
    finger = inside(showing(releases=releases)).touch("groups")
    assert not any("×" in action for action in finger.offered)


@pytest.mark.parametrize(
    ("lock", "way"),
    [("calendar", "days"), ("layout", "layout"), ("groups", "groups"), ("people", "people")],
)
def test_what_the_hospital_sets_cannot_be_touched_and_says_why(lock: str, way: str) -> None:
    locked = inside(replace(a_ward(), locks=frozenset({lock})))
    assert way not in locked.offered
    assert "The hospital sets this for the unit. Ask IT." in locked.words
    assert way in inside().offered
