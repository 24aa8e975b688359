"""A ward is set up by touch: nothing is missed, everything can be gone back to, one touch writes it."""

from dataclasses import replace
from datetime import time

import pytest

from kiosk.domain.metrics import DefineMetric, Metric, RetireMetric
from kiosk.domain.nodes import DefineNode, Node, SetCalendar
from kiosk.domain.wards import Ward
from kiosk.layouts.tiles import DaysSinceTile, GroupsTile, MetricTile
from kiosk.layouts.usual import TILE_METRICS
from kiosk.viewmodels.forms.form import Ask, Leave, Open, Submit
from kiosk.viewmodels.forms.setup import answers, board
from kiosk.viewmodels.forms.setup.changes import UNIT
from kiosk.viewmodels.forms.setup.first_time import SETUP
from kiosk.viewmodels.forms.setup.times import huddle_name, moved
from kiosk.viewmodels.forms.setup.zones import city, zones_by_region
from kiosk.viewmodels.sheets import Choices
from tests.unit.viewmodels.forms.fingers import LAYOUTS, Finger, a_context
from tests.unit.viewmodels.forms.hand import TUESDAY
from tests.unit.viewmodels.sample_wards import NODE

PIN = "4711"


def at(page: str) -> Finger:
    """Return a finger at a page, having gone on from the first."""
    finger = Finger(SETUP)
    while finger.draft.page != page:
        if finger.draft.page == "name":
            finger.write("name", "Ward 7 East")
        if finger.draft.page in {"pin", "pin_again"}:
            finger.key(finger.draft.page, PIN)
        finger.touch("next")
        assert not finger.draft.problem, finger.draft.problem
    return finger


def a_ward(finger: Finger) -> Ward:
    """Return the ward that a set-up makes."""
    asked = finger.asked[-1].values
    node = Node(
        facts=answers.node_facts(asked),
        calendar=answers.calendar(asked),
        layout=asked["layout"],
    )
    known = {metric.id: metric for metric in finger.context.catalogue.metrics}
    metrics = {
        f"metric:{key}": Metric(facts=known[key].facts("sqcdp"), goal=None)
        for key in answers.metric_keys(asked)
    }
    return Ward(TUESDAY, NODE, node=node, metrics=metrics)


def changing() -> Finger:
    """Return a finger at the settings of a unit that was set up."""
    return Finger(UNIT, a_context(a_ward(at("check").touch("done"))))


# From beginning to end


def test_a_ward_is_set_up_with_its_name_a_pin_and_what_is_usual() -> None:
    finger = at("check").touch("done")
    assert isinstance(finger.last, Ask)
    assert finger.last.request == "setup"
    said = finger.last.values
    facts, calendar = answers.node_facts(said), answers.calendar(said)
    assert (facts.name, facts.tier, facts.language) == ("Ward 7 East", 1, "en")
    assert [shift.starts for shift in calendar.shifts] == [time(7), time(15), time(22)]
    assert [slot.starts for slot in calendar.huddles] == [time(7, 15)]
    assert said["layout"] == "ward_sqcdp"
    assert len(answers.metric_keys(said)) == 3
    assert (said["pin"], said["draft_id"]) == (PIN, "0190-draft")


def test_nothing_is_asked_of_the_desk_before_the_last_touch_but_whether_the_pin_will_do() -> None:
    assert [ask.request for ask in at("check").asked] == ["pin:fit"]


def test_the_usual_set_up_takes_few_touches() -> None:
    touches = len(SETUP.view(a_context(), at("check").draft).steps) * 3
    finger, count = Finger(SETUP), 0
    while finger.draft.page != "check":
        if finger.draft.page == "name":
            finger.write("name", "Ward 7 East")
        if finger.draft.page in {"pin", "pin_again"}:
            finger.key(finger.draft.page, PIN)
        finger.touch("next")
        count += 1
    assert count <= touches


def test_every_page_can_be_gone_back_to_and_keeps_what_was_said() -> None:
    finger = at("check")
    while finger.draft.page != "name":
        assert not isinstance(finger.last, Open)
        finger.touch("back")
    assert "Ward 7 East" in finger.words
    assert finger.touch("back").last == Open("welcome")


def test_the_last_page_shows_every_answer_and_leads_to_each() -> None:
    finger = at("check")
    for words in (
        "Ward 7 East",
        "Tier 1",
        "London",
        "07:15",
        "Ward: safety to people",
        "3 metrics",
    ):
        assert words in finger.words
    finger.touch("go=name").write("name", "Ward 8").touch("next")
    assert finger.draft.page == "check"
    assert "Ward 8" in finger.words


def test_another_pin_chosen_from_the_last_page_is_keyed_in_twice() -> None:
    finger = at("check").touch("go=pin").key("pin", "9182").touch("next")
    assert finger.draft.page == "pin_again"
    finger.touch("next")
    assert "not the same" in finger.words
    finger.key("pin_again", "9182").touch("next")
    assert finger.draft.page == "check"


def test_a_refused_set_up_says_why_and_keeps_everything() -> None:
    finger = at("check")
    finger.refusing = "The disk is full."
    finger.touch("done")
    assert "The disk is full." in finger.words
    assert "Ward 7 East" in finger.words


def test_what_was_unticked_on_the_way_back_is_asked_again_at_the_end() -> None:
    finger = at("check").touch("go=metrics", "metric=falls_with_harm")
    finger.draft = finger.draft.turn("check")
    finger.touch("done")
    assert finger.draft.page == "metrics"
    assert "at least three" in finger.words


# Unit


def test_a_unit_needs_a_name() -> None:
    finger = Finger(SETUP).write("name", "   ").touch("next")
    assert finger.draft.page == "name"
    assert "Write what the unit is called." in finger.words


def test_the_tier_brings_its_layout_and_the_length_of_its_huddle() -> None:
    finger = at("tier").touch("tier=2")
    assert finger.draft.get("layout") == "service_tier2"
    tier_2 = finger.context.catalogue.agenda_for(2).seconds
    assert answers.calendar(finger.draft.values).huddles[0].minutes == -(-tier_2 // 60)
    assert finger.touch("tier=4").draft.get("layout") == "hospital_tier3"


def test_the_phone_may_be_added_later() -> None:
    finger = at("phone").touch("next")
    assert finger.draft.page == "incident"
    assert answers.node_facts(at("check").draft.values).out_of_hours_phone == ""


def test_role_phone_and_incident_system_are_kept() -> None:
    finger = at("phone_name").write("phone_name", "Site manager").touch("next")
    assert "Site manager: phone" in finger.words
    finger.key("phone", "4321").touch("next").write("incident", "Our system").touch("next")
    facts = answers.node_facts(finger.draft.values)
    assert (facts.out_of_hours_name, facts.out_of_hours_phone) == ("Site manager", "4321")
    assert facts.incident_system == "Our system"


# Time


def test_the_clock_of_the_zone_is_shown_and_follows_the_choice() -> None:
    finger = at("zone")
    assert "07:03" in finger.words
    finger.touch("region=Europe")
    letters = next(a for a in finger.offered if a.startswith("letters="))
    finger.touch(letters)
    finger.draft = finger.draft.put(zone="Asia/Kolkata", region="", letters="")
    assert "12:33" in finger.words
    assert "Kolkata" in finger.words


def test_every_zone_can_be_reached_in_three_touches() -> None:
    reached = set()
    for region in zones_by_region():
        finger = at("zone").touch(f"region={region}")
        parts = [a for a in finger.offered if a.startswith("letters=")]
        for part in parts or [""]:
            shown = at("zone").touch(f"region={region}")
            if part:
                shown.touch(part)
            reached |= {a for a in shown.offered if a.startswith("zone=")}
    every = {f"zone={zone}" for zones in zones_by_region().values() for zone in zones}
    assert reached == every


def test_back_goes_up_through_the_lists_of_zones_before_it_leaves_the_page() -> None:
    finger = at("zone").touch("region=America")
    finger.touch(next(a for a in finger.offered if a.startswith("letters=")))
    assert finger.touch("back").draft.get("region") == "America"
    assert finger.touch("back").draft.page == "zone"
    assert finger.touch("back").draft.page == "tier"


def test_a_city_is_named_before_its_country() -> None:
    assert city("America/Argentina/Buenos_Aires") == "Buenos Aires, Argentina"
    assert city("UTC") == "UTC"


def test_the_day_is_divided_by_a_preset_and_moved_in_steps() -> None:
    finger = at("shifts").touch("pattern=two", "shift0=15", "shift0=15", "shift1=-60")
    assert "Day shift begins 07:30" in finger.words
    assert "Night shift begins 18:00" in finger.words
    assert finger.ticked == ["pattern=two"]


def test_two_shifts_never_begin_at_the_same_time() -> None:
    finger = at("shifts").touch("pattern=two", *["shift0=60"] * 12)
    starts = [shift.starts for shift in answers.calendar(finger.draft.values).shifts]
    assert len(set(starts)) == 2


def test_huddles_are_added_moved_and_taken_off() -> None:
    finger = at("huddles").touch("huddle=add")
    assert "Afternoon huddle begins 15:15" in finger.words
    finger.touch("huddle1=60", "huddle1=60")
    assert "Evening huddle begins 17:15" in finger.words
    finger.touch("huddle=add")
    assert "huddle=add" not in finger.offered
    finger.touch("huddle=drop", "huddle=drop")
    assert "huddle=drop" not in finger.offered


def test_huddles_may_be_on_working_days_only() -> None:
    finger = at("huddles").touch("huddle=add", "days=working")
    slots = answers.calendar(finger.draft.values).huddles
    assert {slot.weekdays for slot in slots} == {(0, 1, 2, 3, 4)}
    assert finger.ticked == ["days=working"]


def test_steps_go_round_midnight_and_over_what_is_taken() -> None:
    assert moved(time(23, 45), 60) == time(0, 45)
    assert moved(time(0, 0), -15) == time(23, 45)
    assert moved(time(7), 15, (time(7, 15),)) == time(7, 30)


@pytest.mark.parametrize(
    ("hour", "name"),
    [(3, "Night"), (7, "Morning"), (13, "Afternoon"), (19, "Evening"), (23, "Night")],
)
def test_a_huddle_is_named_by_its_part_of_the_day(hour: int, name: str) -> None:
    assert huddle_name(time(hour)) == f"{name} huddle"


# Board and metrics


def test_a_layout_ticks_the_metrics_that_have_a_tile_on_it() -> None:
    finger = at("layout").touch("layout=ward_value_compass")
    assert answers.metric_keys(finger.draft.values) == TILE_METRICS["ward_value_compass"]


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_the_metrics_said_to_have_a_tile_are_those_of_the_shipped_layout(name: str) -> None:
    tiles = [
        t for t in LAYOUTS[name].tiles if isinstance(t, DaysSinceTile | GroupsTile | MetricTile)
    ]
    shown = {tile.metric for tile in tiles if getattr(tile, "metric", None)}
    assert set(TILE_METRICS[name]) == shown


def test_every_metric_of_the_catalogue_is_offered_with_its_definition() -> None:
    finger = at("metrics")
    for metric in finger.context.catalogue.metrics:
        assert f"metric={metric.id}" in finger.offered
        assert metric.definition in finger.words


def test_metrics_for_such_a_unit_come_before_the_others() -> None:
    first = [metric.id for metric in board.offered(a_context(), "perioperative")][:2]
    assert set(first) == {"who_checklist", "first_case_on_time"}


@pytest.mark.parametrize(
    ("count", "words"), [(0, "at least three"), (2, "at least three"), (6, "five at most")]
)
def test_fewer_than_three_or_more_than_five_metrics_are_refused_with_words(
    count: int, words: str
) -> None:
    finger = at("metrics")
    keys = [metric.id for metric in finger.context.catalogue.metrics][:count]
    finger.draft = finger.draft.put(metrics=",".join(keys))
    finger.touch("next")
    assert finger.draft.page == "metrics"
    assert words in finger.words


@pytest.mark.parametrize("count", [3, 5])
def test_three_to_five_metrics_will_do(count: int) -> None:
    finger = at("metrics")
    keys = [metric.id for metric in finger.context.catalogue.metrics][:count]
    finger.draft = finger.draft.put(metrics=",".join(keys))
    assert finger.touch("next").draft.page == "pin"


def test_a_second_touch_unticks() -> None:
    finger = at("co_leads").touch("lead=nursing", "lead=union", "lead=nursing")
    assert finger.ticked == ["lead=union"]
    assert answers.co_leads(finger.draft.values) == ("union",)


# PIN


def test_a_pin_that_the_desk_refuses_is_chosen_again() -> None:
    finger = at("pin").key("pin", "0000")
    finger.refusing = "0000 is the first that anybody tries. Choose another."
    finger.touch("next")
    assert finger.draft.page == "pin"
    assert "Choose another." in finger.words


def test_no_pin_is_not_a_pin() -> None:
    assert at("pin").touch("next").draft.page == "pin"


def test_a_pin_is_shown_as_dots_and_never_in_words() -> None:
    finger = at("pin").key("pin", PIN)
    entry = finger.sheet.columns[0][0]
    assert getattr(entry, "secret", False)
    assert PIN not in at("check").words


def test_no_page_crowds_its_row_of_steppers() -> None:
    for page in ("shifts", "huddles"):
        rows = [b for b in at(page).sheet.columns[0] if isinstance(b, Choices)]
        assert all(len(row.options) <= 4 for row in rows)


# Changing it later


def test_the_settings_of_the_unit_show_what_stands() -> None:
    finger = changing()
    assert "Ward 7 East" in finger.words
    assert "3 metrics" in finger.words
    assert "PIN" not in finger.words


def test_saving_without_a_change_writes_nothing() -> None:
    assert changing().touch("done").last == Leave()


def test_only_what_is_different_is_written() -> None:
    finger = changing().touch("go=name").write("name", "Ward 8").touch("next", "done")
    assert isinstance(finger.last, Submit)
    (command,) = finger.last.commands
    assert isinstance(command, DefineNode)
    assert command.facts.name == "Ward 8"
    finger = changing().touch("go=huddles", "huddle=add", "next", "done")
    assert isinstance(finger.last, Submit)
    assert [type(command) for command in finger.last.commands] == [SetCalendar]


def test_metrics_are_followed_and_let_go() -> None:
    finger = changing().touch("go=metrics", "metric=hand_hygiene", "metric=falls_with_harm")
    finger.touch("next", "done")
    assert isinstance(finger.last, Submit)
    follow, let_go = finger.last.commands
    assert isinstance(follow, DefineMetric)
    assert follow.facts.key == "hand_hygiene"
    assert let_go == RetireMetric("metric:falls_with_harm")


def test_a_metric_that_came_from_elsewhere_stays_followed() -> None:
    ward = a_ward(at("check").touch("done"))
    known = next(iter(ward.metrics.values()))
    own = known.model_copy(update={"facts": known.facts.model_copy(update={"key": "our_own"})})
    ward = replace(ward, metrics={**ward.metrics, "metric:own": own})
    finger = Finger(UNIT, a_context(ward)).touch("done")
    assert finger.last == Leave()


def test_a_ward_already_in_use_may_follow_fewer_than_three_and_at_most_twelve() -> None:
    finger = changing().touch("go=metrics")
    finger.draft = finger.draft.put(metrics="")
    assert finger.touch("next").draft.page == "check"
    finger.touch("go=metrics")
    finger.draft = finger.draft.put(metrics=",".join(f"m{n}" for n in range(13)))
    assert "Twelve at most" in finger.touch("next").words


def test_back_leads_from_a_page_to_the_overview_and_from_there_to_the_board() -> None:
    finger = changing().touch("go=tier", "back")
    assert finger.draft.page == "check"
    assert finger.touch("back").last == Leave()
