"""All that the sheets about sync may know: how it stands, what waits, what was not taken, a try to connect."""

from dataclasses import dataclass
from typing import Final

from kiosk.domain.changes import Record
from kiosk.sync.replica import Dead
from kiosk.sync.status import NOT_ENROLLED, SyncState, SyncStatus

QUEUE_ROWS: Final = 20
"""How many waiting changes are listed; the rest is a number."""
DEAD_ROWS: Final = 50
"""How many changes that were not taken are listed."""


@dataclass(frozen=True, slots=True)
class Connecting:
    """A try to connect this board to a hospital's system.

    Attributes:
        running: it is on its way.
        central: the address that is or was tried.
        problem: why the last try came to nothing, in words, or empty.
    """

    running: bool = False
    central: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SyncSight:
    """How sync stands, and what lies in its queue.

    Attributes:
        status: how it stands.
        queue: the oldest changes that wait to be sent, at most `QUEUE_ROWS`.
        pending: how many wait in all.
        dead: changes that were not taken, newest first, at most `DEAD_ROWS`.
        connecting: the last try to connect.
        device: what this PC is to the system, or empty.
        log_words: what became of the log that was sent to IT last, or empty.
    """

    status: SyncStatus = NOT_ENROLLED
    queue: tuple[Record, ...] = ()
    pending: int = 0
    dead: tuple[Dead, ...] = ()
    connecting: Connecting = Connecting()
    device: str = ""
    log_words: str = ""

    @property
    def enrolled(self) -> bool:
        """Whether this board belongs to a hospital's system, or asked to."""
        return self.status.state is not SyncState.ALONE


NO_SYNC: Final = SyncSight()
"""Of a board that stands alone, and wherever nobody asks."""
