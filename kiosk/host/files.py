"""Small doings with files that must not leave halves behind."""

import os
import sys
from contextlib import suppress
from pathlib import Path

Stamp = tuple[int, int] | None
"""When a file was written, in nanoseconds, and its size in bytes; None where there is none."""


def write_atomically(path: Path, body: bytes) -> None:
    """Write a file so that after a crash there is the old one or the new one, whole and on disk.

    Args:
        path: the file; its folder is made when it is missing. A pipe or a device is written into,
            never replaced.
        body: what it is to hold.

    Raises:
        OSError: it could not be written; the old one stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file() and not path.is_dir():
        path.write_bytes(body)
        return
    half = path.with_name(f".{path.name}.half")
    try:
        with half.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException as error:
        with suppress(OSError):
            half.unlink()
        if isinstance(error, OSError):
            error.filename = str(path)  # a full disk does not say of itself which file it was
        raise
    _keep_name(path.parent)


def files_in(folder: Path, suffix: str) -> list[Path]:
    """Return the plain files of a folder with an ending, by name; none when it is missing."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix == suffix and path.is_file() and not path.name.startswith(".")
    )


def read_up_to(path: Path, limit: int) -> bytes | None:
    """Return what a file holds, or None when it holds more bytes than a limit.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        body = file.read(limit + 1)
    return None if len(body) > limit else body


def move_into(path: Path, folder: Path) -> Path:
    """Move a file into a folder, over one of the same name; return where it is now.

    Raises:
        OSError: it could not be moved.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    path.replace(target)
    return target


def _keep_name(folder: Path) -> None:
    """Have the folder's own change on disk too; Windows does it by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def stamp_of(path: Path) -> Stamp:
    """Return when a file was written and how large it is; None where there is no file that can be asked about."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
