"""The chart that a metric's definition names, and what an analyst finds in one place."""

from datetime import date
from typing import Any

import pytest

from kiosk.analytics import charts
from kiosk.analytics.charts import Measurements, chart_of
from kiosk.analytics.periods import UnknownRebaseDateError
from kiosk.analytics.verdicts import Assurance, Direction
from kiosk.domain.metrics import ChartKind, MetricFacts, Rules, ValueKind
from kiosk.domain.metrics import Direction as Better

MONTHS = tuple(date(2025, month, 1) for month in range(1, 13))
EVENTS = (10.0, 22, 14, 13, 17, 10, 9, 21, 16, 11, 19, 8)
SIZES = (100.0, 200, 150, 120, 180, 90, 100, 200, 150, 120, 180, 90)
SHARES = tuple(100 * x / n for x, n in zip(EVENTS, SIZES, strict=True))
COUNTED = Measurements(SHARES, MONTHS, EVENTS, SIZES)


def facts(**changes: Any) -> MetricFacts:
    return MetricFacts(**{"key": "falls", "title": "Falls", **changes})


@pytest.mark.parametrize("name", [name for name in charts.__all__ if name.endswith("_chart")])
def test_every_chart_says_its_formula_and_its_source(name: str) -> None:
    words = getattr(charts, name).__doc__
    assert "Source:" in words
    assert "Centre:" in words or "Limits:" in words or "z =" in words


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (ChartKind.XMR, "XmR"),
        (ChartKind.RUN, "run"),
        (ChartKind.P, "p"),
        (ChartKind.P_PRIME, "p′"),
        (ChartKind.U, "u"),
        (ChartKind.U_PRIME, "u′"),
        (ChartKind.C, "c"),
        (ChartKind.G, "g"),
        (ChartKind.T, "t"),
    ],
)
def test_a_metric_is_drawn_as_its_definition_names(kind: ChartKind, name: str) -> None:
    chart = chart_of(facts(chart=kind), COUNTED)
    assert chart.name == name
    assert chart.values == pytest.approx(SHARES)
    assert chart.dates == MONTHS


def test_a_share_without_counts_is_drawn_as_individual_values_and_says_so() -> None:
    assert chart_of(facts(chart=ChartKind.P), Measurements(SHARES, MONTHS)).name == "XmR"


@pytest.mark.parametrize(
    ("rules", "name"),
    [
        (Rules.MAKING_DATA_COUNT, "NHS Making Data Count"),
        (Rules.ANHOEJ, "Anhøj"),
        (Rules.WESTERN_ELECTRIC, "Western Electric / IHI"),
    ],
)
def test_a_metric_is_judged_by_the_rules_that_its_definition_names(rules: Rules, name: str) -> None:
    assert chart_of(facts(rules=rules), COUNTED).rules.name == name


def test_goal_and_direction_decide_the_assurance() -> None:
    less = facts(direction=Better.DECREASE, chart=ChartKind.P)
    chart = chart_of(less, COUNTED, goal=60)
    assert (chart.improvement, chart.assurance) == (Direction.DECREASE, Assurance.PASS)
    assert chart_of(less, COUNTED, goal=1).assurance is not Assurance.PASS


def test_screening_is_the_metrics_own_choice() -> None:
    values = (*[4.0, 6.0] * 11, 60.0, 5.0)
    screened, whole = (
        chart_of(facts(screen=screen), Measurements(values)).points[0].limits
        for screen in (True, False)
    )
    assert screened is not None
    assert whole is not None
    assert screened.upper < whole.upper


def test_a_rebase_must_be_on_a_date_of_the_data() -> None:
    assert len(chart_of(facts(rebase=(MONTHS[6],)), COUNTED).phases) == 2
    with pytest.raises(UnknownRebaseDateError, match="nearest is 2025-07-01"):
        chart_of(facts(rebase=(date(2025, 7, 10),)), COUNTED)


def test_events_on_one_day_count_as_half_a_day_on_a_t_chart_and_are_counted() -> None:
    between = Measurements((0.0, 3, -1, 5))
    chart = chart_of(facts(chart=ChartKind.T, value=ValueKind.COUNT, unit="days"), between)
    assert chart.counted_as_half == 1
    assert chart.values == (0.5, 3, None, 5)
