"""The floor of saving: a bare window whose button commits one row with `synchronous=FULL` and repaints a label."""

import sqlite3
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from tests.benchmarks.children.stopwatch import now_ms, say


class Floor(QWidget):
    """Taps its own button, and measures until the label was painted."""

    def __init__(self, store: Path, taps: int) -> None:
        super().__init__()
        self._left = taps
        self._times: list[float] = []
        self._tapped = 0.0
        self._waiting = False
        self._connection = sqlite3.connect(store, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        self._connection.execute("CREATE TABLE IF NOT EXISTS saved (what TEXT) STRICT")
        self._button = QPushButton("Save", self)
        self._label = QLabel("Nothing yet", self)
        rows = QVBoxLayout(self)
        rows.addWidget(self._label)
        rows.addWidget(self._button)
        self._button.clicked.connect(self._save)
        self._label.installEventFilter(self)
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(20)
        self._next.timeout.connect(self._tap)
        self._next.start()

    def _tap(self) -> None:
        if self._left == 0:
            say(taps_ms=self._times)
            QApplication.quit()
            return
        self._left -= 1
        self._tapped = now_ms()
        QTest.mouseClick(self._button, Qt.MouseButton.LeftButton)

    def _save(self) -> None:
        self._connection.execute("INSERT INTO saved VALUES ('a card of about this length')")
        self._label.setText(f"Saved, {self._left} to go")
        self._waiting = True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._waiting:
            self._waiting = False
            QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        self._times.append(now_ms() - self._tapped)
        self._next.start()


def main() -> int:
    """Show the window and tap."""
    application = QApplication(sys.argv[:1])
    window = Floor(Path(sys.argv[1]), int(sys.argv[2]))
    window.setGeometry(application.primaryScreen().geometry())
    window.showFullScreen()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
