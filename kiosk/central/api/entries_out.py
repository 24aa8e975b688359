"""What a board is sent: confirmed entries as they lie in storage, put into an answer without being read again."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from kiosk.central.storage.protocol import Stored
from kiosk.domain.changes import Json

ENVELOPE_BYTES: Final = 400
"""About what an entry has beside its change, hashes and names included."""


def wire_entry(stored: Stored) -> dict[str, Any]:
    """Return a confirmed entry as `orjson` writes it onto the wire: the change word for word."""
    wire: dict[str, Any] = {
        "change": orjson.Fragment(stored.body),
        "device": stored.device,
        "incarnation": stored.incarnation,
        "counter": stored.counter,
        "previous": stored.previous,
        "seq": stored.seq,
        "received_at": stored.received_at,
    }
    if stored.clock_correction_ms:
        wire["clock_correction_ms"] = stored.clock_correction_ms
    if stored.lineage:
        wire["lineage"] = stored.lineage
    if stored.words is not None:
        wire["words"] = {"key": stored.words.key.hex(), "fields": dict(stored.words.fields)}
    return wire


def size_of(stored: Stored) -> int:
    """Return about how many bytes an entry has on the wire."""
    words = stored.words
    spoken = 0 if words is None else sum(len(text) * 2 for text in words.fields.values())
    return ENVELOPE_BYTES + len(stored.body) + spoken


def cut_to(entries: Sequence[Stored], most_bytes: int, least: int = 1) -> Sequence[Stored]:
    """Return as many of the first entries as fit, and at least so many, if there are."""
    size = 0
    for number, entry in enumerate(entries):
        size += size_of(entry)
        if size > most_bytes and number >= least:
            return entries[:number]
    return entries


def written(answer: Mapping[str, Json]) -> bytes:
    """Return an answer as JSON."""
    return orjson.dumps(answer)
