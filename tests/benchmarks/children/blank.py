"""The floor of starting: a blank full-screen window, until it was painted first."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.children.stopwatch import cpu_ms, say, since_spawn_ms


class Blank(QWidget):
    """Says when it was painted, and ends."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102, N802
        del event
        QTimer.singleShot(0, self._painted)

    def _painted(self) -> None:
        say(first_ms=since_spawn_ms(), first_cpu_ms=cpu_ms())
        QApplication.quit()


def main() -> int:
    """Show the window."""
    application = QApplication(sys.argv[:1])
    window = Blank()
    window.setGeometry(application.primaryScreen().geometry())
    window.showFullScreen()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
