"""Reading small text files that people edit: every way in which that can fail, in words."""

from pathlib import Path
from typing import Final

from kiosk.layouts.check import Problem

MOST_BYTES: Final = 64 * 1024  # the shipped files have at most 8 KiB


def read_text(path: Path, most_bytes: int = MOST_BYTES) -> str | Problem:
    """The words of a file, or why they cannot be had.

    Args:
        path: the file.
        most_bytes: what it may hold.
    """
    try:
        if not path.is_file():
            return Problem(path.name, None, "", _not_a_file(path))
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except OSError as error:
        return Problem(path.name, None, "", f"The file cannot be read: {error.strerror}")
    if len(data) > most_bytes:
        return Problem(path.name, None, "", f"The file is larger than {most_bytes // 1024} KiB")
    return _decoded(data, path.name)


def _decoded(data: bytes, file: str) -> str | Problem:
    try:
        text = data.decode("utf-8-sig")  # Windows editors put a mark in front
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        words = "The file is not saved as UTF-8: choose UTF-8 in your editor and save again"
        return Problem(file, line, "", words)
    if not text.strip():
        return Problem(file, None, "", "The file is empty")
    return text


def _not_a_file(path: Path) -> str:
    return "This is a folder, not a file" if path.is_dir() else "There is no such file"
