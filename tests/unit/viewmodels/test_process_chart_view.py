"""A series as its definition says it is drawn: kind of chart, rules, limits of each point, words, icons."""

from datetime import date
from typing import Any

import pytest

from kiosk.analytics.periods import Period
from kiosk.analytics.verdicts import Assurance, Variation
from kiosk.domain.metrics import ChartKind, Direction, MetricFacts, Rules, ValueKind
from kiosk.viewmodels.process_chart_view import (
    chart_of,
    chart_view,
    notes,
    rule_words,
    verdict_chips,
)
from kiosk.viewmodels.readings import limits_words
from kiosk.viewmodels.series import Series

TODAY = date(2026, 11, 24)
EVENTS = (10.0, 22, 14, 13, 17, 10, 9, 21, 16, 11, 19, 8)
SIZES = (100.0, 200, 150, 120, 180, 90, 100, 200, 150, 120, 180, 90)
SHARES = tuple(100 * x / n for x, n in zip(EVENTS, SIZES, strict=True))


def months(count: int) -> tuple[date, ...]:
    return tuple(date(2024 + at // 12, at % 12 + 1, 1) for at in range(count))


def series(values: tuple[float | None, ...], **changes: Any) -> Series:
    parts: dict[str, Any] = {
        name: changes.pop(name)
        for name in ("goal", "numerators", "denominators", "dates")
        if name in changes
    }
    whole: dict[str, Any] = {
        "facts": MetricFacts(key="m", title="M", **changes),
        "goal": None,
        "period": Period.MONTH,
        "dates": months(len(values)),
        "values": values,
        "until": TODAY,
        "stale": False,
        "scope": "",
        "source": "us",
    }
    return Series(**{**whole, **parts})


def said(one: Series) -> list[str]:
    return [chip.text for chip in verdict_chips(one, chart_of(one))]


def test_a_share_with_counts_has_the_limits_of_each_point_and_a_finger_reads_them() -> None:
    one = series(SHARES, chart=ChartKind.P, numerators=EVENTS, denominators=SIZES)
    chart = chart_of(one)
    view = chart_view(one, chart, TODAY)
    assert rule_words(chart) == "p · Making Data Count"
    assert len(view.limits) == 12
    assert len({pair for pair in view.limits if pair}) == len(set(SIZES))
    assert limits_words(view, 0) != limits_words(view, 1)
    upper = max(pair[1] for pair in view.limits if pair)
    assert view.minimum <= min(pair[0] for pair in view.limits if pair)
    assert view.maximum >= upper


def test_limits_that_are_the_same_at_every_point_are_those_of_the_phase() -> None:
    one = series(SHARES)
    view = chart_view(one, chart_of(one), TODAY)
    assert view.limits == ()
    assert view.phases[0].upper is not None


def test_a_run_chart_names_its_median_and_has_no_band() -> None:
    one = series(SHARES, chart=ChartKind.RUN)
    view = chart_view(one, chart_of(one), TODAY)
    assert view.mean_label.startswith("median ")
    assert (view.phases[0].lower, view.phases[0].mean is None) == (None, False)
    assert said(one) == ["Steady"]


@pytest.mark.parametrize(
    ("rules", "words", "signal"),
    [
        (Rules.MAKING_DATA_COUNT, "XmR · Making Data Count", "one of 7 or more in a row"),
        (Rules.WESTERN_ELECTRIC, "XmR · Western Electric / IHI", "one of 8 or more in a row"),
        (Rules.ANHOEJ, "XmR · Anhøj", "one of more than chance gives in a row"),
    ],
)
def test_the_foot_names_the_rules_and_a_point_says_what_they_found(
    rules: Rules, words: str, signal: str
) -> None:
    one = series((*[1.0, 9] * 10, *[7.0, 7.5] * 6), rules=rules)
    chart = chart_of(one)
    assert rule_words(chart) == words
    assert chart_view(one, chart, TODAY).points[-1].signal == f"{signal} above the mean"


def test_verdicts_carry_the_icons_of_making_data_count_beside_their_words() -> None:
    one = series((*[1.0, 9] * 10, *[7.0, 7.5] * 4), goal=30.0)
    chips = verdict_chips(one, chart_of(one))
    assert [(chip.text, chip.icon) for chip in chips] == [
        ("Improving", Variation.IMPROVEMENT_HIGH),
        ("below goal", Assurance.FAIL),
    ]


def test_a_verdict_that_waits_says_for_how_many_more_and_has_no_icon() -> None:
    one = series(SHARES[:5], goal=90.0)
    chips = verdict_chips(one, chart_of(one))
    assert chips[0].text == "7 more months until a verdict"
    assert {chip.icon for chip in chips} == {None}


def test_what_never_varies_says_so() -> None:
    assert said(series((7.0,) * 20)) == ["no variation to measure"]
    assert said(series((7.0,) * 20, chart=ChartKind.RUN)) == ["no variation to measure"]


def test_a_rebase_begins_a_phase_and_one_before_the_first_figure_lies_behind() -> None:
    values = (*EVENTS, *(value + 40 for value in EVENTS))
    one = series(values, rebase=(date(2019, 1, 1), months(24)[12]))
    assert len(chart_of(one).phases) == 2
    assert [words for words in notes(one, chart_of(one)) if words] == []


def test_a_rebase_without_a_figure_is_left_out_and_names_the_nearest() -> None:
    one = series(EVENTS, rebase=(date(2024, 6, 14),))
    chart = chart_of(one)
    assert len(chart.phases) == 1
    assert notes(one, chart)[-1] == ("no new phase: no figure is dated 14 June, nearest 1 June")


def test_counts_that_are_mostly_nought_are_steered_to_days_between() -> None:
    one = series((0.0, 0, 1, 0) * 6, value=ValueKind.COUNT, per=1, chart=ChartKind.C)
    assert "rare: days between say more" in notes(one, chart_of(one))


def test_events_on_one_day_are_drawn_on_a_t_chart_and_said_to_count_as_half_a_day() -> None:
    days = (date(2026, 1, 3), date(2026, 1, 3), *months(12))
    one = series(
        (4.0, 0.0, *EVENTS),
        chart=ChartKind.T,
        unit="days",
        value=ValueKind.COUNT,
        per=1,
        dates=tuple(sorted(days)),
        direction=Direction.INCREASE,
    )
    chart = chart_of(one)
    assert "1 on one day count as half a day" in notes(one, chart)
    assert rule_words(chart).startswith("t · ")
    assert len(chart_view(one, chart, TODAY).points) == 14
