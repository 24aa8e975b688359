"""The one thread beside the UI's: it owns the store and does what takes time, one thing after another."""

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any

from kiosk.domain.errors import KioskError

log = logging.getLogger(__name__)

Reply = Callable[[Any], None]
Job = tuple[Callable[[Any], Any], Reply | None]


class Worker:
    """Runs work on a desk that is made in the worker's own thread.

    Args:
        make_desk: builds the desk; called once, in the thread.
        deliver: hands (reply, result) to the UI thread.
        failed: hands an unexpected error to the UI thread; the worker goes on.
    """

    def __init__(
        self,
        make_desk: Callable[[], Any],
        deliver: Callable[[Reply, Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._make_desk = make_desk
        self._deliver = deliver
        self._failed = failed
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._begun = False
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)

    def start(self) -> None:
        """Begin, unless it has begun; work that was posted before waits for the desk."""
        if not self._begun:
            self._begun = True
            self._thread.start()

    def post(self, work: Callable[[Any], Any], reply: Reply | None = None) -> None:
        """Queue work; safe from any thread."""
        self._jobs.put((work, reply))

    def stop(self) -> None:
        """Finish what is queued, close the desk, and wait for it."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            desk = self._make_desk()
        except KioskError as error:
            log.error("The board could not be opened. %s", error)  # noqa: TRY400 - its words are enough
            self._failed(error)
            return
        except Exception as error:
            log.exception("the desk could not be opened")
            self._failed(error)
            return
        try:
            while (job := self._jobs.get()) is not None:
                self._do(desk, *job)
        finally:
            desk.close()

    def _do(self, desk: Any, work: Callable[[Any], Any], reply: Reply | None) -> None:
        try:
            result = work(desk)
        except Exception as error:
            log.exception("work at the desk failed")
            self._failed(error)
            return
        if reply is not None:
            self._deliver(reply, result)
