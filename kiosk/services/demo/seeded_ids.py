"""Identities and keys that are the same in every run with the same seed; never for a real ward."""

from datetime import datetime
from random import Random  # noqa: TID251 - built from the demo's seed, which the caller names
from typing import Final
from uuid import UUID

KEY_BYTES: Final = 32
RANDOM_BITS: Final = 74
HIGH_BITS: Final = 12
LOW_BITS: Final = 62


class SeededIds:
    """Makes ids of the form of UUIDv7 that sort as they are made, and keys, from a seed."""

    def __init__(self, seed: str, since: datetime) -> None:
        self._random = Random(seed)  # noqa: S311 - invented figures need no secrecy
        self._millisecond = int(since.timestamp() * 1000)

    def new_id(self) -> str:
        """Return the next id."""
        self._millisecond += 1
        noise = self._random.getrandbits(RANDOM_BITS)
        high, low = noise >> LOW_BITS, noise & ((1 << LOW_BITS) - 1)
        value = self._millisecond << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low
        return str(UUID(int=value))

    def new_key(self) -> bytes:
        """Return the next 32 bytes."""
        return self._random.randbytes(KEY_BYTES)
