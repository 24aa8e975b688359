"""A chart that is read point by point: a finger, Left and Right, or a screen reader asks what stands there."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import BODY, LARGE, WEIGHT_BOLD, WEIGHT_REGULAR, Theme
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.touchable import paint_ring
from kiosk.ui.widgets.words import LINE_SPACING, fit, paint_words
from kiosk.viewmodels.readings import Reading

HEADLINE = LARGE * LINE_SPACING
DETAIL_LINES = 2
READING = HEADLINE + DETAIL_LINES * BODY * LINE_SPACING + 14
STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class ReadChart(BlockWidget):
    """Keeps which point is read and writes what it says under the chart; subclasses draw."""

    stretches = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.at = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def count(self) -> int:
        """How many points can be read."""
        raise NotImplementedError

    def reading(self) -> Reading:
        """What is said of the point that is read; asked only where there is one."""
        raise NotImplementedError

    def read(self, position: int) -> None:
        """Read a point, or the nearest that there is."""
        self.at = max(0, min(self.count() - 1, position))
        self.tell()
        self.update()

    def tell(self) -> None:
        """Tell a screen reader what is read."""
        self.setAccessibleDescription(self.reading().spoken if self.count() else "")

    def paint_reading(self, painter: QPainter, body: QRectF) -> None:
        """Write what is read at the bottom of the block, and the ring while it has the focus."""
        if self.count():
            told = self.reading()
            top = body.height() - READING + 8
            headline = fit(told.headline, LARGE, WEIGHT_BOLD, body.width(), 1)
            room = QRectF(0, top, body.width(), HEADLINE)
            paint_words(painter, room, headline, self.theme.colour("ink"))
            detail = fit(told.detail, BODY, WEIGHT_REGULAR, body.width(), DETAIL_LINES)
            room = QRectF(0, room.bottom(), body.width(), detail.height)
            paint_words(painter, room, detail, self.theme.colour(told.tone.value))
        if self.hasFocus():
            paint_ring(painter, body, self.theme)

    @override
    def keyPressEvent(self, ev: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(ev.key()))
        if step is None:
            super().keyPressEvent(ev)
        else:
            self.read(self.at + step)

    @override
    def focusInEvent(self, ev: QFocusEvent) -> None:
        super().focusInEvent(ev)
        self.update()

    @override
    def focusOutEvent(self, ev: QFocusEvent) -> None:
        super().focusOutEvent(ev)
        self.update()
