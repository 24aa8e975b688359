"""The plot of a sheet: whatever still reaches it between being let go and being deleted does no harm."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.theme import load_fonts, load_theme
from kiosk.ui.widgets.plot import Plot
from kiosk.viewmodels.charts import ChartPoint, ChartView

pytestmark = pytest.mark.gui

VIEW = ChartView(
    points=tuple(ChartPoint(f"Week {number}", float(number)) for number in range(5)),
    phases=(),
    goal=None,
    goal_label="",
    mean_label="",
    first_label="Week 0",
    last_label="Week 4",
    unit="%",
    minimum=0.0,
    maximum=4.0,
)


def test_a_plot_that_was_let_go_takes_another_scale_theme_and_chart_without_an_error(
    qtbot: QtBot,
) -> None:
    load_fonts()
    plot = Plot(load_theme("light"), VIEW)
    qtbot.addWidget(plot)
    plot.resize(800, 400)
    plot.show()

    plot.release()

    plot.set_scale(2.0)
    plot.set_theme(load_theme("dark"))
    plot.show_chart(VIEW)
    plot.read(1)
    plot.release()
