"""What becomes of a batch: pure, so that every storage answers alike; storages only look up and keep rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, TypeGuard

import orjson

from kiosk.central.storage.protocol import (
    BATCH_LIMIT,
    ForkFound,
    GapFound,
    Incoming,
    Outcome,
)
from kiosk.central.storage.rows import (
    ChangeRow,
    ErasedRow,
    SpentRow,
    StreamRow,
    WordsRow,
    lineage_text,
)
from kiosk.domain.changes import GENESIS, Change, Log, Stream
from kiosk.domain.clock import instant_text
from kiosk.domain.standing import ERASED

NAMED_LIMIT: Final = 64
"""Characters of the id of a change."""

StreamKey = tuple[str, int]
"""Device and incarnation, within one log."""
PlaceKey = tuple[str, int, int]
"""Device, incarnation and counter, within one log."""
SameKey = tuple[str, str]
"""Id and hash of a change: what has both is the same."""
ANOTHER: Final = ("malformed", "Another entry has this id. Enter it again.")
"""Why a change is dead whose id stands for something else."""


@dataclass(frozen=True, slots=True)
class Known:
    """A change that is known: its number, or why it has none."""

    seq: int | None
    dead: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What a log holds of a batch before it is taken in.

    Attributes:
        last_seq: the log's last number.
        heads: counter and hash of the last place, of those of the batch's streams that are there.
        known: by id and hash, whatever is there under the ids of the batch's changes.
        erased: those of the batch's changes whose words are to be forgotten.
        places: change id by place, of those of the batch's places that are taken.
        named: entity by change id, of those of the changes that the batch's erasures name that are there.
    """

    last_seq: int = 0
    heads: Mapping[StreamKey, tuple[int, str]] = field(default_factory=dict)
    known: Mapping[SameKey, Known] = field(default_factory=dict)
    erased: frozenset[str] = frozenset()
    places: Mapping[PlaceKey, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intake:
    """What a batch adds to a log, and the answer to it.

    Attributes:
        outcomes: an answer for each entry, in order.
        changes, words, spent, streams, erased: new rows; those of `streams` replace what is there.
    """

    outcomes: list[Outcome]
    changes: list[ChangeRow]
    words: list[WordsRow]
    spent: list[SpentRow]
    streams: list[StreamRow]
    erased: list[ErasedRow]


def demand_limit(batch: Sequence[Incoming]) -> None:
    """Refuse a batch over the limit.

    Raises:
        ValueError: it has more than `BATCH_LIMIT` changes.
    """
    if len(batch) > BATCH_LIMIT:
        message = f"A batch has at most {BATCH_LIMIT} changes, not {len(batch)}."
        raise ValueError(message)


def stream_keys(batch: Iterable[Incoming]) -> list[StreamKey]:
    """Return the streams that a batch is of, each once."""
    return list(dict.fromkeys((one.entry.device, one.entry.incarnation) for one in batch))


def places_taken(
    batch: Iterable[Incoming], heads: Mapping[StreamKey, tuple[int, str]]
) -> list[PlaceKey]:
    """Return the places of a batch that a stream has passed already; few batches have any."""
    return [
        (entry.device, entry.incarnation, entry.counter)
        for entry in (one.entry for one in batch)
        if entry.counter <= heads.get((entry.device, entry.incarnation), (0, ""))[0]
    ]


def is_name(said: object) -> TypeGuard[str]:
    """Tell whether something can be the id of a change; no database keeps every character that JSON has."""
    return (
        isinstance(said, str)
        and 0 < len(said) <= NAMED_LIMIT
        and said.isascii()
        and said.isprintable()
    )


def named_by(change: Change) -> str | None:
    """Return the id of the change whose words an erasure names; None for any other change."""
    said = change.payload.get("change") if change.kind == ERASED else None
    return said if is_name(said) else None


def names_of(batch: Iterable[Incoming]) -> list[str]:
    """Return the ids of the changes whose words a batch's erasures name; few batches have any."""
    names = (named_by(one.entry.change) for one in batch)
    return [name for name in names if name is not None]


def take_in(log: Log, batch: Sequence[Incoming], before: Before, at: datetime) -> Intake:
    """Work out what a batch adds to a log.

    Raises:
        ForkFound: a place is taken by something else, or the chain does not hold; or a change id is, and the stream
            has not forked before. In one that has, that change is dead, so that nothing waits for it.
        GapFound: an entry before it is missing.
    """
    taking = _Taking(log, before, instant_text(at))
    for one in batch:
        taking.take(one)
    return taking.intake()


class _Taking:
    """A batch half taken in."""

    def __init__(self, log: Log, before: Before, received_at: str) -> None:
        self._log, self._received_at = log, received_at
        self._of = log.node, log.kind.value
        self._last_seq = before.last_seq
        self._heads = dict(before.heads)
        self._known = dict(before.known)
        self._ids = {change_id for change_id, _ in before.known}
        self._places = dict(before.places)
        self._forgotten = set(before.erased)
        self._entities = dict(before.named)
        self._to_erase: dict[str, None] = {}
        self._lineages: dict[StreamKey, str] = {}
        self._outcomes: list[Outcome] = []
        self._changes: list[ChangeRow] = []
        self._words: list[tuple[str, WordsRow]] = []
        self._spent: list[SpentRow] = []

    def take(self, one: Incoming) -> None:
        """Take one entry."""
        entry = one.entry
        key = (entry.device, entry.incarnation)
        place = (*key, entry.counter)
        counter, last_hash = self._heads.get(key, (0, GENESIS))
        known = self._known.get((entry.change.id, one.change_hash))
        if entry.counter <= counter:
            if known is None or self._places.get(place) != entry.change.id:
                raise self._fork(one)
            self._outcomes.append(Outcome(entry.change.id, known.seq, known.dead, new=False))
            return
        if entry.counter != counter + 1:
            raise GapFound(Stream(self._log, *key), counter + 1)
        if entry.previous != last_hash:
            raise self._fork(one)
        if known is None and one.dead is None and entry.change.id in self._ids:
            if not entry.lineage:
                raise self._fork(one)
            one = replace(one, dead=ANOTHER)
        self._heads[key] = (entry.counter, one.entry_hash)
        self._places[place] = entry.change.id
        self._lineages[key] = lineage_text(entry.lineage)
        self._give_place(one, known)

    def intake(self) -> Intake:
        """Return what it comes to."""
        node, kind = self._of
        return Intake(
            outcomes=self._outcomes,
            changes=self._changes,
            words=[row for change_id, row in self._words if change_id not in self._forgotten],
            spent=self._spent,
            streams=[
                StreamRow(node, kind, *key, *self._heads[key], lineage)
                for key, lineage in self._lineages.items()
            ],
            erased=[ErasedRow(node, kind, change_id) for change_id in self._to_erase],
        )

    def _give_place(self, one: Incoming, known: Known | None) -> None:
        change_id = one.entry.change.id
        new = known is None
        if known is None:
            known = self._number(one) if one.dead is None else Known(None, one.dead)
            self._known[change_id, one.change_hash] = known
            self._ids.add(change_id)
        if not new or one.dead is not None:
            self._spend(one, dead=one.dead if new else None)
        self._outcomes.append(Outcome(change_id, known.seq, known.dead, new=new))

    def _number(self, one: Incoming) -> Known:
        self._last_seq += 1
        entry, change = one.entry, one.entry.change
        node, kind = self._of
        self._changes.append(
            ChangeRow(
                node,
                kind,
                self._last_seq,
                change.id,
                change.entity,
                change.entity_kind,
                change.kind,
                entry.device,
                entry.incarnation,
                entry.counter,
                entry.previous,
                entry.clock_correction_ms,
                lineage_text(entry.lineage),
                one.change_hash,
                one.entry_hash,
                self._received_at,
                one.body,
            )
        )
        if one.words is not None:
            fields = orjson.dumps(dict(one.words.fields)).decode()
            row = WordsRow(node, kind, self._last_seq, one.words.key, fields)
            self._words.append((change.id, row))
        self._entities[change.id] = change.entity
        target = named_by(change)
        if target is not None and self._entities.get(target, change.entity) == change.entity:
            self._forgotten.add(target)
            self._to_erase[target] = None
        return Known(self._last_seq)

    def _spend(self, one: Incoming, dead: tuple[str, str] | None) -> None:
        entry = one.entry
        reason, detail = dead or (None, None)
        self._spent.append(
            SpentRow(
                *self._of,
                entry.device,
                entry.incarnation,
                entry.counter,
                entry.change.id,
                one.change_hash,
                entry.previous,
                entry.clock_correction_ms,
                lineage_text(entry.lineage),
                one.entry_hash,
                self._received_at,
                reason,
                detail,
                None if dead is None else one.body,
            )
        )

    def _fork(self, one: Incoming) -> ForkFound:
        stream = Stream(self._log, one.entry.device, one.entry.incarnation)
        return ForkFound(stream, one.entry.counter)
