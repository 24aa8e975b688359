"""Turning acts of people at this board into stamped, chained records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from kiosk.domain.changes import Actor, Change, Entry, Log, Record, Stream, Words, words_mac
from kiosk.domain.entities import Act, says
from kiosk.domain.ids import IdSource, entity_kind
from kiosk.store.dating import Dated
from kiosk.store.faults import ForkError
from kiosk.store.meta import Identity
from kiosk.store.projections import Kinds
from kiosk.store.writing import Writing

Told = tuple[Sequence[Act], Actor, datetime]
"""Acts of one moment, for `Store.append_many`: what, who, when."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes at this board, and with what.

    Attributes:
        identity: device, incarnation and timeline.
        kinds: the kinds of entities by name.
        ids: makes identities and keys.
        boot_id: the run of the machine.
        dated: when this transaction writes, and by how much its clock is to be corrected.
    """

    identity: Identity
    kinds: Kinds
    ids: IdSource
    boot_id: str
    dated: Dated

    def write(
        self, writing: Writing, told: Told, now: datetime, node: str, change_ids: Sequence[str] = ()
    ) -> tuple[Record, ...]:
        """Add the records of acts, each once.

        Args:
            writing: the transaction's writing.
            told: the acts, who did them, and when.
            now: when this board, as its own sequencer, takes them.
            node: whose log a new entity lives in.
            change_ids: ids chosen before, one for each act, so that a repetition is noticed; or none.

        Raises:
            ForkError: an id is taken by a change that says something else.
        """
        acts, actor, occurred_at = told
        chosen: Sequence[str | None] = change_ids or [None] * len(acts)
        return tuple(
            self._write_one(writing, (act, actor, occurred_at), (now, node), change_id)
            for act, change_id in zip(acts, chosen, strict=True)
        )

    def _write_one(
        self,
        writing: Writing,
        told: tuple[Act, Actor, datetime],
        taken: tuple[datetime, str],
        change_id: str | None,
    ) -> Record:
        act, actor, occurred_at = told
        known = None if change_id is None else writing.known(change_id)
        if known is not None:
            if not says(known, act, actor):
                raise ForkError(known.change.id)
            return known
        now, node = taken
        kind = self.kinds[entity_kind(act.entity)]
        log = writing.home(act.entity) or Log(node, kind.log)
        payload = act.payload.model_dump(mode="json")
        words = Words(self.ids.new_key(), dict(act.words)) if act.words else None
        if words is not None:
            payload["words"] = {
                field: words_mac(words.key, field, text) for field, text in words.fields.items()
            }
        change = Change(
            id=change_id or self.ids.new_id(),
            log=log,
            entity=act.entity,
            kind=act.kind,
            payload=payload,
            actor=actor,
            based_on=writing.last_confirmed(act.entity),
            occurred_at=_to_the_millisecond(occurred_at),
            boot_id=self.boot_id,
        )
        return self._enter(writing, change, words, now)

    def _enter(
        self, writing: Writing, change: Change, words: Words | None, now: datetime
    ) -> Record:
        stream = Stream(change.log, self.identity.device, self.identity.incarnation)
        head = writing.streams.head(stream)
        alone = self.identity.sequences_itself
        entry = Entry(
            change=change,
            device=stream.device,
            incarnation=stream.incarnation,
            counter=head.counter + 1,
            previous=head.hash,
            clock_correction_ms=0 if alone else self.dated.correction_ms,
            lineage=head.lineage,
        )
        record = Record(
            entry=entry,
            seq=writing.cursor(change.log) + 1 if alone else None,
            words=words,
            received_at=_to_the_millisecond(now) if alone else None,
        )
        writing.add(change.log, record, written=self.dated.written)
        return record


def _to_the_millisecond(instant: datetime) -> datetime:
    """Cut an instant to what is stored of it, so that a fold of now equals a fold of what is read later."""
    whole_ms = instant.microsecond // 1000 * 1000
    return instant.astimezone(UTC).replace(microsecond=whole_ms)
