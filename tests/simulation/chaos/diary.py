"""What happened when, a line each; central's log has the same times."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TextIO


class Diary:
    """Appends lines to a file; any thread may."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    @classmethod
    def at(cls, path: Path) -> Self:
        """Return one that is kept in a file."""
        return cls(path.open("a", buffering=1))

    def note(self, *what: object) -> None:
        """Write a line."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._file.write(f"{at} {' '.join(map(str, what))}\n")

    def close(self) -> None:
        """End it."""
        self._file.close()


ERRORS = Diary(sys.stderr)
"""The error output of this process."""
