"""Notes that somebody is there: any touch, click or key in the window, whatever then takes it."""

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

SIGNS_OF_LIFE = frozenset(
    {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress}
)


class TouchWatch(QObject):
    """Sees every event of the window's widgets before they do; hides the cursor from fingers.

    It stands on the widgets, not on the application: there it would also be handed objects of Qt's own, and at the
    first of a kind that Python does not know (the font cache, ten seconds after the start) PySide makes all classes
    that there are, in which time nothing is drawn.

    Signals:
        touched: at least once for each touch, click or key in the window.
    """

    touched = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watch(window)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.ChildPolished and isinstance(event, QChildEvent):
            child = event.child()
            if isinstance(child, QWidget):
                self._watch(child)
        elif kind in SIGNS_OF_LIFE:
            self._show_cursor(event)
            self.touched.emit()
        return False

    def _watch(self, widget: QWidget) -> None:
        """Stand on a widget and on all in it; on one where it stands already, it stands no second time."""
        for each in (widget, *widget.findChildren(QWidget)):
            each.installEventFilter(self)

    def _show_cursor(self, event: QEvent) -> None:
        """Hide the cursor at a touch; bring it back for a real mouse."""
        if event.type() is QEvent.Type.TouchBegin:
            self._window.setCursor(Qt.CursorShape.BlankCursor)
        elif isinstance(event, QMouseEvent) and (
            event.source() is Qt.MouseEventSource.MouseEventNotSynthesized
        ):
            self._window.unsetCursor()
