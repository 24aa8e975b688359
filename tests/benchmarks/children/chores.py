"""Long work for the board's own process: drawing it many times, opening sheets many times."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.children.stopwatch import now_ms

SIZES = {"1080p": QSize(1920, 1080), "4K": QSize(3840, 2160)}
SAMPLES = 20
STAFF_FACE_MS = 5_000
BETWEEN_TURNS_MS = 450  # no touch is taken for a double one


def redraws(window: Any, times: int) -> dict[str, dict[str, list[float]]]:
    """Draw the whole board in turns with its floor, at each size; return milliseconds.

    "anew" draws everything, as after a change of theme; "uncovered" is what a sheet that closes costs.
    """
    from kiosk.ui.theme import load_theme  # noqa: PLC0415 - after the board has loaded it

    themes = (load_theme("light"), load_theme("dark"))
    found: dict[str, dict[str, list[float]]] = {}
    before = window.size()
    for name, size in SIZES.items():
        window.resize(size)
        for theme in themes:
            window.board.set_theme(theme)
            window.board.grab()
        texts = _texts(window)
        times_of: dict[str, list[float]] = {"anew": [], "uncovered": [], "floor": []}
        for number in range(times):
            window.board.set_theme(themes[number % 2])
            times_of["anew"].append(_timed(window.board.grab))
            times_of["uncovered"].append(_timed(window.board.grab))
            times_of["floor"].append(_timed(lambda: _floor(size, texts)))  # noqa: B023
        found[name] = times_of
    window.resize(before)
    return found


def flips(window: Any, times: int) -> dict[str, list[float]]:
    """Turn metric tiles to their groups and back by touch, until each is painted; return milliseconds by size."""
    window.set_motion(False)
    window.touched.emit("face:staff", "")
    deadline = now_ms() + STAFF_FACE_MS
    while not (turning := _turning(window)) and now_ms() < deadline:
        QApplication.processEvents()
    if not turning:
        raise RuntimeError("No tile can be turned to its groups.")
    found: dict[str, list[float]] = {}
    before = window.size()
    for name, size in SIZES.items():
        window.resize(size)
        window.board.grab()
        found[name] = []
        for number in range(times):
            tile, button = turning[number % len(turning)]
            QApplication.processEvents()
            begun = now_ms()
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            tile.repaint()
            found[name].append(now_ms() - begun)
            QTest.qWait(BETWEEN_TURNS_MS)
    window.resize(before)
    return found


def _turning(window: Any) -> list[tuple[QWidget, QWidget]]:
    """Return the tiles that can be turned, each with its button."""
    return [
        (tile, button)
        for tile in window.board.tiles.values()
        for button in tile.findChildren(QWidget, f"action:turn:{tile.frame.tile_id}")
        if not button.isHidden()
    ]


def _timed(work: Callable[[], object]) -> float:
    begun = now_ms()
    work()
    return now_ms() - begun


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
