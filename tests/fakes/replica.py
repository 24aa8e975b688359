"""A replica that keeps its promises in memory; what it holds is one frozen value, so that a crash is easy to play."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kiosk.domain.changes import (
    GENESIS,
    LOCAL_TIMELINE,
    Change,
    Dead,
    Entry,
    Log,
    Record,
    Stream,
)
from kiosk.domain.leaving import Leaving, leaving
from kiosk.sync.events import Trouble
from tests.fakes.clock import MONDAY_MORNING


class Contradiction(Exception):  # noqa: N818 - what it is
    """Another change stands at a place of this device's stream, or a number names another change."""


class Hole(Exception):  # noqa: N818 - what it is
    """A page does not follow what is here."""


class Full(Exception):  # noqa: N818 - what it is
    """The disk is full."""


def trouble_of(error: Exception) -> tuple[Trouble, str] | None:
    """Return what an error of this replica means to sync."""
    meanings = ((Contradiction, Trouble.FORK), (Hole, Trouble.GAP), (Full, Trouble.FULL))
    return next(((trouble, "") for kind, trouble in meanings if isinstance(error, kind)), None)


@dataclass(frozen=True, slots=True)
class Whom:
    """Who writes."""

    node: str
    device: str
    incarnation: int
    timeline: str
    alone_as: str = ""


@dataclass(frozen=True, slots=True)
class Disk:
    """All that is on disk.

    Attributes:
        whose: who writes.
        confirmed: by log, in order of their numbers; a snapshot leaves holes.
        pending: own, in the order in which they are to be sent.
        cursors: log → last number.
        heads: stream → last counter and hash.
        ended: the incarnations before this one, with the last counter that is shared, by log.
        apart: what others wrote, until the new sequencer sends it again.
        dead: what central will never take.
        meta: small values.
        releases: bodies by name.
        sent: ids that may have left.
    """

    whose: Whom
    confirmed: tuple[tuple[Log, Record], ...] = ()
    pending: tuple[tuple[Log, Record], ...] = ()
    cursors: tuple[tuple[Log, int], ...] = ()
    heads: tuple[tuple[Stream, tuple[int, str]], ...] = ()
    ended: tuple[tuple[Log, tuple[tuple[int, int], ...]], ...] = ()
    apart: tuple[tuple[Log, Record], ...] = ()
    dead: tuple[Dead, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    releases: tuple[tuple[str, bytes], ...] = ()
    sent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Took:
    """What taking something did."""

    changed: tuple[Any, ...] = ()


class MemoryReplica:
    """A board's store in memory.

    Attributes:
        disk: what is on it; put an older value back to play a restored backup.
        wanted: names of announced releases whose body is to be fetched.
        fault: raised by the next write, which then keeps nothing.
        anchors: every anchor that was set, and every moment that was dated again by.
    """

    def __init__(self, disk: Disk | None = None) -> None:
        self.disk = disk or Disk(Whom("ward-1", "device-a", 1, LOCAL_TIMELINE))
        self.wanted: tuple[str, ...] = ()
        self.fault: Exception | None = None
        self.anchors: list[tuple[float, datetime]] = []

    @property
    def identity(self) -> Whom:
        """Who writes here."""
        return self.disk.whose

    def write(self, log: Log, change: Change) -> Record:
        """Keep what somebody did here: pending, at the end of this device's stream."""
        record = self._entered(log, Record(Entry(change, "", 0, 0, ""), None))
        self._keep(pending=(*self.disk.pending, (log, record)))
        return record

    def cursors(self) -> dict[Log, int]:
        """Return the last number of each log."""
        return dict(self.disk.cursors)

    def streams(self) -> dict[Stream, tuple[int, str]]:
        """Return where each stream has come to."""
        return dict(self.disk.heads)

    def pending_logs(self) -> list[Log]:
        """Return the logs that have something to be sent."""
        return list(dict.fromkeys(log for log, _ in self.disk.pending))

    def pending(self, log: Log, limit: int = 500, after: tuple[int, int] = (0, 0)) -> list[Record]:
        """Return what is to be sent of a log behind a place."""
        found = [
            record
            for where, record in self.disk.pending
            if where == log and (record.entry.incarnation, record.entry.counter) > after
        ]
        return found[:limit]

    def leaving(self, log: Log, limit: int = 500, after: tuple[int, int] = (0, 0)) -> list[Leaving]:
        """Return it as it is sent."""
        return [leaving(record) for record in self.pending(log, limit, after)]

    def pending_count(self) -> int:
        """Return how much is not confirmed."""
        return len(self.disk.pending)

    def confirmed(self, log: Log) -> list[Record]:
        """Return what is confirmed of a log, by number."""
        return [record for where, record in self.disk.confirmed if where == log]

    def receive(self, log: Log, page: Sequence[Record]) -> Took:
        """Take a page, all or nothing."""
        before = self.disk
        try:
            for record in page:
                self._receive(log, record)
        except (Contradiction, Hole, Full):
            self.disk = before
            raise
        return Took()

    def receive_snapshot(self, log: Log, at: int, records: Iterable[Record]) -> Took:
        """Take a snapshot, all or nothing; what it leaves out is let go of."""
        self._may_fail()
        records = list(records)
        names = {record.change.id for record in records}
        kept = tuple(one for one in self.disk.confirmed if one[0] != log)
        pending = tuple(one for one in self.disk.pending if one[1].change.id not in names)
        for record in records:
            self._raise_head(log, record)
        self._keep(
            confirmed=(*kept, *((log, record) for record in records)),
            pending=pending,
            cursors=self._cursor(log, at),
        )
        return Took()

    def bury(self, change_id: str, reason: str, detail: str) -> Took:
        """Take a dead change out of the outbox; twice is once."""
        self._may_fail()
        found = [record for _, record in self.disk.pending if record.change.id == change_id]
        pending = tuple(one for one in self.disk.pending if one[1].change.id != change_id)
        dead = (*(Dead(one, reason, detail, MONDAY_MORNING) for one in found), *self.disk.dead)
        self._keep(pending=pending, dead=dead)
        return Took()

    def dead(self) -> list[Dead]:
        """Return what central will never take."""
        return list(self.disk.dead)

    def dead_count(self) -> int:
        """Return how many of them there are."""
        return len(self.disk.dead)

    def mark_sent(self, change_ids: Sequence[str]) -> None:
        """Remember what is about to leave."""
        self._may_fail()
        self._keep(sent=self.disk.sent | set(change_ids))

    def renumber(self, newest_known: int, forked_at: Mapping[Log, int] | None = None) -> None:
        """Begin an incarnation, and put all that is pending into it."""
        self._may_fail()
        whose, leaving = self.disk.whose, self.disk.pending
        own = [stream for stream, _ in self.disk.heads if stream.device == whose.device]
        newest = max([newest_known, whose.incarnation, *(one.incarnation for one in own)])
        heads = dict(self.disk.heads)
        ended = dict(self.disk.ended)
        for stream in own:
            heads[stream] = self._head_without(stream, leaving)
            if stream.incarnation == whose.incarnation:
                shared = (forked_at or {}).get(stream.log, heads[stream][0] + 1) - 1
                parents = ended.get(stream.log, ())
                ended[stream.log] = (*parents, (stream.incarnation, shared))
        self._keep(
            whose=replace(whose, incarnation=newest + 1),
            heads=tuple(heads.items()),
            ended=tuple(ended.items()),
            pending=(),
            sent=frozenset[str](),
        )
        self._enter_again(leaving)

    def enrol(self, node: str, timeline: str, device: str) -> None:
        """Belong to a node; what was done before is pending there."""
        self._may_fail()
        before = self.disk.whose
        if (before.node, before.timeline, before.device) == (node, timeline, device):
            return
        moving = self.disk.pending
        if before.timeline != timeline:
            own = [one for one in self.disk.confirmed if one[1].entry.device == before.device]
            moving = (*own, *moving)
        self._keep(
            whose=Whom(
                node,
                device,
                1 if device != before.device else before.incarnation,
                timeline,
                before.alone_as or before.node,
            ),
            confirmed=(),
            pending=(),
            cursors=(),
            heads=(),
            ended=(),
        )
        self._enter_again(
            tuple(
                (Log(node, log.kind) if log.node == before.node else log, one)
                for log, one in moving
            )
        )

    def begin_timeline(self, name: str) -> None:
        """Follow another sequencer: nothing is confirmed, one's own is to be sent again."""
        self._may_fail()
        whose = self.disk.whose
        if name == whose.timeline:
            return
        own = [one for one in self.disk.confirmed if one[1].entry.device == whose.device]
        others = [one for one in self.disk.confirmed if one[1].entry.device != whose.device]
        again = [(log, replace(one, seq=None, received_at=None)) for log, one in own]
        pending = sorted(
            [*again, *self.disk.pending],
            key=lambda one: (str(one[0]), one[1].entry.incarnation, one[1].entry.counter),
        )
        self._keep(
            whose=replace(whose, timeline=name),
            confirmed=(),
            cursors=(),
            pending=tuple(pending),
            apart=(*self.disk.apart, *others),
        )

    def follow(self, logs: Sequence[Log]) -> Took:
        """Forget what is not followed; what is pending stays."""
        self._may_fail()
        wanted = set(logs)
        self._keep(
            confirmed=tuple(one for one in self.disk.confirmed if one[0] in wanted),
            cursors=tuple(one for one in self.disk.cursors if one[0] in wanted),
        )
        return Took()

    def set_clock_anchor(self, monotonic_s: float, server_now: datetime) -> None:
        """Note the anchor."""
        self.anchors.append((monotonic_s, server_now))

    def redate(self, now_s: float, server_now: datetime) -> int:
        """Note the moment; this replica dates nothing."""
        self.anchors.append((now_s, server_now))
        return 0

    def meta(self, key: str) -> str | None:
        """Return a small value."""
        return dict(self.disk.meta).get(key)

    def set_meta(self, key: str, value: str | None) -> None:
        """Keep a small value."""
        self._may_fail()
        values = {**dict(self.disk.meta), key: value}
        self._keep(meta=tuple((name, one) for name, one in values.items() if one is not None))

    def missing_releases(self) -> list[str]:
        """Return what is wanted and not here."""
        return [name for name in self.wanted if name not in dict(self.disk.releases)]

    def put_release(self, body: bytes) -> str:
        """Keep a body."""
        self._may_fail()
        name = hashlib.sha256(body).hexdigest()
        self._keep(releases=(*self.disk.releases, (name, body)))
        return name

    # Inside

    def _keep(self, **fields: Any) -> None:
        self.disk = replace(self.disk, **fields)

    def _may_fail(self) -> None:
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault

    def _cursor(self, log: Log, seq: int) -> tuple[tuple[Log, int], ...]:
        cursors = {**dict(self.disk.cursors), log: seq}
        return tuple(sorted(cursors.items(), key=lambda one: str(one[0])))

    def _receive(self, log: Log, record: Record) -> None:
        self._may_fail()
        expected = dict(self.disk.cursors).get(log, 0) + 1
        seq = record.seq or 0
        known = next(
            (one for where, one in self.disk.confirmed if where == log and one.seq == seq), None
        )
        if seq < expected:
            if known is None or known.change.id != record.change.id:
                raise Contradiction
            return
        if seq > expected:
            raise Hole
        self._check_places(log, record)
        names = {record.change.id}
        self._raise_head(log, record)
        self._keep(
            confirmed=(*self.disk.confirmed, (log, record)),
            pending=tuple(one for one in self.disk.pending if one[1].change.id not in names),
            apart=tuple(one for one in self.disk.apart if one[1].change.id not in names),
            cursors=self._cursor(log, seq),
        )

    def _check_places(self, log: Log, record: Record) -> None:
        """Demand that nothing else of this device stands at the record's place, and no other text has its id."""
        for where, one in (*self.disk.pending, *self.disk.confirmed):
            same = one.change.id == record.change.id
            if same and one.change.hash != record.change.hash:
                raise Contradiction
            if same or where != log or one.entry.device != record.entry.device:
                continue
            place = (one.entry.incarnation, one.entry.counter)
            if place == (record.entry.incarnation, record.entry.counter):
                raise Contradiction

    def _raise_head(self, log: Log, record: Record) -> None:
        entry = record.entry
        stream = Stream(log, entry.device, entry.incarnation)
        heads = dict(self.disk.heads)
        if entry.counter > heads.get(stream, (0, ""))[0]:
            heads[stream] = (entry.counter, entry.hash)
            self._keep(heads=tuple(heads.items()))

    def _head_without(
        self, stream: Stream, leaving: Sequence[tuple[Log, Record]]
    ) -> tuple[int, str]:
        """Return where a stream has come to before what leaves it."""
        gone = [
            one.entry
            for log, one in leaving
            if log == stream.log and one.entry.incarnation == stream.incarnation
        ]
        head = dict(self.disk.heads)[stream]
        if not gone:
            return head
        stays = [
            (one.entry.counter, one.entry.hash)
            for log, one in self.disk.confirmed
            if log == stream.log
            and one.entry.device == stream.device
            and one.entry.incarnation == stream.incarnation
        ]
        return max([(gone[0].counter - 1, gone[0].previous), *stays, (0, GENESIS)])

    def _enter_again(self, leaving: Sequence[tuple[Log, Record]]) -> None:
        for log, record in leaving:
            entered = self._entered(log, record)
            self._keep(pending=(*self.disk.pending, (log, entered)))

    def _entered(self, log: Log, record: Record) -> Record:
        """Return a record as the next of this device's stream; its head moves on."""
        whose = self.disk.whose
        stream = Stream(log, whose.device, whose.incarnation)
        heads = dict(self.disk.heads)
        counter, digest = heads.get(stream, (0, GENESIS))
        entry = replace(
            record.entry,
            device=whose.device,
            incarnation=whose.incarnation,
            counter=counter + 1,
            previous=digest,
            lineage=dict(self.disk.ended).get(log, ()),
        )
        heads[stream] = (entry.counter, entry.hash)
        self._keep(heads=tuple(heads.items()))
        return replace(record, entry=entry, seq=None, received_at=None)
