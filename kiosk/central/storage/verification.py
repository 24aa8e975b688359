"""Whether a storage still says what was written: hashes, chains, words and numbers, computed anew."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import orjson

from kiosk.central.storage.rows import lineage_from, words_from
from kiosk.domain.canonical import entry_hash
from kiosk.domain.changes import GENESIS, Entry, change_from_json, words_match


class PlaceRow(NamedTuple):
    """A place of a stream, whatever stands at it; `body` is None for a change that came before.

    `seq` is None for a place without a number; `key` and `fields` are the words', where there are any.
    """

    node: str
    kind: str
    device: str
    incarnation: int
    counter: int
    change_id: str
    change_hash: str
    previous: str
    clock_correction_ms: int
    lineage: str
    entry_hash: str
    body: str | None
    seq: int | None
    key: bytes | None
    fields: str | None


def broken_chains(places: Iterable[PlaceRow]) -> Iterator[str]:
    """Yield what does not agree.

    Args:
        places: all places, by stream and counter.
    """
    stream: tuple[str, str, str, int] | None = None
    counter, previous = 0, GENESIS
    for place in places:
        if place[:4] != stream:
            stream, counter, previous = place[:4], 0, GENESIS
        wrong = _wrong_with(place, counter + 1, previous)
        if wrong:
            yield f"{place.node}/{place.kind}, change {place.change_id}: {wrong}."
        counter, previous = place.counter, place.entry_hash


def broken_numbers(logs: Iterable[tuple[str, str, int, int, int]]) -> Iterator[str]:
    """Yield what does not agree.

    Args:
        logs: node, kind, last number, number of changes, largest number of a change.
    """
    for node, kind, last_seq, count, largest in logs:
        if not last_seq == count == largest:
            yield f"{node}/{kind}: its numbers have a hole, or do not end where they should."


def broken_heads(heads: Iterable[tuple[str, str, str, int, str, str | None]]) -> Iterator[str]:
    """Yield what does not agree.

    Args:
        heads: node, kind, device, counter, hash, and the hash of the entry that stands at that place.
    """
    for node, kind, device, counter, hashed, found in heads:
        if hashed != found:
            yield f"{node}/{kind}: the stream of {device} does not end at entry {counter}."


def _wrong_with(place: PlaceRow, counter: int, previous: str) -> str:
    if place.counter != counter:
        return "an entry before it is missing"
    if place.previous != previous:
        return "it does not follow the entry before it"
    return "" if place.body is None else _wrong_with_body(place, place.body)


def _wrong_with_body(place: PlaceRow, body: str) -> str:
    if hashlib.sha256(body.encode()).hexdigest() != place.change_hash:
        return "it is not what was written"
    # A dead one may be nothing that can be read.
    return "" if place.seq is None else _wrong_with_entry(place, body)


def _wrong_with_entry(place: PlaceRow, body: str) -> str:
    change = change_from_json(orjson.loads(body))
    entry = Entry(
        change,
        place.device,
        place.incarnation,
        place.counter,
        place.previous,
        place.clock_correction_ms,
        lineage_from(place.lineage),
    )
    words = words_from(place.key, place.fields)
    if change.id != place.change_id or entry_hash(entry, place.change_hash) != place.entry_hash:
        return "its entry is not what was written"
    if words is not None and not words_match(change, words):
        return "its words are not those that were written"
    return ""
