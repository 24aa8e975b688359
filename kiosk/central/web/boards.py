"""The enrolled boards, as leaders' pages and administrators see them."""

from typing import Final

from kiosk.central.devices.device import DEVICE, DEVICE_SEEN, Device, Seen, Standing
from kiosk.central.storage.protocol import Registry
from kiosk.central.web.reach import BoardsOfNode
from kiosk.domain.clock import Clock

KNOWN_FOR_S: Final = 20.0
MOST_KNOWN: Final = 10_000


class RegisteredBoards:
    """Reads boards from the registry; what was read is remembered for a few seconds. Safe for several threads."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock
        self._known: dict[str, tuple[float, BoardsOfNode]] = {}

    def of(self, node: str) -> BoardsOfNode:
        """Return how many boards of a node may speak, and when one of them last said hello."""
        known, now_s = self._known.get(node), self._clock.monotonic_s()
        if known is not None and now_s - known[0] < KNOWN_FOR_S:
            return known[1]
        devices = [Device.from_body(one.body) for one in self._registry.listed(DEVICE, node=node)]
        approved = {each.id for each in devices if each.standing is Standing.APPROVED}
        seen = self._registry.listed(DEVICE_SEEN, node=node) if approved else []
        times = [Seen.from_body(one.body).when for one in seen if one.key in approved]
        heard = max((at for at in times if at is not None), default=None)
        found = BoardsOfNode(len(approved), heard)
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[node] = now_s, found
        return found

    def listed(self, after: str, limit: int) -> list[tuple[Device, Seen]]:
        """Return boards by id, each with how it was when it last said hello."""
        documents = self._registry.listed(DEVICE, after=after, limit=limit)
        found = []
        for document in documents:
            seen = self._registry.get(DEVICE_SEEN, document.key)
            state = Seen() if seen is None else Seen.from_body(seen.body)
            found.append((Device.from_body(document.body), state))
        return found


def skew_words(seen: Seen) -> str:
    """Return how far a clock is off: "7 min ahead"."""
    seconds = abs(seen.skew_ms) // 1000
    if seconds < 120:  # noqa: PLR2004 - SYNC.md, *Clocks*
        return "right"
    return f"{seconds // 60} min {'ahead' if seen.skew_ms > 0 else 'behind'}"
