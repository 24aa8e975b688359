"""Under which other node ids a node's boards ran alone before they enrolled."""

from kiosk.central.storage.protocol import Registry
from kiosk.domain.clock import Clock

ALIAS = "alias"
KNOWN_FOR_S = 5.0
ALIASES_LIMIT = 256
"""Names of one node: its boards, and their stores that were begun anew."""


class Aliases:
    """Reads and writes aliases; remembered for a few seconds."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock
        self._known: dict[str, tuple[float, tuple[str, ...]]] = {}

    def of(self, node: str) -> tuple[str, ...]:
        """Return the node ids under which a node ran alone before."""
        known = self._known.get(node)
        if known is not None and self._clock.monotonic_s() - known[0] <= KNOWN_FOR_S:
            return known[1]
        return self._read(node)

    def includes(self, node: str, local: str) -> bool:
        """Tell whether a node ran alone as `local`; no is never said from memory, for it would be final."""
        return local in self.of(node) or local in self._read(node)

    def add(self, local: str, node: str) -> bool:
        """Remember that a node ran alone as `local`; tell whether that is new."""
        known = self._read(node)
        if local == node or local in known or len(known) >= ALIASES_LIMIT:
            return False
        self._registry.put(
            ALIAS, f"{local}>{node}", {"local": local, "node": node}, node=node, expecting=None
        )
        self._known.pop(node, None)
        return True

    def _read(self, node: str) -> tuple[str, ...]:
        now = self._clock.monotonic_s()
        found = tuple(
            str(document.body["local"]) for document in self._registry.listed(ALIAS, node=node)
        )
        self._known[node] = now, found
        return found
