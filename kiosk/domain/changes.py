"""The unit of everything: a `Change` that a person made, and the `Entry` that carries it in a stream and a log."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

import rfc8785
from typing_extensions import override

from kiosk.domain.clock import instant_from, instant_text
from kiosk.domain.ids import entity_kind

Json = Any
"""A JSON value: what a payload is made of before its kind is known."""

GENESIS = "0" * 64
"""The previous hash of the first entry of a stream."""

LOCAL_TIMELINE = "local"
"""The timeline of a ward that is its own sequencer."""


class LogKind(StrEnum):
    """The three logs of a node (SYNC.md, *Logs*)."""

    CONFIG = "config"
    SHARED = "shared"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Log:
    """One append-only log, in one order."""

    node: str
    kind: LogKind

    @override
    def __str__(self) -> str:
        return self.node + "/" + self.kind

    @override
    def __hash__(self) -> int:
        return hash(self.node)  # an enumeration's is slow, and a log is looked up for each change

    @staticmethod
    @lru_cache(maxsize=1024)
    def from_text(text: str) -> "Log":
        """Read what `str()` wrote.

        Raises:
            ValueError: the text names no log.
        """
        node, _, kind = text.rpartition("/")
        return Log(node, LogKind(kind))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: the board itself, a person, a running huddle, central, or a rule that acts by itself."""

    kind: str = "board"
    person: str | None = None
    role: str | None = None
    extra: Mapping[str, Json] = field(default_factory=dict, hash=False)
    """What a newer program said besides; kept word for word."""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did; it never changes.

    Attributes:
        id: UUIDv7.
        log: the home log of the entity.
        entity: `<kind>:<UUID>`.
        kind: in the past tense, `card.raised`.
        payload: JSON, without any free text: under `words` it has an HMAC for each field of words.
        actor: who did it.
        based_on: id of the entity's last confirmed change at the authoring board, or None.
        occurred_at: when, by the authoring board's clock, in UTC; order never depends on it.
        boot_id: the run of the machine in which it was written.
        schema: version of the payload's schema.
        extra: what a newer program said besides; kept word for word, so that the hash holds.
        body: the canonical text that it was read from, where it was (`kiosk.domain.canonical.change_from_body`); a
            copy with other fields has none.
    """

    id: str
    log: Log
    entity: str
    kind: str
    payload: Mapping[str, Json]
    actor: Actor
    based_on: str | None
    occurred_at: datetime
    boot_id: str
    schema: int = 1
    extra: Mapping[str, Json] = field(default_factory=dict)
    body: bytes | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def entity_kind(self) -> str:
        """The kind of entity that changed: `card`."""
        return entity_kind(self.entity)

    @property
    def hash(self) -> str:
        """SHA-256 of the change's canonical JSON (RFC 8785), in hex."""
        return digest(change_to_json(self))


@dataclass(frozen=True, slots=True)
class Words:
    """Free text and names beside a change, with the random key of their HMACs; erasable as one."""

    key: bytes
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stream:
    """What one incarnation of one device wrote into one log."""

    log: Log
    device: str
    incarnation: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A change in its stream: contiguous counter from 1, chained to the entry before it by hash.

    Attributes:
        change: what it carries.
        device: who wrote it.
        incarnation: which life of the device; a copied or restored one begins another.
        counter: its place in the stream.
        previous: hash of the entry before it, or `GENESIS`.
        clock_correction_ms: what the writing board's clock was behind (or, negative, ahead of) the server's.
        lineage: the earlier incarnations that the stream grew from, oldest first, each with the last counter that it
            shares with them; so a copy of a PC does not pass for having seen what the original did later.
    """

    change: Change
    device: str
    incarnation: int
    counter: int
    previous: str
    clock_correction_ms: int = 0
    lineage: tuple[tuple[int, int], ...] = ()

    @property
    def stream(self) -> Stream:
        """The stream that this entry belongs to."""
        return Stream(self.change.log, self.device, self.incarnation)

    @property
    def hash(self) -> str:
        """SHA-256 over the change's hash and the entry's own fields, in hex."""
        return digest(entry_fields(self, self.change.hash))

    def wrote(self, device: str, incarnation: int, counter: int) -> bool:
        """Tell whether a place in a stream is its author's own: of its stream before the fork, or of its own life."""
        if device != self.device:
            return False
        if incarnation == self.incarnation:
            return True
        if not self.lineage:
            return incarnation < self.incarnation
        return counter <= dict(self.lineage).get(incarnation, 0)


@dataclass(frozen=True, slots=True)
class Record:
    """An entry as this board holds it: confirmed with a sequence number, or pending; words may be erased.

    Attributes:
        entry: the entry.
        seq: position in the log on its timeline, or None while pending.
        words: the words beside the change, or None when there are none or they were erased.
        received_at: when the sequencer took it, or None while pending.
    """

    entry: Entry
    seq: int | None
    words: Words | None = None
    received_at: datetime | None = None

    @property
    def change(self) -> Change:
        """The change inside."""
        return self.entry.change

    @property
    def happened_at(self) -> datetime:
        """When it happened, by the best that is known: corrected to the server's clock, and never in its future."""
        correction = timedelta(milliseconds=self.entry.clock_correction_ms)
        corrected = self.change.occurred_at + correction
        return corrected if self.received_at is None else min(corrected, self.received_at)


@dataclass(frozen=True, slots=True)
class Dead:
    """A change that central will never take; it stays here, shown with its reason, and is part of no state.

    Attributes:
        record: the change, as it was written.
        reason: `malformed` or `not_permitted`.
        detail: central's words.
        at: when central said so.
    """

    record: Record
    reason: str
    detail: str
    at: datetime


def entry_fields(entry: Entry, change_hash: str) -> dict[str, Json]:
    """Return what the hash of an entry covers; the lineage only where there is one."""
    fields: dict[str, Json] = {
        "change": change_hash,
        "clock_correction_ms": entry.clock_correction_ms,
        "counter": entry.counter,
        "device": entry.device,
        "incarnation": entry.incarnation,
        "previous": entry.previous,
    }
    if entry.lineage:
        fields["lineage"] = [list(ancestor) for ancestor in entry.lineage]
    return fields


def digest(value: Json) -> str:
    """Return the SHA-256 of a value's canonical JSON (RFC 8785), in hex."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def words_mac(key: bytes, field: str, text: str) -> str:
    """Return the HMAC-SHA256 that stands in a payload for one field of words, in hex."""
    return hmac.digest(key, f"{field}\x00{text}".encode(), "sha256").hex()


def words_match(change: Change, words: Words) -> bool:
    """Tell whether words are those that the change was made with."""
    promised = change.payload.get("words", {})
    return isinstance(promised, Mapping) and promised == {
        field: words_mac(words.key, field, text) for field, text in words.fields.items()
    }


def change_to_json(change: Change) -> dict[str, Json]:
    """Return a change as JSON, in the form that is hashed, stored and sent."""
    return {
        **change.extra,
        "actor": {
            **change.actor.extra,
            "kind": change.actor.kind,
            "person": change.actor.person,
            "role": change.actor.role,
        },
        "based_on": change.based_on,
        "boot_id": change.boot_id,
        "entity": change.entity,
        "id": change.id,
        "kind": change.kind,
        "log": str(change.log),
        "occurred_at": instant_text(change.occurred_at),
        "payload": dict(change.payload),
        "schema": change.schema,
    }


def change_from_json(data: Mapping[str, Json]) -> Change:
    """Read what `change_to_json` wrote.

    Raises:
        KeyError: a field is missing.
        ValueError: a field cannot be read.
    """
    actor = data["actor"]
    return Change(
        id=data["id"],
        log=Log.from_text(data["log"]),
        entity=data["entity"],
        kind=data["kind"],
        payload=data["payload"],
        actor=Actor(
            actor["kind"], actor.get("person"), actor.get("role"), _beyond(actor, ACTOR_FIELDS)
        ),
        based_on=data["based_on"],
        occurred_at=instant_from(data["occurred_at"]),
        boot_id=data["boot_id"],
        schema=data["schema"],
        extra=_beyond(data, CHANGE_FIELDS),
    )


ACTOR_FIELDS = frozenset({"kind", "person", "role"})
CHANGE_FIELDS = frozenset(
    {
        "actor",
        "based_on",
        "boot_id",
        "entity",
        "id",
        "kind",
        "log",
        "occurred_at",
        "payload",
        "schema",
    }
)


def _beyond(data: Mapping[str, Json], known: frozenset[str]) -> dict[str, Json]:
    """Return the fields that this program does not know."""
    if data.keys() <= known:
        return {}
    return {name: value for name, value in data.items() if name not in known}
