"""Whether the file that is open is still the one at its path: SQLite writes on into one that was deleted."""

from pathlib import Path

Mark = tuple[int, int]
"""What tells a file from every other on this computer, whatever it is called."""


def mark_of(path: Path) -> Mark | None:
    """Return the mark of the file at a path, or None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
