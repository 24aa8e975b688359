"""Who waits for which logs: a long poll sleeps here, without a thread, until one of its logs has grown."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from kiosk.domain.changes import Log


class Waiter:
    """One request that waits; told at most once between two looks."""

    __slots__ = ("_greeted", "_told")

    def __init__(self) -> None:
        self._told = asyncio.Event()
        self._greeted = False

    def tell(self) -> None:
        """Wake it."""
        self._told.set()

    def greet(self) -> None:
        """Wake it for the last time: its board has said hello again, and wants to know what there is."""
        self._greeted = True
        self._told.set()

    def look_again(self) -> bool:
        """Forget what it was told, right before the logs are looked at; tell whether that is the last look."""
        self._told.clear()
        return self._greeted

    async def wait(self, seconds: float) -> bool:
        """Wait until told, or until the time is over; tell which."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._told.wait()
        return self._told.is_set()


class News:
    """Tells the waiting of logs that have grown, in this process or another."""

    def __init__(self) -> None:
        self._waiting: dict[Log | str, set[Waiter]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = False
        self._count = 0
        self._writing: Counter[str] = Counter()

    @property
    def waiting_count(self) -> int:
        """How many requests wait."""
        return self._count

    @property
    def ended(self) -> bool:
        """Whether the server is stopping, so that nobody should wait."""
        return self._ended

    def begin(self) -> None:
        """Remember the loop in which requests wait; called in it."""
        self._loop = asyncio.get_running_loop()

    def end(self) -> None:
        """Wake everybody, and let nobody wait any more; from any thread."""
        self._ended = True
        self._in_loop(self._wake_all)

    def told(self, logs: Sequence[Log]) -> None:
        """Wake those who wait for any of these logs; from any thread."""
        self._in_loop(self._wake, tuple(logs))

    def greeted(self, device: str) -> None:
        """Let a board's older requests wait no more: it has said hello again; from any thread."""
        self._in_loop(self._wake_board, device)

    @contextmanager
    def waiter(self, logs: Iterable[Log], device: str = "") -> Iterator[Waiter]:
        """Be among those who wait for these logs, as long as the context lasts.

        Args:
            logs: the logs.
            device: the board that waits.
        """
        waiter = Waiter()
        followed: tuple[Log | str, ...] = (*logs, device)
        for log in followed:
            self._waiting.setdefault(log, set()).add(waiter)
        self._count += 1
        if self._ended:
            waiter.tell()
        try:
            yield waiter
        finally:
            self._count -= 1
            for log in followed:
                others = self._waiting[log]
                others.discard(waiter)
                if not others:
                    del self._waiting[log]

    @contextmanager
    def writing(self, device: str) -> Iterator[None]:
        """Know that a board is writing, as long as the context lasts; in the loop.

        Args:
            device: the board.
        """
        self._writing[device] += 1
        try:
            yield
        finally:
            self._writing[device] -= 1
            if not self._writing[device]:
                del self._writing[device]

    def is_writing(self, device: str) -> bool:
        """Tell whether a board is writing at this moment, so that what is new is likely its own."""
        return device in self._writing

    def _in_loop(self, call: Callable[..., None], *given: object) -> None:
        if self._loop is None:
            return
        with suppress(RuntimeError):  # the loop has closed: nobody waits
            self._loop.call_soon_threadsafe(call, *given)

    def _wake(self, logs: Sequence[Log]) -> None:
        for log in logs:
            for waiter in self._waiting.get(log, ()):
                waiter.tell()

    def _wake_board(self, device: str) -> None:
        for waiter in self._waiting.get(device, ()):
            waiter.greet()

    def _wake_all(self) -> None:
        for waiters in self._waiting.values():
            for waiter in waiters:
                waiter.tell()
