"""Bringing a store up: the lock, the guards, a look at its health, and what to do when it is not well."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from kiosk.store import backups
from kiosk.store.connection import Connect, Database, check_health, open_to_read, open_to_write
from kiosk.store.faults import (
    DiskTrouble,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreReadOnly,
    disk_error,
)
from kiosk.store.lock import StoreLock
from kiosk.store.moving import begin_incarnation

ROOM_TO_OPEN_BYTES = 64 * 1024
"""What SQLite needs beside the file: the index of its write-ahead log is 32 KiB."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A store's file, open.

    Attributes:
        database: the connection.
        lock: the lock, or None where not even that could be written.
        refusal: why nothing can be written, or None.
        notice: what the board has to say about it, or None.
    """

    database: Database
    lock: StoreLock | None
    refusal: StoreError | None = None
    notice: str | None = None


def open_file(path: Path, connecting: Connect) -> Opened:
    """Open a store's file; make it when it is not there; heal it when it is damaged.

    Raises:
        StoreError: it is in use, a newer or another program made it, or it cannot even be read.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = StoreLock(path)
    except OSError as error:
        return _for_reading(path, None, disk_error(error))
    try:
        return _open_locked(path, connecting, lock)
    except BaseException:
        lock.release(clean=False)
        raise


def _open_locked(path: Path, connecting: Connect, lock: StoreLock) -> Opened:
    suspect = lock.was_left_open or _has_bytes(_write_ahead_log(path))
    if _was_emptied(path):
        return _heal(path, connecting, lock)
    try:
        return Opened(_open_sound(path, connecting, suspect=suspect), lock)
    except StoreDamaged:
        return _heal(path, connecting, lock)
    except (StoreFull, StoreReadOnly, DiskTrouble) as trouble:
        return _for_reading(path, lock, StoreFull() if _is_full(path) else trouble)


def _open_sound(path: Path, connecting: Connect, *, suspect: bool) -> Database:
    database = open_to_write(path, connecting)
    try:
        if suspect:
            check_health(database)
    except BaseException:
        database.close()
        raise
    return database


def _heal(path: Path, connecting: Connect, lock: StoreLock) -> Opened:
    try:
        aside = backups.set_aside(path)
        restored = backups.restore_newest(path)
    except OSError as error:
        raise disk_error(error) from error
    database = open_to_write(path, connecting)
    if restored is None:
        notice = (
            f"The board's file was damaged and there was no copy of it. It was put aside as {aside.name}, "
            "and the board begins with an empty one. Ask IT to look at it."
        )
        return Opened(database, lock, notice=notice)
    with database.transaction():
        begin_incarnation(database)
    made = backups.made_at(path, restored)
    day = "an earlier day" if made is None else f"{made:%d %B %Y, %H:%M} UTC"
    notice = (
        f"The board's file was damaged. It was put aside as {aside.name}, and the copy of {day} is in use. "
        "What was added after that is missing. Ask IT to look at it."
    )
    return Opened(database, lock, notice=notice)


def _for_reading(path: Path, lock: StoreLock | None, refusal: StoreError) -> Opened:
    if not _has_bytes(path):
        raise refusal
    return Opened(open_to_read(path), lock, refusal=refusal, notice=str(refusal))


def _was_emptied(path: Path) -> bool:
    return path.exists() and not _has_bytes(path) and bool(backups.backups(path))


def _is_full(path: Path) -> bool:
    """Whether there is no room for SQLite's files; of their trouble it names no reason."""
    return shutil.disk_usage(path.parent).free < ROOM_TO_OPEN_BYTES


def _write_ahead_log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _has_bytes(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0
