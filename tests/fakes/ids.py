"""Identities that are the same in every run with the same seed."""

import hashlib
from uuid import UUID

FIRST_MILLISECOND = 1_795_000_000_000
"""The time that the first id carries, in ms since 1970: in November 2026."""


class SeededIds:
    """Makes UUIDv7-shaped ids that sort in the order in which they were made, and keys, from a seed."""

    def __init__(self, seed: str = "seed") -> None:
        self._seed = seed
        self._count = 0

    def new_id(self) -> str:
        """Return the next id."""
        self._count += 1
        noise = self._digest("id")
        value = (FIRST_MILLISECOND + self._count) << 80 | 0x7 << 76 | 0b10 << 62
        value |= (noise >> 180) << 64 & (0xFFF << 64) | noise & (1 << 62) - 1
        return str(UUID(int=value))

    def new_key(self) -> bytes:
        """Return the next 32 bytes."""
        self._count += 1
        return self._digest("key").to_bytes(32)

    def _digest(self, purpose: str) -> int:
        text = f"{self._seed}/{purpose}/{self._count}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest())
