"""What central asks of its storage; one contract suite runs on every implementation, and overrides nothing.

Everything that belongs to a node is keyed by that node first, and no operation spans two nodes, so the same tables can
be distributed by node (SYNC.md, *Scale*). Each method is one transaction, and is on disk when it returns.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from kiosk.domain.changes import Actor, Entry, Log, Record, Stream, Words
from kiosk.domain.entities import Act

CENTRAL_DEVICE = "central"
"""The device that central writes as: what leaders do on their page, and what administrators configure."""


class StorageBusy(Exception):  # noqa: N818 - what it is, not an error of ours
    """The database cannot be reached or is shutting down; asking again later helps."""


@dataclass(frozen=True, slots=True)
class ForkFound(Exception):  # noqa: N818 - central's answer to a board, not a failure
    """Another change stands at a place of the stream."""

    stream: Stream
    counter: int


@dataclass(frozen=True, slots=True)
class GapFound(Exception):  # noqa: N818 - central's answer to a board, not a failure
    """The stream goes on at another counter."""

    stream: Stream
    expected: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """An entry to be taken into a log.

    Attributes:
        entry: as it came; `entry.change` keeps unknown fields.
        body: the change's canonical JSON.
        change_hash: its SHA-256.
        entry_hash: that of the entry.
        words: the words beside it, already checked against their HMACs, or None.
        dead: why it must not be in the log: reason and detail; None takes it in.
    """

    entry: Entry
    body: str
    change_hash: str
    entry_hash: str
    words: Words | None = None
    dead: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an incoming entry: its number in the log, or why it will never have one."""

    id: str
    seq: int | None
    dead: tuple[str, str] | None = None
    new: bool = True


@dataclass(frozen=True, slots=True)
class Stored:
    """A confirmed entry as it lies in storage: texts that are sent without being read again.

    Attributes:
        seq: its number in the log.
        received_at: when central took it, as `instant_text` writes it.
        body: the change's canonical JSON.
        lineage: as in `Entry`.
        words: key and fields, or None where there are none or they were erased.
    """

    seq: int
    received_at: str
    device: str
    incarnation: int
    counter: int
    previous: str
    clock_correction_ms: int
    lineage: tuple[tuple[int, int], ...]
    body: str
    words: Words | None


@dataclass(frozen=True, slots=True)
class Touched:
    """An entity of a log, and when it was touched last."""

    entity: str
    kind: str
    first_seq: int
    last_seq: int
    last_received_at: datetime


class Logs(Protocol):
    """The append-only logs."""

    def timeline(self) -> str:
        """Return the timeline's name; made when the storage is, changed by a restore or a failover."""
        ...

    def begin_timeline(self, name: str) -> None:
        """Begin another timeline."""
        ...

    def ingest(self, log: Log, batch: Sequence[Incoming], at: datetime) -> list[Outcome]:
        """Take a batch of one log in, in order, all or none; dedupe by change id and by place in the stream.

        A known id with the same change hash is answered with its number, and its place in the stream counts as taken
        (a copy's new incarnation sends again what the original sent). The same place with the same change likewise.
        A dead one takes its place in the stream and no number. A `text.erased` deletes the words that it names, in the
        same transaction. Numbers come from a counter row per log, taken last.

        Raises:
            ForkFound: a place of a stream, or a change id, is taken by something else, or the chain does not hold.
            GapFound: an entry before it is missing.
            StorageBusy: try again later.
        """
        ...

    def author(
        self,
        log: Log,
        decide: Callable[[Callable[[str], list[Record]]], Sequence[tuple[Act, Actor]]],
        made: Callable[[Act, Actor, "Place"], Incoming],
        at: datetime,
    ) -> list[Record]:
        """Write as central's device: decide on histories that nobody else can add to meanwhile, then take it in.

        Args:
            log: the log; it is locked while `decide` runs.
            decide: given a reader of an entity's records, returns acts, or raises to write nothing.
            made: stamps and chains one act at a place of central's stream.
            at: when.

        Returns:
            The records as they are in the log.
        """
        ...

    def page(self, log: Log, after_seq: int, limit: int, most_bytes: int) -> list[Stored]:
        """Return a contiguous piece of a log; at least one entry if there is any."""
        ...

    def pieces(
        self, log: Log, after_seq: int, upto_seq: int, entities: Sequence[str], limit: int
    ) -> list[Stored]:
        """Return the entries of some entities between two numbers, by number: a piece of a snapshot."""
        ...

    def heads(self, logs: Sequence[Log]) -> dict[Log, int]:
        """Return the last number of each log; 0 for one that has nothing."""
        ...

    def all_logs(self) -> dict[Log, int]:
        """Return every log that has something, and its last number."""
        ...

    def streams(self, device: str) -> dict[Stream, tuple[int, str]]:
        """Return the last counter and hash of every stream of a device, places without a number counted."""
        ...

    def hash_at(self, stream: Stream, counter: int) -> str | None:
        """Return the hash of the entry at a place of a stream, or None."""
        ...

    def history(self, log: Log, entity: str) -> list[Record]:
        """Return the records of an entity, by number."""
        ...

    def histories(self, log: Log, entities: Sequence[str]) -> dict[str, list[Record]]:
        """Return the records of several entities, by number."""
        ...

    def touched(self, log: Log, since_seq: int = 0) -> list[Touched]:
        """Return the entities of a log that have a change after a number, oldest first."""
        ...


class Registry(Protocol):
    """Small administrative documents by (kind, key): devices, codes, accounts, webhooks, settings.

    A document has a version: 1 when it is new, one more each time it is put.
    """

    def get(self, kind: str, key: str) -> "Document | None":
        """Return a document that has not expired, or None."""
        ...

    def put(
        self,
        kind: str,
        key: str,
        body: Mapping[str, Any],
        *,
        node: str = "",
        expires_at: datetime | None = None,
        expecting: int | None = None,
    ) -> int:
        """Keep a document; return its version.

        Args:
            kind: `device`, `code`, …
            key: its name among those of its kind.
            body: JSON.
            node: the node that it is about, for `listed`.
            expires_at: when it is gone.
            expecting: the version that must be there (0: none), or None to put it whatever is there.

        Raises:
            Changed: another version is there.
        """
        ...

    def take(self, kind: str, key: str, now: datetime) -> "Document | None":
        """Delete a document and return it: of several who ask at once, one gets it. None when it has expired."""
        ...

    def delete(self, kind: str, key: str) -> bool:
        """Delete a document; tell whether it was there."""
        ...

    def listed(
        self, kind: str, *, node: str | None = None, after: str = "", limit: int = 1_000
    ) -> "list[Document]":
        """Return documents of a kind by key."""
        ...

    def expire(self, now: datetime) -> int:
        """Delete what has expired, documents and blobs; return how many."""
        ...


class Changed(Exception):  # noqa: N818 - what happened
    """A document is not the version that was expected."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the registry."""

    kind: str
    key: str
    version: int
    node: str
    body: Mapping[str, Any] = field(default_factory=dict)
    expires_at: datetime | None = None


class Blobs(Protocol):
    """Bodies by (kind, name): releases by their SHA-256, uploads of raw counts, logs for IT."""

    def put_blob(
        self,
        kind: str,
        name: str,
        body: bytes,
        *,
        node: str = "",
        at: datetime,
        expires_at: datetime | None = None,
    ) -> None:
        """Keep a body; the same name again replaces it."""
        ...

    def blob(self, kind: str, name: str) -> bytes | None:
        """Return a body, or None."""
        ...

    def blob_names(self, kind: str, *, node: str | None = None) -> list[tuple[str, datetime]]:
        """Return the names of a kind and when they came, oldest first."""
        ...

    def delete_blob(self, kind: str, name: str) -> bool:
        """Delete a body; tell whether it was there."""
        ...


class AuditLog(Protocol):
    """Who did what to the administration, append-only."""

    def audit(
        self, at: datetime, who: str, what: str, about: str, detail: Mapping[str, Any]
    ) -> None:
        """Add a line; the detail has no free text."""
        ...

    def audited(
        self, *, since: datetime | None = None, limit: int = 1_000
    ) -> list[Mapping[str, Any]]:
        """Return lines, newest first: at, who, what, about, detail."""
        ...


class Storage(Logs, Registry, Blobs, AuditLog, Protocol):
    """Everything that central keeps."""

    def ready(self) -> None:
        """Ask the database something small.

        Raises:
            StorageBusy: it does not answer.
        """
        ...

    def watch(self, told: Callable[[Sequence[Log]], None]) -> None:
        """Call `told`, from any thread, when logs have grown, in this process or another; a lost call only delays."""
        ...

    def dump(self) -> Iterator[bytes]:
        """Return everything, as the pieces of one backup file; erased words are not in it."""
        ...

    def load(self, pieces: Iterator[bytes], timeline: str) -> None:
        """Put a backup into an empty storage, and begin a timeline."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """The next place of central's stream in a log."""

    stream: Stream
    counter: int
    previous: str
    based_on: str | None
