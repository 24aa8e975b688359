"""The real board as a process under a watch: started by the real command line, driven by lines on its input."""

import os
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.children.stopwatch import now_ms, say
from tests.benchmarks.children.watch import Watch

REACH_MS = 40  # between touches that are not measured
BEFORE_TAP_MS = 450  # a sheet has risen, and no tap is taken for a double one


class Hand(QObject):
    """Does at the window what each line on the input asks for, and answers with one line."""

    def __init__(self, watch: Watch) -> None:
        super().__init__(watch)
        self._watch = watch
        self._taps: list[float] = []
        self._taps_left = 0
        self._tapped = 0.0
        self._aim = _after(self, BEFORE_TAP_MS, self._tap)
        self._to_touch: list[str] = []
        self._reach = QTimer(self)
        self._reach.setInterval(REACH_MS)
        self._reach.timeout.connect(self._touch_next)
        self._input = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._input.activated.connect(self._read)
        watch.toast.connect(self._saved)
        watch.complete.connect(self._complete)

    def _complete(self) -> None:
        say(**self._watch.found, words=self._watch.window.accessibleDescription())

    def _read(self) -> None:
        name, *words = sys.stdin.readline().split() or ["leave"]
        orders: dict[str, Callable[[], None]] = {
            "forget": self._forget,
            "report": lambda: say(longest_ms=self._watch.longest_ms, gaps=self._watch.gaps),
            "taps": lambda: self._begin_taps(int(words[0])),
            "redraw": lambda: self._chore("redraws", int(words[0])),
            "flips": lambda: self._chore("flips", int(words[0])),
            "sheets": lambda: self._chore("sheets", int(words[0])),
            "leave": QApplication.quit,
        }
        orders[name]()

    def _forget(self) -> None:
        self._watch.forget()
        say(forgotten=True)

    def _chore(self, name: str, count: int) -> None:
        from tests.benchmarks.children import chores  # noqa: PLC0415 - not a part of the board

        say(**{name: getattr(chores, name)(self._watch.window, count)})

    # Taps

    def _begin_taps(self, count: int) -> None:
        self._taps, self._taps_left = [], count
        self._watch.watch_toasts()
        self._aim_again()

    def _aim_again(self) -> None:
        """Touch all but the last, each once it is there to be touched."""
        self._to_touch = ["open:raise", "category=", "phrase="]
        self._reach.start()

    def _touch_next(self) -> None:
        window = self._watch.window
        action = _visible_action(window, self._to_touch[0])
        if action is None:
            return
        self._to_touch.pop(0)
        window.touched.emit(action, "")
        if not self._to_touch:
            self._reach.stop()
            self._aim.start()

    def _tap(self) -> None:
        """Touch *Raise it*, and wait for the toast."""
        from PySide6.QtTest import QTest  # noqa: PLC0415 - not a part of the board

        window = self._watch.window
        window.show_toast(None)
        QApplication.processEvents()
        button = next(
            one for one in window.findChildren(QWidget, "action:raise") if one.isVisibleTo(window)
        )
        self._tapped = now_ms()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _saved(self) -> None:
        if not self._tapped:
            return
        self._taps.append(now_ms() - self._tapped)
        self._tapped = 0.0
        self._taps_left -= 1
        if self._taps_left:
            self._aim_again()
        else:
            say(taps_ms=self._taps)


def _after(parent: QObject, milliseconds: int, work: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(work)
    return timer


def _visible_action(window: QWidget, prefix: str) -> str | None:
    names = (
        widget.objectName().removeprefix("action:")
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window)
    )
    return next((name for name in names if name.startswith(prefix)), None)


def _give_up(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End at an error, which Qt would only print: the parent must not wait for ever."""
    sys.__excepthook__(kind, error, trace)
    os._exit(1)


def main() -> int:
    """Start the board by its command line, with a watch and a hand."""
    sys.excepthook = _give_up
    application = QApplication(sys.argv[:1])
    watch = Watch(application, ticking="--ticking" in sys.argv)
    Hand(watch)
    from kiosk.cli import main as kiosk  # noqa: PLC0415 - what is measured begins here

    return kiosk([word for word in sys.argv[1:] if word != "--ticking"])


if __name__ == "__main__":
    sys.exit(main())
