"""Under which other node ids a node's boards ran alone before they enrolled."""

from kiosk.central.storage.protocol import Registry
from kiosk.domain.clock import Clock

ALIAS = "alias"
KNOWN_FOR_S = 5.0


class Aliases:
    """Reads and writes aliases; remembered for a few seconds."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock
        self._known: dict[str, tuple[float, tuple[str, ...]]] = {}

    def of(self, node: str) -> tuple[str, ...]:
        """Return the node ids under which a node ran alone before."""
        known = self._known.get(node)
        now = self._clock.monotonic_s()
        if known is not None and now - known[0] <= KNOWN_FOR_S:
            return known[1]
        found = tuple(
            str(document.body["local"]) for document in self._registry.listed(ALIAS, node=node)
        )
        self._known[node] = now, found
        return found

    def add(self, local: str, node: str) -> bool:
        """Remember that a node ran alone as `local`; tell whether that is new."""
        if local == node or local in self.of(node):
            return False
        self._registry.put(
            ALIAS, f"{local}>{node}", {"local": local, "node": node}, node=node, expecting=None
        )
        self._known.pop(node, None)
        return True
