"""What the program takes from the machine, gathered once at the top and passed down."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.clock import Clock
from kiosk.domain.ids import IdSource
from kiosk.host.boot import boot_id
from kiosk.host.clock import SystemClock
from kiosk.host.ids import SystemIds


@dataclass(frozen=True, slots=True)
class Means:
    """A clock, a source of identities, and the run of the machine."""

    clock: Clock
    ids: IdSource
    boot_id: str


def machine_means() -> Means:
    """Return those of this machine."""
    return Means(SystemClock(), SystemIds(), boot_id())


class StandingClock:
    """A clock that stands, for pictures that are the same every time."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def now(self) -> datetime:
        """Return the instant at which it stands."""
        return self._instant

    def monotonic_s(self) -> float:
        """Return nothing gone by."""
        return 0.0
