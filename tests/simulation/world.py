"""Virtual time and recorded chance: everything in a simulation happens in the order of one queue, from one seed."""

import hashlib
import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from tests.simulation.flaws import SOUND, Flaw

BEGIN: Final = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
MINUTE_S: Final = 60.0
HOUR_S: Final = 3600.0
DAY_S: Final = 86_400.0
MOST_IN_A_MINUTE: Final = 5_000
"""Far beyond what a storm has at its worst: more is boards that ask and ask."""


class RestlessError(Exception):
    """Something goes round and round: time hardly passes, or logs grow although nobody does anything."""


@dataclass(order=True)
class _Due:
    at_s: float
    order: int
    act: Callable[[], None] = field(compare=False)


class World:
    """One simulated world.

    Attributes:
        seed: what everything follows from.
        flaw: the protocol bug that this world has.
        chance: the one source of chance.
        now_s: seconds since the beginning.
        faults: how many faults of each kind there were.
        made: how many changes people made.
    """

    def __init__(self, seed: int, flaw: Flaw = SOUND) -> None:
        self.seed = seed
        self.flaw = flaw
        self.chance = random.Random(seed)  # noqa: S311 - a recorded seed is the point
        self.now_s = 0.0
        self.faults: Counter[str] = Counter()
        self.made = 0
        self._queue: list[_Due] = []
        self._order = 0
        self._in_this_minute = (0.0, 0)
        self._digest = hashlib.sha256(str(seed).encode())

    @property
    def now(self) -> datetime:
        """The true time."""
        return BEGIN + timedelta(seconds=self.now_s)

    @property
    def digest(self) -> str:
        """What happened so far, as a hash: the same for the same seed."""
        return self._digest.hexdigest()

    def note(self, *what: object) -> None:
        """Add something that happened to the digest."""
        self._digest.update(f"{self.now_s:.6f} {what}".encode())

    def fault(self, kind: str) -> None:
        """Count a fault."""
        self.faults[kind] += 1
        self.note("fault", kind)

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        """Do something later; what is due at the same time happens in the order in which it was asked for."""
        self._order += 1
        heapq.heappush(self._queue, _Due(self.now_s + max(0.0, seconds), self._order, act))

    def run_until(self, end_s: float) -> None:
        """Let happen what is due up to a time, and stand there.

        Raises:
            RestlessError: far too much happened within a minute.
        """
        while self._queue and self._queue[0].at_s <= end_s:
            due = heapq.heappop(self._queue)
            self.now_s = due.at_s
            self._count()
            due.act()
        self.now_s = end_s

    def _count(self) -> None:
        minute, count = self.now_s // MINUTE_S, 1
        if minute == self._in_this_minute[0]:
            count += self._in_this_minute[1]
        if count > MOST_IN_A_MINUTE:
            message = f"{count:,} things happened within a minute"
            raise RestlessError(message)
        self._in_this_minute = (minute, count)

    def maybe(self, probability: float) -> bool:
        """Draw whether something happens."""
        return self.chance.random() < probability
