"""The real program on a screen of its own: what stands on it, and a finger that touches it."""

import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]
SIZE = (1280, 720)
HEADER = ">25I"
"""The header of an X window dump; Xvfb keeps its screen in such a file."""
PATIENCE_S = 40.0
COARSE = 4
"""Pictures are compared at a quarter of their size: X11 smooths letters otherwise."""
COLOUR_BYTES = 12


def why_not() -> str:
    """Return why no real screen can be had here, or nothing."""
    missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    if sys.platform != "linux":
        return "Xvfb is a program of Linux"
    return f"not installed here: {', '.join(missing)}" if missing else ""


@dataclass(frozen=True)
class Screen:
    """A screen in memory.

    Attributes:
        display: its X11 name.
        dump: the file in which its pixels lie.
    """

    display: str
    dump: Path

    def picture(self) -> QImage:
        """Return what can be seen now."""
        body = self.dump.read_bytes()
        header = struct.unpack(HEADER, body[: struct.calcsize(HEADER)])
        size, width, height, line, colours = (header[at] for at in (0, 4, 5, 12, 19))
        pixels = body[size + colours * COLOUR_BYTES :]
        return QImage(pixels, width, height, line, QImage.Format.Format_RGB32).copy()

    def touch(self, place: QPoint) -> None:
        """Touch a place, as a finger does."""
        words = f"mousemove {place.x()} {place.y()} click 1".split()
        subprocess.run(["xdotool", *words], env=self.environment(), check=True)  # noqa: S607

    def environment(self) -> dict[str, str]:
        """Return the environment of a program that shows itself here."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("QT_", "HUDDLE_"))
        }
        return {**kept, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}


@contextmanager
def screen(folder: Path) -> Iterator[Screen]:
    """Start a screen, and take it away after use."""
    folder.mkdir()
    out, into = os.pipe()
    geometry = f"{SIZE[0]}x{SIZE[1]}x24"
    words = ["-displayfd", str(into), "-screen", "0", geometry, "-nolisten", "tcp"]
    with subprocess.Popen(
        ["Xvfb", *words, "-fbdir", str(folder)],  # noqa: S607
        pass_fds=[into],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(into)
        with os.fdopen(out) as said:
            number = said.readline().strip()
        try:
            yield Screen(f":{number}", folder / "Xvfb_screen0")
        finally:
            server.terminate()


@contextmanager
def program(shown_on: Screen, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start the board as IT does; it is killed at the end, if it was not before."""
    command = [sys.executable, "-m", "kiosk", "run", "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, env=shown_on.environment()) as board:
        try:
            yield board
        finally:
            board.kill()


def wait_until(what: str, holds: Callable[[], bool]) -> None:
    """Wait until something holds.

    Raises:
        AssertionError: it does not come to hold.
    """
    ends = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < ends, f"never seen: {what}"
        time.sleep(0.02)


def difference(one: QImage, other: QImage, place: QRect) -> float:
    """Return how much two pictures differ in a place: the mean difference of their grey, of 255."""
    greys = [_coarse_grey(image.copy(place)) for image in (one, other)]
    apart = sum(abs(a - b) for a, b in zip(greys[0], greys[1], strict=True))
    return apart / max(len(greys[0]), 1)


def _coarse_grey(image: QImage) -> bytes:
    size = QSize(max(1, image.width() // COARSE), max(1, image.height() // COARSE))
    ways = (Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    grey = image.scaled(size, *ways).convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(grey.constBits())
