"""The state of sync on the bottom line: a shape and words that open a sheet when they are touched."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.charts.ink import MARK_GAP, FitReport, Ink, TextFit, mark_size
from kiosk.ui.charts.lettering import SMALL_STYLE, fit, text_width
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.touchable import PRESSED_MIX, Touchable, mix, paint_box
from kiosk.viewmodels.boards import StatusView
from kiosk.viewmodels.emphasis import Mark

OPENS = "Touch to see what is sent and what waits."
BETWEEN = " · "
NO_BREAK = "\N{NO-BREAK SPACE}"


class SyncSign(Touchable):
    """Draws the state of sync; without an action it is only read.

    Signals:
        touched: what touching it asks for.
    """

    touched = Signal(str)

    def __init__(self, theme: Theme, view: StatusView, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._view = view
        self._report = FitReport()
        self.show_view(view)
        self.clicked.connect(self._tell)

    def show_view(self, view: StatusView) -> None:
        """Show another state."""
        self._view = view
        self.setObjectName(f"action:{view.sync_action}")
        self.setText(view.sync_text)
        self.setAccessibleName(view.sync_text)
        self.setAccessibleDescription(OPENS if view.sync_action else "")
        self.setEnabled(bool(view.sync_action))
        self.update()

    def text_fits(self) -> tuple[TextFit, ...]:
        """Give every text of the last painting, and whether it was whole."""
        return tuple(self._report.fits)

    def drawn_words(self) -> str:
        """Give the words of the last painting."""
        return self._report.drawn()

    def wanted_width(self) -> float:
        """The width that holds everything on one line, in design pixels."""
        words = text_width(self._words, SMALL_STYLE.size, SMALL_STYLE.weight)
        return words + self._mark_room() + 1

    def least_width(self, height: float, most: float) -> float:
        """The smallest width, of at most `most`, in which all the words stand within a height."""
        room = self._mark_room()
        width = self.wanted_width() / 2
        while width < most and not self._whole(width - room, height):
            width += SMALL_STYLE.size
        return min(width, most)

    @override
    def paint_body(self, painter: QPainter, body: QRectF) -> None:
        self._report = FitReport()
        tone = self.theme.colour(self._view.sync_tone.value)
        if self.isDown():
            canvas = self.theme.colour("canvas")
            paint_box(painter, body, mix(canvas, tone, PRESSED_MIX), None)
        ink = Ink(painter, self.theme, self._report)
        ink.marked(self._view.sync_mark, self._words, body, SMALL_STYLE, tone)

    @property
    def _words(self) -> str:
        """The words as they are drawn: what comes last, a count, is never divided between two lines."""
        first, between, last = self._view.sync_text.rpartition(BETWEEN)
        return f"{first}{between}{last.replace(' ', NO_BREAK)}" if between else last

    def _whole(self, width: float, height: float) -> bool:
        return fit(self._words, SMALL_STYLE, width, height).whole

    def _mark_room(self) -> float:
        return 0.0 if self._view.sync_mark is Mark.NONE else mark_size(SMALL_STYLE) + MARK_GAP

    def _tell(self) -> None:
        self.touched.emit(self._view.sync_action)
