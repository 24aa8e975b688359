"""Backups as files in a folder: written whole or not at all, and deleted once erased words may be in them no longer."""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.central.storage.protocol import StorageTrouble
from kiosk.domain.clock import instant_text

ENDING: Final = ".huddle-backup.gz"
KEEP_DAYS: Final = 30
"""A text that was erased may be in a backup that is older; none is kept longer (SYNC.md: *Erasure*)."""
KEEP_DAYS_MOST: Final = 30
PIECE_BYTES: Final = 256 * 1024


def name_at(now: datetime) -> str:
    """Return the name of a backup that is taken now: `central-2026-11-27T070300Z.huddle-backup.gz`."""
    return f"central-{instant_text(now)[:19].replace(':', '')}Z{ENDING}"


def write_file(path: Path, pieces: Iterable[bytes]) -> int:
    """Write a backup beside its place, bring it to disk, and put it in its place; return its bytes.

    Raises:
        StorageTrouble: it cannot be written, or something is there already.
    """
    half = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise FileExistsError(17, "a file of that name is there already")
        written = _write_half(half, pieces)
        half.replace(path)
        _to_disk(path.parent)
    except OSError as problem:
        raise StorageTrouble(
            f"The backup {path} was not written: {problem.strerror}.",
            "Central goes on as before.",
            "Make room, or name another file.",
        ) from problem
    finally:
        half.unlink(missing_ok=True)
    return written


def read_file(path: Path) -> Iterator[bytes]:
    """Yield a backup file piece by piece.

    Raises:
        StorageTrouble: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece
    except OSError as problem:
        raise StorageTrouble(
            f"The backup {path} cannot be read: {problem.strerror}.",
            "Nothing was put into the storage.",
            "See that the file is there and may be read.",
        ) from problem


def forget_before(folder: Path, before: datetime) -> list[Path]:
    """Delete the backups of a folder that were written before an instant; return them."""
    old = [
        path
        for path in sorted(folder.glob(f"*{ENDING}"))
        if path.stat().st_mtime < before.timestamp()
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def kept_since(now: datetime, keep_days: int) -> datetime:
    """Return the instant before which backups are deleted."""
    return now - timedelta(days=keep_days)


def _write_half(half: Path, pieces: Iterable[bytes]) -> int:
    written = 0
    with open(half, "wb", opener=_private) as file:
        for piece in pieces:
            written += file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return written


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _to_disk(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
