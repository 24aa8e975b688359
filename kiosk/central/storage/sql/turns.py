"""One writer at a time to the embedded database, of all threads and all processes.

SQLite below 3.51.3 can corrupt a write-ahead log that two connections write or checkpoint at once, and a command may
write while the server runs. The system releases the turn of a process that dies.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock
from typing import Final

from kiosk.central.storage.protocol import StorageBusy

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE_S: Final = 10.0
"""How long somebody waits for a turn."""
PAUSE_S: Final = 0.005
TAKEN: Final = "somebody else writes"


class Turns:
    """Gives turns at writing."""

    def __init__(self, path: Path) -> None:
        """Begin.

        Args:
            path: the lock file; it is made when it is not there.

        Raises:
            OSError: it cannot be made.
        """
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._mine = Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and hold it.

        Raises:
            StorageBusy: none came within `PATIENCE_S`.
        """
        if not self._mine.acquire(timeout=PATIENCE_S):
            raise StorageBusy(TAKEN)
        try:
            self._wait_for_others()
            try:
                yield
            finally:
                _unlock(self._file)
        finally:
            self._mine.release()

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def _wait_for_others(self) -> None:
        pause = Event()
        for _ in range(int(PATIENCE_S / PAUSE_S)):
            if _locked(self._file):
                return
            pause.wait(PAUSE_S)
        raise StorageBusy(TAKEN)


if sys.platform == "win32":

    def _locked(file: int) -> bool:
        os.lseek(file, 0, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:

    def _locked(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
