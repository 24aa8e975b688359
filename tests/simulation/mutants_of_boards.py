"""Protocol bugs of a board: each spoils one thing that its store or its engine does, for the boards of one run."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from typing_extensions import override

from kiosk.domain.changes import GENESIS, Log, Record, Stream
from kiosk.domain.entities import Act, fold
from kiosk.domain.ids import entity_kind
from kiosk.domain.kinds import KINDS
from kiosk.domain.standing import ERASED
from kiosk.store import log as logs
from kiosk.store import meta, moving, streams
from kiosk.store.faults import ForkError, GapError, StoreError, StoreFull
from kiosk.sync.effects import SetTimer
from kiosk.sync.engine import Step, step
from kiosk.sync.events import Answered, Event
from kiosk.sync.protocol import Pushed, Welcome
from kiosk.sync.state import State
from tests.simulation.flaws import Flaw

if TYPE_CHECKING:
    from kiosk.store.store import Store
    from tests.simulation.kiosks import Kiosk

# A mutant reaches into the store: it stands for a bug inside it.
# ruff: noqa: SLF001


class Spoilt:
    """A store of which a mutant spoils a method; everything else passes through."""

    def __init__(self, store: "Store") -> None:
        self.real = store

    def __getattr__(self, name: str) -> Any:
        """Pass through."""
        return getattr(self.real, name)

    def drop(self, change_ids: Iterable[str]) -> None:
        """Take changes out of the outbox."""
        with self.real._transaction():
            self.real._database.run(
                """
                DELETE FROM outbox WHERE change IN (
                    SELECT row FROM change WHERE id IN (SELECT value FROM json_each(?))
                )
                """,
                (json.dumps(list(change_ids)),),
            )

    def reach(self, log: Log, seq: int) -> None:
        """Move a cursor."""
        with self.real._writing() as writing:
            writing.reach(log, seq)


class BadStore(Flaw):
    """A flaw of every board's store."""

    spoilt: ClassVar[type[Spoilt]] = Spoilt

    @override
    def store(self, kiosk: "Kiosk", store: "Store") -> "Store":
        return cast("Store", self.spoilt(store))


class DeletedOnSend(BadStore):
    """What is sent leaves the outbox before anybody has answered."""

    class spoilt(Spoilt):  # noqa: N801 - fills the field
        """Such a store."""

        def mark_sent(self, change_ids: Sequence[str]) -> None:
            """Forget what is about to leave."""
            self.real.mark_sent(change_ids)
            self.drop(change_ids)


class CursorFirst(BadStore):
    """The cursor moves in a transaction of its own: it stays moved when the page did not fit on the disk."""

    class spoilt(Spoilt):  # noqa: N801
        """Such a store."""

        def __init__(self, store: "Store") -> None:
            super().__init__(store)
            self._moved: dict[Log, int] = {}

        def receive(self, log: Log, page: Sequence[Record]) -> Any:
            """Take a page, after the cursors that were moved before."""
            for moved, seq in self._moved.items():
                self.reach(moved, seq)
            self._moved.clear()
            try:
                return self.real.receive(log, page)
            except (GapError, ForkError):
                raise
            except StoreError:
                self._moved[log] = page[-1].seq or 0
                raise


class TimelineIgnored(BadStore):
    """After a failover the board goes on where it was: what was confirmed is not offered again."""

    class spoilt(Spoilt):  # noqa: N801
        """Such a store."""

        def begin_timeline(self, name: str) -> None:
            """Only remember the name."""
            with self.real._transaction():
                meta.write(self.real._database, meta.TIMELINE, name)
                self.real._identity = meta.identity(self.real._database, None)


class SnapshotDropsPending(BadStore):
    """A snapshot replaces all that is there, and what was to be sent with it."""

    class spoilt(Spoilt):  # noqa: N801
        """Such a store."""

        def receive_snapshot(self, log: Log, at: int, records: Iterable[Record]) -> Any:
            """Forget what is pending."""
            self.drop([record.change.id for record in self.real.pending(log)])
            return self.real.receive_snapshot(log, at, records)


class DeadDropped(BadStore):
    """A dead change vanishes, and nobody is shown it."""

    class spoilt(Spoilt):  # noqa: N801
        """Such a store."""

        def bury(self, change_id: str, reason: str, detail: str) -> Any:
            """Keep nothing for the sheet."""
            buried = self.real.bury(change_id, reason, detail)
            self.real.forget_dead(change_id)
            return buried


class RenumberLosesOrder(BadStore):
    """In a new incarnation what is pending stands the other way round."""

    class spoilt(Spoilt):  # noqa: N801
        """Such a store."""

        def renumber(self, newest: int, forked_at: Mapping[Log, int] | None = None) -> None:
            """Begin an incarnation, backwards."""
            real = self.real
            real.renumber(newest, forked_at)
            with real._transaction():
                for log in real.pending_logs():
                    pending = logs.held_pending(real._database, log)
                    whose = real.identity
                    stream = Stream(log, whose.device, whose.incarnation)
                    head = streams.find(real._database, stream)
                    assert head is not None
                    real._database.run(
                        "UPDATE entry SET counter = counter + 1000000 WHERE stream = ?", (head.row,)
                    )
                    head.counter, head.hash = 0, GENESIS
                    moving.reenter(real._database, stream, head, pending[::-1])


class RenumberLeavesOne(BadStore):
    """A new incarnation begins without the newest of what is pending."""

    class spoilt(Spoilt):  # noqa: N801
        """Such a store."""

        def renumber(self, newest: int, forked_at: Mapping[Log, int] | None = None) -> None:
            """Begin an incarnation, and leave one behind."""
            self.real.renumber(newest, forked_at)
            for log in self.real.pending_logs():
                self.drop([self.real.pending(log)[-1].change.id])


class ErasureNotForwarded(BadStore):
    """Words are erased at the board where somebody asked for it, and nowhere else."""

    class spoilt(Spoilt):  # noqa: N801
        """Such a store."""

        def append(self, acts: Sequence[Act], **how: Any) -> Any:
            """Keep what asks for an erasure at home."""
            done = self.real.append(acts, **how)
            self.drop([one.change.id for one in done.records if one.change.kind == ERASED])
            return done


class EnrolmentDuplicates(BadStore):
    """A ward that enrols writes anew what it did alone, beside what it brings along."""

    class spoilt(Spoilt):  # noqa: N801
        """Such a store."""

        def enrol(self, node: str, timeline: str, device: str) -> None:
            """Bring the newest along twice."""
            self.real.enrol(node, timeline, device)
            for log in self.real.pending_logs():
                record = self.real.pending(log)[-1]
                change = record.change
                payload = KINDS[change.entity_kind].payloads.get(change.kind)
                if payload is not None:
                    words = {} if record.words is None else dict(record.words.fields)
                    said = payload.model_validate(dict(change.payload))
                    self.real.append(
                        [Act(change.entity, change.kind, said, words)], actor=change.actor
                    )


class OwnEditSinks(BadStore):
    """A page that comes in is shown without what was done here and has not come back."""

    class spoilt(Spoilt):  # noqa: N801
        """Such a store."""

        def receive(self, log: Log, page: Sequence[Record]) -> Any:
            """Fold what is confirmed, and nothing else."""
            received = self.real.receive(log, page)
            shown = tuple(map(self._confirmed, received.changed))
            return replace(received, changed=shown)

        def _confirmed(self, folded: Any) -> Any:
            kind = KINDS.get(entity_kind(folded.id))
            history = [one for one in self.real.history(folded.id) if one.seq is not None]
            return fold(kind, folded.id, history) if kind and history else folded


class NoFsync(Flaw):
    """*Saved* is shown before it is on the disk: a power cut takes the last commit with it."""

    def __init__(self) -> None:
        self._on_disk: dict[str, dict[Path, bytes]] = {}

    @override
    def store(self, kiosk: "Kiosk", store: "Store") -> "Store":
        self._on_disk.pop(kiosk.name, None)
        flaw = self

        class Unsynced(Spoilt):
            def append(self, acts: Sequence[Act], **how: Any) -> Any:
                flaw._on_disk[kiosk.name] = kiosk.files()
                return self.real.append(acts, **how)

        return cast("Store", Unsynced(store))

    @override
    def left(self, kiosk: "Kiosk", files: dict[Path, bytes]) -> dict[Path, bytes]:
        return self._on_disk.get(kiosk.name, files)


class HighWater(Flaw):
    """What stands below central's head counts as acknowledged, whoever wrote it."""

    @override
    def step(self, kiosk: "Kiosk", state: State, event: Event) -> Step:
        what = event.what
        if isinstance(what, Answered) and isinstance(what.answer, Welcome):
            assert kiosk.store is not None
            heads = {(one.log, one.incarnation): one.counter for one in what.answer.streams}
            for log in kiosk.store.pending_logs():
                below = [
                    record.change.id
                    for record in kiosk.store.pending(log)
                    if record.entry.counter <= heads.get((str(log), record.entry.incarnation), 0)
                ]
                with suppress(StoreFull):  # another time, then
                    Spoilt(kiosk.store).drop(below)
            welcome = what.answer.model_copy(update={"forked": []})
            event = replace(event, what=replace(what, answer=welcome))
        return step(state, event)


class DeadBlocks(Flaw):
    """Nothing behind a dead change is ever taken as answered."""

    @override
    def step(self, kiosk: "Kiosk", state: State, event: Event) -> Step:
        what = event.what
        if isinstance(what, Answered) and isinstance(what.answer, Pushed):
            told = what.answer.answers
            alive = next((n for n, one in enumerate(told) if one.dead is not None), len(told))
            pushed = what.answer.model_copy(update={"answers": told[:alive]})
            event = replace(event, what=replace(what, answer=pushed))
        return step(state, event)


class AcknowledgedForEver(Flaw):
    """What central once acknowledged is not offered again, whatever became of central."""

    def __init__(self) -> None:
        self._acknowledged: dict[str, dict[str, tuple[int, int]]] = {}

    @override
    def step(self, kiosk: "Kiosk", state: State, event: Event) -> Step:
        after, effects = step(state, event)
        kept = self._acknowledged.setdefault(kiosk.name, {})
        kept.update(after.outbox.acknowledged)
        outbox = replace(after.outbox, acknowledged=dict(kept))
        return replace(after, outbox=outbox), effects


class EndlessBackoff(Flaw):
    """Whoever failed once waits for hours."""

    @override
    def step(self, kiosk: "Kiosk", state: State, event: Event) -> Step:
        after, effects = step(state, event)
        return after, tuple(
            replace(one, after_s=one.after_s * 500) if isinstance(one, SetTimer) else one
            for one in effects
        )
