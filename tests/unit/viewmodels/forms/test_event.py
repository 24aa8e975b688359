"""Events count once confirmed, can be put right at any time, and a quiet day is closed by somebody who says so."""

from datetime import date, timedelta

import pytest

from kiosk.domain.events import EventType, Harm, Standing
from kiosk.viewmodels.sheets import CalendarBlock
from kiosk.viewmodels.tiles import DayMark
from tests.unit.viewmodels.forms.hand import TODAY, Hand, blocks, offered, text

WRONG_DAY = "why=Entered on the wrong day"
KNOWN = "why=We know more now"


@pytest.fixture
def hand() -> Hand:
    hand = Hand()
    hand.open("harm_event").touch("what=fall", "level=minor", "save")
    return hand.open("event", event_id(hand))


def event_id(hand: Hand) -> str:
    return next(iter(hand.ward.events))


def cell(hand: Hand, day: date) -> DayMark:
    found = next(block for block in blocks(hand.shown) if isinstance(block, CalendarBlock))
    return found.cells[day.day - 1].mark


def test_an_event_changes_the_cross_only_once_it_is_confirmed(hand: Hand) -> None:
    assert "to confirm: it does not count yet" in text(hand.sheet)
    hand.open_tile("safety_cross")
    assert cell(hand, TODAY) is DayMark.OPEN

    hand.touch(f"day:{TODAY}", f"event={event_id(hand)}", "confirm")

    assert hand.ward.events[event_id(hand)].counts
    assert cell(hand.open_tile("safety_cross"), TODAY) is DayMark.HARM


def test_an_event_is_moved_to_another_day_by_touching_it(hand: Hand) -> None:
    hand.touch("redate", "day:2026-11-20", WRONG_DAY, "correct_it")

    assert hand.ward.events[event_id(hand)].day == date(2026, 11, 20)
    assert hand.story()[-1].startswith("Moved to 20 November")


def test_a_correction_asks_why_and_the_history_says_it(hand: Hand) -> None:
    hand.touch("redate", "day:2026-11-20")
    assert "correct_it" not in offered(hand.shown)

    hand.touch("write_why").write("why", "Night staff fell ill in bed 4").touch("correct_it")
    assert "bed, bay or room" in text(hand.sheet)
    hand.write("why", "It was written down in the morning").touch("correct_it")

    assert hand.story()[-1].endswith("“It was written down in the morning”")


def test_a_withdrawn_event_can_still_lose_its_words(hand: Hand) -> None:
    hand.touch("withdraw", "reason=It is there twice", "withdraw_it").open("event", event_id(hand))
    hand.touch("erase", "erase_it")

    assert "It is there twice" not in text(hand.sheet)
    assert "words erased" in text(hand.sheet)


def test_an_event_is_moved_into_the_month_before(hand: Hand) -> None:
    hand.touch("redate", "month=2026-10-01", "day:2026-10-31", WRONG_DAY, "correct_it")

    assert hand.ward.events[event_id(hand)].day == date(2026, 10, 31)


def test_an_event_is_not_moved_to_a_day_to_come(hand: Hand) -> None:
    hand.touch("redate", "day:2026-11-30")

    assert hand.ward.events[event_id(hand)].day == TODAY
    assert "That day is still to come." in text(hand.sheet)


def test_an_event_can_become_something_else_and_loses_a_level_that_it_has_not(hand: Hand) -> None:
    hand.touch("reclassify", "kind=near_miss")
    assert "reclassify_it" not in offered(hand.shown)

    hand.touch("what=nearly_fell", "reclassify_it", KNOWN, "correct_it")

    event = hand.ward.events[event_id(hand)]
    assert (event.type, event.what, event.harm) == (
        EventType.NEAR_MISS,
        "nearly_fell",
        Harm.NONE,
    )


def test_how_bad_it_was_can_be_put_right(hand: Hand) -> None:
    hand.touch("reclassify", "levels", "level=severe", "reclassify_it", KNOWN, "correct_it")

    assert hand.ward.events[event_id(hand)].harm is Harm.SEVERE


def test_a_withdrawn_event_keeps_its_history_and_counts_no_more(hand: Hand) -> None:
    hand.touch("confirm", "withdraw", "reason=It is there twice", "withdraw_it")

    event = hand.ward.events[event_id(hand)]
    assert event.standing is Standing.WITHDRAWN
    hand.open("event", event_id(hand))
    assert "It is there twice" in text(hand.sheet)
    assert offered(hand.shown) == ["cancel", "back", "erase"]


def test_the_four_questions_after_harm_are_answered_by_touch(hand: Hand) -> None:
    hand.touch("follow_up=staff_supported")
    assert hand.ward.events[event_id(hand)].followed_up == ("staff_supported",)

    hand.touch("follow_up=staff_supported")
    assert hand.ward.events[event_id(hand)].followed_up == ()


def test_a_good_catch_is_asked_no_question_after_harm() -> None:
    hand = Hand()
    hand.open("good_catch").touch("what=spoke_up", "save").open("event", event_id(hand))

    assert not [action for action in offered(hand.shown) if action.startswith("follow_up")]


def test_the_story_says_what_an_event_was_before(hand: Hand) -> None:
    hand.touch(
        "reclassify", "kind=near_miss", "what=nearly_fell", "reclassify_it", KNOWN, "correct_it"
    )

    assert hand.story()[0].startswith("Reported: Harm event: Fall")
    assert hand.story()[1].startswith("Now Near miss: Nearly fell")


def test_a_quiet_day_is_closed_by_somebody_who_says_so() -> None:
    hand = Hand()
    yesterday = TODAY - timedelta(days=1)
    hand.open_tile("safety_cross").touch(f"day:{yesterday}")
    assert "Nobody has closed this day yet" in text(hand.sheet)

    hand.touch("close")

    assert hand.ward.safety_days[yesterday].closed
    assert "None reported: the day is closed" in text(hand.sheet)
    hand.touch("reopen")
    assert not hand.ward.safety_days[yesterday].closed


def test_a_day_with_an_event_is_not_closed_as_none_reported(hand: Hand) -> None:
    hand.open("safety_day", TODAY.isoformat())

    assert "close" not in offered(hand.shown)


def test_the_days_since_sheet_lists_events_with_the_days_between(hand: Hand) -> None:
    hand.touch("redate", "day:2026-11-04", WRONG_DAY, "correct_it", "confirm")
    hand.open("harm_event").touch("what=fall", "level=minor", "save")
    newest = list(hand.ward.events)[-1]
    hand.open("event", newest).touch("confirm").open_tile("days_since")

    assert "20 days after the one before" in text(hand.sheet)
    assert "the first one" in text(hand.sheet)
