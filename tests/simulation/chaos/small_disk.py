"""A small disk under a board's data, where this user may mount one; elsewhere it is never full."""

import subprocess
from pathlib import Path
from typing import Final

from tests.end2end.small_disk import fill

SIZE: Final = "64m"
FILLER: Final = "filler"


class SmallDisk:
    """A disk in memory; it stays what it is when who uses it is killed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
        mounted = subprocess.run(words, check=False, capture_output=True)
        self._mounted = mounted.returncode == 0

    def fill(self) -> int:
        """Fill it to the last byte; return 1, or 0 where there is no small disk."""
        if self._mounted:
            fill(self._folder)
        return int(self._mounted)

    def empty(self) -> None:
        """Make room again."""
        (self._folder / FILLER).unlink(missing_ok=True)

    def remove(self) -> None:
        """Take it away."""
        if self._mounted:
            subprocess.run(["umount", "-l", str(self._folder)], check=False)  # noqa: S607 - of any system
