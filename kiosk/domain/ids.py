"""Identities: entities are named `<kind>:<UUID>`, time-ordered where they are new, derived where they exist once."""

from typing import Protocol
from uuid import UUID, uuid5

NATURAL_KEYS = UUID("8f0d9a52-7d0e-5f43-9a3c-3e1f6f0c2b11")
"""The namespace of things that exist once: a ward's day, a metric's figure of a day."""


class IdSource(Protocol):
    """Makes identities and keys; only `kiosk.host` has one that reads the machine's entropy."""

    def new_id(self) -> str:
        """Return a new UUIDv7 as text."""
        ...

    def new_key(self) -> bytes:
        """Return 32 random bytes."""
        ...


def natural_id(*parts: str) -> str:
    """Return the UUIDv5 of a natural key, the same on every board."""
    return str(uuid5(NATURAL_KEYS, "\x1f".join(parts)))


def entity_kind(entity: str) -> str:
    """Return the kind of an entity from its name: `card` of `card:0190…`."""
    return entity.partition(":")[0]
