"""One upload is announced at a time, on all of central's processes; what one left unfinished, the next finishes."""

from dataclasses import dataclass
from typing import Final

from kiosk.central.storage.protocol import Changed, Registry

KIND: Final = "publishing"
KEY: Final = "turn"
MOST_TRIES: Final = 20


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is.

    Attributes:
        version: how often it has changed; whoever read another one has not read everything that is out.
        upload: the upload that is being announced, or None.
    """

    version: int
    upload: str | None = None


def current(registry: Registry) -> Turn:
    """Return whose turn it is."""
    document = registry.get(KIND, KEY)
    return Turn(0) if document is None else Turn(document.version, document.body["upload"])


def begin(registry: Registry, seen: Turn, upload: str) -> None:
    """Take the turn: from here on, the upload is published, whatever happens.

    Args:
        registry: where the turn is kept.
        seen: the turn as it was before everything that is out was read; nobody's.
        upload: the upload's id.

    Raises:
        Changed: something was published meanwhile, by another process.
    """
    registry.put(KIND, KEY, {"upload": upload}, expecting=seen.version)


def end(registry: Registry, upload: str) -> None:
    """Give the turn back; twice is once."""
    for _ in range(MOST_TRIES):
        turn = current(registry)
        if turn.upload != upload:
            return
        try:
            registry.put(KIND, KEY, {"upload": None}, expecting=turn.version)
        except Changed:
            continue
        return
