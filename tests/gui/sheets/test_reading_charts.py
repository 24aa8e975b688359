"""Charts on a sheet answer a finger, the keyboard and a screen reader, and are given back with the sheet."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.charts.multiples import cells, height_for
from kiosk.ui.sheets.sheet import Sheet
from kiosk.ui.theme import load_theme
from kiosk.ui.widgets.plot import LABEL_PITCH, apart
from kiosk.viewmodels.charts import (
    ChartView,
    GroupsView,
    Interval,
    MultiplesView,
    SeriesOverlay,
    SmallChart,
)
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.sheets import ChartBlock, SheetView
from tests.gui.sheets.samples import process_chart, sheet

pytestmark = pytest.mark.gui

GROUPS = GroupsView(
    (
        Interval("English", 82, 80, 84, "82 %", detail="1,968 of 2,400."),
        Interval(
            "Spanish", 61, 56, 66, "61 %", Tone.WORSE, Mark.DIAMOND, bold=True, detail="244 of 400."
        ),
        Interval("Others", None, None, None, "too few to show", Tone.MUTED, Mark.STAR),
    ),
    80.0,
    "goal 80 %",
    40,
    100,
)


@pytest.fixture
def shown(qtbot: QtBot) -> Sheet:
    made = Sheet(load_theme("light"))
    qtbot.addWidget(made)
    made.resize(1920, 1080)
    return made


def open_sheet(shown: Sheet, view: SheetView, qtbot: QtBot, name: str) -> QWidget:
    shown.show_view(view)
    shown.show()
    qtbot.waitUntil(lambda: shown.findChild(QWidget, name) is not None)
    found = shown.findChild(QWidget, name)
    assert found is not None
    return found


def a_chart(chart: ChartView | GroupsView | MultiplesView, name: str = "chart") -> SheetView:
    return sheet((ChartBlock(chart, "Skin checks"),), name=name)


def overlaid() -> ChartView:
    base = process_chart()
    values = tuple(80.0 + n % 3 for n in range(len(base.points)))
    return replace(base, series_label="Spanish", overlay=SeriesOverlay("everyone", values))


def test_a_finger_that_slides_reads_point_after_point(qtbot: QtBot, shown: Sheet) -> None:
    plot = open_sheet(shown, a_chart(process_chart()), qtbot, "plot")
    canvas = plot.childAt(plot.rect().center())
    assert canvas is not None
    heard = []
    for share in (0.1, 0.5, 0.9):
        at = QPoint(round(canvas.width() * share), 20)
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
        heard.append(plot.accessibleDescription())
    assert len(set(heard)) == 3
    assert all("Limits 66 to 84 %, mean 74." in words for words in heard)


def test_two_series_on_one_chart_are_read_together(qtbot: QtBot, shown: Sheet) -> None:
    plot = open_sheet(shown, a_chart(overlaid()), qtbot, "plot")

    assert plot.accessibleDescription().startswith("Week 19: Spanish 71 %, everyone 81 %.")


def test_a_second_series_is_drawn_where_there_is_one(qtbot: QtBot, shown: Sheet) -> None:
    alone = replace(overlaid(), overlay=None)
    plot = open_sheet(shown, a_chart(alone), qtbot, "plot")
    before = plot.grab().toImage()
    shown.show_view(a_chart(overlaid()))

    assert plot.grab().toImage() != before


def test_the_row_that_the_sentence_speaks_of_is_read_first(qtbot: QtBot, shown: Sheet) -> None:
    groups = open_sheet(shown, a_chart(GROUPS), qtbot, "groups")

    assert groups.accessibleDescription() == "Spanish: 61 %. 244 of 400."


def test_a_finger_and_the_arrows_read_the_rows_of_groups(qtbot: QtBot, shown: Sheet) -> None:
    groups = open_sheet(shown, a_chart(GROUPS), qtbot, "groups")
    qtbot.mouseClick(groups, Qt.MouseButton.LeftButton, pos=QPoint(300, 30))
    assert groups.accessibleDescription() == "English: 82 %. 1,968 of 2,400."
    for _ in range(5):
        qtbot.keyClick(groups, Qt.Key.Key_Down)
    assert groups.accessibleDescription() == "Others: too few to show."


def test_the_row_that_is_read_is_framed(qtbot: QtBot, shown: Sheet) -> None:
    groups = open_sheet(shown, a_chart(GROUPS), qtbot, "groups")
    before = groups.grab().toImage()
    qtbot.keyClick(groups, Qt.Key.Key_Up)

    assert groups.grab().toImage() != before


def test_a_plot_is_given_back_when_its_sheet_closes(qtbot: QtBot, shown: Sheet) -> None:
    plot = open_sheet(shown, a_chart(process_chart()), qtbot, "plot")
    with qtbot.waitSignal(plot.destroyed):
        shown.hide()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_sheet_that_opens_again_has_its_plot_again(qtbot: QtBot, shown: Sheet) -> None:
    open_sheet(shown, a_chart(process_chart()), qtbot, "plot")
    shown.hide()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    plot = open_sheet(shown, a_chart(process_chart()), qtbot, "plot")
    assert plot.accessibleDescription().startswith("Week 19")


def test_names_of_close_lines_stand_apart_and_inside() -> None:
    placed = apart([100.0, 104.0, 395.0, 396.0], 400.0)

    assert all(b - a >= LABEL_PITCH - 0.01 for a, b in pairwise(placed))
    assert placed[-1] + LABEL_PITCH <= 400.01


MULTIPLES = MultiplesView(
    tuple(
        SmallChart(name, overlaid(), f"Week 19: {name} 71 %, everyone 81 %", "Limits 66 to 84 %.")
        for name in ("English", "Spanish", "Portuguese", "Somali", "Mandarin")
    ),
    90.0,
    "Dashed: everyone · dotted: goal 90",
)


def test_small_charts_are_read_one_by_one_by_finger_and_arrows(qtbot: QtBot, shown: Sheet) -> None:
    small = open_sheet(shown, a_chart(MULTIPLES), qtbot, "multiples")
    assert (
        small.accessibleDescription() == "Week 19: English 71 %, everyone 81 %. Limits 66 to 84 %."
    )
    qtbot.mouseClick(small, Qt.MouseButton.LeftButton, pos=QPoint(small.width() // 2, 60))
    assert "Spanish" in small.accessibleDescription()
    qtbot.keyClick(small, Qt.Key.Key_Right)
    assert "Portuguese" in small.accessibleDescription()


@pytest.mark.parametrize(("width", "across"), [(1584.0, 3), (928.0, 2), (300.0, 1)])
def test_small_charts_stand_in_rows_of_one_size_inside_their_box(width: float, across: int) -> None:
    rect = QRectF(10, 20, width, height_for(width, 5))
    placed = cells(rect, 5)

    assert len({cell.x() for cell in placed}) == across
    assert len({(round(c.width(), 6), round(c.height(), 6)) for c in placed}) == 1
    assert all(rect.contains(cell) for cell in placed)
    assert all(cell.height() >= 150 for cell in placed)


def test_a_sheet_that_turns_from_one_kind_of_chart_to_another_shows_the_new_one(
    qtbot: QtBot, shown: Sheet
) -> None:
    open_sheet(shown, a_chart(GROUPS), qtbot, "groups")
    open_sheet(shown, a_chart(MULTIPLES), qtbot, "multiples")
    assert shown.findChild(QWidget, "groups") is None
    open_sheet(shown, a_chart(process_chart()), qtbot, "plot")
    assert shown.findChild(QWidget, "multiples") is None
