"""How sync stands, as a frozen value: what the status strip, the sheet and `huddle-kiosk sync status` say in words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SyncState(StrEnum):
    """What the connection to central is."""

    ALONE = "alone"
    """Not enrolled: the ward is its own sequencer."""
    WAITING = "waiting"
    """Enrolled, and IT has not approved it yet."""
    STARTING = "starting"
    """Not connected yet since the start."""
    IN_SYNC = "in_sync"
    SENDING = "sending"
    """Connected, and something is on its way."""
    OFFLINE = "offline"
    REVOKED = "revoked"
    REFUSED = "refused"
    """Central cannot be trusted or does not understand: a certificate, another program."""
    NOT_LET_IN = "not_let_in"
    """Central did not take the code."""


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How sync stands.

    Attributes:
        state: what the connection is.
        central: the address, for IT.
        name: what IT calls this PC.
        at: when the board was last in sync, or None.
        offline_since: since when there is no connection, or None.
        waiting: own changes that central has not acknowledged.
        dead: changes that central will never take.
        skew_s: seconds by which this PC's clock is ahead of central's (negative: behind), or None when unknown.
        needs_update: central has changes that this program cannot read.
        trouble: what is wrong, in words for IT, or empty.
        next_try: when the next try is due, or None.
    """

    state: SyncState = SyncState.ALONE
    central: str = ""
    name: str = ""
    at: datetime | None = None
    offline_since: datetime | None = None
    waiting: int = 0
    dead: int = 0
    skew_s: float | None = None
    needs_update: bool = False
    trouble: str = ""
    next_try: datetime | None = None

    @property
    def heard_at(self) -> datetime | None:
        """When there was a connection last, as far as it is known here."""
        return self.offline_since or self.at

    @property
    def takes_code(self) -> bool:
        """Whether this PC may be connected with a new code: always, but where it belongs and is heard already."""
        return self.state not in {SyncState.IN_SYNC, SyncState.SENDING}


NOT_ENROLLED = SyncStatus()
