"""Notes that somebody is there: any touch, click or key in the window, whatever then takes it."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

SIGNS_OF_LIFE = frozenset(
    {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress}
)


class TouchWatch(QObject):
    """Sees every event of the application before its receiver; hides the cursor from fingers.

    Signals:
        touched: at least once for each touch, click or key in the window.
    """

    touched = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in SIGNS_OF_LIFE or not isinstance(watched, QWidget):
            return False
        if watched.window() is self._window:
            self._show_cursor(event)
            self.touched.emit()
        return False

    def _show_cursor(self, event: QEvent) -> None:
        """Hide the cursor at a touch; bring it back for a real mouse."""
        if event.type() is QEvent.Type.TouchBegin:
            self._window.setCursor(Qt.CursorShape.BlankCursor)
        elif isinstance(event, QMouseEvent) and (
            event.source() is Qt.MouseEventSource.MouseEventNotSynthesized
        ):
            self._window.unsetCursor()
