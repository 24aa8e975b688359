"""What lies in the tables: one named tuple for each, the same in memory, in SQLite, in PostgreSQL and in a backup."""

from typing import Any, NamedTuple

import orjson

from kiosk.central.storage.protocol import Stored, Touched
from kiosk.domain.changes import Entry, Log, LogKind, Record, Words, change_from_json
from kiosk.domain.clock import instant_from


class LogRow(NamedTuple):
    """A log and its last number."""

    node: str
    kind: str
    last_seq: int


class StreamRow(NamedTuple):
    """A stream and its last place; `lineage` is JSON."""

    node: str
    kind: str
    device: str
    incarnation: int
    counter: int
    hash: str
    lineage: str


class ChangeRow(NamedTuple):
    """A confirmed entry; `body` is the change's canonical JSON, `received_at` as `instant_text` writes it."""

    node: str
    kind: str
    seq: int
    id: str
    entity: str
    entity_kind: str
    change_kind: str
    device: str
    incarnation: int
    counter: int
    previous: str
    clock_correction_ms: int
    lineage: str
    change_hash: str
    entry_hash: str
    received_at: str
    body: str


class WordsRow(NamedTuple):
    """The words beside a confirmed entry; the row that an erasure deletes."""

    node: str
    kind: str
    seq: int
    key: bytes
    fields: str


class SpentRow(NamedTuple):
    """A place of a stream that has no number: of a dead change, kept with its reason, or of one that came before."""

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
    received_at: str
    reason: str | None
    detail: str | None
    body: str | None


class ErasedRow(NamedTuple):
    """A change whose words nobody keeps any more, whenever they come."""

    node: str
    kind: str
    change_id: str


class DocumentRow(NamedTuple):
    """A document of the registry; `kind`, `key` and `node` are `Document`'s, `body` is JSON."""

    kind: str
    key: str
    version: int
    node: str
    body: str
    expires_at: str | None


class BlobRow(NamedTuple):
    """A body by kind and name."""

    kind: str
    name: str
    node: str
    at: str
    expires_at: str | None
    body: bytes


class AuditRow(NamedTuple):
    """A line of the audit log, numbered; `detail` is JSON."""

    number: int
    at: str
    who: str
    what: str
    about: str
    detail: str


def lineage_text(lineage: tuple[tuple[int, int], ...]) -> str:
    """Return a lineage as it is stored; empty where there is none."""
    return orjson.dumps(lineage).decode() if lineage else ""


def lineage_from(text: str) -> tuple[tuple[int, int], ...]:
    """Read what `lineage_text` wrote."""
    return tuple((one, last) for one, last in orjson.loads(text)) if text else ()


def words_from(key: bytes | None, fields: str | None) -> Words | None:
    """Return words, or None where there is no row of them."""
    if key is None or fields is None:
        return None
    return Words(bytes(key), orjson.loads(fields))


def stored_from(row: ChangeRow, words: Words | None) -> Stored:
    """Return a confirmed entry as it is sent."""
    return Stored(
        seq=row.seq,
        received_at=row.received_at,
        device=row.device,
        incarnation=row.incarnation,
        counter=row.counter,
        previous=row.previous,
        clock_correction_ms=row.clock_correction_ms,
        lineage=lineage_from(row.lineage),
        body=row.body,
        words=words,
    )


def record_from(row: ChangeRow, words: Words | None) -> Record:
    """Return a confirmed entry as the domain folds it."""
    return Record(
        entry=Entry(
            change=change_from_json(orjson.loads(row.body)),
            device=row.device,
            incarnation=row.incarnation,
            counter=row.counter,
            previous=row.previous,
            clock_correction_ms=row.clock_correction_ms,
            lineage=lineage_from(row.lineage),
        ),
        seq=row.seq,
        words=words,
        received_at=instant_from(row.received_at),
    )


def touched_from(row: Any) -> Touched:
    """Return how an entity was touched, from its name, kind, first and last number and last receipt."""
    entity, kind, first_seq, last_seq, received_at = row
    return Touched(entity, kind, first_seq, last_seq, instant_from(received_at))


def log_of(node: str, kind: str) -> Log:
    """Return a log by the two columns that name it."""
    return Log(node, LogKind(kind))
