"""Equity goals: one at a time for a metric by a stratifier, for a day to come, with an owner."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.domain.entities import Refusal, fold
from kiosk.domain.equity_goals import (
    EQUITY_GOAL,
    DropEquityGoal,
    EquityGoal,
    SetEquityGoal,
    decide,
    equity_goal_id,
)
from tests.unit.domain.histories import History, only

WARD = "node:1"
TODAY = date(2026, 11, 24)
GOAL = SetEquityGoal(
    WARD, "pain", "Language", 5.0, TODAY + timedelta(days=90), "charge nurse", "Spanish"
)


def standing(*commands: SetEquityGoal | DropEquityGoal) -> EquityGoal | None:
    history = History(equity_goal_id(WARD, "pain", "language"))
    goal: EquityGoal | None = None
    for command in commands:
        history.add(only(decide(goal, command, TODAY)))
        goal = fold(EQUITY_GOAL, history.entity, history.records).state
    return goal


def test_a_goal_says_what_gap_is_left_by_when_and_who_answers_for_it() -> None:
    goal = standing(GOAL)

    assert goal is not None
    assert (goal.gap, goal.by, goal.owner, goal.group) == (
        5.0,
        TODAY + timedelta(days=90),
        "charge nurse",
        "Spanish",
    )
    assert goal.set_on == TODAY


def test_the_same_stratifier_spelt_otherwise_is_the_same_goal() -> None:
    assert equity_goal_id(WARD, "pain", "Department type") == equity_goal_id(
        WARD, "pain", "department_type"
    )


def test_the_same_goal_again_changes_nothing() -> None:
    assert decide(standing(GOAL), GOAL, TODAY) == ()


def test_a_later_goal_replaces_it_and_a_dropped_one_is_followed_no_more() -> None:
    assert (later := standing(GOAL, replace(GOAL, gap=3.0))) is not None
    assert later.gap == 3.0
    dropped = standing(GOAL, DropEquityGoal(WARD, "pain", "language"))
    assert dropped is not None
    assert not dropped.active


@pytest.mark.parametrize(
    "wrong",
    [
        replace(GOAL, gap=-1.0),
        replace(GOAL, gap=float("nan")),
        replace(GOAL, by=TODAY),
        replace(GOAL, owner="  "),
        replace(GOAL, owner="x" * 41),
        DropEquityGoal(WARD, "pain", "language"),
    ],
)
def test_what_cannot_be_a_goal_is_refused_in_words(
    wrong: SetEquityGoal | DropEquityGoal,
) -> None:
    refusal = decide(None, wrong, TODAY)

    assert isinstance(refusal, Refusal)
    assert refusal.reason.endswith(".")
