"""What central asks of its storage; one contract suite runs on every implementation, and overrides nothing.

Everything that belongs to a node is keyed by that node first, and no operation spans two nodes, so the same tables can
be distributed by node (SYNC.md, *Scale*). Each method is one transaction, and is on disk when it returns.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kiosk.central.storage.registry import (
    BLOB_LIMIT_BYTES,
    DOCUMENT_LIMIT_BYTES,
    LIST_LIMIT,
    AuditLog,
    Blobs,
    Changed,
    Document,
    Registry,
    TooLarge,
)
from kiosk.domain.changes import Actor, Entry, Log, Record, Stream, Words
from kiosk.domain.entities import Act
from kiosk.domain.errors import KioskError

__all__ = [
    "BATCH_LIMIT",
    "BLOB_LIMIT_BYTES",
    "CENTRAL_DEVICE",
    "DOCUMENT_LIMIT_BYTES",
    "LIST_LIMIT",
    "AuditLog",
    "Blobs",
    "Changed",
    "Document",
    "ForkFound",
    "GapFound",
    "Incoming",
    "Logs",
    "Outcome",
    "Place",
    "Registry",
    "Storage",
    "StorageBusy",
    "StorageTrouble",
    "Stored",
    "TooLarge",
    "Touched",
]

CENTRAL_DEVICE = "central"
"""The device that central writes as: what leaders do on their page, and what administrators configure."""

BATCH_LIMIT = 500
"""Changes that are taken in at once."""


class StorageBusy(Exception):  # noqa: N818 - what it is, not an error of ours
    """The database cannot be reached, is shutting down or cannot write; asking again later helps.

    Attributes:
        reason: why, in fixed words, for the log and for monitors.
    """

    def __init__(self, reason: str = "busy") -> None:
        super().__init__(reason)
        self.reason = reason


class ForkFound(Exception):  # noqa: N818 - central's answer to a board, not a failure
    """Something else stands at a place of a stream, or under a change's id.

    Attributes:
        stream: the stream.
        counter: the first place that does not fit.
    """

    def __init__(self, stream: Stream, counter: int) -> None:
        super().__init__(stream, counter)
        self.stream, self.counter = stream, counter


class GapFound(Exception):  # noqa: N818 - central's answer to a board, not a failure
    """The stream goes on at another counter.

    Attributes:
        stream: the stream.
        expected: the counter at which it goes on.
    """

    def __init__(self, stream: Stream, expected: int) -> None:
        super().__init__(stream, expected)
        self.stream, self.expected = stream, expected


class StorageTrouble(KioskError):  # noqa: N818 - what happened
    """A backup cannot be read or put back, or the database was made by a newer program; in words for IT."""


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
        """Begin another timeline, and another life of central's device: none of its places is ever used again."""
        ...

    def ingest(self, log: Log, batch: Sequence[Incoming], at: datetime) -> list[Outcome]:
        """Take a batch of one log in, in order, all or none; dedupe by change id and by place in the stream.

        A known id with the same change hash is answered with its number, and its place in the stream counts as taken
        (a copy's new incarnation sends again what the original sent). The same place with the same change likewise.
        A dead one takes its place in the stream and no number; so does one whose id stands for something else, in a
        stream that has forked before. A `text.erased` deletes the words that it names, in the
        same transaction. Numbers come from a counter row per log, taken last.

        Raises:
            ForkFound: a place of a stream, or a change id, is taken by something else, or the chain does not hold.
            GapFound: an entry before it is missing.
            ValueError: it has more than `BATCH_LIMIT` changes.
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


class Storage(Logs, Registry, Blobs, AuditLog, Protocol):
    """Everything that central keeps."""

    def secret(self) -> bytes:
        """Return 32 random bytes, made with the storage and the same in every process; no backup holds them."""
        ...

    def ready(self) -> None:
        """Ask the database something small; where the last write failed, write something that does not stay.

        Raises:
            StorageBusy: it does not answer, or cannot write.
        """
        ...

    def watch(self, told: Callable[[Sequence[Log]], None]) -> None:
        """Call `told`, from any thread, when logs have grown, in this process or another; a lost call only delays."""
        ...

    def dump(self) -> Iterator[bytes]:
        """Return everything, as the pieces of one backup file; erased words are not in it."""
        ...

    def load(self, pieces: Iterator[bytes], timeline: str) -> None:
        """Put a backup into an empty storage, all of it or nothing, and begin a timeline.

        Raises:
            StorageTrouble: it is cut short, edited, or of a newer program, or the storage is not empty.
        """
        ...

    def contradictions(self) -> Iterator[str]:
        """Compute every hash, chain and number anew; yield what does not agree, in words for IT."""
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
