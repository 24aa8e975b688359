"""The unit of everything: a `Change` that a person made, and the `Entry` that carries it in a stream and a log."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
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
        return f"{self.node}/{self.kind}"

    @classmethod
    def from_text(cls, text: str) -> "Log":
        """Read what `str()` wrote.

        Raises:
            ValueError: the text names no log.
        """
        node, _, kind = text.rpartition("/")
        return cls(node, LogKind(kind))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: the board itself, a person, a running huddle, central, or a rule that acts by itself."""

    kind: str = "board"
    person: str | None = None
    role: str | None = None


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
    """A change in its stream: contiguous counter from 1, chained to the entry before it by hash."""

    change: Change
    device: str
    incarnation: int
    counter: int
    previous: str
    clock_correction_ms: int = 0

    @property
    def stream(self) -> Stream:
        """The stream that this entry belongs to."""
        return Stream(self.change.log, self.device, self.incarnation)

    @property
    def hash(self) -> str:
        """SHA-256 over the change's hash and the entry's own fields, in hex."""
        return digest(
            {
                "change": self.change.hash,
                "clock_correction_ms": self.clock_correction_ms,
                "counter": self.counter,
                "device": self.device,
                "incarnation": self.incarnation,
                "previous": self.previous,
            }
        )


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


def digest(value: Json) -> str:
    """Return the SHA-256 of a value's canonical JSON (RFC 8785), in hex."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def words_mac(key: bytes, field: str, text: str) -> str:
    """Return the HMAC-SHA256 that stands in a payload for one field of words, in hex."""
    return hmac.new(key, f"{field}\x00{text}".encode(), hashlib.sha256).hexdigest()


def words_match(change: Change, words: Words) -> bool:
    """Tell whether words are those that the change was made with."""
    promised = change.payload.get("words", {})
    return isinstance(promised, Mapping) and promised == {
        field: words_mac(words.key, field, text) for field, text in words.fields.items()
    }


def change_to_json(change: Change) -> dict[str, Json]:
    """Return a change as JSON, in the form that is hashed, stored and sent."""
    return {
        "actor": {
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
        actor=Actor(actor["kind"], actor.get("person"), actor.get("role")),
        based_on=data["based_on"],
        occurred_at=instant_from(data["occurred_at"]),
        boot_id=data["boot_id"],
        schema=data["schema"],
    )
