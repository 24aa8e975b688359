"""Which node a code of the warehouse means: one code for each node, so that all of its figures are read together."""

from collections.abc import Mapping
from typing import Final

from kiosk.central.storage.protocol import Changed, Registry
from kiosk.domain.errors import KioskError

KIND: Final = "warehouse-code"
MOST_CODES: Final = 50_000
LONGEST: Final = 40
"""Characters of a code, as in a map."""

_AT_ONCE: Final = 1_000


class Codes:
    """The publisher's codes, and the nodes that they mean."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def bind(self, code: str, node: str) -> None:
        """Say which node a code means; saying it again changes nothing.

        Raises:
            KioskError: the code means another node already, or the node has another code.
        """
        if not 0 < len(code) <= LONGEST:
            raise KioskError(f"A code has 1 to {LONGEST} characters.")
        known = self._registry.get(KIND, code)
        if known is not None and known.node == node:
            return
        others = [one.key for one in self._registry.listed(KIND, node=node, limit=1)]
        if known is not None or others:
            raise KioskError(
                f"{code} means another node already."
                if known is not None
                else f"That node has the code {others[0]} already.",
                still_works="Nothing has changed.",
                to_do="A node has one code, so that no two sets of figures of it are published apart.",
            )
        try:
            self._registry.put(KIND, code, {}, node=node, expecting=0)
        except Changed as problem:
            raise KioskError(f"{code} means another node already.") from problem

    def unbind(self, code: str) -> bool:
        """Forget what a code means; tell whether it meant anything."""
        return self._registry.delete(KIND, code)

    def nodes(self) -> Mapping[str, str]:
        """Return node ids by code."""
        found: dict[str, str] = {}
        after = ""
        while len(found) < MOST_CODES:
            page = self._registry.listed(KIND, after=after, limit=_AT_ONCE)
            found.update((one.key, one.node) for one in page)
            if len(page) < _AT_ONCE:
                break
            after = page[-1].key
        return found
