"""An equity goal is set by touch: a gap on the keypad, by when, a role that answers for it; and taken back."""

from datetime import date, timedelta

import pytest

from kiosk.domain.nodes import SetWallStratifiers
from kiosk.viewmodels.forms.equity_goal import OWNERS
from kiosk.viewmodels.sheets import TextEntry
from tests.unit.viewmodels.forms.hand import TODAY, Hand, offered, text
from tests.unit.viewmodels.monthly_release import BY, GOAL_ID, KEY, monthly_release
from tests.unit.viewmodels.sample_wards import NODE


@pytest.fixture
def hand() -> Hand:
    made = Hand()
    made.service.perform_all((SetWallStratifiers(NODE, (BY,)),), "turn on")
    made.service.import_release(monthly_release())
    return made.open("groups", f"{KEY}/{BY}/goal")


def set_goal(hand: Hand, gap: str = "5") -> Hand:
    hand.touch(f"equity={GOAL_ID}").write("gap", gap)
    return hand.touch("on", "by=365", "owner=Quality lead", "save")


def test_a_goal_is_set_from_the_sheet_and_stands_on_it(hand: Hand) -> None:
    set_goal(hand)

    goal = hand.ward.equity_goals[GOAL_ID]
    assert (goal.gap, goal.owner, goal.group) == (5.0, "Quality lead", "")
    assert goal.by == TODAY + timedelta(days=365)
    assert goal.set_on == date(2026, 11, 24)
    assert hand.said == ["Saved. A gap of 5 points at most."]
    hand.touch("back")
    assert hand.shown.name == "tile.groups.goal"
    assert "A gap of 5 points at most" in text(hand.shown)


def test_setting_a_goal_can_be_taken_back(hand: Hand) -> None:
    set_goal(hand).undo()

    assert GOAL_ID not in hand.ward.equity_goals


def test_the_history_of_a_goal_is_told(hand: Hand) -> None:
    set_goal(hand)
    hand.touch("set").write("gap", "3")
    hand.touch("on", "by=182", "save")

    first, second = hand.story()
    assert first.startswith("Equity goal set: a gap of 5 at most")
    assert "Quality lead" in first
    assert second.startswith("Equity goal set: a gap of 3 at most")


def test_a_goal_is_dropped_by_one_touch_and_its_history_stays(hand: Hand) -> None:
    set_goal(hand).touch("drop")

    assert not [goal for goal in hand.ward.equity_goals.values() if goal.active]
    assert "No equity goal yet" in text(hand.shown)
    assert hand.story()[-1].startswith("No equity goal any more")


def test_a_goal_can_be_for_one_shown_group_and_never_for_a_hidden_one(hand: Hand) -> None:
    hand.touch(f"equity={GOAL_ID}")

    assert "Tagalog" not in text(hand.shown)
    assert "group=Spanish" in offered(hand.shown)
    hand.touch("group=Spanish").write("gap", "5")
    hand.touch("on", "by=91", "owner=Charge nurse", "save")
    assert hand.ward.equity_goals[GOAL_ID].group == "Spanish"


def test_the_owner_is_a_role_of_a_list_and_nothing_can_be_written(hand: Hand) -> None:
    hand.touch(f"equity={GOAL_ID}").write("gap", "5").touch("on")

    assert not [block for block in hand.shown.blocks if isinstance(block, TextEntry)]
    assert [a for a in offered(hand.shown) if a.startswith("owner=")] == [
        f"owner={owner}" for owner in OWNERS
    ]
    assert "Ada Quill" not in text(hand.shown)


def test_nothing_can_be_saved_before_gap_day_and_owner_are_said(hand: Hand) -> None:
    hand.touch(f"equity={GOAL_ID}")
    assert "on" not in offered(hand.shown)
    hand.write("gap", "5").touch("on", "by=91")
    assert "save" not in offered(hand.shown)
    hand.touch("owner=Medical lead")
    assert "save" in offered(hand.shown)


def test_the_steps_lead_back_one_by_one(hand: Hand) -> None:
    hand.touch(f"equity={GOAL_ID}").write("gap", "5").touch("on", "back")
    assert hand.shown.name == "equity_goal.gap"
    hand.touch("back")
    assert hand.shown.name == "tile.groups.goal"


def test_the_steps_of_a_goal_that_is_set_lead_back_to_it(hand: Hand) -> None:
    set_goal(hand).touch("set", "on", "back", "back")

    assert hand.shown.name == "equity_goal"


def test_the_first_goal_begins_with_its_question_not_with_an_empty_page(hand: Hand) -> None:
    hand.touch(f"equity={GOAL_ID}")

    assert hand.shown.name == "equity_goal.gap"


def test_a_goal_by_a_stratifier_that_was_turned_off_is_not_shown(hand: Hand) -> None:
    set_goal(hand)
    hand.service.perform_all((SetWallStratifiers(NODE, ()),), "turn off")

    hand.open("equity_goal", GOAL_ID)
    assert "not on the board any more" in text(hand.shown)


def test_equity_goals_stand_in_the_list_of_goals_with_owner_and_where_they_stand(
    hand: Hand,
) -> None:
    set_goal(hand).open("tile", "behind_goals")

    said = text(hand.shown)
    assert "Pain reassessed in 1 h, by language" in said
    assert "Quality lead · now " in said
    assert "gap 5 by 24 November 2027" in said
    hand.touch(f"equity={GOAL_ID}")
    assert hand.shown.name == "equity_goal"


def test_the_list_of_goals_says_where_an_equity_goal_is_set_while_there_is_none(hand: Hand) -> None:
    assert "The sheet of numbers by group sets one" in text(hand.open("tile", "behind_goals").shown)
