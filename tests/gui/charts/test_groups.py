"""Groups compared: what is known has a mark, what is not says why."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF

from kiosk.ui.charts.groups import draw_groups, paint_groups
from kiosk.ui.charts.ink import Ink
from kiosk.viewmodels.charts import GroupsView, Interval
from kiosk.viewmodels.emphasis import Mark, Tone
from tests.fakes.canvas import Canvas, overlapping
from tests.fakes.sample_board import groups

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]


def sample() -> GroupsView:
    view = groups().groups
    assert view is not None
    return view


def drawn(view: GroupsView, *, height: int = 200, stale: bool = False) -> Canvas:
    def draw(ink: Ink, rect: QRectF) -> None:
        draw_groups(ink, rect, view)

    return Canvas(400, height).paint(draw, stale=stale)


def only(row: Interval) -> GroupsView:
    return replace(sample(), rows=(row,), reference=None)


def test_names_figures_and_the_reference_are_written() -> None:
    words = drawn(sample()).words()

    assert {"English", "82 %", "Spanish", "61 %", "Mandarin", "Others"} <= set(words)
    assert "too few to show" in words
    assert "goal 80 %" in words


def test_a_long_name_takes_a_second_line_where_rows_stand_apart_and_is_not_cut() -> None:
    name = "Hispanic or Latino"
    row = Interval(name, 61, 53, 69, "61 %", Tone.WORSE, Mark.DIAMOND)

    words = " ".join(drawn(only(row)).words()).split()

    assert " ".join(words).startswith(name)


def test_a_worse_group_has_an_orange_mark_and_a_name_in_ink() -> None:
    row = Interval("Spanish", 61, 53, 69, "61 %", Tone.WORSE, Mark.DIAMOND)
    canvas = drawn(only(row))

    assert canvas.count("worse") > 100
    assert canvas.count("worse", QRectF(0, 0, 100, 200)) == 0


def test_an_unreliable_interval_has_no_mark() -> None:
    canvas = drawn(only(Interval("Mandarin", None, 66, 88, "", Tone.MUTED, Mark.HATCH)))

    assert canvas.words() == ["Mandarin"]
    assert 50 < canvas.count("common") < 2500


@pytest.mark.parametrize("mark", [Mark.STAR, Mark.DASHES])
def test_where_there_is_no_bar_words_say_why(mark: Mark) -> None:
    canvas = drawn(only(Interval("Others", None, None, None, "too few to show", Tone.MUTED, mark)))

    assert "too few to show" in canvas.words()
    assert canvas.count("common") == 0


def test_a_real_zero_is_a_point() -> None:
    row = Interval("Night", 0, 0, 4, "0 %")

    assert drawn(replace(only(row), minimum=0)).count("common") > 100


def test_groups_that_do_not_fit_are_counted() -> None:
    many = replace(sample(), rows=sample().rows * 4)

    canvas = drawn(many, height=140)

    assert any(words.startswith("+") and words.endswith("more") for words in canvas.words())
    assert overlapping(canvas.boxes()) == []


def test_stale_groups_wear_no_colour() -> None:
    assert drawn(sample(), stale=True).count("worse") == 0


def test_no_groups_leave_the_place_empty() -> None:
    assert drawn(replace(sample(), rows=())).words() == []


def test_sheets_paint_the_same_chart_as_tiles() -> None:
    def draw(ink: Ink, rect: QRectF) -> None:
        paint_groups(ink.painter, rect, sample(), ink.theme)

    assert Canvas().paint(draw).image == drawn(sample()).image


def test_the_worst_group_stands_among_the_rows_that_fit() -> None:
    calm = Interval("Calm", 80.0, 78.0, 82.0, "80 %")
    worst = Interval("Worst", 61.0, 58.0, 64.0, "61 %", Tone.WORSE, Mark.DIAMOND, bold=True)
    view = replace(sample(), rows=(*(calm,) * 6, worst))

    assert "Worst" in drawn(view, height=110).words()


def test_old_figures_on_a_sheet_wear_no_colour_either() -> None:
    def draw(view: GroupsView) -> Canvas:
        canvas = Canvas(400, 200)
        return canvas.paint(lambda ink, rect: paint_groups(ink.painter, rect, view, canvas.theme))

    assert draw(sample()).count("worse") > 100
    assert draw(replace(sample(), stale=True)).count("worse") == 0
