"""Small charts at sheet size, where a finger on one reads it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.charts.multiples import cells, height_for, paint_multiples
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.read_chart import READING, ReadChart
from kiosk.ui.widgets.touchable import FOCUS_MARGIN, paint_box
from kiosk.viewmodels.charts import MultiplesView
from kiosk.viewmodels.readings import Reading

INSET = 14.0  # between the frame of the chart that is read and its name
GAP = 12.0


class MultiplesReading(ReadChart):
    """Small charts; the arrows go from one to the next, and so does a finger."""

    def __init__(self, theme: Theme, view: MultiplesView, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._view = view
        self.show_chart(view)

    def show_chart(self, view: MultiplesView) -> None:
        """Show other charts and read the first."""
        self._view = view
        self.at = 0
        self.tell()
        self.update()

    @override
    def count(self) -> int:
        return len(self._view.charts)

    @override
    def reading(self) -> Reading:
        small = self._view.charts[self.at]
        return Reading(small.headline, small.detail)

    @override
    def wanted_height(self, width: float) -> float:
        return self.least_height(width)

    @override
    def least_height(self, width: float) -> float:
        return READING + GAP + INSET + height_for(width, self.count())

    @override
    def paint(self, painter: QPainter, body: QRectF) -> None:
        area = self._area(body)
        for at, cell in enumerate(cells(area, self.count())):
            if at == self.at:
                frame = cell.adjusted(-INSET, -INSET / 2, INSET, INSET / 2)
                paint_box(painter, frame, None, self.theme.colour("line"))
        paint_multiples(painter, area, self._view, self.theme)
        self.paint_reading(painter, body)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._read_under(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._read_under(event)

    def _read_under(self, event: QMouseEvent) -> None:
        touched = event.position() / self.scale
        spots = enumerate(cells(self._area(self.room()), self.count()))
        near = min(
            spots,
            key=lambda spot: (
                abs(spot[1].center().x() + FOCUS_MARGIN - touched.x())
                + abs(spot[1].center().y() + FOCUS_MARGIN - touched.y())
            ),
            default=None,
        )
        if near is not None:
            self.read(near[0])
        event.accept()

    def _area(self, body: QRectF) -> QRectF:
        return body.adjusted(INSET, INSET / 2, -INSET, -READING - GAP)
