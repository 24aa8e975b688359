"""The button: a mark and words in one of six roles, the same on the board and on sheets."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.theme import ACTION, WEIGHT_BOLD, WEIGHT_SEMIBOLD, Theme
from kiosk.ui.widgets.marks import paint_mark
from kiosk.ui.widgets.touchable import PRESSED_MIX, Touchable, mix, paint_box
from kiosk.ui.widgets.words import Fitted, fit, paint_words, text_width
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Mark

SHEET_TARGET = 84.0
BAR_TARGET = 116.0
PADDING = 44.0
TIGHT_PADDING = 16.0
MARK_SHARE = 0.72  # of the type size
MARK_GAP = 12.0

# The colour roles of fill, border and words; an empty name paints nothing.
ROLES = {
    "primary": ("accent", "", "on_accent"),
    "ink": ("ink", "", "on_ink"),
    "plain": ("surface", "line", "ink"),
    "harm": ("surface", "harm", "harm"),
    "turn": ("surface", "line", "accent"),
    "quiet": ("", "", "muted"),
    "disabled": ("soft", "", "muted"),
}


@dataclass(frozen=True, slots=True)
class _Paint:
    """The colours of a button: None paints nothing."""

    fill: QColor | None
    border: QColor | None
    words: QColor


class TouchButton(Touchable):
    """A button that reports its action.

    Signals:
        touched: the button's action, once for a touch, a click, Space or Enter.
    """

    touched = Signal(str)

    def __init__(
        self, theme: Theme, button: Button, text_px: float = ACTION, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._text_px = text_px
        self.view = button
        self.show_button(button)
        self.clicked.connect(self._report)

    def show_button(self, button: Button) -> None:
        """Show another button's words and role on this one."""
        self.view = button
        self.setObjectName(f"action:{button.action}")
        self.setText(button.text)
        self.setAccessibleName(button.spoken or button.text)
        self.setEnabled(button.enabled)
        self.update()

    def wanted_width(self) -> float:
        """The width of the body that holds the words on one line, in design pixels."""
        words = text_width(self.view.text, self._text_px, self._weight())
        return words + self._mark_room() + 2 * self._padding()

    def fitted(self) -> Fitted:
        """The words as they are painted now."""
        room = self.body().width() - 2 * TIGHT_PADDING - self._mark_room()
        return fit(self.view.text, self._text_px, self._weight(), room)

    @override
    def paint_body(self, painter: QPainter, body: QRectF) -> None:
        """Paint the box, the mark and the words."""
        paint = self._paint()
        paint_box(painter, body, paint.fill, paint.border)
        words = self.fitted()
        left = body.center().x() - (words.width + self._mark_room()) / 2
        if self._mark_room():
            size = words.size * MARK_SHARE
            paint_mark(
                painter,
                self.view.mark,
                QPointF(left + size / 2, body.center().y()),
                size,
                paint.words,
            )
        room = QRectF(left + self._mark_room(), body.top(), words.width, body.height())
        paint_words(painter, room, words, paint.words, Qt.AlignmentFlag.AlignHCenter)

    def _report(self) -> None:
        self.touched.emit(self.view.action)

    def _weight(self) -> int:
        return WEIGHT_SEMIBOLD if self.view.role == "quiet" else WEIGHT_BOLD

    def _padding(self) -> float:
        return TIGHT_PADDING if self.view.role == "quiet" else PADDING

    def _mark_room(self) -> float:
        if self.view.mark is Mark.NONE:
            return 0.0
        return self._text_px * MARK_SHARE + (MARK_GAP if self.view.text else 0.0)

    def _paint(self) -> _Paint:
        role = self.view.role if self.view.enabled else "disabled"
        fill, border, words = (self._colour(name) for name in ROLES.get(role, ROLES["plain"]))
        words = words or self.theme.colour("ink")
        if self.isDown():
            fill = mix(fill or self.theme.colour("surface"), words, PRESSED_MIX)
        return _Paint(fill, border, words)

    def _colour(self, name: str) -> QColor | None:
        return self.theme.colour(name) if name else None
