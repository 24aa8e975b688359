"""Names for what a board follows, so that a pull need not say it in full each time."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.central.api.directory import Directory, followed
from kiosk.central.devices.device import Device
from kiosk.central.storage.protocol import Storage
from kiosk.domain.changes import Log

NAME_DIGITS: Final = 16
KNOWN_LIMIT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Vector:
    """A timeline, and logs in order."""

    timeline: str
    logs: tuple[Log, ...]

    @property
    def name(self) -> str:
        """Its name: the same in every process, and another one as soon as anything of it is another."""
        said = "\n".join((self.timeline, *map(str, self.logs)))
        return hashlib.sha256(said.encode()).hexdigest()[:NAME_DIGITS]


class Vectors:
    """Knows vectors by their names; what it forgets is worked out again."""

    def __init__(self, storage: Storage, directory: Directory) -> None:
        self._storage = storage
        self._directory = directory
        self._known: dict[str, Vector] = {}

    def name(self, timeline: str, logs: Sequence[Log]) -> str:
        """Return the name of logs in their order, on a timeline."""
        vector = Vector(timeline, tuple(logs))
        return self._keep(vector.name, vector)

    def known(self, name: str) -> Vector | None:
        """Return a vector if this process knows the name, without asking the storage."""
        return self._known.get(name)

    def of(self, device: Device, name: str) -> Vector | None:
        """Return what a board follows now, if that has this name."""
        vector = Vector(self._storage.timeline(), followed(self._directory, device))
        return self._known[self._keep(name, vector)] if vector.name == name else None

    def _keep(self, name: str, vector: Vector) -> str:
        if len(self._known) >= KNOWN_LIMIT:
            self._known.clear()
        self._known[name] = vector
        return name
