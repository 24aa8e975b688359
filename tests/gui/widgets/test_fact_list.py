"""A table of figures: what is counted stays in one line each, and only words give way."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.theme import load_fonts, load_theme
from kiosk.ui.widgets.fact_list import TableList
from kiosk.viewmodels.sheets import Table

pytestmark = pytest.mark.gui

HEAD = ("Period", "Figure", "Counted", "Centre", "Lower", "Upper", "Signal")
FIGURES = ("May 2026", "85.8 %", "271 of 316", "79.9", "69.6", "90.2")
SIGNAL = "One of 7 or more in a row above the mean"
ON_A_PORTRAIT_SHEET = 930.0
ON_A_LANDSCAPE_SHEET = 1580.0


def test_figures_stand_in_one_line_beside_a_long_signal_on_a_narrow_sheet(qtbot: QtBot) -> None:
    load_fonts()
    rows = (*FIGURES, SIGNAL), (*FIGURES, "")
    table = TableList(load_theme("light"), Table(HEAD, rows))
    qtbot.addWidget(table)

    wide = table.line_heights(ON_A_LANDSCAPE_SHEET)
    narrow = table.line_heights(ON_A_PORTRAIT_SHEET)

    assert narrow[1] == wide[1]
    assert narrow[0] > wide[0]
