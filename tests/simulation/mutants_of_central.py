"""Protocol bugs of central: each spoils one thing that its storage does, for one run."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast

from typing_extensions import override

from kiosk.central.storage import intake
from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.central.storage.protocol import Incoming, Outcome, Stored
from kiosk.domain.changes import Log, Record
from kiosk.domain.clock import Clock
from kiosk.domain.ids import IdSource
from kiosk.sync.engine import Step, step
from kiosk.sync.events import Answered, Event, HeadsChecked, PagesRead
from kiosk.sync.events import Stored as Done
from kiosk.sync.protocol import Welcome
from kiosk.sync.state import State
from tests.simulation.flaws import Flaw
from tests.simulation.mutants_of_boards import Spoilt

if TYPE_CHECKING:
    from kiosk.store.store import Store
    from tests.simulation.kiosks import Kiosk

EVERY: int = 7
"""A bug that happens now and then happens every so many times."""


class BadStorage(Flaw):
    """A flaw of central's storage."""

    spoilt: ClassVar[type[MemoryStorage]] = MemoryStorage

    @override
    def storage(self, clock: Clock, ids: IdSource) -> MemoryStorage:
        return self.spoilt(clock, ids)


class NoDedupe(BadStorage):
    """Central does not know a change by its id."""

    class spoilt(MemoryStorage):  # noqa: N801 - fills the field
        """Such a storage."""

        @override
        def _before(self, log: Log, batch: Sequence[Incoming]) -> intake.Before:
            return replace(super()._before(log, batch), known={})


class NumberBurnt(BadStorage):
    """A number is taken and never used: readers see a log with a hole."""

    class spoilt(MemoryStorage):  # noqa: N801
        """Such a storage."""

        def __init__(self, clock: Clock, ids: IdSource) -> None:
            super().__init__(clock, ids)
            self._taken = 0

        @override
        def _before(self, log: Log, batch: Sequence[Incoming]) -> intake.Before:
            before = super()._before(log, batch)
            self._taken += 1
            burnt = int(self._taken % EVERY == 0)
            return replace(before, last_seq=before.last_seq + burnt)


class SnapshotLeavesOut(BadStorage):
    """A snapshot is read while it is written, and misses a change."""

    class spoilt(MemoryStorage):  # noqa: N801
        """Such a storage."""

        @override
        def pieces(
            self, log: Log, after_seq: int, upto_seq: int, entities: Sequence[str], limit: int
        ) -> list[Stored]:
            whole = super().pieces(log, after_seq, upto_seq, entities, limit)
            return [*whole[:1], *whole[2:]]


class AcknowledgedTooSoon(Flaw):
    """Central answers before it has committed: when it is killed, the last batch is gone, and the timeline stays."""

    class Hasty(MemoryStorage):
        """Such a storage."""

        committed: tuple[bytes, ...] = ()

        @override
        def ingest(self, log: Log, batch: Sequence[Incoming], at: datetime) -> list[Outcome]:
            self.committed = tuple(self.dump())
            return super().ingest(log, batch, at)

    @override
    def storage(self, clock: Clock, ids: IdSource) -> MemoryStorage:
        self._world = (clock, ids)
        return self.Hasty(clock, ids)

    @override
    def restarted(self, storage: MemoryStorage) -> MemoryStorage:
        if not isinstance(storage, self.Hasty) or not storage.committed:
            return storage
        after = self.storage(*self._world)
        after.load(iter(storage.committed), storage.timeline())
        return after


class SameTimeline(Flaw):
    """Central goes on from a backup, and tells nobody."""

    def __init__(self) -> None:
        self._timeline = ""

    @override
    def storage(self, clock: Clock, ids: IdSource) -> MemoryStorage:
        flaw = self

        class Silent(MemoryStorage):
            @override
            def load(self, pieces: Iterator[bytes], timeline: str) -> None:
                super().load(pieces, flaw._timeline or timeline)

        storage = Silent(clock, ids)
        self._timeline = self._timeline or storage.timeline()
        return storage


class GapAccepted(Flaw):
    """A page sometimes begins too late, and boards take it."""

    @override
    def storage(self, clock: Clock, ids: IdSource) -> MemoryStorage:
        class Late(MemoryStorage):
            read = 0

            @override
            def page(self, log: Log, after_seq: int, limit: int, most_bytes: int) -> list[Stored]:
                page = super().page(log, after_seq, limit, most_bytes)
                self.read += 1
                # A judge reads everything at once; boards never do.
                late = self.read % EVERY == 0 and len(page) > 1 and limit < EVERYTHING
                return page[1:] if late else page

        return Late(clock, ids)

    @override
    def store(self, kiosk: "Kiosk", store: "Store") -> "Store":
        class Careless(Spoilt):
            def receive(self, log: Log, page: Sequence[Record]) -> Any:
                self.reach(log, (page[0].seq or 1) - 1)
                return self.real.receive(log, page)

        return cast("Store", Careless(store))

    @override
    def step(self, kiosk: "Kiosk", state: State, event: Event) -> Step:
        what, cursors = event.what, state.inbox.cursors
        if isinstance(what, Answered) and isinstance(what.answer, PagesRead) and cursors:
            moved = {
                page.log: max(cursors.get(page.log, 0), (page.records[0].seq or 1) - 1)
                for page in what.answer.pages
                if page.records
            }
            inbox = replace(state.inbox, cursors={**cursors, **moved})
            state = replace(state, inbox=inbox)
        return step(state, event)


EVERYTHING = 10_000
"""Above what any board asks for."""


class ForkIgnored(Flaw):
    """What comes second to a place of a stream counts as the same as what is there."""

    class Trusting(MemoryStorage):
        """Such a storage."""

        @override
        def ingest(self, log: Log, batch: Sequence[Incoming], at: datetime) -> list[Outcome]:
            before = self._before(log, batch)
            answered: list[Outcome] = []
            fresh: list[Incoming] = []
            for one in batch:
                head, _ = before.heads.get((one.entry.device, one.entry.incarnation), (0, ""))
                known = before.known.get((one.entry.change.id, one.change_hash))
                if one.entry.counter > head:
                    fresh.append(one)
                elif known is None:
                    answered.append(Outcome(one.entry.change.id, before.last_seq, new=False))
                else:
                    told = Outcome(one.entry.change.id, known.seq, known.dead, new=False)
                    answered.append(told)
            return [*answered, *super().ingest(log, fresh, at)]

        @override
        def _before(self, log: Log, batch: Sequence[Incoming]) -> intake.Before:
            before = super()._before(log, batch)
            heads = dict(before.heads)
            for one in batch:
                key = (one.entry.device, one.entry.incarnation)
                if heads.get(key, (0, ""))[0] + 1 == one.entry.counter:
                    heads[key] = (one.entry.counter - 1, one.entry.previous)
            return replace(before, heads=heads)

    @override
    def storage(self, clock: Clock, ids: IdSource) -> MemoryStorage:
        return self.Trusting(clock, ids)

    @override
    def store(self, kiosk: "Kiosk", store: "Store") -> "Store":
        class Yielding(Spoilt):
            def receive(self, log: Log, page: Sequence[Record]) -> Any:
                """Take what is in the log for one's own at the same place."""
                there = {(one.entry.incarnation, one.entry.counter): one for one in page}
                for own in self.real.pending(log):
                    other = there.get((own.entry.incarnation, own.entry.counter))
                    if (
                        other is not None
                        and other.entry.device == own.entry.device
                        and other.change.id != own.change.id
                    ):
                        self.real.bury(own.change.id, "", "")
                        self.real.forget_dead(own.change.id)
                return self.real.receive(log, page)

        return cast("Store", Yielding(store))

    @override
    def step(self, kiosk: "Kiosk", state: State, event: Event) -> Step:
        what = event.what
        if isinstance(what, Answered) and isinstance(what.answer, Welcome):
            welcome = what.answer.model_copy(update={"forked": []})
            event = replace(event, what=replace(what, answer=welcome))
        if isinstance(what, Done) and isinstance(what.outcome, HeadsChecked):
            checked = replace(what.outcome, forked=())
            event = replace(event, what=replace(what, outcome=checked))
        return step(state, event)
