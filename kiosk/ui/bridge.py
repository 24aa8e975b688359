"""The one crossing from the worker's thread to the window's: plain values go in, a Qt signal brings them out."""

from PySide6.QtCore import QObject, Qt, Signal


class Bridge(QObject):
    """Carries plain values to the thread that made it.

    Signals:
        arrived: a value that was sent, on the bridge's own thread, in the order of sending.
    """

    arrived = Signal(object)
    _crossing = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crossing.connect(self.arrived, Qt.ConnectionType.QueuedConnection)

    def send(self, value: object) -> None:
        """Send a value across; may be called on any thread."""
        self._crossing.emit(value)
