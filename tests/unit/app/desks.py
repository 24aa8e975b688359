"""A desk for tests of what is asked of it: a store in memory, and a switch to a practice ward that can fail."""

from pathlib import Path
from typing import Any

from kiosk.app.connection import Connection
from kiosk.app.practice import Practice
from kiosk.config import Settings
from kiosk.domain.errors import KioskError
from kiosk.host.resources import resource_folder
from kiosk.layouts.catalogue import load_catalogue
from kiosk.services.board import BoardService
from kiosk.services.pins import PinKeeper
from kiosk.sync.replica import Taken
from tests.fakes.clock import FixedClock
from tests.fakes.connections import ListedOutbox, SetConnection
from tests.fakes.ids import SeededIds
from tests.fakes.memory_store import MemoryStore

NODE = "node:1"
Fault = OSError | KioskError


class MemoryDesk:
    """Answers as the real one, on a store in memory.

    Attributes:
        fault: raised by the next attempt to open a practice ward.
        connected: the connection that sync gave it.
        moved: sync made the store another node's, and nobody has noticed yet.
    """

    def __init__(self, data: Path) -> None:
        self.settings = Settings(data=data)
        self.practice: Practice | None = None
        self.catalogue = load_catalogue(resource_folder("assets") / "catalogue")
        self.clock = FixedClock()
        self.store = MemoryStore(NODE, SeededIds(), self.clock)
        self.service = BoardService(self.store, self.clock, SeededIds("service"), NODE)
        self.fault: Fault | None = None
        self.connection = SetConnection()
        self.outbox = ListedOutbox()
        self.moved = False
        self.connected: Connection | None = None

    @property
    def pins(self) -> PinKeeper:
        """The PIN of the store that is open."""
        return PinKeeper(self.store, self.clock)

    @property
    def replica(self) -> Any:
        """The ward's own store, or None while a practice ward is open."""
        return None if self.practice is not None else self.store

    def connect(self, connection: Connection) -> None:
        """Take note of the connection that there is now."""
        self.connected = connection

    def take_in(self, taken: Taken) -> None:
        """Show what came."""
        self.service.take_in(taken.changed)

    def settle(self) -> bool:
        """Tell once that the store is another node's now."""
        moved, self.moved = self.moved, False
        return moved

    def open_ward(self, *, practice: bool) -> None:
        """Open the one or the other."""
        if not practice:
            self.practice = None
            return
        if self.fault is not None:
            raise self.fault
        folder = self.settings.data / "practice"
        folder.mkdir(parents=True)
        self.practice = Practice(folder, self.clock.now())
