"""What stands of one kind of entity, sorted by the node whose log it lives in; what was given away stays as it was."""

from collections.abc import Iterable, Mapping
from typing import Any

from kiosk.services.ward_store import AnyFolded


class Shelf:
    """Holds the states of one kind of entity by node and id, oldest first."""

    def __init__(self) -> None:
        self._by_node: dict[str, dict[str, Any]] = {}
        self._lent: set[str] = set()
        self._merged: dict[tuple[str, ...], Mapping[str, Any]] = {}

    def take(self, changed: Iterable[AnyFolded]) -> None:
        """Put entities as they stand now in the place of what they were."""
        self._merged.clear()
        for entity in changed:
            if entity.stands:
                self._to_change(entity.node)[entity.id] = entity.state
                continue
            for node in [node for node, states in self._by_node.items() if entity.id in states]:
                del self._to_change(node)[entity.id]

    def nodes(self) -> tuple[str, ...]:
        """Return the nodes of which there is anything."""
        return tuple(node for node, states in self._by_node.items() if states)

    def of(self, nodes: tuple[str, ...]) -> Mapping[str, Any]:
        """Return what stands of some nodes by id; where two have the same, the last named one's."""
        if len(nodes) == 1:
            return self._lend(nodes[0])
        found = self._merged.get(nodes)
        if found is None:
            found = {key: state for node in nodes for key, state in self._lend(node).items()}
            self._merged[nodes] = found
        return found

    def _lend(self, node: str) -> Mapping[str, Any]:
        self._lent.add(node)
        return self._by_node.setdefault(node, {})

    def _to_change(self, node: str) -> dict[str, Any]:
        """Return a node's states to write in: a copy, if anybody looks at them."""
        states = self._by_node.setdefault(node, {})
        if node in self._lent:
            self._lent.discard(node)
            states = self._by_node[node] = dict(states)
        return states
