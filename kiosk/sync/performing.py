"""Doing at a store what the engine asks of it, in the one thread that owns the store."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from kiosk.domain.changes import Log, Record, Stream
from kiosk.domain.leaving import Leaving
from kiosk.sync.acts import (
    Adopt,
    ApplyPages,
    ApplySnapshot,
    BeginTimeline,
    Bury,
    CheckHeads,
    Follow,
    KeepRelease,
    LogPage,
    Outgoing,
    ReadOutbox,
    ReadStanding,
    Redate,
    Renumber,
    Standing,
    StoreAct,
)
from kiosk.sync.effects import Begin
from kiosk.sync.entries import entry_text
from kiosk.sync.events import (
    Applied,
    Buried,
    Done,
    HeadsChecked,
    OutboxRead,
    Outcome,
    Stored,
    StoreRefused,
    Trouble,
)
from kiosk.sync.protocol import PUSH_LIMIT, Health, StreamHead
from kiosk.sync.replica import Replica, Taken

FINGERPRINT: Final = "fingerprint"
"""The key under which a store remembers the machine on which it was enrolled."""
ALIASES: Final = "aliases"
"""The key under which a store remembers the other names of its node, as a JSON list."""


@dataclass(frozen=True, slots=True)
class StoreSide:
    """What stands around a store while sync works on it.

    Attributes:
        classify: tells what a store's error means, and its words; None for an error that is a bug.
        fingerprint: of this machine.
        health: how the board is, for IT.
        took: told, in the store's thread, what a page, a snapshot or a burial changed.
    """

    classify: Callable[[Exception], tuple[Trouble, str] | None]
    fingerprint: str = ""
    health: Callable[[Replica], Health] = lambda _: Health()
    took: Callable[[Taken], None] = lambda _: None


def report(begin: Begin, act: StoreAct, replica: Replica, side: StoreSide) -> Stored | StoreRefused:
    """Do something at a store, and say what became of it.

    Raises:
        Exception: a bug; whatever `side.classify` does not know.
    """
    try:
        return Stored(begin.lane, begin.number, perform(act, replica, side))
    except Exception as error:
        why = side.classify(error)
        if why is None:
            raise
        return StoreRefused(begin.lane, begin.number, *why)


def perform(act: StoreAct, replica: Replica, side: StoreSide) -> Outcome:
    """Do something at a store; return what became of it.

    Raises:
        Exception: what the store raises.
    """
    match act:
        case ReadStanding():
            return standing(replica, side)
        case ReadOutbox():
            return _outbox(replica, act)
        case CheckHeads(heads):
            return _heads(replica, heads)
        case BeginTimeline(name):
            replica.begin_timeline(name)
            return standing(replica, side)
        case Renumber():
            return _renumber(replica, act, side)
        case Follow():
            return _follow(replica, act, side)
        case Adopt(enrolled):
            if enrolled.node is not None and enrolled.timeline is not None:
                replica.enrol(enrolled.node, enrolled.timeline, enrolled.device)
            replica.set_meta(FINGERPRINT, side.fingerprint)
            return standing(replica, side)
        case Redate(now_s, server_now):
            replica.set_clock_anchor(now_s, server_now)
            replica.redate(now_s, server_now)
            return Done()
        case Bury(dead):
            for change_id, reason, detail in dead:
                side.took(replica.bury(change_id, reason, detail))
            return Buried(replica.pending_count(), replica.dead_count())
        case ApplyPages(pages):
            for page in pages:
                side.took(replica.receive(Log.from_text(page.log), page.records))
            return applied(replica, pages)
        case ApplySnapshot(log, at, pieces):
            own: list[str] = []
            records = _noting_own(pieces, replica.identity.device, own)
            side.took(replica.receive_snapshot(Log.from_text(log), at, records))
            return replace(applied(replica, (LogPage(log, (), at),)), own=tuple(own))
        case KeepRelease(_, body):
            replica.put_release(body)
            return Done()


def standing(replica: Replica, side: StoreSide) -> Standing:
    """Return how a store stands."""
    whose = replica.identity
    dead = replica.dead_count()
    return Standing(
        node=whose.node,
        device=whose.device,
        incarnation=whose.incarnation,
        timeline=whose.timeline,
        alone_as=whose.alone_as,
        cursors=tuple(sorted((str(log), seq) for log, seq in replica.cursors().items())),
        streams=tuple(_own_heads(replica)),
        pending=replica.pending_count(),
        dead=dead,
        missing=tuple(replica.missing_releases()),
        health=side.health(replica),
    )


def applied(replica: Replica, pages: Sequence[LogPage]) -> Applied:
    """Return what is to be known after pages were taken."""
    device = replica.identity.device
    cursors = replica.cursors()
    logs = dict.fromkeys(page.log for page in pages)
    return Applied(
        cursors=tuple((log, cursors.get(Log.from_text(log), 0)) for log in logs),
        own=tuple(
            record.change.id
            for page in pages
            for record in page.records
            if record.entry.device == device
        ),
        pending=replica.pending_count(),
        missing=tuple(replica.missing_releases()),
    )


def _noting_own(
    pieces: Iterable[Sequence[Record]], device: str, own: list[str]
) -> Iterator[Record]:
    """Yield the records of pieces, and note the ids of a device's changes as they pass."""
    for record in chain.from_iterable(pieces):
        if record.entry.device == device:
            own.append(record.change.id)
        yield record


def pieces(act: ApplyPages, limit: int) -> Iterator[ApplyPages]:
    """Cut pages into pieces of at most some records, so that nobody waits long for the store's thread."""
    for page in act.pages:
        for first in range(0, len(page.records), limit):
            piece = page.records[first : first + limit]
            yield ApplyPages((LogPage(page.log, piece, page.head),))


def joined(outcomes: Sequence[Applied]) -> Applied:
    """Return what became of all pieces of some pages."""
    cursors = {log: seq for outcome in outcomes for log, seq in outcome.cursors}
    own = tuple(name for outcome in outcomes for name in outcome.own)
    return Applied(tuple(cursors.items()), own, outcomes[-1].pending, outcomes[-1].missing)


def outgoing(entry: Leaving) -> Outgoing:
    """Return an entry as it is sent."""
    return Outgoing(entry.id, (entry.incarnation, entry.counter), entry_text(entry))


def _own_heads(replica: Replica) -> Iterator[StreamHead]:
    device = replica.identity.device
    for stream, (counter, digest) in replica.streams().items():
        if stream.device == device:
            yield StreamHead(
                log=str(stream.log), incarnation=stream.incarnation, counter=counter, hash=digest
            )


def _outbox(replica: Replica, act: ReadOutbox) -> OutboxRead:
    """Read the next piece of the first log that has one; what is read is about to leave, and is dated for good."""
    after, log = dict(act.after), ""
    found: tuple[Outgoing, ...] = ()
    for candidate in _in_turn(replica.pending_logs()):
        log = str(candidate)
        if log in act.held:
            continue
        place = after.get(log, (0, 0))
        found = _that_fit(map(outgoing, replica.leaving(candidate, act.limit, place)), act)
        if found:
            break
    if found:
        replica.mark_sent([entry.id for entry in found])
    pending, dead = replica.pending_count(), replica.dead_count()
    return OutboxRead(log if found else None, found, pending, dead)


def _in_turn(logs: Iterable[Log]) -> list[Log]:
    """Order logs: configuration before what was done with it."""
    return sorted(logs, key=str)


def _that_fit(entries: Iterable[Outgoing], act: ReadOutbox) -> tuple[Outgoing, ...]:
    """Return the first entries that fit into a request; the first of all does, however large."""
    fitting: list[Outgoing] = []
    size = 0
    for entry in entries:
        body = entry.body
        size += 1 + (len(body) if body.isascii() else len(body.encode()))
        if fitting and (size > act.most_bytes or len(fitting) >= min(act.limit, PUSH_LIMIT)):
            break
        fitting.append(entry)
    return tuple(fitting)


def _heads(replica: Replica, heads: Sequence[StreamHead]) -> HeadsChecked:
    """Compare central's heads with what is here.

    Presumed to be on central is only what stands, in the same incarnation as the first pending entry, up to a place
    that has the same hash here: the chain then has the same before it.
    """
    device = replica.identity.device
    here = replica.streams()
    on_central = {(head.log, head.incarnation): head for head in heads}
    behind = frozenset(
        head.log
        for head in heads
        if head.counter
        > here.get(Stream(Log.from_text(head.log), device, head.incarnation), (0, ""))[0]
    )
    same, forked = {}, {}
    for log in replica.pending_logs():
        first = next(iter(replica.pending(log, 1)), None)
        if first is None:
            continue
        incarnation, counter = first.entry.incarnation, first.entry.counter
        head = on_central.get((str(log), incarnation))
        if head is None or head.counter < counter or str(log) in behind:
            continue
        there = next(iter(replica.pending(log, 1, (incarnation, head.counter - 1))), None)
        if there is None or there.entry.counter != head.counter:
            continue
        if there.entry.hash == head.hash:
            same[str(log)] = (incarnation, head.counter)
        else:
            forked[str(log)] = head.counter
    return HeadsChecked(tuple(same.items()), behind, tuple(forked.items()))


def _renumber(replica: Replica, act: Renumber, side: StoreSide) -> Standing:
    forked_at = {Log.from_text(log): counter for log, counter in act.forked_at}
    replica.renumber(act.newest_known, forked_at)
    if act.settles_in:
        replica.set_meta(FINGERPRINT, side.fingerprint)
    return standing(replica, side)


def _follow(replica: Replica, act: Follow, side: StoreSide) -> Standing:
    whose = replica.identity
    if act.node and act.node != whose.node:
        replica.enrol(act.node, whose.timeline, whose.device)
    known = json.loads(replica.meta(ALIASES) or "[]")
    aliases = sorted({*known, *act.aliases} - {act.node})
    if aliases != sorted(known):
        replica.set_meta(ALIASES, json.dumps(aliases))
    side.took(replica.follow([Log.from_text(log) for log in act.logs]))
    return standing(replica, side)
