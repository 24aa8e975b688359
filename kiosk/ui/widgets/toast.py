"""The toast: one line that says what was saved, and a large Undo."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import CHOICE, WEIGHT_SEMIBOLD, Theme
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.marks import paint_mark
from kiosk.ui.widgets.touch_button import SHEET_TARGET, TouchButton
from kiosk.ui.widgets.touchable import paint_box
from kiosk.ui.widgets.words import fit, paint_words
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.sheets import ToastView

HEIGHT = 116.0
PAD = 28.0
EDGE = 10.0
MARK_SIZE = 28.0
MARK_ROOM = 46.0


class Toast(BlockWidget):
    """A bar over the row of actions; `touched` carries the action of Undo."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("toast")
        self._view: ToastView | None = None
        self._undo: TouchButton | None = None

    def show_view(self, view: ToastView) -> None:
        """Say what was saved; without an undo there is no button."""
        self._view = view
        self.setText(view.text)
        self.setAccessibleName(view.text)
        if view.undo is not None and self._undo is None:
            self._undo = TouchButton(self.theme, view.undo, CHOICE, self)
            self._undo.set_scale(self.scale)
            self._undo.touched.connect(self._pass_on)
        if self._undo is not None:
            self._undo.setVisible(view.undo is not None)
            if view.undo is not None:
                self._undo.show_button(view.undo)
        self.arrange()
        self.update()

    @override
    def wanted_height(self, width: float) -> float:
        return HEIGHT

    @override
    def arrange(self) -> None:
        if self._undo is None:
            return
        room = self.room()
        width = max(SHEET_TARGET * 2, self._undo.wanted_width())
        left = room.width() - width - (HEIGHT - SHEET_TARGET) / 2
        top = (room.height() - SHEET_TARGET) / 2
        self.put(self._undo, QRectF(left, top, width, SHEET_TARGET))

    @override
    def paint(self, painter: QPainter, body: QRectF) -> None:
        if self._view is None:
            return
        colour = self.theme.colour
        paint_box(painter, body, colour("surface"), colour("ink"))
        left = PAD
        if self._view.mark is not Mark.NONE:
            centre = QPointF(left + MARK_SIZE / 2, body.center().y())
            paint_mark(painter, self._view.mark, centre, MARK_SIZE, colour(self._view.tone.value))
            left += MARK_ROOM
        right = body.width() - PAD
        if self._undo is not None and self._undo.isVisibleTo(self):
            right = self._undo.geometry().left() / self.scale - EDGE
        room = QRectF(left, 0, right - left, body.height())
        words = fit(self._view.text, CHOICE, WEIGHT_SEMIBOLD, room.width())
        paint_words(painter, room, words, colour("ink"))

    def _pass_on(self, action: str) -> None:
        self.touched.emit(action, "")
