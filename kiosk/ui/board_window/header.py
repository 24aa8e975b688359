"""The top line: which unit, which face, what day, what time."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.charts.ink import FitReport, Ink, TextFit
from kiosk.ui.charts.lettering import BODY_STYLE, Style, fit, text_width
from kiosk.ui.theme import BODY, CLOCK, UNIT_NAME, WEIGHT_BOLD, Theme
from kiosk.ui.widgets.touch_button import SHEET_TARGET, TouchButton
from kiosk.ui.widgets.touchable import FOCUS_MARGIN, scaled_painter, scaled_rect
from kiosk.viewmodels.boards import HeaderView

UNIT_STYLE = Style(UNIT_NAME, WEIGHT_BOLD, 30, 1)
CLOCK_STYLE = Style(CLOCK, WEIGHT_BOLD, 40, 1, 1.0)
ABOUT_STYLE = Style(BODY - 1, minimum=22)
DATE_STYLE = Style(BODY - 1, minimum=22)
GAP = 24.0
UNIT_SHARE = 0.42
SMALLEST_ABOUT = 130.0
FACE_TEXT_PX = 27.0
SEPARATOR = " · "
RIGHT = Qt.AlignmentFlag.AlignRight


class Header(QWidget):
    """The top line; the clock is words like the rest, given anew every minute.

    Signals:
        touched: the action of the face button.
    """

    touched = Signal(str)

    def __init__(self, theme: Theme, view: HeaderView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._theme = theme
        self._view = view
        self._scale = 1.0
        self._portrait = False
        self._report = FitReport()
        self.face_button = TouchButton(theme, view.face_button, FACE_TEXT_PX, self)
        self._name()
        self.face_button.touched.connect(self.touched)

    def show_view(self, view: HeaderView) -> None:
        """Show something else."""
        if view == self._view:
            return
        moved = _widths(view) != _widths(self._view)
        self._view = view
        self._name()
        self.face_button.show_button(view.face_button)
        if moved:
            self._arrange()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self.face_button.set_theme(theme)
        self.update()

    def place(self, box: QRectF, scale: float, *, portrait: bool) -> None:
        """Stand at a box of the window's design pixels."""
        self._scale = scale
        self._portrait = portrait
        self.face_button.set_scale(scale)
        grown = box.adjusted(0, -FOCUS_MARGIN, 0, FOCUS_MARGIN)
        self.setGeometry(scaled_rect(grown, scale).toAlignedRect())
        self._arrange()
        self.update()

    def text_fits(self) -> tuple[TextFit, ...]:
        """Give every text of the last painting, and whether it was whole."""
        return tuple(self._report.fits)

    def _name(self) -> None:
        view = self._view
        self.setAccessibleName(view.unit)
        self.setAccessibleDescription(f"{view.about}. {view.date}, {view.shift}, {view.clock}")

    def _box(self) -> QRectF:
        width, height = self.width() / self._scale, self.height() / self._scale
        return QRectF(0, FOCUS_MARGIN, width, height - 2 * FOCUS_MARGIN)

    def _clock_width(self) -> float:
        return text_width(self._view.clock or "00:00", CLOCK_STYLE.size, CLOCK_STYLE.weight) + 1

    def _date_width(self) -> float:
        return max(
            text_width(words, DATE_STYLE.size, DATE_STYLE.weight) + 1
            for words in (self._view.date, self._view.shift)
        )

    def _arrange(self) -> None:
        """Put the face button left of the date, or left of the clock in portrait."""
        box = self._box()
        right = box.right() - self._clock_width() - GAP
        if not self._portrait:
            right -= self._date_width() + GAP
        width = min(self.face_button.wanted_width(), box.width() / 3)
        self.face_button.place(QRectF(right - width, box.top(), width, SHEET_TARGET))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._report = FitReport()
        painter = scaled_painter(self, self._scale)
        ink = Ink(painter, self._theme, self._report)
        box = self._box()
        line = QRectF(box.left(), box.top(), box.width(), SHEET_TARGET)
        ink.write_middle(self._view.clock, line, CLOCK_STYLE, self._theme.colour("ink"), RIGHT)
        left = self.face_button.geometry().left() / self._scale - GAP
        if self._portrait:
            self._paint_portrait(ink, box, line, left)
        else:
            self._paint_landscape(ink, line, left)
        painter.end()

    def _paint_landscape(self, ink: Ink, line: QRectF, right: float) -> None:
        muted = self._theme.colour("muted")
        dates = line.adjusted(0, 0, -self._clock_width() - GAP, 0)
        half = line.height() / 2 - 11
        date = QRectF(dates.left(), line.top() + 11, dates.width(), half)
        ink.write_middle(self._view.date, date, DATE_STYLE, muted, RIGHT)
        ink.write_middle(self._view.shift, date.translated(0, half), DATE_STYLE, muted, RIGHT)
        room = right - line.left()
        about = text_width(self._view.about, ABOUT_STYLE.size, ABOUT_STYLE.weight) + GAP
        name = min(fit(self._view.unit, UNIT_STYLE, max(room - about, room * 0.55)).width, room)
        place = QRectF(line.left(), line.top(), name + 1, line.height())
        ink.write_middle(self._view.unit, place, UNIT_STYLE, self._theme.colour("ink"))
        place = QRectF(place.right() + GAP, line.top(), right - place.right() - GAP, line.height())
        if place.width() >= SMALLEST_ABOUT:
            words = _in_lines(self._view.about, place.width())
            ink.write_middle(words, place, ABOUT_STYLE, muted)

    def _paint_portrait(self, ink: Ink, box: QRectF, line: QRectF, right: float) -> None:
        muted = self._theme.colour("muted")
        place = QRectF(line.left(), line.top(), right - line.left(), line.height())
        ink.write_middle(self._view.unit, place, UNIT_STYLE, self._theme.colour("ink"))
        second = QRectF(box.left(), line.bottom(), box.width(), box.bottom() - line.bottom())
        date = self._date_width()
        ink.write(self._view.date + "\n" + self._view.shift, second, BODY_STYLE, muted, RIGHT)
        about = second.adjusted(0, 0, -date - GAP, 0)
        ink.write(_in_lines(self._view.about, about.width()), about, ABOUT_STYLE, muted)


def _in_lines(about: str, width: float) -> str:
    """Break before the co-leads, where the words need two lines."""
    if text_width(about, ABOUT_STYLE.size, ABOUT_STYLE.weight) <= width:
        return about
    return about.replace(SEPARATOR, "\n", 1)


def _widths(view: HeaderView) -> tuple[object, ...]:
    """Give what decides where the face button stands."""
    return (view.face_button, view.date, view.shift, len(view.clock))
