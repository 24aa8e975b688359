"""What the program takes from the machine, gathered once at the top and passed down."""

from dataclasses import dataclass

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
