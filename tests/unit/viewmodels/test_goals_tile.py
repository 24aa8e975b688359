"""The goals tile: where each goal stands, without a verdict that the figures do not bear."""

from datetime import date

import pytest

from kiosk.domain.metrics import Direction, MetricFacts
from kiosk.domain.releases import Release
from kiosk.layouts.tiles import GoalsTile
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.goals_tile import goals_tile
from kiosk.viewmodels.tiles import GoalsTileView
from tests.unit.viewmodels.sample_wards import (
    FALLS,
    PAIN,
    SKIN,
    empty_ward,
    full_ward,
    metric,
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
