"""What `step` asks of the shell."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.sync.acts import Act
from kiosk.sync.status import SyncStatus


class Lane(StrEnum):
    """One thing at a time happens in each lane; the two do not wait for each other."""

    PUSH = "push"
    """Enrolment, trust, hello, settling, pushing."""
    PULL = "pull"
    """Pages, snapshots, releases."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Do something in a lane; what became of it is reported with the same number."""

    lane: Lane
    number: int
    act: Act


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Report `TimerFired` of this lane and number after some seconds; the lane's timer before it is void."""

    lane: Lane
    number: int
    after_s: float


@dataclass(frozen=True, slots=True)
class SetAnchor:
    """From now on, correct the clock: at `now_s` of the monotonic clock, the server's time was `server_now`."""

    now_s: float
    server_now: datetime


@dataclass(frozen=True, slots=True)
class Publish:
    """Show how sync stands."""

    status: SyncStatus


Effect = Begin | SetTimer | SetAnchor | Publish
