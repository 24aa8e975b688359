"""The threads that speak to the storage: so many at once, so many waiting, and everybody else is told to come back."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

from kiosk.central.api.refusing import Busy
from kiosk.domain.clock import Clock

THREADS: Final = 8
WAITING: Final = 56
"""Requests that wait for a thread; one more is refused before anything of it is begun."""
COMEBACK_PER_S: Final = 50.0
"""Refused requests are asked to come back at this rate, so that they do not come as a crowd again."""
COMEBACK_MOST_S: Final = 120.0
COMEBACK_LEAST_S: Final = 1.0

Given = ParamSpec("Given")
Found = TypeVar("Found")


class Spread:
    """Gives each of a crowd its own wait: the first `free` come at once, the others at a steady rate.

    Args:
        clock: tells how much time has passed.
        per_s: how many come in a second.
        free: how many come before anybody waits.
        most_s: the longest wait.
    """

    def __init__(self, clock: Clock, per_s: float, free: int, most_s: float) -> None:
        self._clock = clock
        self._per_s = per_s
        self._free = free
        self._most_s = most_s
        self._level = 0.0
        self._at_s = clock.monotonic_s()

    def next_wait_s(self) -> float:
        """Return how long the next one waits."""
        now_s = self._clock.monotonic_s()
        self._level = max(0.0, self._level - (now_s - self._at_s) * self._per_s) + 1
        self._at_s = now_s
        wait_s = (self._level - self._free) / self._per_s
        if wait_s > self._most_s:  # begin again at the front, instead of everybody at the end
            self._level = self._free + 1.0
        return min(self._most_s, max(0.0, wait_s))


class Workers:
    """Runs functions that wait for the storage, in threads.

    Args:
        clock: tells the time.
        threads: how many run at once.
        waiting: how many more may wait for a thread.
    """

    def __init__(self, clock: Clock, threads: int = THREADS, waiting: int = WAITING) -> None:
        self._threads = threads
        self._pool: ThreadPoolExecutor | None = None
        self._most = threads + waiting
        self._at_work = 0
        self._comeback = Spread(clock, COMEBACK_PER_S, 0, COMEBACK_MOST_S)

    @property
    def at_work(self) -> int:
        """How many requests run or wait for a thread."""
        return self._at_work

    def check_room(self) -> None:
        """Refuse now, before a body is read, what would be refused later.

        Raises:
            Busy: there is no room.
        """
        if self._at_work >= self._most:
            raise Busy(COMEBACK_LEAST_S + self._comeback.next_wait_s())

    async def run(
        self, function: Callable[Given, Found], *given: Given.args, **named: Given.kwargs
    ) -> Found:
        """Run a function in a thread, and wait for it.

        Raises:
            Busy: there is no room; the function was not called.
        """
        self.check_room()
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="storage")
        self._at_work += 1
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._pool, lambda: function(*given, **named))
        finally:
            self._at_work -= 1

    def close(self) -> None:
        """Let the threads finish what they do, and end; more work begins new ones."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None
