"""What a board pushes, read from the wire: each change word for word, hashed anew, checked, or dead with a reason.

This is the path that all changes take, so it reads JSON once, hashes what it read, and uses no models.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson

from kiosk.central.api.canonical_json import canonical_json
from kiosk.central.api.refusing import Refused
from kiosk.central.storage.intake import is_name
from kiosk.central.storage.protocol import Incoming
from kiosk.domain.canonical import entry_hash, sha256
from kiosk.domain.changes import (
    Actor,
    Change,
    Entry,
    Json,
    Log,
    LogKind,
    Words,
    change_from_json,
    words_match,
)
from kiosk.domain.kinds import KINDS
from kiosk.sync.protocol import LARGEST, PUSH_LIMIT, Code, DeadReason

ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ENTITY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}:" + ID.pattern)
NODE: Final = re.compile(r"[a-z0-9][a-z0-9_:-]{0,79}")
HASH: Final = re.compile(r"[0-9a-f]{64}")
KIND: Final = re.compile(r"[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,39}")
BOOT_LIMIT: Final = 64
LINEAGE_LIMIT: Final = 64
SCHEMA_LIMIT: Final = 10_000
CORRECTION_LIMIT_MS: Final = 100 * 366 * 86_400_000
"""A hundred years: the clock of a PC whose battery is empty begins in 1970 or 1980."""
PLACEHOLDER: Final = Change(
    "", Log("", LogKind.SHARED), "", "", {}, Actor(), None, datetime(1970, 1, 1, tzinfo=UTC), ""
)
"""Stands in an entry whose change cannot be read."""

_Place = tuple[str, int, int, str, int, tuple[tuple[int, int], ...]]
"""What `Entry` has behind its change."""


class Malformed(Exception):  # noqa: N818 - what it is
    """A change cannot be in any log; its words say why, and quote nothing of it."""


@dataclass(frozen=True, slots=True)
class Pushing:
    """A push as it came, its envelope checked and its entries not yet."""

    timeline: str
    log: Log
    entries: Sequence[Mapping[str, Json]]


def read_push(body: bytes) -> Pushing:
    """Read a push.

    Raises:
        Refused: it is none, or has more entries than it may.
    """
    wire = read_json(body)
    timeline, log, entries = wire.get("timeline"), wire.get("log"), wire.get("entries")
    if not isinstance(timeline, str) or not isinstance(log, str) or not isinstance(entries, list):
        raise malformed("A push names its timeline and log, and has entries.")
    if not entries or not all(isinstance(entry, dict) for entry in entries):
        raise malformed("A push has at least one entry.")
    if len(entries) > PUSH_LIMIT:
        raise Refused(Code.TOO_LARGE, f"At most {PUSH_LIMIT} changes at once.")
    return Pushing(timeline, read_log(log), entries)


def read_json(body: bytes) -> dict[str, Json]:
    """Read a JSON object.

    Raises:
        Refused: it is none.
    """
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        found = _read_oddities(body)
    if not isinstance(found, dict):
        raise malformed("The body is not a JSON object.")
    return found


def read_log(text: str) -> Log:
    """Read the name of a log.

    Raises:
        Refused: it names none.
    """
    try:
        log = Log.from_text(text)
    except ValueError as problem:
        raise malformed("There is no such log.") from problem
    if NODE.fullmatch(log.node) is None:
        raise malformed("There is no such log.")
    return log


def malformed(message: str) -> Refused:
    """Return the refusal of a request that cannot be read."""
    return Refused(Code.MALFORMED, message)


def read_entry(wire: Mapping[str, Json], log: Log, device: str) -> Incoming:
    """Read one entry: a change that cannot be is dead, with a reason, and keeps its place.

    Args:
        wire: the entry as it came.
        log: the log that it is pushed into.
        device: who pushes.

    Raises:
        Refused: its place in the stream cannot be read, so it cannot even be dead.
    """
    place = _place(wire, device)
    raw = wire.get("change")
    try:
        body = canonical_json(raw)
    except ValueError:
        return _dead(place, raw, b"null", "The change has no canonical form.")
    try:
        change = _change(raw, log)
        words = _words(wire.get("words"), change)
        _check_time(change, place[4])
    except Malformed as problem:
        return _dead(place, raw, body, str(problem))
    entry = Entry(change, *place)
    change_hash = sha256(body)
    return Incoming(entry, body.decode(), change_hash, entry_hash(entry, change_hash), words)


def _read_oddities(body: bytes) -> Json:
    """Read what only the standard library reads: halves of characters, which make one change dead, not all."""
    try:
        return json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as problem:
        raise malformed("The body is not JSON.") from problem


def _no_number(_name: str) -> Json:
    raise ValueError


def _place(wire: Mapping[str, Json], device: str) -> _Place:
    """Read what an entry has beside its change.

    Raises:
        Refused: it cannot be read, or is another device's.
    """
    incarnation: Any = wire.get("incarnation")
    counter: Any = wire.get("counter")
    previous: Any = wire.get("previous")
    correction: Any = wire.get("clock_correction_ms", 0)
    if wire.get("device") != device:
        raise malformed("An entry is not of the device that pushes it.")
    if not _whole(incarnation, 1) or not _whole(counter, 1):
        raise malformed("The incarnation and the counter of an entry are whole numbers from 1.")
    if not _spelt(previous, HASH):
        raise malformed("The previous hash of an entry is 64 hexadecimal digits.")
    if not _whole(correction, -CORRECTION_LIMIT_MS) or correction > CORRECTION_LIMIT_MS:
        raise malformed("The clock correction of an entry is at most a hundred years.")
    return device, incarnation, counter, previous, correction, _lineage(wire.get("lineage"))


def _lineage(wire: Json) -> tuple[tuple[int, int], ...]:
    if not wire:
        return ()
    if not isinstance(wire, list) or len(wire) > LINEAGE_LIMIT:
        raise malformed(f"The lineage of an entry has at most {LINEAGE_LIMIT} pairs.")
    for pair in wire:
        if not isinstance(pair, list) or len(pair) != 2:  # noqa: PLR2004 - a pair
            raise malformed("The lineage of an entry is pairs of whole numbers.")
        if not _whole(pair[0], 1) or not _whole(pair[1], 0):
            raise malformed("The lineage of an entry is pairs of whole numbers.")
    return tuple((one, last) for one, last in wire)


def _change(raw: Json, log: Log) -> Change:
    """Read a change for a log.

    Raises:
        Malformed: it can be in no log, or not in this one.
    """
    if not isinstance(raw, dict) or not isinstance(raw.get("payload"), dict):
        raise Malformed("The change is not complete.")
    _checked_names(raw)
    try:
        change = change_from_json(raw)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as problem:
        raise Malformed("The change is not complete.") from problem
    if change.log.node != log.node and NODE.fullmatch(change.log.node) is None:
        raise Malformed("The change's names are not spelt as they have to be.")
    kind = KINDS.get(change.entity_kind)
    if change.log.kind is not log.kind or (kind is not None and kind.log is not log.kind):
        raise Malformed("The change belongs into another kind of log.")
    return change


def _checked_names(raw: Mapping[str, Json]) -> None:
    base, boot = raw.get("based_on"), raw.get("boot_id")
    spelt = (
        _spelt(raw.get("id"), ID)
        and _spelt(raw.get("entity"), ENTITY)
        and _spelt(raw.get("kind"), KIND)
        and (base is None or _spelt(base, ID))
    )
    if not spelt or not isinstance(boot, str) or len(boot) > BOOT_LIMIT:
        raise Malformed("The change's names are not spelt as they have to be.")
    if not _whole(raw.get("schema"), 1) or raw["schema"] > SCHEMA_LIMIT:
        raise Malformed("The version of the change's payload is not a number from 1.")
    if not _is_actor(raw.get("actor")):
        raise Malformed("The change does not say who made it.")


def _spelt(text: Json, form: re.Pattern[str]) -> bool:
    return isinstance(text, str) and form.fullmatch(text) is not None


def _is_actor(actor: Json) -> bool:
    if not isinstance(actor, dict) or not isinstance(actor.get("kind"), str):
        return False
    person, role = actor.get("person"), actor.get("role")
    return (person is None or isinstance(person, str)) and (role is None or isinstance(role, str))


def _words(wire: Json, change: Change) -> Words | None:
    """Read the words beside a change.

    Raises:
        Malformed: they are not those that the change was made with.
    """
    if wire is None:
        return None
    try:
        key, fields = bytes.fromhex(wire["key"]), wire["fields"]
        words = Words(key, dict(fields.items()))
        if words.fields and words_match(change, words):
            return words
    except (KeyError, TypeError, ValueError, AttributeError):
        pass
    raise Malformed("The words are not those that the change was made with.")


def _check_time(change: Change, correction_ms: int) -> None:
    if not correction_ms:
        return  # it was read, so it can be
    try:
        corrected = change.occurred_at + timedelta(milliseconds=correction_ms)
        corrected.astimezone(UTC)
    except (OverflowError, ValueError) as problem:
        raise Malformed("The change's time cannot be.") from problem


def _dead(place: _Place, raw: Json, body: bytes, why: str) -> Incoming:
    """Return a change that is dead, with as much of its identity as can be read."""
    said = raw.get("id") if isinstance(raw, dict) else None
    name = said if is_name(said) else f"{place[1]}.{place[2]}"
    change_hash = sha256(body)
    dead = Entry(replace(PLACEHOLDER, id=name), *place)
    return Incoming(
        dead,
        body.decode(),
        change_hash,
        entry_hash(dead, change_hash),
        dead=(DeadReason.MALFORMED.value, why),
    )


def _whole(value: Any, least: int) -> bool:
    return type(value) is int and least <= value <= LARGEST
