"""The chart at sheet size: pyqtgraph behind one door, where a finger on a point reads it."""

from collections.abc import Iterator

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import SMALL_BODY, WEIGHT_REGULAR, Theme
from kiosk.ui.widgets.read_chart import READING, ReadChart
from kiosk.ui.widgets.touchable import FOCUS_MARGIN, scaled_rect
from kiosk.ui.widgets.words import LINE_SPACING, fit, paint_words, text_width
from kiosk.viewmodels.charts import ChartPhase, ChartPoint, ChartView
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.readings import Reading, read_point

SYMBOLS = {Mark.DIAMOND: "d", Mark.TRIANGLE: "t1", Mark.RING: "o", Mark.DOT: "o"}
QUIET_SIZE = 13.0
SIGNAL_SIZE = 22.0
OVERLAY_SIZE = 12.0
READ_LARGER = 8.0  # the point that is read
LABEL_GAP = 16.0
LABEL_PITCH = SMALL_BODY * LINE_SPACING
DATES = LABEL_PITCH + 10
WANTED = 520.0
LEAST = 330.0
SIDE = 0.8  # of a period, before the first and after the last point
MARGIN = 0.06  # of the scale, over and under the points
GOAL_DASH = (2, 3)
OVERLAY_DASH = (4, 2)


class Plot(ReadChart):
    """A process chart, with a second series laid over it where there is one."""

    def __init__(self, theme: Theme, view: ChartView, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._view = view
        self._released = False
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
        self.at = values[-1] if values else 0
        self.tell()
        self._draw()

    def release(self) -> None:
        """Give back what pyqtgraph holds; until the widget is deleted, it draws nothing any more."""
        if self._released:
            return
        self._released = True
        self._canvas.viewport().removeEventFilter(self)
        self._canvas.close()

    @override
    def count(self) -> int:
        return len(self._view.points)

    @override
    def reading(self) -> Reading:
        return read_point(self._view, self.at)

    @override
    def read(self, position: int) -> None:
        super().read(position)
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
        self._paint_labels(painter, area)
        self._paint_dates(painter, area)
        self.paint_reading(painter, body)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            if event.buttons() & Qt.MouseButton.LeftButton:
                self._read_at(event.position().x() / max(1, self._canvas.width()))
            return True
        return event.type() == QEvent.Type.Wheel

    def _read_at(self, share: float) -> None:
        across = len(self._view.points) - 1 + 2 * SIDE
        self.read(round(share * across - SIDE))

    def _area(self) -> QRectF:
        """The canvas in the block's room."""
        room = self.room()
        labels = max((text_width(text, SMALL_BODY) for text, _, _ in self._labels()), default=0.0)
        width = room.width() - labels - LABEL_GAP
        return QRectF(0, 0, max(1.0, width), max(1.0, room.height() - DATES - READING))

    def _range(self) -> tuple[float, float]:
        low, high = self._view.minimum, self._view.maximum
        margin = (high - low or 1.0) * MARGIN
        return low - margin, high + margin

    def _draw(self) -> None:
        if self._released:  # the sheet's last words reach it before it is deleted
            return
        self._item.clear()
        self._canvas.setBackground(self._colour("surface"))
        low, high = self._range()
        self._item.setXRange(-SIDE, max(1, len(self._view.points)) - 1 + SIDE, padding=0)
        self._item.setYRange(low, high, padding=0)
        self._draw_phases()
        self._draw_goal()
        self._draw_overlay()
        self._draw_values()
        self.update()

    def _draw_phases(self) -> None:
        for phase in self._view.phases:
            ends = self._ends(phase)
            for edges, low, high in self._bands(phase, ends):
                upper = pg.PlotCurveItem(edges, [high] * 2, pen=None)
                lower = pg.PlotCurveItem(edges, [low] * 2, pen=None)
                self._item.addItem(pg.FillBetweenItem(upper, lower, self._colour("soft")))
            if phase.mean is not None:
                pen = pg.mkPen(self._colour("common"), width=2 * self.scale)
                self._item.plot(ends, [phase.mean] * 2, pen=pen)

    def _bands(
        self, phase: ChartPhase, ends: list[float]
    ) -> Iterator[tuple[list[float], float, float]]:
        """Give the ends and the limits of the band: one for the phase, or one for each point."""
        if phase.lower is None or phase.upper is None:
            return
        if not self._view.limits:
            yield ends, phase.lower, phase.upper
            return
        for position in range(phase.first, phase.last + 1):
            pair = self._view.limits[position]
            if pair is not None:
                left = ends[0] if position == phase.first else position - 0.5
                right = ends[1] if position == phase.last else position + 0.5
                yield [left, right], *pair

    def _ends(self, phase: ChartPhase) -> list[float]:
        """The ends of a stretch: half-way to its neighbours, or the edge of the canvas."""
        last = len(self._view.points) - 1
        left = -SIDE if phase.first == 0 else phase.first - 0.5
        return [left, last + SIDE if phase.last == last else phase.last + 0.5]

    def _draw_goal(self) -> None:
        if self._view.goal is None:
            return
        pen = pg.mkPen(self._colour("ink"), width=3 * self.scale, dash=GOAL_DASH)
        ends = [-SIDE, len(self._view.points) - 1 + SIDE]
        self._item.plot(ends, [self._view.goal] * 2, pen=pen)

    def _draw_overlay(self) -> None:
        """Draw the second series with dashes and rings, so that no eye needs its colour."""
        if self._view.overlay is None:
            return
        values = self._view.overlay.values
        ink = self._colour("ink")
        line = [float("nan") if value is None else value for value in values]
        pen = pg.mkPen(ink, width=2.5 * self.scale, dash=OVERLAY_DASH)
        self._item.plot(list(range(len(line))), line, pen=pen, connect="finite", antialias=True)
        spots = [
            {
                "pos": (at, value),
                "size": (OVERLAY_SIZE + (READ_LARGER if at == self.at else 0)) * self.scale,
                "symbol": "o",
                "brush": self._colour("surface"),
                "pen": pg.mkPen(ink, width=(4 if at == self.at else 2.5) * self.scale),
            }
            for at, value in enumerate(values)
            if value is not None
        ]
        self._item.addItem(pg.ScatterPlotItem(spots=spots, antialias=True))

    def _draw_values(self) -> None:
        points = self._view.points
        values = [float("nan") if p.value is None else p.value for p in points]
        pen = pg.mkPen(self._colour("common"), width=3 * self.scale)
        self._item.plot(list(range(len(points))), values, pen=pen, connect="finite", antialias=True)
        spots = [
            self._spot(at, point) for at, point in enumerate(points) if point.value is not None
        ]
        self._item.addItem(pg.ScatterPlotItem(spots=spots, antialias=True))

    def _spot(self, at: int, point: ChartPoint) -> dict[str, object]:
        quiet = point.tone is Tone.COMMON or self._view.stale
        read = at == self.at
        size = (QUIET_SIZE if quiet else SIGNAL_SIZE) + (READ_LARGER if read else 0)
        return {
            "pos": (at, point.value),
            "size": size * self.scale,
            "symbol": "o" if quiet else SYMBOLS.get(point.mark, "o"),
            "brush": self._colour("common" if quiet else point.tone.value),
            "pen": pg.mkPen(self._colour("ink"), width=4 * self.scale) if read else None,
        }

    def _labels(self) -> list[tuple[str, float, str]]:
        """The name of each line, its value at the right end, and its colour."""
        view = self._view
        named: list[tuple[str, float | None, str]] = [(view.goal_label, view.goal, "ink")]
        means = [phase.mean for phase in view.phases if phase.mean is not None]
        named.append((view.mean_label, means[-1] if means else None, "muted"))
        if view.overlay is not None:
            values = tuple(point.value for point in view.points)
            named.append((f"● {view.series_label}", _newest(values), "common"))
            named.append((f"○ {view.overlay.label}", _newest(view.overlay.values), "ink"))
        return [(text, value, role) for text, value, role in named if text and value is not None]

    def _paint_labels(self, painter: QPainter, area: QRectF) -> None:
        labels = sorted(self._labels(), key=lambda label: -label[1])
        tops = [self._height_of(value, area) - LABEL_PITCH / 2 for _, value, _ in labels]
        for (text, _, role), top in zip(labels, apart(tops, area.bottom()), strict=True):
            words = fit(text, SMALL_BODY, WEIGHT_REGULAR, 1000, 1)
            room = QRectF(area.right() + LABEL_GAP, top, words.width, LABEL_PITCH)
            paint_words(painter, room, words, self._colour(role))

    def _height_of(self, value: float, area: QRectF) -> float:
        low, high = self._range()
        return area.bottom() - (value - low) / (high - low) * area.height()

    def _paint_dates(self, painter: QPainter, area: QRectF) -> None:
        room = QRectF(0, area.bottom() + 6, area.width(), LABEL_PITCH)
        half = room.width() / 2
        for text, align in (
            (self._view.first_label, Qt.AlignmentFlag.AlignLeft),
            (self._view.last_label, Qt.AlignmentFlag.AlignRight),
        ):
            words = fit(text, SMALL_BODY, WEIGHT_REGULAR, half, 1)
            paint_words(painter, room, words, self._colour("muted"), align)

    def _colour(self, role: str) -> QColor:
        return self.theme.colour(role)


def _newest(values: tuple[float | None, ...]) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)


def apart(tops: list[float], bottom: float) -> list[float]:
    """Move labels apart that would stand over each other, from the top, and none under the bottom.

    Args:
        tops: where each label would stand, from top to bottom.
        bottom: of the area.
    """
    placed: list[float] = []
    lowest = -LABEL_PITCH
    for top in tops:
        lowest = max(lowest + LABEL_PITCH, top)
        placed.append(lowest)
    highest = bottom
    for at in range(len(placed) - 1, -1, -1):
        highest = min(placed[at], highest - LABEL_PITCH)
        placed[at] = highest
    return placed
