"""A store that keeps its promises in memory: for tests of what stands above the store."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.domain.changes import (
    GENESIS,
    Actor,
    Change,
    Entry,
    Log,
    Record,
    Words,
    words_mac,
)
from kiosk.domain.clock import Clock
from kiosk.domain.entities import Act, fold
from kiosk.domain.ids import IdSource, entity_kind
from kiosk.domain.kinds import KINDS
from kiosk.domain.standing import ERASED
from kiosk.services.ward_store import AnyFolded

if TYPE_CHECKING:
    from kiosk.domain.errors import KioskError


@dataclass(frozen=True, slots=True)
class MemoryKept:
    """What a write did."""

    records: tuple[Record, ...]
    changed: tuple[AnyFolded, ...]


@dataclass(frozen=True, slots=True)
class MemoryIdentity:
    """Who writes."""

    device: str
    sequences_itself: bool = True


class MemoryStore:
    """Keeps one node's changes in a list; folds an entity whenever it is asked for.

    Attributes:
        notice: what the board has to say about its file.
        fault: raised by the next write, which then keeps nothing.
        writes: how many transactions there were.
    """

    def __init__(self, node: str, ids: IdSource, clock: Clock, device: str = "device-a") -> None:
        self._node, self._ids, self._clock = node, ids, clock
        self._records: list[Record] = []
        self._meta: dict[str, str] = {}
        self._releases: dict[str, bytes] = {}
        self._summaries: dict[str, tuple[str, str]] = {}
        self.identity = MemoryIdentity(device)
        self.notice: str | None = None
        self.fault: KioskError | None = None
        self.writes = 0

    def append(
        self,
        acts: Sequence[Act],
        *,
        actor: Actor,
        occurred_at: datetime | None = None,
        change_ids: Sequence[str] = (),
    ) -> MemoryKept:
        """Keep acts, all or none."""
        self._may_fail()
        self.writes += 1
        chosen: Sequence[str | None] = change_ids or [None] * len(acts)
        made = tuple(
            self._keep(act, actor, occurred_at or self._clock.now(), change_id)
            for act, change_id in zip(acts, chosen, strict=True)
        )
        touched = dict.fromkeys(act.entity for act in acts)
        return MemoryKept(made, tuple(self._folded(entity) for entity in touched))

    def entity(self, entity: str) -> AnyFolded | None:
        """Return an entity as it stands, or None."""
        return self._folded(entity) if self.history(entity) else None

    def all_entities(self) -> dict[str, AnyFolded]:
        """Return every entity by id, oldest first."""
        names = dict.fromkeys(record.change.entity for record in self._records)
        return {name: self._folded(name) for name in names}

    def history(self, entity: str) -> list[Record]:
        """Return all records of an entity."""
        return [record for record in self._records if record.change.entity == entity]

    def prune(self, is_done: Callable[[AnyFolded], bool]) -> MemoryKept:
        """Let go of nothing: all that is here is this node's own."""
        del is_done
        return MemoryKept((), ())

    def record(self, change_id: str) -> Record | None:
        """Return the record of one change, or None."""
        return next((r for r in self._records if r.change.id == change_id), None)

    def put_release(self, body: bytes) -> str:
        """Keep a body; return its name."""
        self._may_fail()
        name = hashlib.sha256(body).hexdigest()
        self._releases[name] = body
        return name

    def release(self, name: str) -> bytes | None:
        """Return a body by its name, or None."""
        return self._releases.get(name)

    def put_release_summary(self, name: str, rules: str, body: str) -> None:
        """Keep what was worked out from a release."""
        self._may_fail()
        self._summaries[name] = (rules, body)

    def release_summaries(self) -> dict[str, tuple[str, str]]:
        """Return what was worked out, by the release's name."""
        return dict(self._summaries)

    def expire_releases(self, current: frozenset[str]) -> int:
        """Delete nothing: a fake is never two years old."""
        del current
        return 0

    def meta(self, key: str) -> str | None:
        """Return a value, or None."""
        return self._meta.get(key)

    def set_meta(self, key: str, value: str | None) -> None:
        """Keep a value; None forgets it."""
        self._may_fail()
        if value is None:
            self._meta.pop(key, None)
        else:
            self._meta[key] = value

    def pending_count(self) -> int:
        """Return how many own changes are not confirmed: none, the ward is alone."""
        return 0

    def dead_count(self) -> int:
        """Return how many own changes were not taken: none, nobody was asked."""
        return 0

    def aliases(self) -> list[str]:
        """Return the nodes as which the board ran alone before: none."""
        return []

    def as_device(self, device: str) -> None:
        """Let another board of the ward write from now on."""
        self.identity = replace(self.identity, device=device)

    def enrol(self) -> None:
        """Let central put changes in order from now on."""
        self.identity = replace(self.identity, sequences_itself=False)

    def lose_releases(self) -> None:
        """Forget every body, as if none had come yet."""
        self._releases.clear()

    def _may_fail(self) -> None:
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault

    def _folded(self, entity: str) -> AnyFolded:
        return fold(KINDS[entity_kind(entity)], entity, self.history(entity), self._node)

    def _keep(self, act: Act, actor: Actor, at: datetime, change_id: str | None) -> Record:
        known = None if change_id is None else self.record(change_id)
        if known is not None:
            return known
        log = Log(self._node, KINDS[entity_kind(act.entity)].log)
        words = Words(self._ids.new_key(), dict(act.words)) if act.words else None
        payload = act.payload.model_dump(mode="json")
        if words is not None:
            payload["words"] = {f: words_mac(words.key, f, t) for f, t in words.fields.items()}
        history = self.history(act.entity)
        change = Change(
            id=change_id or self._ids.new_id(),
            log=log,
            entity=act.entity,
            kind=act.kind,
            payload=payload,
            actor=actor,
            based_on=history[-1].change.id if history else None,
            occurred_at=at,
            boot_id="boot",
        )
        record = self._in_stream(change, words, at)
        self._records.append(record)
        if act.kind == ERASED:
            self._erase(payload["change"])
        return record

    def _in_stream(self, change: Change, words: Words | None, at: datetime) -> Record:
        in_log = [record for record in self._records if record.change.log == change.log]
        mine = [record for record in in_log if record.entry.device == self.identity.device]
        previous = mine[-1].entry.hash if mine else GENESIS
        entry = Entry(change, self.identity.device, 1, len(mine) + 1, previous)
        return Record(entry, seq=len(in_log) + 1, words=words, received_at=at)

    def _erase(self, change_id: str) -> None:
        self._records = [
            replace(record, words=None) if record.change.id == change_id else record
            for record in self._records
        ]
