"""Where a run can have a protocol bug of its own: the seams at which mutants stand, none of them in shipped code."""

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.domain.clock import Clock
from kiosk.domain.ids import IdSource
from kiosk.sync.engine import Step, step
from kiosk.sync.events import Event
from kiosk.sync.state import State

if TYPE_CHECKING:
    from kiosk.store.store import Store
    from tests.simulation.kiosks import Kiosk


class Flaw:
    """No bug at all; a mutant overrides what it does wrongly."""

    def storage(self, clock: Clock, ids: IdSource) -> MemoryStorage:
        """Make what central keeps everything in."""
        return MemoryStorage(clock, ids)

    def restarted(self, storage: MemoryStorage) -> MemoryStorage:
        """Return what central has after it was killed: all that it had acknowledged."""
        return storage

    def store(self, kiosk: "Kiosk", store: "Store") -> "Store":
        """Return what a board's engine and services work with."""
        del kiosk
        return store

    def step(self, kiosk: "Kiosk", state: State, event: Event) -> Step:
        """Take a step of a board's engine."""
        del kiosk
        return step(state, event)

    def left(self, kiosk: "Kiosk", files: dict[Path, bytes]) -> dict[Path, bytes]:
        """Return what is on a board's disk after a power cut, of what was written."""
        del kiosk
        return files


SOUND = Flaw()
