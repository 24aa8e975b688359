"""A bar that shows how far a long file has been read, on a terminal only."""

from typing import TextIO

WIDTH = 30


class ProgressBar:
    """Draws one line over itself; a file or a pipe gets nothing."""

    def __init__(self, words: str, stream: TextIO) -> None:
        self._words = words
        self._stream = stream
        self._shown = -1

    def __call__(self, done: int, whole: int) -> None:
        """Show how much of the whole is done."""
        per_cent = min(100, 100 * done // max(whole, 1))
        if per_cent == self._shown or not self._stream.isatty():
            return
        self._shown = per_cent
        full = WIDTH * per_cent // 100
        bar = "█" * full + "░" * (WIDTH - full)
        self._stream.write(f"\r{self._words} {bar} {per_cent:3d} %")
        self._stream.flush()

    def clear(self) -> None:
        """Take the bar away, so that words can follow."""
        if self._shown >= 0:
            self._stream.write(f"\r{' ' * (len(self._words) + WIDTH + 7)}\r")
            self._stream.flush()
        self._shown = -1
