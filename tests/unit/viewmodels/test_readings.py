"""What a finger on a chart reads, word for word."""

from dataclasses import replace

from kiosk.viewmodels.charts import (
    ChartPhase,
    ChartPoint,
    ChartView,
    GroupsView,
    Interval,
    SeriesOverlay,
)
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.readings import read_point, read_row

SIGNAL = "below the lower process limit"


def chart(**parts: object) -> ChartView:
    points = (
        ChartPoint("January 2026", 61.25),
        ChartPoint("February 2026", None),
        ChartPoint("March 2026", 41.0, Tone.WORSE, Mark.DIAMOND, signal=SIGNAL),
    )
    phases = (ChartPhase(0, 2, 64.1, 55.2, 73.0),)
    made = ChartView(points, phases, 80.0, "goal 80", "mean 64.1", "Jan", "Mar", "%", 40, 100)
    return replace(made, **parts)  # type: ignore[arg-type]


def test_a_point_reads_its_period_value_and_limits() -> None:
    reading = read_point(chart(), 0)

    assert reading.headline == "January 2026: 61.2 %"
    assert reading.detail == "Limits 55.2 to 73 %, mean 64.1."
    assert reading.tone is Tone.MUTED


def test_a_signal_is_read_in_words_and_in_its_colour() -> None:
    reading = read_point(chart(), 2)

    assert reading.detail == "Limits 55.2 to 73 %, mean 64.1. Below the lower process limit."
    assert reading.tone is Tone.WORSE
    assert reading.spoken.startswith("March 2026: 41 %. Limits")


def test_a_stale_chart_reads_its_signal_without_a_colour() -> None:
    assert read_point(chart(stale=True), 2).tone is Tone.MUTED


def test_a_gap_reads_that_there_is_no_figure() -> None:
    assert read_point(chart(), 1).headline == "February 2026: no figure"


def test_a_chart_without_limits_reads_the_value_alone() -> None:
    assert read_point(chart(phases=()), 0).detail == ""


def test_a_run_chart_reads_its_middle_line() -> None:
    run = chart(phases=(ChartPhase(0, 2, 60.0, None, None),), centre="median")
    assert read_point(run, 0).detail == "Median 60."


def test_a_chart_about_a_median_does_not_call_it_a_mean() -> None:
    between = chart(phases=(ChartPhase(0, 2, 12.0, 0.5, 90.0),), centre="median", unit="days")
    assert read_point(between, 0).detail == "Limits 0.5 to 90, median 12."


def test_a_limit_below_zero_has_a_true_minus_sign() -> None:
    gap = chart(phases=(ChartPhase(0, 2, 1.5, -3.25, 6.25),), unit="points")
    assert read_point(gap, 0).detail == "Limits −3.2 to 6.2, mean 1.5."


def test_a_point_outside_every_phase_says_that_it_has_no_limits() -> None:
    only_later = (ChartPhase(1, 2, 64.1, 55.2, 73.0),)
    assert read_point(chart(phases=only_later), 0).detail == "No limits here."


def test_a_rate_reads_with_its_unit() -> None:
    reading = read_point(chart(unit="per 1,000 bed days"), 0)

    assert reading.headline == "January 2026: 61.2 per 1,000 bed days"
    assert reading.detail == "Limits 55.2 to 73, mean 64.1."


def test_two_series_are_both_read_by_name() -> None:
    laid_over = chart(series_label="Spanish", overlay=SeriesOverlay("everyone", (79.3, None, 80.0)))

    assert read_point(laid_over, 0).headline == "January 2026: Spanish 61.2 %, everyone 79.3 %"
    assert (
        read_point(laid_over, 1).headline == "February 2026: Spanish no figure, everyone no figure"
    )


def test_a_group_reads_its_figure_and_what_stands_behind_it() -> None:
    row = Interval("Spanish", 61, 56, 66, "61 %", detail="95 % interval 56.1 to 65.7. 244 of 400.")
    reading = read_row(GroupsView((row,), 80, "goal 80 %", 40, 100), 0)

    assert reading.spoken == "Spanish: 61 %. 95 % interval 56.1 to 65.7. 244 of 400."
