"""What the runner works with: a thread for each lane, pages cut into pieces, and bugs told without their words."""

import queue
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from kiosk.sync.acts import Act, ApplyPages
from kiosk.sync.effects import Begin, Lane
from kiosk.sync.events import Applied, Stored
from kiosk.sync.performing import joined
from kiosk.sync.surroundings import Report


class Posts(Protocol):
    """Has the store do something, and is told what became of it."""

    def post(self, begin: Begin, act: Act, reply: Callable[[Report], None]) -> None:
        """Have the store do something."""
        ...

    def tell(self, what: Report) -> None:
        """Let something have happened."""
        ...


class Pieces:
    """Pages that the store takes piece by piece, each when the one before it is on disk."""

    def __init__(self, runner: "Posts", begin: Begin, waiting: Iterable[ApplyPages]) -> None:
        self._runner = runner
        self._begin = begin
        self._waiting = list(waiting)
        self._taken: list[Applied] = []

    def go_on(self) -> None:
        """Have the next piece taken."""
        self._runner.post(self._begin, self._waiting.pop(0), self._took)

    def _took(self, reported: Report) -> None:
        if not isinstance(reported, Stored) or not isinstance(reported.outcome, Applied):
            self._runner.tell(reported)
            return
        self._taken.append(reported.outcome)
        if self._waiting:
            self.go_on()
            return
        self._runner.tell(replace(reported, outcome=joined(self._taken)))


class LaneThread:
    """A thread that does one request after the other."""

    def __init__(self, lane: Lane, ask: Callable[[Begin], None]) -> None:
        self._ask = ask
        self._requests: queue.SimpleQueue[Begin | None] = queue.SimpleQueue()
        self.thread = threading.Thread(target=self._run, name=f"sync-{lane}", daemon=True)

    def start(self) -> None:
        """Begin to wait for requests."""
        self.thread.start()

    def begin(self, begin: Begin) -> None:
        """Do a request when those before it are done."""
        self._requests.put(begin)

    def stop(self) -> None:
        """End after what is being done."""
        self._requests.put(None)

    def _run(self) -> None:
        while (begin := self._requests.get()) is not None:
            self._ask(begin)


def place_of(bug: BaseException) -> str:
    """Return what failed and where, without the words of the error, which may quote anything."""
    where, trace = "", bug.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        where, trace = f"{Path(code.co_filename).name}:{trace.tb_lineno}", trace.tb_next
    return f"{type(bug).__name__} at {where}"
