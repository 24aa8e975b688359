"""Canonical JSON (RFC 8785) and hashes over it, by the standard library's encoder where that agrees.

A change is hashed when it is written and again when it is checked, and the general encoder is six
times slower.
"""

import hashlib
import json

import rfc8785

from kiosk.domain.changes import (
    Change,
    Entry,
    Json,
    change_from_json,
    change_to_json,
    entry_fields,
)

LARGEST_EXACT_INTEGER = 2**53 - 1

_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def canonical(value: Json) -> bytes:
    """Return a value's canonical JSON, as `rfc8785.dumps` writes it."""
    return _encode(value).encode() if _is_plain(value) else rfc8785.dumps(value)


def change_body(change: Change) -> bytes:
    """Return a change's canonical JSON: what is hashed, stored and sent."""
    if change.body is not None:
        return change.body
    value = change_to_json(change)
    # Only these can have numbers and keys that the two encoders write differently.
    plain = all(map(_is_plain, (change.payload, change.extra, change.actor.extra)))
    return _encode(value).encode() if plain else rfc8785.dumps(value)


def change_from_body(body: bytes, value: Json = None) -> Change:
    """Read what `change_body` wrote; the change remembers it, and is not written out again to be hashed or sent.

    Args:
        body: the canonical text.
        value: what it says, where somebody has parsed it already.

    Raises:
        KeyError: a field is missing.
        ValueError: it cannot be read.
    """
    change = change_from_json(json.loads(body) if value is None else value)
    object.__setattr__(change, "body", body)
    return change


def sha256(body: bytes) -> str:
    """Return the SHA-256 of bytes, in hex."""
    return hashlib.sha256(body).hexdigest()


def entry_hash(entry: Entry, change_hash: str) -> str:
    """Return `entry.hash`, for a change whose hash is known already."""
    if entry.lineage:
        return sha256(_encode(entry_fields(entry, change_hash)).encode())
    # Written out: two of these for each change is what taking a page costs, and the fields are plain.
    text = (
        f'{{"change":"{change_hash}","clock_correction_ms":{entry.clock_correction_ms},'
        f'"counter":{entry.counter},"device":{_encode(entry.device)},'
        f'"incarnation":{entry.incarnation},"previous":{_encode(entry.previous)}}}'
    )
    return sha256(text.encode())


def _is_plain(value: Json) -> bool:
    """Whether both encoders agree: no fractions or large integers, and keys that sort the same."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return bool(-LARGEST_EXACT_INTEGER <= value <= LARGEST_EXACT_INTEGER)
    if kind is dict:
        return all(map(_is_ascii, value)) and all(map(_is_plain, value.values()))
    return kind is list and all(map(_is_plain, value))


def _is_ascii(key: object) -> bool:
    return type(key) is str and key.isascii()
