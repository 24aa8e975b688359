"""The lock file beside the store: one program at a time, and a note of whether the last one closed it.

SQLite below 3.51.3 can corrupt a write-ahead log that two connections write (SYNC.md, *On the kiosk*), so a second
program is turned away before it opens the file. The system releases the lock of a process that dies.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

from kiosk.store.faults import StoreInUse

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

OPEN = b"open\n"
"""What the file says while the store is open, and after a program that did not close it."""

NOTE_AT = 1
"""Where the note begins: Windows lets nobody read the byte that is locked, which is the first."""


class StoreLock:
    """Holds the lock of one store.

    Attributes:
        was_left_open: whether the last program died before it closed the store.
    """

    def __init__(self, store: Path) -> None:
        """Take the lock.

        Args:
            store: the store's file; the lock file lies beside it.

        Raises:
            StoreInUse: another program, or another part of this one, holds it.
            OSError: the folder cannot be written.
        """
        self._file = os.open(lock_path(store), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            raise StoreInUse from error
        os.lseek(self._file, NOTE_AT, os.SEEK_SET)
        self.was_left_open = os.read(self._file, len(OPEN)) != b""
        os.lseek(self._file, 0, os.SEEK_SET)
        with suppress(OSError):  # a full disk: the write-ahead log tells the same story
            os.write(self._file, b" " * NOTE_AT + OPEN)

    def release(self, *, clean: bool) -> None:
        """Let go of the store.

        Args:
            clean: whether all is well with the file; if not, the next start checks it.
        """
        if clean:
            with suppress(OSError):
                os.ftruncate(self._file, 0)
        _unlock(self._file)
        os.close(self._file)


def lock_path(store: Path) -> Path:
    """Return where the lock of a store lies."""
    return store.with_name(store.name + ".lock")


if sys.platform == "win32":

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _unlock(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
