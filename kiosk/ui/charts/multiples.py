"""Small charts side by side on one scale: each group with its limits, everyone dashed, the goal dotted."""

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from kiosk.ui.charts.ink import FitReport, Ink
from kiosk.ui.charts.lettering import SMALL_LINE, STRONG_LINE
from kiosk.ui.charts.process_chart import Scale, draw_process_chart, make_scale
from kiosk.ui.theme import Theme
from kiosk.viewmodels.charts import ChartView, MultiplesView, SmallChart

GAP = 36.0
NAME_HEIGHT = 36.0
LABEL_HEIGHT = 42.0
LEAST_WIDTH = 300.0
LEAST_HEIGHT = 150.0
MOST_COLUMNS = 4
OVER_PX = 2.5
OVER_DASH = (4.0, 2.0)
GOAL_DASH = (1.4, 2.4)


def cells(rect: QRectF, count: int) -> list[QRectF]:
    """Divide a box into as many cells as there are charts, of one size, in reading order."""
    if count == 0:
        return []
    across = min(MOST_COLUMNS, count, max(1, int((rect.width() + GAP) // (LEAST_WIDTH + GAP))))
    down = -(-count // across)
    across = -(-count // down)  # no more columns than the lines need
    width = (rect.width() - GAP * (across - 1)) / across
    height = (rect.height() - LABEL_HEIGHT - GAP * (down - 1)) / down
    return [
        QRectF(
            rect.left() + (at % across) * (width + GAP),
            rect.top() + (at // across) * (height + GAP),
            width,
            height,
        )
        for at in range(count)
    ]


def height_for(width: float, count: int) -> float:
    """Give the least height in which every chart can be read, at a width."""
    across = min(MOST_COLUMNS, max(1, count), max(1, int((width + GAP) // (LEAST_WIDTH + GAP))))
    down = -(-max(1, count) // across)
    return down * (LEAST_HEIGHT + NAME_HEIGHT) + (down - 1) * GAP + LABEL_HEIGHT


def paint_multiples(painter: QPainter, rect: QRectF, view: MultiplesView, theme: Theme) -> None:
    """Paint small charts into a box, in design pixels."""
    ink = Ink(painter, theme, FitReport())
    for cell, small in zip(cells(rect, len(view.charts)), view.charts, strict=True):
        _small(ink, cell, small, view.goal)
    label = QRectF(rect.left(), rect.bottom() - LABEL_HEIGHT, rect.width(), LABEL_HEIGHT)
    ink.write_middle(view.label, label, SMALL_LINE, theme.colour("muted"))


def _small(ink: Ink, cell: QRectF, small: SmallChart, goal: float | None) -> None:
    name = QRectF(cell.left(), cell.top(), cell.width(), NAME_HEIGHT)
    ink.write_middle(small.name, name, STRONG_LINE, ink.theme.colour("ink"))
    box = cell.adjusted(0, NAME_HEIGHT, 0, 0)
    chart = replace(small.chart, goal=None, goal_label="", mean_label="")
    stale = replace(ink, stale=chart.stale)
    draw_process_chart(stale, box, chart)
    scale = make_scale(box, chart)
    _over(ink, scale, chart)
    if goal is not None:
        _goal(ink, scale, goal)


def _over(ink: Ink, scale: Scale, chart: ChartView) -> None:
    if chart.overlay is None:
        return
    pen = QPen(ink.theme.colour("ink"), OVER_PX)
    pen.setDashPattern(OVER_DASH)
    ink.painter.setPen(pen)
    for at, (one, two) in enumerate(pairwise(chart.overlay.values)):
        if one is not None and two is not None:
            start = QPointF(scale.x(at), scale.y(one))
            ink.painter.drawLine(QLineF(start, QPointF(scale.x(at + 1), scale.y(two))))


def _goal(ink: Ink, scale: Scale, goal: float) -> None:
    pen = QPen(ink.theme.colour("muted"), OVER_PX)
    pen.setDashPattern(GOAL_DASH)
    ink.painter.setPen(pen)
    y = scale.y(goal)
    ink.painter.drawLine(QPointF(scale.plot.left(), y), QPointF(scale.plot.right(), y))
