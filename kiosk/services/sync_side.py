"""What the store's errors mean to sync."""

from typing import Final

from kiosk.domain.errors import KioskError
from kiosk.store.faults import ForkError, GapError, StoreFull
from kiosk.sync.events import Trouble

MEANINGS: Final[tuple[tuple[type[KioskError], Trouble], ...]] = (
    (GapError, Trouble.GAP),
    (ForkError, Trouble.FORK),
    (StoreFull, Trouble.FULL),
    (KioskError, Trouble.OTHER),
)


def trouble_of(error: Exception) -> tuple[Trouble, str] | None:
    """Return what an error of the store means to sync, and its words for people; None for a bug."""
    for kind, trouble in MEANINGS:
        if isinstance(error, kind):
            return trouble, str(error)
    return None
