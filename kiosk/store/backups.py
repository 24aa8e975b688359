"""Copies of the store: made while it is open, kept for thirty days, and taken when the file itself is damaged."""

import os
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.store.connection import Database, check_health, open_to_read
from kiosk.store.faults import StoreError, disk_error

KEEP_DAYS = 30
"""Erased words may live in a backup for this long (ARCHITECTURE.md, *Erasure*)."""

_STAMP = "%Y%m%dT%H%M%SZ"
_SIDE_FILES = ("", "-wal", "-shm")


def backup_folder(store: Path) -> Path:
    """Return where the backups of a store lie."""
    return store.with_name("backups")


def back_up(database: Database, store: Path, now: datetime, target: Path | None = None) -> Path:
    """Write a backup beside the store, or to a path of one's own; it is whole or not there at all.

    Raises:
        StoreError: it could not be written.
    """
    stamp = now.astimezone(UTC).strftime(_STAMP)
    path = target or backup_folder(store) / f"{store.stem}-{stamp}{store.suffix}"
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        database.copy_to(part)
        _sync(part)
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise disk_error(error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return path


def copy_beside(store: Path, target: Path) -> None:
    """Write a copy of a store that another program holds open; nothing of the store is written.

    Raises:
        StoreError: it could not be read, or the copy not written.
    """
    database = open_to_read(store)
    try:
        database.copy_to(target)
    finally:
        database.close()


def backups(store: Path) -> list[Path]:
    """Return a store's backups, newest first."""
    found = backup_folder(store).glob(f"{store.stem}-*{store.suffix}")
    return sorted((path for path in found if made_at(store, path) is not None), reverse=True)


def made_at(store: Path, backup: Path) -> datetime | None:
    """Return when a backup was made, by its name; None when it is no backup of this store."""
    with suppress(ValueError):
        stamp = backup.stem.removeprefix(f"{store.stem}-")
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    return None


def expire(store: Path, now: datetime, days: int = KEEP_DAYS) -> list[Path]:
    """Delete backups and damaged files that are older than some days; return what was deleted.

    A backup that a wrong clock dated so far ahead goes too: nobody could tell when it is old.

    Raises:
        StoreError: one could not be deleted.
    """
    limit = now - timedelta(days=days)
    old = [
        path
        for path in backups(store)
        if abs((made_at(store, path) or now) - now) > timedelta(days=days)
    ]
    old += [
        path
        for path in store.parent.glob(f"{store.name}.damaged-*")
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < limit
    ]
    try:
        for path in old:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise disk_error(error) from error
    return old


def set_aside(store: Path) -> Path:
    """Rename a damaged store, with what belongs to it, and return its new name."""
    number = 1
    while (aside := store.with_name(f"{store.name}.damaged-{number}")).exists():
        number += 1
    for side in _SIDE_FILES:
        with suppress(FileNotFoundError):
            store.with_name(store.name + side).rename(aside.with_name(aside.name + side))
    return aside


def restore_newest(store: Path) -> Path | None:
    """Copy the sound backup that holds most to where the store was; return it, or None when there is none.

    The log only grows, so that is the newest one, also after the clock was wrong for a while.
    """
    newest = max(backups(store), key=_changes_in, default=None)
    if newest is None or _changes_in(newest) < 0:
        return None
    part = store.with_name(store.name + ".part")
    part.write_bytes(newest.read_bytes())
    _sync(part)
    part.replace(store)
    _sync_folder(store.parent)
    return newest


def _changes_in(backup: Path) -> int:
    """Return how many changes a backup holds; less than none when it is not sound."""
    try:
        database = open_to_read(backup)
        try:
            check_health(database)
            found = database.row("SELECT count(*) FROM change")
        finally:
            database.close()
    except StoreError:
        return -1
    return -1 if found is None else int(found[0])


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    if sys.platform != "win32":  # Windows has no handle on a folder; NTFS journals the rename
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
