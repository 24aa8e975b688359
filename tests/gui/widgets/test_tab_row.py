"""The tabs of a sheet: whole words, one line where they fit, each large enough for a gloved finger."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.sheets.sheet import Sheet
from kiosk.ui.theme import load_theme
from kiosk.ui.widgets.choice_list import OptionButton, option_words
from kiosk.ui.widgets.tab_row import GAP, lines_of
from kiosk.ui.widgets.touch_button import SHEET_TARGET
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.sheets import Option, Paragraph, SheetView, Tabs

pytestmark = pytest.mark.gui

PAGES = ("Groups now", "Over time", "Gap", "How complete", "Table", "Goal", "About")


def tabbed(chosen: int = 0) -> SheetView:
    options = tuple(Option(f"page={n}", t, chosen=n == chosen) for n, t in enumerate(PAGES))
    return SheetView(
        "tabbed",
        "Pain reassessed",
        ((Paragraph("Words"),), (Paragraph("More"),)),
        (Button("cancel", "Close"),),
        across=(Tabs("page", options),),
        wide=True,
    )


@pytest.mark.parametrize(("size", "lines"), [((1920, 1080), 1), ((1080, 1920), 2)])
def test_tabs_are_whole_and_large_on_every_screen(
    qtbot: QtBot, size: tuple[int, int], lines: int
) -> None:
    sheet = Sheet(load_theme("light"))
    qtbot.addWidget(sheet)
    sheet.resize(*size)
    sheet.show_view(tabbed())
    sheet.show()
    tabs = sheet.findChildren(OptionButton)

    assert len(tabs) == len(PAGES)
    assert len({tab.y() for tab in tabs}) == lines
    for tab in tabs:
        assert tab.body().height() >= SHEET_TARGET - 0.5
        assert option_words(tab.option, "boxes", tab.body().width()).text.lines == (
            tab.option.text,
        )


def test_a_touch_on_a_tab_reports_its_page_and_the_tick_moves(qtbot: QtBot) -> None:
    sheet = Sheet(load_theme("light"))
    qtbot.addWidget(sheet)
    sheet.resize(1920, 1080)
    sheet.show_view(tabbed())
    sheet.show()
    with qtbot.waitSignal(sheet.touched) as report:
        sheet.findChildren(OptionButton)[2].click()
    assert report.args == ["page=2", ""]
    sheet.show_view(tabbed(2))

    assert [tab.isChecked() for tab in sheet.findChildren(OptionButton)].index(True) == 2


def test_tabs_that_do_not_fit_are_divided_evenly() -> None:
    assert lines_of((100.0, 100.0, 100.0, 100.0), 400 + 3 * GAP) == ((0, 4),)
    assert lines_of((100.0, 100.0, 100.0, 100.0), 399) == ((0, 2), (2, 4))
    assert lines_of((500.0, 100.0), 300) == ((0, 1), (1, 2))
    assert lines_of((), 300) == ()
