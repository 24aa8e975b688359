"""Patience with wrong passwords: after a few tries an account, or an address, waits longer and longer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from kiosk.central.storage.protocol import Changed, Registry
from kiosk.domain.clock import Clock, instant_from, instant_text

TRIES: Final = "sign_in_tries"
FREE: Final = {"account": 5, "address": 20}
"""Wrong tries before anybody waits."""
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(hours=24)
ROUNDS: Final = 10


@dataclass(frozen=True, slots=True)
class Who:
    """What tries are counted for: an account's name, or an address; only a hash of it is kept."""

    kind: str
    name: str

    @property
    def key(self) -> str:
        """The document's key."""
        return f"{self.kind}:{sha256(self.name.encode()).hexdigest()}"


class Patience:
    """Counts wrong tries. Safe for several threads and processes."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock

    def wait(self, *asked: Who) -> timedelta:
        """Return how long is still to be waited before the next try, 0 for none."""
        now = self._clock.now()
        until = [until for who in asked if (until := self._read(who)[1]) is not None]
        return max([max(each - now, timedelta()) for each in until], default=timedelta())

    def failed(self, *asked: Who) -> None:
        """Count a wrong try."""
        for who in asked:
            self._count(who)

    def succeeded(self, who: Who) -> None:
        """Forget the wrong tries of an account that signed in."""
        self._registry.delete(TRIES, who.key)

    def _read(self, who: Who) -> tuple[int, datetime | None, int]:
        document = self._registry.get(TRIES, who.key)
        if document is None:
            return 0, None, 0
        until = document.body["until"]
        return int(document.body["count"]), instant_from(until) if until else None, document.version

    def _count(self, who: Who) -> None:
        for _ in range(ROUNDS):
            count, _until, version = self._read(who)
            wait = wait_after(count + 1, FREE[who.kind])
            now = self._clock.now()
            until = instant_text(now + wait) if wait else ""
            try:
                self._registry.put(
                    TRIES,
                    who.key,
                    {"count": count + 1, "until": until},
                    expires_at=now + FORGOTTEN_AFTER,
                    expecting=version,
                )
            except Changed:
                continue
            return


def wait_after(wrong: int, free: int) -> timedelta:
    """Return how long the next try waits after so many wrong ones: nothing, then 30 s, doubled each time."""
    beyond = wrong - free
    if beyond < 0:
        return timedelta()
    longer: int = 1 << min(beyond, 10)
    return min(FIRST_WAIT * longer, LONGEST_WAIT)
