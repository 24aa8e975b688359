"""A store that only remembers what the demo tells it: for tests of the story itself."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.domain.changes import Actor
from kiosk.domain.clock import Clock
from kiosk.domain.entities import Act
from kiosk.domain.ids import IdSource
from tests.fakes.memory_store import MemoryStore

Told = tuple[Sequence[Act], Actor, datetime]


class TellingStore(MemoryStore):
    """Keeps what it was told, in order, and folds none of it.

    Attributes:
        told: acts, who did them and when.
        closed: whether it was closed.
    """

    def __init__(self, node: str, ids: IdSource, clock: Clock) -> None:
        super().__init__(node, ids, clock)
        self.told: list[Told] = []
        self.closed = False

    def append_many(self, told: Sequence[Told]) -> None:
        """Remember many acts of many moments."""
        self.told += told

    def close(self) -> None:
        """Be closed."""
        self.closed = True
