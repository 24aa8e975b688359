"""What the hospital sets is said on the sheet before anybody types, and no button leads to a refusal days later."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.placed_nodes import LOCKS
from kiosk.viewmodels.forms.equity_goal import EQUITY_GOAL
from kiosk.viewmodels.forms.goals import GOAL
from kiosk.viewmodels.forms.set_elsewhere import SET_ELSEWHERE, WAYS
from kiosk.viewmodels.forms.setup.changes import UNIT
from kiosk.viewmodels.forms.table import FORMS
from tests.unit.viewmodels.forms.fingers import Finger, a_context
from tests.unit.viewmodels.forms.hand import SKIN_ID, Hand
from tests.unit.viewmodels.forms.test_equity_goal import hand, set_goal
from tests.unit.viewmodels.forms.test_setup import a_ward, at
from tests.unit.viewmodels.monthly_release import BY, GOAL_ID, KEY

__all__ = ["hand"]
NODE_ID = a_ward(at("check").touch("done")).node_id


def unit(**how: Any) -> Finger:
    """Return the sheet of *This unit* on a board that belongs to a hospital."""
    ward = replace(a_ward(at("check").touch("done")), alone=False, **how)
    return Finger(UNIT, a_context(ward))


def test_every_lock_of_a_sheet_is_one_that_central_knows() -> None:
    assert set(WAYS.values()) <= set(LOCKS)


def test_a_goal_that_the_hospital_sets_is_shown_and_not_offered() -> None:
    context = Hand().context
    locked = replace(context, ward=replace(context.ward, locks=frozenset({"goals"})))

    assert "set" in Finger(GOAL, context, SKIN_ID).offered
    finger = Finger(GOAL, locked, SKIN_ID)
    assert not {"set", "no_goal"} & set(finger.offered)
    assert SET_ELSEWHERE in finger.words


@pytest.mark.parametrize("known", [False, True])
def test_an_equity_goal_that_the_hospital_sets_is_shown_and_not_offered(
    hand: Hand, *, known: bool
) -> None:
    if known:
        set_goal(hand)
    context = hand.context
    locked = replace(context, ward=replace(context.ward, locks=frozenset({"equity_goals"})))
    goal = Finger(EQUITY_GOAL, locked, GOAL_ID)
    by_group = Finger(FORMS["groups"], locked, f"{KEY}/{BY}/goal")

    assert not {"set", "drop", "on"} & set(goal.offered)
    assert f"equity={GOAL_ID}" not in by_group.offered
    assert SET_ELSEWHERE in goal.words
    assert SET_ELSEWHERE in by_group.words


@pytest.mark.parametrize(
    ("how", "closed"),
    [
        ({}, {"metrics"}),
        ({"units": {NODE_ID: "Ward 7"}}, {"metrics", "name", "tier", "zone", "service"}),
        ({"locks": frozenset({"calendar"})}, {"metrics", "shifts", "huddles"}),
        ({"locks": frozenset({"unit"})}, {"metrics", "phone", "incident", "co_leads"}),
    ],
)
def test_of_a_unit_in_a_hospital_only_what_is_its_own_leads_to_a_page(
    how: dict[str, Any], closed: set[str]
) -> None:
    finger = unit(**how)
    pages = ("name", "service", "tier", "zone", "shifts", "huddles", "phone", "incident")
    ways = {way.rpartition("=")[2] for way in finger.offered}

    assert not closed & ways
    assert set(pages) - closed <= ways
    assert SET_ELSEWHERE in finger.words


def test_a_ward_that_stands_alone_sets_everything_itself() -> None:
    assert SET_ELSEWHERE not in Finger(UNIT, a_context(a_ward(at("check").touch("done")))).words
