"""Starting the publishing process for an upload, and ending it when it takes too long or central stops."""

import logging
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from threading import Lock, Thread, Timer
from typing import IO, Final

from kiosk.central.publishing.jobs import (
    Job,
    NotNowError,
    Result,
    WorkFailedError,
    job_line,
    result_from,
)

LONGEST_S: Final = 15 * 60.0
MODULE: Final = "kiosk.central.publishing.child"

_log = logging.getLogger(__name__)


class ProcessWork:
    """Publishes in a process of its own, one for each upload.

    Args:
        longest_s: after this it is ended.
        command: what starts it.
    """

    def __init__(
        self,
        longest_s: float = LONGEST_S,
        command: tuple[str, ...] = (sys.executable, "-m", MODULE),
    ) -> None:
        self._longest_s = longest_s
        self._command = command
        self._lock = Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def __call__(self, job: Job, previous: Iterable[bytes]) -> Result:
        """Read, hide and audit an upload; see `Work`."""
        process = self._start()
        try:
            answer = self._talk(process, job, previous)
        finally:
            with self._lock:
                self._running.discard(process)
        result = result_from(answer) if process.returncode == 0 else None
        if result is None and self._closed:
            raise _stopping()
        if result is None:
            raise WorkFailedError(
                "The figures could not be published.",
                "Nothing was kept, and what is out stays.",
                "Try again; if it happens twice, tell IT.",
            )
        return result

    def close(self) -> None:
        """End what runs, and begin nothing more."""
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise _stopping()
            process = subprocess.Popen(  # noqa: S603 - our own Python, our own module
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            self._running.add(process)
        return process

    def _talk(self, process: subprocess.Popen[bytes], job: Job, previous: Iterable[bytes]) -> bytes:
        """Tell it the job and hear its answer; it says nothing before it has heard everything."""
        assert process.stdin is not None  # noqa: S101 - a pipe was asked for
        assert process.stderr is not None  # noqa: S101 - a pipe was asked for
        complaints: list[bytes] = []
        listener = Thread(target=_listen, args=(process.stderr, complaints), daemon=True)
        listener.start()
        too_long = Timer(self._longest_s, process.kill)
        too_long.start()
        try:
            _tell(process.stdin, job, previous)
            process.stdin = process.stderr = None  # both are done with
            answer, _ = process.communicate()
        finally:
            too_long.cancel()
            process.kill()
            listener.join()
            process.wait()
        if process.returncode:
            _log.error(
                "publishing ended without an answer",
                extra={"returncode": process.returncode, "error": _kind_of(b"".join(complaints))},
            )
        return answer


def _tell(pipe: IO[bytes], job: Job, previous: Iterable[bytes]) -> None:
    """Write a job into a pipe and close it; whoever has stopped listening is told nothing more."""
    try:
        with suppress(BrokenPipeError):
            pipe.write(job_line(job))
            for body in previous:
                pipe.write(body + b"\n")
    finally:
        with suppress(BrokenPipeError):
            pipe.close()


def _stopping() -> NotNowError:
    return NotNowError("Central is stopping.", "Nothing of this file was kept.", "Send it again.")


def _listen(pipe: IO[bytes], heard: list[bytes]) -> None:
    with pipe:
        heard.append(pipe.read())


def _kind_of(complaint: bytes) -> str:
    """Return the kind of error that ended a process; its words may quote raw counts."""
    lines = complaint.decode(errors="replace").strip().splitlines()
    return lines[-1].partition(":")[0][:80] if lines else ""
