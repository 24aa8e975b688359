"""Groups at sheet size: the same picture as on the tile, where a finger on a row reads it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.charts.groups import paint_groups, rows_in
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.read_chart import READING, ReadChart
from kiosk.ui.widgets.touchable import FOCUS_MARGIN, paint_box
from kiosk.viewmodels.charts import GroupsView
from kiosk.viewmodels.readings import Reading, read_row

LARGEST_PITCH = 84.0
WANTED_PITCH = 70.0
LEAST_PITCH = 30.0
MOST_ROWS = 15  # that a sheet must have room for; of more, the most important are drawn
INSET = 14.0  # between the frame of the row that is read and its words
GAP = 12.0


class GroupsReading(ReadChart):
    """Groups compared; Up and Down go from row to row, and so does a finger."""

    def __init__(self, theme: Theme, view: GroupsView, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._view = view
        self.show_chart(view)

    def show_chart(self, view: GroupsView) -> None:
        """Show other groups and read the one that the sentence speaks of, else the first."""
        self._view = view
        self.at = next((at for at, row in enumerate(view.rows) if row.bold), 0)
        self.tell()
        self.update()

    @override
    def count(self) -> int:
        return len(self._view.rows)

    @override
    def reading(self) -> Reading:
        return read_row(self._view, self.at)

    @override
    def wanted_height(self, width: float) -> float:
        return READING + GAP + WANTED_PITCH * (self.count() + 1)

    @override
    def least_height(self, width: float) -> float:
        return READING + GAP + LEAST_PITCH * (min(self.count(), MOST_ROWS) + 1)

    @override
    def paint(self, painter: QPainter, body: QRectF) -> None:
        area = self._area(body)
        for at, box in rows_in(area, self._view, LARGEST_PITCH):
            if at == self.at:
                frame = box.adjusted(-INSET, 1, INSET, -1)
                paint_box(painter, frame, None, self.theme.colour("line"))
        paint_groups(painter, area, self._view, self.theme, LARGEST_PITCH)
        self.paint_reading(painter, body)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._read_under(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._read_under(event)

    def _read_under(self, event: QMouseEvent) -> None:
        y = event.position().y() / self.scale - FOCUS_MARGIN
        rows = rows_in(self._area(self.room()), self._view, LARGEST_PITCH)
        near = min(rows, key=lambda row: abs(row[1].center().y() - y), default=None)
        if near is not None:
            self.read(near[0])
        event.accept()

    def _area(self, body: QRectF) -> QRectF:
        return body.adjusted(INSET, 0, -INSET, -READING - GAP)
