"""What the runner stands in: the ways to the store and to central, and who is told what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kiosk.sync.acts import Request
from kiosk.sync.events import Answer, Failure, Stored, StoreRefused
from kiosk.sync.protocol import Enrolled, Refusal
from kiosk.sync.replica import Replica
from kiosk.sync.status import SyncStatus

Report = Stored | StoreRefused
"""What became of work at the store."""


class Door(Protocol):
    """The way to the store, which belongs to one thread."""

    def post(self, job: Callable[[Replica], Report], reply: Callable[[Report], None]) -> None:
        """Do a job in the store's thread when its turn comes, and hand over what it returns; jobs never raise."""
        ...


class Wire(Protocol):
    """The way to central."""

    def ask(self, request: Request, token: str | None) -> Answer | Refusal | Failure:
        """Send a request and wait for what comes of it."""
        ...

    def close(self) -> None:
        """End every request that waits."""
        ...

    def renew(self) -> None:
        """Forget connections: the network is another."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what; all are called from the runner's own thread, and none of them may wait.

    Attributes:
        status: how sync stands, whenever that changes.
        anchor: the server's time at a moment of the monotonic clock.
        enrolled: central has let this computer in, and the store belongs to it now.
    """

    status: Callable[[SyncStatus], None] = lambda _: None
    anchor: Callable[[float, datetime], None] = lambda _now_s, _server_now: None
    enrolled: Callable[[Enrolled], None] = lambda _: None
