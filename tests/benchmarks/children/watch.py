"""A watch on the real board: when what was painted, and how long the window's thread was kept from its events."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.children.stopwatch import cpu_ms, now_ms, since_spawn_ms

TICK_MS = 2
WINDOW = "board_window"


class Watch(QObject):
    """Waits for the window that the program makes, and notes what happens on it.

    It filters no event before there is a board: seeing every event in Python costs 20 ms of types made for it.

    Attributes:
        found: milestone → milliseconds since the process was spawned.
        gaps: (milliseconds since the first picture, length) of each time the thread was late.

    Signals:
        complete: every tile of the live board was painted.
        toast: a toast was painted.
    """

    complete = Signal()
    toast = Signal()

    def __init__(self, parent: QObject, *, ticking: bool) -> None:
        super().__init__(parent)
        self.found: dict[str, float] = {}
        self.gaps: list[tuple[float, float]] = []
        self.window: Any = None
        self._unpainted: set[str] = set()
        self._toast_painted = False
        self._watches_toasts = False
        self._began = 0.0
        self._last = 0.0
        self._is_ticking = ticking
        self._ticker = QTimer(self)
        self._ticker.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._looking = QTimer(self)
        self._looking.timeout.connect(self._look_for_window)
        self._looking.start(0)

    @property
    def longest_ms(self) -> float:
        """The longest time that the thread was kept from its events."""
        return max((length for _, length in self.gaps), default=0.0)

    def forget(self) -> None:
        """Begin to watch anew."""
        self.gaps.clear()
        self._last = now_ms()

    def eventFilter(  # noqa: D102, N802
        self, watched: QObject, event: QEvent
    ) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            if watched.objectName() == "toast":
                self._toast_painted = True
            elif self._unpainted:
                self._unpainted.discard(watched.objectName())
                if not self._unpainted:
                    QTimer.singleShot(0, self._complete)
        return False

    def _look_for_window(self) -> None:
        """Find the window, which the program has made by the time it runs its event loop."""
        for window in QApplication.topLevelWidgets():
            if window.objectName() == WINDOW:
                self._looking.stop()
                self.window = window
                self.window.picture_painted.connect(self._first, Qt.ConnectionType.QueuedConnection)

    def _first(self) -> None:
        if "first_ms" in self.found:
            return
        self.found["first_ms"] = since_spawn_ms()
        self.found["first_cpu_ms"] = cpu_ms()
        self._began = self._last = now_ms()
        if self._is_ticking:
            self._ticker.start()
        show = self.window.show_board

        def show_and_watch(view: Any) -> None:
            show(view)
            self.window.show_board = show
            self._watch_board()

        self.window.show_board = show_and_watch

    def _watch_board(self) -> None:
        tiles = self.window.findChildren(QWidget)
        self._unpainted = {
            tile.objectName()
            for tile in tiles
            if tile.objectName().startswith("tile.") and tile.isVisibleTo(self.window)
        }
        for tile in tiles:
            if tile.objectName() in self._unpainted:
                tile.installEventFilter(self)

    def watch_toasts(self) -> None:
        """Tell of every toast from now on, once it is painted and on its way to the screen."""
        if self._watches_toasts:
            return
        self._watches_toasts = True
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        show = self.window.show_toast

        def show_and_tell(view: Any, **how: Any) -> None:
            self._toast_painted = False
            show(view, **how)
            if view is None:
                return
            if self._toast_painted:
                self.toast.emit()
            else:
                QTimer.singleShot(0, self.toast.emit)

        self.window.show_toast = show_and_tell

    def _complete(self) -> None:
        self.found["complete_ms"] = since_spawn_ms()
        self.found["complete_cpu_ms"] = cpu_ms()
        self.complete.emit()

    def _tick(self) -> None:
        now = now_ms()
        late = now - self._last - TICK_MS
        if late > TICK_MS:
            self.gaps.append((self._last - self._began, late))
        self._last = now
