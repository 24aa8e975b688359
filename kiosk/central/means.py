"""What every part of central is given: storage, clock, identities and settings, gathered once at the top."""

from dataclasses import dataclass

from kiosk.central.settings import CentralSettings
from kiosk.central.storage.protocol import Storage
from kiosk.domain.clock import Clock
from kiosk.domain.ids import IdSource


@dataclass(frozen=True, slots=True)
class CentralMeans:
    """What central works with.

    Attributes:
        storage: where everything is.
        clock: tells the time.
        ids: makes identities and keys.
        settings: how central is set.
    """

    storage: Storage
    clock: Clock
    ids: IdSource
    settings: CentralSettings
