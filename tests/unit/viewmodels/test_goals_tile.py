"""The goals tile: where each goal stands, without a verdict that the figures do not bear."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain.metrics import Direction, MetricFacts
from kiosk.domain.releases import Release
from kiosk.layouts.tiles import GoalsTile
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.goals_tile import goals_tile
from kiosk.viewmodels.tiles import GoalsTileView
from tests.unit.viewmodels.monthly_release import GOAL, GOAL_ID, ward_by_language
from tests.unit.viewmodels.sample_wards import (
    FALLS,
    PAIN,
    SKIN,
    empty_ward,
    full_ward,
    metric,
    node,
    scene,
    shown,
    window,
)

TILE = GoalsTile(id="goals", type="goals")


def at(value: int, facts: MetricFacts, **parts: object) -> GoalsTileView:
    october = window(date(2026, 10, 1), date(2026, 10, 31), shown(None, value, 100))
    ward = empty_ward(
        metrics={"metric:1": metric(facts, **parts)},
        releases={(facts.key, ""): Release(metric=facts, windows=(october,))},
    )
    return goals_tile(TILE, scene(ward))


def test_a_goal_says_where_we_are_where_we_want_to_be_and_by_when() -> None:
    row = at(40, PAIN, goal_by=date(2027, 3, 31)).rows[0]
    assert (row.text, row.now, row.goal) == (
        "Pain reassessed in 1 h",
        "40 %",
        "goal 80 % by 31 March 2027",
    )
    assert row.fraction == pytest.approx(0.5)
    assert (row.chip.text, row.chip.tone) == ("below goal", Tone.MUTED)


def test_where_less_is_better_the_bar_fills_as_the_figure_falls() -> None:
    facts = PAIN.model_copy(update={"direction": Direction.DECREASE, "goal": 10.0})
    assert at(40, facts).rows[0].fraction == pytest.approx(0.25)
    assert at(8, facts).rows[0].fraction == 1
    assert at(8, facts).rows[0].chip.mark is Mark.TICK


def test_a_real_change_is_said_before_the_goal() -> None:
    rows = {row.text: row for row in goals_tile(TILE, scene(full_ward())).rows}
    assert rows[SKIN.title].chip.text == "Improving"


def test_metrics_without_a_goal_have_no_row() -> None:
    ward = empty_ward(metrics={"metric:1": metric(FALLS)})
    assert goals_tile(TILE, scene(ward)).frame.empty == "No goal is set yet."


def test_a_goal_without_figures_says_so() -> None:
    row = goals_tile(TILE, scene(empty_ward(metrics={"metric:1": metric(SKIN)}))).rows[0]
    assert (row.now, row.fraction, row.chip.text) == ("", None, "no figures yet")


def with_equity_goal(**parts: object) -> GoalsTileView:
    goal = GOAL.model_copy(update=parts)
    return goals_tile(TILE, scene(ward_by_language(equity_goals={GOAL_ID: goal})))


def test_an_equity_goal_stands_with_its_gap_its_owner_and_no_groups_name() -> None:
    row = with_equity_goal().rows[-1]

    assert row.text == "Pain reassessed in 1 h, by language"
    assert row.now.endswith(" points")
    assert row.goal == "gap 5 by 1 June 2027 · Quality lead"
    assert "Spanish" not in str(row)


@pytest.mark.parametrize(
    ("gap", "by", "chip"),
    [
        (40.0, date(2027, 6, 1), "gap met"),
        (5.0, date(2027, 6, 1), "off track"),
        (5.0, date(2026, 11, 1), "not met in time"),
    ],
)
def test_an_equity_goal_says_whether_the_gap_is_met(gap: float, by: date, chip: str) -> None:
    row = with_equity_goal(gap=gap, by=by).rows[-1]

    assert row.chip.text == chip
    assert row.fraction == (
        1.0 if chip == "gap met" else pytest.approx(5 / float(row.now.split()[0]), rel=0.01)
    )


def test_an_equity_goal_for_a_group_that_is_hidden_has_no_figures() -> None:
    row = with_equity_goal(group="Tagalog").rows[-1]

    assert (row.now, row.fraction, row.chip.text) == ("", None, "no figures yet")
    assert "Tagalog" not in str(row)


@pytest.mark.parametrize("off", ["dropped", "not turned on"])
def test_an_equity_goal_that_is_dropped_or_not_turned_on_does_not_stand(off: str) -> None:
    goal = GOAL.model_copy(update={"active": off != "dropped"})
    ward = ward_by_language(equity_goals={GOAL_ID: goal})
    if off != "dropped":
        ward = replace(ward, node=node())

    assert "by language" not in str(goals_tile(TILE, scene(ward)))


def test_equity_goals_keep_a_row_where_goals_are_many() -> None:
    many = {f"metric:{n}": metric(SKIN) for n in range(8)}
    view = goals_tile(TILE, scene(ward_by_language(metrics=many, equity_goals={GOAL_ID: GOAL})))

    assert len(view.rows) == TILE.limit
    assert view.rows[-1].text == "Pain reassessed in 1 h, by language"
    assert view.beyond == 4
