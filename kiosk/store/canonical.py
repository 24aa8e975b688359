"""Canonical JSON (RFC 8785) and the hashes over it, by the standard library's encoder where it says the same.

A change is hashed when it is written and again when it is checked; the general encoder is six times slower.
"""

import hashlib
import json

import rfc8785

from kiosk.domain.changes import Entry, Json

LARGEST_EXACT_INTEGER = 2**53 - 1

_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def canonical(value: Json) -> bytes:
    """Return a value's canonical JSON, as `rfc8785.dumps` writes it."""
    return _encode(value).encode() if _is_plain(value) else rfc8785.dumps(value)


def sha256(body: bytes) -> str:
    """Return the SHA-256 of bytes, in hex."""
    return hashlib.sha256(body).hexdigest()


def entry_hash(entry: Entry, change_hash: str) -> str:
    """Return `entry.hash`, for a change whose hash is known already."""
    return sha256(
        canonical(
            {
                "change": change_hash,
                "clock_correction_ms": entry.clock_correction_ms,
                "counter": entry.counter,
                "device": entry.device,
                "incarnation": entry.incarnation,
                "previous": entry.previous,
            }
        )
    )


def _is_plain(value: Json) -> bool:
    """Whether both encoders agree: no fractions, no large integers, and keys that sort the same either way."""
    if isinstance(value, str | bool | None):
        return True
    if isinstance(value, int):
        return -LARGEST_EXACT_INTEGER <= value <= LARGEST_EXACT_INTEGER
    if isinstance(value, dict):
        return all(type(key) is str and key.isascii() for key in value) and all(
            map(_is_plain, value.values())
        )
    return isinstance(value, list | tuple) and all(map(_is_plain, value))
