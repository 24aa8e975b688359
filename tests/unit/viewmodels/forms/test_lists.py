"""Thanks, tickets, news, patient voice, goals and the agenda: listed, opened, put right, taken off."""

from datetime import date, timedelta

import pytest

from kiosk.domain.tickets import BigIssue, Done, QuickHit
from tests.unit.viewmodels.forms.hand import SKIN_ID, TODAY, Hand, offered, text


@pytest.fixture
def hand() -> Hand:
    return Hand(layout_name="ward_value_compass")


def first(things: object) -> str:
    return next(iter(things))  # type: ignore[call-overload, no-any-return]


def test_every_list_says_in_words_that_it_is_empty() -> None:
    for name in ("ward_sqcdp", "ward_value_compass", "service_tier2", "hospital_tier3"):
        hand = Hand(layout_name=name)
        for tile in hand.context.layout.tiles:
            said = text(hand.open("tile", tile.id).sheet)
            assert len(said) > len(tile.id) + 20


def test_an_idea_becomes_a_quick_hit_due_within_three_days_and_is_done() -> None:
    hand = Hand()
    hand.open("idea").touch("theme=waiting", "phrase=Order it before it is needed", "save")
    ticket = first(hand.ward.tickets)

    hand.open("ticket", ticket).touch("sort", "quick=3")
    assert hand.ward.tickets[ticket].progress == QuickHit(due=TODAY + timedelta(days=3))
    assert "due Friday" in text(hand.sheet)

    hand.touch("finish")
    assert isinstance(hand.ward.tickets[ticket].progress, Done)


def test_a_big_issue_gets_a_day_to_look_at_it_again_and_is_late_after_it() -> None:
    hand = Hand()
    hand.open("idea").touch("theme=waiting", "phrase=Do two steps at once", "save")
    ticket = first(hand.ward.tickets)
    hand.open("ticket", ticket).touch("sort", "big=14")
    assert hand.ward.tickets[ticket].progress == BigIssue(check_in=date(2026, 12, 8))

    hand.wait(timedelta(days=15)).open("ticket", ticket)
    assert "look again" in text(hand.sheet)
    assert "sort" in offered(hand.shown)


def test_a_thank_you_is_taken_back_when_the_person_does_not_want_it() -> None:
    hand = Hand()
    hand.open("thank_you").touch("group=nursing", "phrase=Checked twice", "save")
    hand.open("recognition", first(hand.ward.recognitions))
    assert "Checked twice" in text(hand.sheet)

    hand.touch("withdraw", "reason=The person does not want it", "withdraw_it")
    assert not hand.ward.recognitions


def test_news_is_one_sentence_until_a_day_and_is_taken_down_again() -> None:
    hand = Hand()
    hand.open("announcement").write("sentence", "Fire drill on Thursday").touch("next")
    assert "save" not in offered(hand.shown)
    hand.touch("until=week", "save")

    posted = first(hand.ward.announcements)
    assert hand.ward.announcements[posted].until == date(2026, 11, 29)
    hand.open("announcement", posted).touch("take_down")
    assert hand.ward.announcements[posted].taken_down


def test_news_that_says_who_is_not_posted() -> None:
    hand = Hand()
    hand.open("announcement").write("sentence", "Ada Quill is off sick").touch("next")

    assert "leave out the name" in text(hand.sheet)
    assert "until=week" not in offered(hand.shown)


def test_a_week_of_patient_voice_is_a_theme_what_they_said_and_what_we_did() -> None:
    hand = Hand()
    hand.open("voice").touch("week=last", "theme=Sleep and noise")
    hand.write("you_said", "The bins are loud").touch("on")
    hand.write("we_did", "Soft-close bins fitted").touch("save")

    voice = hand.ward.voices[first(hand.ward.voices)]
    assert (voice.week, voice.theme) == (date(2026, 11, 16), "Sleep and noise")
    assert (voice.you_said, voice.we_did) == ("The bins are loud", "Soft-close bins fitted")


def test_a_patient_voice_without_a_deed_yet_can_be_saved_and_says_so() -> None:
    hand = Hand()
    hand.open("voice").touch("theme=Pain").write("you_said", "Nobody came back to ask")
    hand.touch("on", "save")

    hand.open("voice", first(hand.ward.voices))
    assert "not yet" in text(hand.sheet)


def test_going_back_through_the_steps_of_a_patient_voice_keeps_what_was_written() -> None:
    hand = Hand()
    hand.open("voice").touch("theme=Pain").write("you_said", "It hurt at night").touch("on")

    hand.touch("back")

    assert "It hurt at night" in text(hand.sheet)


def test_a_goal_is_set_on_the_keypad_with_a_day() -> None:
    hand = Hand()
    hand.open("goal", SKIN_ID).touch("set").write("goal", "92.5").touch("by=90", "save")

    metric = hand.ward.metrics[SKIN_ID]
    assert (metric.goal, metric.goal_by) == (92.5, TODAY + timedelta(days=90))
    assert hand.story()[-1].startswith("Goal set: 92.5")


@pytest.mark.parametrize("figure", ["", "101", "."])
def test_a_share_cannot_have_a_goal_that_is_none_or_above_all(figure: str) -> None:
    hand = Hand()
    hand.open("goal", SKIN_ID).touch("set").write("goal", figure)

    assert "save" not in offered(hand.shown)


def test_a_goal_can_be_dropped() -> None:
    hand = Hand()
    hand.open("goal", SKIN_ID).touch("no_goal")

    assert hand.ward.metrics[SKIN_ID].goal is None
    assert "No goal yet" in text(hand.sheet)


def test_the_agenda_says_minutes_and_the_facilitators_words() -> None:
    said = text(Hand().open_tile("agenda").sheet)

    assert "Look back 24 h" in said
    assert "2 min" in said
    assert "Who helped? What was caught in time?" in said


def test_lists_lead_to_their_entry_forms(hand: Hand) -> None:
    leads = {
        "recognitions": ("thank_you", "thank_you.whom"),
        "tickets": ("idea", "idea.about"),
        "announcements": ("post", "announcement.post"),
        "voice": ("record", "voice.theme"),
        "lanes": ("raise", "raise.what"),
    }
    there = {tile.type for tile in hand.context.layout.tiles}
    for kind in there & set(leads):
        action, name = leads[kind]
        assert hand.open_tile(kind).touch(action).shown.name == name


def test_whatever_the_layout_has_no_tile_for_is_reached_from_the_huddle_and_back() -> None:
    for name in ("ward_sqcdp", "ward_value_compass", "emergency_department", "perioperative"):
        hand = Hand(layout_name=name)
        there = {tile.type for tile in hand.context.layout.tiles}
        ways = [way for way in offered(hand.open_tile("agenda").shown) if way.startswith("list=")]
        lists = {"lanes", "safety_cross", "recognitions", "tickets", "announcements", "voice"}
        assert {way.removeprefix("list=") for way in ways} == {*lists, "goals"} - there
        for way in ways:
            hand.open_tile("agenda").touch(way)
            assert "not on the board any more" not in text(hand.shown)


def test_an_event_can_be_confirmed_on_a_board_without_a_safety_cross() -> None:
    hand = Hand(layout_name="ward_value_compass")
    hand.open("harm_event").touch("what=fall", "level=minor", "save")
    event = first(hand.ward.events)
    hand.open_tile("agenda").touch("list=safety_cross", f"day:{TODAY}", f"event={event}", "confirm")
    assert hand.ward.events[event].counts
    hand.touch("back")
    assert hand.shown.name == "tile.safety_cross"
