"""Long work for the board's own process: drawing it many times, opening sheets many times."""

import gc
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from tests.benchmarks.children.stopwatch import now_ms

SIZES = {"1080p": QSize(1920, 1080), "4K": QSize(3840, 2160)}
SAMPLES = 20


def redraws(window: Any, times: int) -> dict[str, dict[str, list[float]]]:
    """Draw the whole board and its floor in turns, at each size; return milliseconds."""
    found: dict[str, dict[str, list[float]]] = {}
    before = window.size()
    for name, size in SIZES.items():
        window.resize(size)
        window.board.grab()
        texts = _texts(window)
        ours, floor = [], []
        for _ in range(times):
            begun = now_ms()
            window.board.grab()
            ours.append(now_ms() - begun)
            begun = now_ms()
            _floor(size, texts)
            floor.append(now_ms() - begun)
        found[name] = {"ours": ours, "floor": floor}
    window.resize(before)
    return found


def sheets(window: Any, times: int) -> list[dict[str, float]]:
    """Open a sheet, close it and draw the board, each tile and action in turn; return memory and objects."""
    window.set_motion(False)
    view = window.board.view
    opens = [button.action for button in view.actions if button.action.startswith("open:")]
    opens += [f"tile:{one.view.frame.tile_id}" for one in view.tiles]
    every = max(times // SAMPLES, 1)
    samples = []
    for number in range(times):
        window.touched.emit(opens[number % len(opens)], "")
        QApplication.processEvents()
        window.touched.emit("cancel", "")
        window.board.repaint()
        QApplication.processEvents()
        # The event loop does this between two touches; here no loop runs between them.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if number % every == every - 1:
            samples.append({"sheets": number + 1.0, **_held(window)})
    return samples


def _texts(window: Any) -> list[str]:
    """Return the words that the board draws, as far as it can tell."""
    reports = [tile.text_fits() for tile in window.board.tiles.values()]
    return [one.text for report in reports for one in report]


def _floor(size: QSize, texts: list[str]) -> None:
    """Fill a picture of the size with one colour, and write as many texts of one size onto it."""
    picture = QPixmap(size)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    font = QFont()
    font.setPixelSize(round(size.height() / 45))
    painter.setFont(font)
    for number, text in enumerate(texts):
        painter.drawText(20, 20 + number * size.height() // (len(texts) + 1), text)
    painter.end()


def _held(window: Any) -> dict[str, float]:
    gc.collect()
    return {
        "pss_mb": _pss_mb(),
        "widgets": float(len(QApplication.allWidgets())),
        "qobjects": float(
            len(window.findChildren(QObject, options=Qt.FindChildOption.FindChildrenRecursively))
        ),
        "python_objects": float(len(gc.get_objects())),
    }


def _pss_mb() -> float:
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return 0.0
    line = next(line for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024
