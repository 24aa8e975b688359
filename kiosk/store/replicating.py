"""What sync asks of a board's file (`kiosk.sync.replica.Replica`): taking pages, numbering and dating again."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from kiosk.domain.changes import Log, Record
from kiosk.store import burying, letting_go, meta, moving, projections, timelines
from kiosk.store.board_file import BoardFile
from kiosk.store.dating import Anchor
from kiosk.store.log import AMONG, PAGE_LIMIT
from kiosk.store.projections import AnyFolded
from kiosk.store.receiving import Receiving

TOUCHED_DAYS: Final = 90
"""What others are done with is kept for so many days after it was touched last (SYNC.md, *Snapshots*)."""


@dataclass(frozen=True, slots=True)
class Received:
    """What a page did.

    Attributes:
        records: those of a page that were new or pending here.
        changed: the entities that it touched, as they stand now; one that is here no more has no state.
    """

    records: tuple[Record, ...]
    changed: Sequence[AnyFolded]


class Replicating(BoardFile):
    """A board's file as a replica of logs that a sequencer puts in order; whatever writes is one transaction."""

    def receive(self, log: Log, page: Sequence[Record]) -> Received:
        """Take a contiguous page of a log from its sequencer: page and cursor in one transaction, each record once.

        Raises:
            GapError: the page begins after the end of the log, or has a hole.
            ForkError: it contradicts what is here.
            StoreError: it was not kept, with the reason.
        """
        with self._writing() as writing:
            receiving = Receiving(self._database, writing, log, self._identity.device)
            records = receiving.page(page)
        return Received(records, writing.changed)

    def receive_snapshot(self, log: Log, at: int, records: Iterable[Record]) -> Received:
        """Take a whole snapshot of a log; the cursor is at least `at` afterwards. What is pending stays on top.

        What it leaves out is let go of, except what charts are drawn from. It is one transaction, however large it is,
        and no more than a page of it is held in memory.

        Raises:
            ForkError: it contradicts what is here.
            StoreError: it was not kept, with the reason.
        """
        touched: dict[str, None] = {}
        whole: set[str] = set()
        rest = iter(records)
        with self._transaction():
            while piece := tuple(islice(rest, PAGE_LIMIT)):
                with self._step() as step:
                    Receiving(self._database, step, log, self._identity.device).piece(piece)
                whole.update(record.change.entity for record in piece)
                touched.update(dict.fromkeys(entity.id for entity in step.changed))
            with self._step() as step:
                letting_go.leave_out(self._database, step, log, whole)
                step.reach(log, at)
            touched.update(dict.fromkeys(entity.id for entity in step.changed))
        self._scrub_if_due()
        return Received((), projections.Kept(self._database, self._kinds, tuple(touched)))

    def bury(self, change_id: str, reason: str, detail: str) -> Received:
        """Take a dead change out of every state and the outbox, and keep it for the sheet; twice is once."""
        with self._writing() as writing:
            burying.bury(self._database, writing, change_id, (reason, detail), self._clock.now())
        return Received((), writing.changed)

    def forget_dead(self, change_id: str) -> bool:
        """Let go of a dead change that a person has tried again or dismissed; tell whether it was here."""
        with self._transaction():
            return burying.forget(self._database, change_id)

    def mark_sent(self, change_ids: Sequence[str]) -> None:
        """Remember that own changes are about to leave this computer: they are not dated again.

        The disk is not waited for: only what was written in this boot is ever dated again, and a power cut ends it.
        """
        with self._transaction(hasty=True):
            self._database.run(
                f"""UPDATE outbox SET sent = 1 WHERE sent = 0 AND change IN (
                        SELECT row FROM change WHERE id {AMONG}
                    )""",  # noqa: S608 - a constant
                (json.dumps(list(change_ids)),),
            )

    def renumber(self, newest_known: int, forked_at: Mapping[Log, int] | None = None) -> None:
        """Begin an incarnation above `newest_known` and the store's own, and put all that is pending into it, in order.

        Args:
            newest_known: the newest incarnation of this device that the sequencer knows.
            forked_at: by log, the first place of the present incarnation at which the sequencer has something that is
                not from here, where that is known: what is before it counts as seen by what is written from now on.
        """
        with self._writing() as writing:
            writing.touch(
                moving.renumber(self._database, self._identity, newest_known, forked_at or {})
            )
            identity = meta.identity(self._database, None)
        self._identity = identity
        self.stirred += 1

    def begin_timeline(self, name: str) -> None:
        """Follow another sequencer: no change is confirmed any more, and one's own are to be sent again, in order.

        The timeline that is followed already is left as it is.
        """
        if name == self._identity.timeline:
            return
        with self._transaction():
            timelines.begin(self._database, self._identity, name)
            projections.rebuild(self._database, self._kinds)
            identity = meta.identity(self._database, None)
        self._identity = identity
        self.stirred += 1

    def enrol(self, node: str, timeline: str, device: str) -> None:
        """Let this board belong to a node; what a ward did alone becomes pending there, in order. Twice is once.

        Args:
            node: the node of the organisation.
            timeline: the sequencer's.
            device: what this computer is called there.
        """
        before = self._identity
        if (before.node, before.timeline, before.device) == (node, timeline, device):
            return
        with self._transaction():
            timelines.enrol(self._database, before, node, timeline, device)
            projections.rebuild(self._database, self._kinds)
            identity = meta.identity(self._database, None)
        self._node, self._device, self._identity = None, None, identity
        self.stirred += 1

    def follow(self, logs: Sequence[Log]) -> Received:
        """Forget the logs that are not followed any more; one's own pending changes stay, and what was set aside."""
        with self._writing() as writing:
            kept = timelines.set_aside(self._database)
            letting_go.unfollow(self._database, writing, logs, kept)
        return Received((), writing.changed)

    def prune(self, is_done: Callable[[AnyFolded], bool], days: int = TOUCHED_DAYS) -> Received:
        """Let go of what other nodes are done with and nobody touched for some days, whole entities at a time.

        This node's own logs stay whole, and so does what charts are drawn from.

        Args:
            is_done: tells whether an entity is done with.
            days: how long it has not been touched.
        """
        since = self._clock.now() - timedelta(days=days)
        aside = timelines.set_aside(self._database)
        with self._writing() as writing:
            for log in self.cursors():
                if log.node != self._identity.node and log not in aside:
                    letting_go.prune(self._database, writing, log, is_done, since)
        return Received((), writing.changed)

    def set_clock_anchor(self, monotonic_s: float, server_now: datetime) -> None:
        """Correct the clock from now on, in what is written in this boot.

        Args:
            monotonic_s: a moment of the clock that never goes back.
            server_now: the server's time at that moment.
        """
        self._anchor = Anchor(monotonic_s, server_now)

    def redate(self, now_s: float, server_now: datetime) -> int:
        """Date again what was written in this boot and never sent; return how many.

        Args:
            now_s: the monotonic clock now.
            server_now: the server's time at that moment.
        """
        anchor, redated = Anchor(now_s, server_now), 0
        with self._transaction():
            for some in moving.redate(self._database, self._identity, self._boot_id, anchor):
                with self._step() as step:
                    step.touch(held.record.change.entity for held in some)
                redated += len(some)
        self.stirred += bool(redated)
        return redated
