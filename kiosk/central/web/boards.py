"""The enrolled boards, as leaders' pages and administrators see them."""

from collections.abc import Sequence
from typing import Final

from kiosk.central.devices.device import DEVICE, DEVICE_SEEN, Device, Seen, Standing
from kiosk.central.storage.protocol import LIST_LIMIT, Document, Registry
from kiosk.central.web.reach import BoardsOfNode
from kiosk.domain.clock import Clock

KNOWN_FOR_S: Final = 20.0
MOST_KNOWN: Final = 10_000
FEW_NODES: Final = 100
"""Up to so many nodes are asked about one by one."""


class RegisteredBoards:
    """Reads boards from the registry; what was read is remembered for a few seconds. Safe for several threads."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock
        self._known: dict[str, tuple[float, BoardsOfNode]] = {}

    def of(self, nodes: Sequence[str]) -> dict[str, BoardsOfNode]:
        """Return for each node how many of its boards may speak, and when one of them last said hello."""
        now_s = self._clock.monotonic_s()
        known = {node: self._known[node] for node in nodes if node in self._known}
        found = {node: at[1] for node, at in known.items() if now_s - at[0] < KNOWN_FOR_S}
        asked = [node for node in nodes if node not in found]
        read = self._one_by_one(asked) if len(asked) <= FEW_NODES else self._all(asked)
        if len(self._known) + len(read) > MOST_KNOWN:
            self._known = {}
        self._known.update({node: (now_s, boards) for node, boards in read.items()})
        return {**found, **read}

    def _one_by_one(self, nodes: Sequence[str]) -> dict[str, BoardsOfNode]:
        registry = self._registry
        return {
            node: _of_node(
                registry.listed(DEVICE, node=node), registry.listed(DEVICE_SEEN, node=node)
            )
            for node in nodes
        }

    def _all(self, nodes: Sequence[str]) -> dict[str, BoardsOfNode]:
        """Read every board once, where asking node by node would take longer."""
        devices, seen = self._by_node(DEVICE), self._by_node(DEVICE_SEEN)
        return {node: _of_node(devices.get(node, []), seen.get(node, [])) for node in nodes}

    def _by_node(self, kind: str) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        after = ""
        while page := self._registry.listed(kind, after=after, limit=LIST_LIMIT):
            for document in page:
                found.setdefault(document.node, []).append(document)
            after = page[-1].key
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


def _of_node(devices: Sequence[Document], seen: Sequence[Document]) -> BoardsOfNode:
    known = [Device.from_body(document.body) for document in devices]
    approved = {each.id for each in known if each.standing is Standing.APPROVED}
    times = [Seen.from_body(document.body).when for document in seen if document.key in approved]
    return BoardsOfNode(len(approved), max((at for at in times if at is not None), default=None))


def skew_words(seen: Seen) -> str:
    """Return how far a clock is off: "7 min ahead"."""
    seconds = abs(seen.skew_ms) // 1000
    if seconds < 120:  # noqa: PLR2004 - SYNC.md, *Clocks*
        return "right"
    return f"{seconds // 60} min {'ahead' if seen.skew_ms > 0 else 'behind'}"
