"""The exports folder of a board: files that somebody asked for by touch, few, small, and gone after a month."""

import re
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.domain.errors import KioskError
from kiosk.host.files import write_atomically
from kiosk.store.faults import disk_error

KEPT_FOR = timedelta(days=30)
MOST_FILES = 60
MOST_BYTES = 50 * 1024 * 1024
FILE_LIMIT_BYTES = 10 * 1024 * 1024

_OURS = re.compile(r"^[a-z0-9_]+-(\d{4}-\d{2}-\d{2}-\d{4})\.(pdf|csv)$")
_STAMP = "%Y-%m-%d-%H%M"


def file_name(about: str, made: datetime, ending: str) -> str:
    """Return "pain_reassessed_1h-2026-11-24-0703.pdf"; `made` is the time on the ward's clock."""
    plain = re.sub(r"[^a-z0-9]+", "_", about.casefold()).strip("_") or "page"
    return f"{plain[:60]}-{made.strftime(_STAMP)}.{ending}"


def keep_export(folder: Path, name: str, body: bytes) -> Path:
    """Write a file into the exports folder, and let the oldest go where there are too many.

    Args:
        folder: made when it is missing.
        name: as `file_name` makes it; one of the same minute is replaced.
        body: what it holds.

    Raises:
        KioskError: it is too large, or the disk does not take it; says so in words.
    """
    if len(body) > FILE_LIMIT_BYTES:
        raise KioskError(
            f"The file would be larger than {FILE_LIMIT_BYTES // 1024 // 1024} MB.",
            "The board works as before.",
        )
    path = folder / name
    try:
        write_atomically(path, body)
        _make_room(folder, path)
    except OSError as error:
        raise KioskError(str(disk_error(error))) from error
    return path


def expire_exports(folder: Path, now: datetime) -> None:
    """Let files go that were made more than a month ago, by the time in their names.

    Args:
        folder: the exports folder; it may be missing.
        now: the time on the ward's clock, as in the names.

    One that cannot be deleted is tried again another day.
    """
    oldest = (now - KEPT_FOR).strftime(_STAMP)
    for stamp, path in _ours(folder):
        if stamp < oldest:
            with suppress(OSError):
                path.unlink()


def _make_room(folder: Path, newest: Path) -> None:
    """Delete the oldest files until few and small enough are left; never the one just written."""
    files = [path for _stamp, path in _ours(folder) if path != newest]
    size = sum(path.stat().st_size for path in files) + newest.stat().st_size
    while files and (len(files) >= MOST_FILES or size > MOST_BYTES):
        oldest = files.pop(0)
        size -= oldest.stat().st_size
        oldest.unlink(missing_ok=True)


def _ours(folder: Path) -> list[tuple[str, Path]]:
    """Return the files that a board wrote, oldest first; what somebody else put there is left alone."""
    if not folder.is_dir():
        return []
    found = ((_OURS.match(path.name), path) for path in folder.iterdir() if path.is_file())
    return sorted((match[1], path) for match, path in found if match is not None)
