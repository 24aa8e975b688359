"""Notes that somebody is there: any touch, click or key in the window, whatever then takes it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

SIGNS_OF_LIFE = frozenset(
    {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress}
)


class TouchWatch(QObject):
    """Sees what the screen and the keyboard send to the window, before its widgets do; hides the cursor from fingers.

    It filters the window's handle and not the application: there Python would be asked about every timer and every
    paint, while other threads have it, and PySide makes hundreds of types at the first receiver that it does not know.

    Args:
        window: a window of its own; it gets its handle here, if it was not shown yet.

    Signals:
        touched: at least once for each touch, click or key in the window.
    """

    touched = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.winId()  # makes the handle
        window.windowHandle().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in SIGNS_OF_LIFE:
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
