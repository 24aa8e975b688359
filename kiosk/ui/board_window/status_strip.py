"""The bottom line: the state of sync as shape and text, one message, small buttons that a finger can hit."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.board_window.sync_sign import SyncSign
from kiosk.ui.charts.ink import FitReport, Ink, TextFit
from kiosk.ui.charts.lettering import SMALL_STYLE, Style, text_width
from kiosk.ui.theme import FOOT, WEIGHT_SEMIBOLD, Theme
from kiosk.ui.widgets.touch_button import TIGHT_PADDING, TouchButton
from kiosk.ui.widgets.touchable import FOCUS_MARGIN, scaled_painter, scaled_rect
from kiosk.viewmodels.boards import StatusView
from kiosk.viewmodels.emphasis import Tone

GAP = 22.0
SMALLEST_BUTTON = SMALLEST_SIGN = 84.0
BUTTON_GAP = 4.0
SYNC_SHARE = 0.5
SYNC_MOST = 0.7
"""What the state of sync may take of the free line: usually half, more where its words need it."""
RIGHT_REACH = TIGHT_PADDING + FOCUS_MARGIN
STRONG_SMALL = Style(FOOT, WEIGHT_SEMIBOLD, 20, 2)


class StatusStrip(QWidget):
    """The bottom line.

    Signals:
        touched: the action of a small button, or of the state of sync.
    """

    touched = Signal(str)

    def __init__(self, theme: Theme, view: StatusView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._theme = theme
        self._view = view
        self._scale = 1.0
        self._report = FitReport()
        self.buttons: list[TouchButton] = []
        self.sign = SyncSign(theme, view, self)
        self._make_buttons()
        self.sign.touched.connect(self.touched)

    def show_view(self, view: StatusView) -> None:
        """Show something else; buttons that stay are kept."""
        if view == self._view:
            return
        before = self._view
        self._view = view
        if view.buttons != before.buttons:
            self._make_buttons()
        self.sign.show_view(view)
        self._arrange()
        self._name()
        self.update()

    def controls(self) -> list[QWidget]:
        """Give what can be touched, in reading order."""
        sign = [self.sign] if self.sign.isEnabled() else []
        return [*sign, *self.buttons]

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self.sign.set_theme(theme)
        for button in self.buttons:
            button.set_theme(theme)
        self.update()

    def place(self, box: QRectF, scale: float) -> None:
        """Stand at a box of the window's design pixels."""
        self._scale = scale
        self.sign.set_scale(scale)
        for button in self.buttons:
            button.set_scale(scale)
        grown = box.adjusted(-FOCUS_MARGIN, -FOCUS_MARGIN, RIGHT_REACH, FOCUS_MARGIN)
        self.setGeometry(scaled_rect(grown, scale).toAlignedRect())
        self._arrange()
        self.update()

    def text_fits(self) -> tuple[TextFit, ...]:
        """Give every text of the last painting, and whether it was whole."""
        return (*self.sign.text_fits(), *self._report.fits)

    def drawn_words(self) -> str:
        """Give the words of the last painting, a line for each text."""
        return f"{self.sign.drawn_words()}\n{self._report.drawn()}"

    def _name(self) -> None:
        self.setAccessibleName(self._view.sync_text)
        self.setAccessibleDescription(self._view.message)

    def _make_buttons(self) -> None:
        """Show the buttons of the view, using those that exist."""
        self._name()
        wanted = self._view.buttons
        while len(self.buttons) > len(wanted):
            self.buttons.pop().deleteLater()
        for button, view in zip(self.buttons, wanted, strict=False):
            button.show_button(view)
        for view in wanted[len(self.buttons) :]:
            button = TouchButton(self._theme, view, FOOT, self)
            button.set_scale(self._scale)
            button.touched.connect(self.touched)
            button.show()
            self.buttons.append(button)

    def _box(self) -> QRectF:
        whole = QRectF(0, 0, self.width() / self._scale, self.height() / self._scale)
        return whole.adjusted(FOCUS_MARGIN, FOCUS_MARGIN, -RIGHT_REACH, -FOCUS_MARGIN)

    def _arrange(self) -> None:
        box = self._box()
        right = box.right() + TIGHT_PADDING  # so that the last word ends at the margin
        for button in reversed(self.buttons):
            width = max(button.wanted_width() + 2, SMALLEST_BUTTON)
            button.place(QRectF(right - width, box.top(), width, box.height()))
            right -= width + BUTTON_GAP
        self._place_sign(box)

    def _place_sign(self, box: QRectF) -> None:
        free = self._free()
        width = self.sign.wanted_width()
        if self._view.message:
            message = text_width(self._view.message, STRONG_SMALL.size, STRONG_SMALL.weight) + GAP
            width = min(width, max(free.width() * SYNC_SHARE, free.width() - message))
        most = free.width() * (SYNC_MOST if self._view.message else 1.0)
        width = max(min(width, free.width()), self.sign.least_width(box.height(), most))
        self.sign.place(QRectF(free.left(), box.top(), max(width, SMALLEST_SIGN), box.height()))

    def _free(self) -> QRectF:
        """Give what the buttons leave of the line."""
        box = self._box()
        return QRectF(box.left(), box.top(), self._buttons_left() - GAP - box.left(), box.height())

    def _buttons_left(self) -> float:
        if not self.buttons:
            return self._box().right()
        return min(button.geometry().left() for button in self.buttons) / self._scale

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._report = FitReport()
        painter = scaled_painter(self, self._scale)
        ink = Ink(painter, self._theme, self._report)
        box = self._box()
        free = self._free()
        left = self.sign.geometry().right() / self._scale - FOCUS_MARGIN + GAP
        self._message(ink, box, QRectF(left, free.top(), 0, free.height()), free)
        painter.end()

    def _message(self, ink: Ink, box: QRectF, place: QRectF, free: QRectF) -> None:
        """Write the message in the middle of the line, or as near to it as its neighbours allow."""
        quiet = self._view.message_tone in {Tone.MUTED, Tone.INK}
        style = SMALL_STYLE if quiet else STRONG_SMALL
        place.setRight(free.right())
        width = text_width(self._view.message, style.size, style.weight) + 1
        if width <= place.width():
            left = max(box.center().x() - width / 2, place.left())
            place = QRectF(min(left, place.right() - width), place.top(), width, place.height())
        colour = self._theme.colour(self._view.message_tone.value)
        ink.write_middle(self._view.message, place, style, colour, Qt.AlignmentFlag.AlignHCenter)
