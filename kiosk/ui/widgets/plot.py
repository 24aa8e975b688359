"""The chart at sheet size: pyqtgraph behind one door, where a finger on a point reads it."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import BODY, LARGE, SMALL_BODY, WEIGHT_BOLD, WEIGHT_REGULAR, Theme
from kiosk.ui.widgets import phrases
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.touchable import FOCUS_MARGIN, paint_ring, scaled_rect
from kiosk.ui.widgets.words import LINE_SPACING, fit, paint_words, text_width
from kiosk.viewmodels.charts import ChartPhase, ChartPoint, ChartView
from kiosk.viewmodels.emphasis import Mark, Tone

SYMBOLS = {Mark.DIAMOND: "d", Mark.TRIANGLE: "t1", Mark.RING: "o", Mark.DOT: "o"}
QUIET_SIZE = 13.0
SIGNAL_SIZE = 22.0
LABEL_GAP = 16.0
DATES = SMALL_BODY * LINE_SPACING + 10
READING = LARGE * LINE_SPACING + BODY * LINE_SPACING + 14
WANTED = 480.0
LEAST = 300.0
SIDE = 0.8  # of a period, before the first and after the last point
MARGIN = 0.06  # of the scale, over and under the points


def reading(point: ChartPoint, unit: str) -> tuple[str, str]:
    """What is said of a point: a headline with its period and value, and the rest."""
    if point.spoken.startswith(point.label):
        headline, _, rest = point.spoken.partition(". ")
        return headline.removesuffix("."), rest
    value = phrases.NO_VALUE if point.value is None else f"{round(point.value, 1):g} {unit}"
    return f"{point.label}: {value}".strip(), point.spoken


class Plot(BlockWidget):
    """A process chart; Left and Right go from point to point, and so does a finger."""

    stretches = True

    def __init__(self, theme: Theme, view: ChartView, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._view = view
        self._read = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._canvas = pg.PlotWidget(self, background=None)
        self._canvas.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._item = self._canvas.getPlotItem()
        self._item.setMenuEnabled(False)
        self._item.setMouseEnabled(x=False, y=False)
        self._item.hideButtons()
        for axis in ("left", "bottom"):
            self._item.hideAxis(axis)
        self._item.layout.setContentsMargins(0, 0, 0, 0)
        self._item.getViewBox().setDefaultPadding(0)
        self.show_chart(view)
        self._canvas.viewport().installEventFilter(self)

    def show_chart(self, view: ChartView) -> None:
        """Show another chart and read its last point."""
        self._view = view
        values = [n for n, point in enumerate(view.points) if point.value is not None]
        self._read = values[-1] if values else 0
        self._draw()

    def read_point(self, number: int) -> None:
        """Read a point: its period, its value, its signal."""
        self._read = max(0, min(len(self._view.points) - 1, number))
        self._draw()

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._draw()

    @override
    def wanted_height(self, width: float) -> float:
        return WANTED

    @override
    def least_height(self, width: float) -> float:
        return LEAST

    @override
    def arrange(self) -> None:
        place = self._area().translated(FOCUS_MARGIN, FOCUS_MARGIN)
        self._canvas.setGeometry(scaled_rect(place, self.scale).toRect())
        self._draw()

    @override
    def paint(self, painter: QPainter, body: QRectF) -> None:
        area = self._area()
        self._paint_line_labels(painter, area)
        self._paint_dates(painter, area)
        self._paint_reading(painter, body)
        if self.hasFocus():
            paint_ring(painter, body, self.theme)

    @override
    def keyPressEvent(self, ev: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if ev.key() in steps:
            self.read_point(self._read + steps[Qt.Key(ev.key())])
        else:
            super().keyPressEvent(ev)

    @override
    def focusInEvent(self, ev: QFocusEvent) -> None:
        super().focusInEvent(ev)
        self.update()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            if event.buttons() & Qt.MouseButton.LeftButton:
                self._read_at(event.position().x() / max(1, self._canvas.width()))
            return True
        return event.type() == QEvent.Type.Wheel

    def _read_at(self, share: float) -> None:
        across = len(self._view.points) - 1 + 2 * SIDE
        self.read_point(round(share * across - SIDE))

    def _area(self) -> QRectF:
        """The canvas in the block's room."""
        room = self.room()
        labels = max(
            text_width(text, SMALL_BODY) for text in (self._view.goal_label, self._view.mean_label)
        )
        width = room.width() - labels - LABEL_GAP
        return QRectF(0, 0, max(1.0, width), max(1.0, room.height() - DATES - READING))

    def _range(self) -> tuple[float, float]:
        low, high = self._view.minimum, self._view.maximum
        margin = (high - low or 1.0) * MARGIN
        return low - margin, high + margin

    def _draw(self) -> None:
        self._item.clear()
        self._canvas.setBackground(self._colour("surface"))
        view = self._view
        low, high = self._range()
        self._item.setXRange(-SIDE, max(1, len(view.points)) - 1 + SIDE, padding=0)
        self._item.setYRange(low, high, padding=0)
        self._draw_phases()
        self._draw_goal()
        self._draw_values()
        self._tell()
        self.update()

    def _draw_phases(self) -> None:
        for phase in self._view.phases:
            ends = self._ends(phase)
            if phase.lower is not None and phase.upper is not None:
                upper = pg.PlotCurveItem(ends, [phase.upper] * 2, pen=None)
                lower = pg.PlotCurveItem(ends, [phase.lower] * 2, pen=None)
                self._item.addItem(pg.FillBetweenItem(upper, lower, self._colour("soft")))
            if phase.mean is not None:
                pen = pg.mkPen(self._colour("common"), width=2 * self.scale)
                self._item.plot(ends, [phase.mean] * 2, pen=pen)

    def _ends(self, phase: ChartPhase) -> list[float]:
        """The ends of a stretch: half-way to its neighbours, or the edge of the canvas."""
        last = len(self._view.points) - 1
        left = -SIDE if phase.first == 0 else phase.first - 0.5
        return [left, last + SIDE if phase.last == last else phase.last + 0.5]

    def _draw_goal(self) -> None:
        if self._view.goal is None:
            return
        pen = pg.mkPen(self._colour("ink"), width=3 * self.scale, dash=[2, 3])
        ends = [-SIDE, len(self._view.points) - 1 + SIDE]
        self._item.plot(ends, [self._view.goal] * 2, pen=pen)

    def _draw_values(self) -> None:
        points = self._view.points
        values = [float("nan") if p.value is None else p.value for p in points]
        pen = pg.mkPen(self._colour("common"), width=3 * self.scale)
        self._item.plot(list(range(len(points))), values, pen=pen, connect="finite", antialias=True)
        spots = [
            self._spot(number, point)
            for number, point in enumerate(points)
            if point.value is not None
        ]
        self._item.addItem(pg.ScatterPlotItem(spots=spots, antialias=True))

    def _spot(self, number: int, point: ChartPoint) -> dict[str, object]:
        quiet = point.tone is Tone.COMMON or self._view.stale
        colour = self._colour("common" if quiet else point.tone.value)
        read = number == self._read
        size = (QUIET_SIZE if quiet else SIGNAL_SIZE) + (8 if read else 0)
        ring = pg.mkPen(self._colour("ink"), width=4 * self.scale) if read else None
        return {
            "pos": (number, point.value),
            "size": size * self.scale,
            "symbol": "o" if quiet else SYMBOLS.get(point.mark, "o"),
            "brush": colour,
            "pen": ring,
        }

    def _paint_line_labels(self, painter: QPainter, area: QRectF) -> None:
        labels: list[tuple[float, str, str]] = []
        if self._view.goal is not None:
            labels.append((self._height_of(self._view.goal, area), self._view.goal_label, "ink"))
        means = [phase.mean for phase in self._view.phases if phase.mean is not None]
        if means:
            labels.append((self._height_of(means[-1], area), self._view.mean_label, "muted"))
        step = SMALL_BODY * LINE_SPACING
        lowest = -step
        for height, text, role in sorted(labels):
            top = max(lowest + step, height - step / 2)
            lowest = top
            words = fit(text, SMALL_BODY, WEIGHT_REGULAR, 1000, 1)
            room = QRectF(area.right() + LABEL_GAP, top, words.width, step)
            paint_words(painter, room, words, self._colour(role))

    def _height_of(self, value: float, area: QRectF) -> float:
        low, high = self._range()
        return area.bottom() - (value - low) / (high - low) * area.height()

    def _paint_dates(self, painter: QPainter, area: QRectF) -> None:
        room = QRectF(0, area.bottom() + 6, area.width(), SMALL_BODY * LINE_SPACING)
        half = room.width() / 2
        for text, align in (
            (self._view.first_label, Qt.AlignmentFlag.AlignLeft),
            (self._view.last_label, Qt.AlignmentFlag.AlignRight),
        ):
            words = fit(text, SMALL_BODY, WEIGHT_REGULAR, half, 1)
            paint_words(painter, room, words, self._colour("muted"), align)

    def _paint_reading(self, painter: QPainter, body: QRectF) -> None:
        if not self._view.points:
            return
        point = self._view.points[self._read]
        headline, rest = reading(point, self._view.unit)
        top = body.height() - READING + 8
        first = fit(headline, LARGE, WEIGHT_BOLD, body.width(), 1)
        paint_words(
            painter, QRectF(0, top, body.width(), LARGE * LINE_SPACING), first, self._colour("ink")
        )
        second = fit(rest, BODY, WEIGHT_REGULAR, body.width(), 1)
        room = QRectF(0, top + LARGE * LINE_SPACING, body.width(), BODY * LINE_SPACING)
        role = "muted" if point.tone is Tone.COMMON or self._view.stale else point.tone.value
        paint_words(painter, room, second, self._colour(role))

    def _tell(self) -> None:
        if not self._view.points:
            return
        point = self._view.points[self._read]
        self.setAccessibleDescription(point.spoken or point.label)

    def _colour(self, role: str) -> QColor:
        return self.theme.colour(role)
