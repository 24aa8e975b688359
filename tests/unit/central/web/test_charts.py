"""Charts as SVG show the same marks as the board, escape what they are told, and need no style or script."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from kiosk.central.web.charts import DESK, PHONE, Size, groups_chart, process_chart
from kiosk.viewmodels.charts import ChartPhase, ChartPoint, ChartView, GroupsView, Interval
from kiosk.viewmodels.emphasis import Mark, Tone

POINTS = (
    ChartPoint("January", 70.0, spoken="January: 70 %."),
    ChartPoint("February", None),
    ChartPoint("March", 90.0, Tone.BETTER, Mark.TRIANGLE, "March: 90 %. Above the limit."),
    ChartPoint("April", 60.0, Tone.WORSE, Mark.DIAMOND, "April: 60 %."),
)
VIEW = ChartView(
    points=POINTS,
    phases=(ChartPhase(0, 3, 75.0, 65.0, 85.0),),
    goal=80.0,
    goal_label="goal 80",
    mean_label="mean 75",
    first_label="Jan",
    last_label="Apr",
    unit="%",
    minimum=50.0,
    maximum=95.0,
)
GROUPS = GroupsView(
    rows=(
        Interval("English", 82.0, 80.0, 84.0, "82 %"),
        Interval("Spanish", 61.0, 55.0, 67.0, "61 %", Tone.WORSE, Mark.DIAMOND, bold=True),
        Interval("Mandarin", None, 48.0, 88.0, "48–88", mark=Mark.HATCH),
        Interval("Others", None, None, None, "too few to show", Tone.MUTED, Mark.STAR),
        Interval("Tagalog", None, None, None, "no data", Tone.MUTED, Mark.DASHES),
        Interval("Welsh", 0.0, 0.0, 4.0, "0 %"),
    ),
    reference=80.0,
    reference_label="goal 80 %",
    minimum=0.0,
    maximum=100.0,
)
SIZES = pytest.mark.parametrize("size", [DESK, PHONE])


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own


def classes(svg: str) -> list[str]:
    return [element.get("class", "") for element in parsed(svg).iter()]


@SIZES
def test_a_signal_has_a_shape_and_common_cause_is_a_dot(size: Size) -> None:
    found = classes(process_chart(VIEW, "words", size))
    assert found.count("mark common") == 1
    assert found.count("mark better") == 1
    assert found.count("mark worse") == 1
    assert found.count("band") == 1
    assert found.count("goal") == 1


def test_a_gap_breaks_the_line() -> None:
    assert classes(process_chart(VIEW, "words")).count("path") == 1


def test_a_stale_chart_has_no_colour() -> None:
    found = classes(process_chart(replace(VIEW, stale=True), "words"))
    assert found.count("mark stale") == 3
    assert "mark worse" not in found


def test_a_goal_far_away_is_only_named_with_an_arrow() -> None:
    svg = process_chart(replace(VIEW, goal=900.0, goal_label="goal 900"), "words")
    assert "goal 900 ↑" in svg
    assert "goal" not in classes(svg)


@SIZES
def test_what_is_hidden_has_no_bar_and_what_is_unreliable_no_point(size: Size) -> None:
    found = classes(groups_chart(GROUPS, "words", size))
    assert sum(name.startswith("interval") for name in found) == 3
    assert found.count("hatched") == 1
    assert found.count("star muted") == 1
    assert found.count("dashes muted") == 1
    assert sum(name.startswith("mark") for name in found) == 3


def test_a_real_zero_has_a_point() -> None:
    svg = groups_chart(replace(GROUPS, rows=GROUPS.rows[-1:]), "words")
    assert sum(name.startswith("mark") for name in classes(svg)) == 1
    assert "0 %" in svg


@SIZES
def test_everything_is_drawn_inside_the_picture(size: Size) -> None:
    for svg in (process_chart(VIEW, "words", size), groups_chart(GROUPS, "words", size)):
        root = parsed(svg)
        width, height = (float(end) for end in root.get("viewBox", "").split()[2:])
        for element in root.iter():
            for name, most in (("x", width), ("x1", width), ("x2", width), ("y", height)):
                assert -0.01 <= float(element.get(name, 0)) <= most + 0.01


@SIZES
def test_words_are_escaped_and_there_is_no_style(size: Size) -> None:
    evil = '<script>"x"</script>'
    rows = (Interval(evil, 82.0, 80.0, 84.0, evil, detail=evil),)
    points = (ChartPoint(evil, 1.0, spoken=evil),)
    for svg in (
        groups_chart(replace(GROUPS, rows=rows, reference_label=evil), evil, size),
        process_chart(replace(VIEW, points=points, phases=(), goal_label=evil), evil, size),
    ):
        assert "<script" not in svg
        assert "style" not in svg
        assert parsed(svg).get("aria-label") == evil


def test_one_point_and_no_group_can_be_drawn() -> None:
    one = replace(VIEW, points=POINTS[:1], phases=(), goal=None)
    assert "mark common" in classes(process_chart(one, "words"))
    assert classes(groups_chart(replace(GROUPS, rows=()), "words"))[0] == "groups desk"
