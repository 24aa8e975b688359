"""Snapshot: the changes of every entity that is open or was touched in 90 days, whole, in pieces.

What belongs to a snapshot depends on the log and the number at which it was taken, and on nothing else: not on the
clock, not on what was written between two pieces, not on the process that is asked.
"""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.api.answers import accepted, packed
from kiosk.central.api.directory import followed
from kiosk.central.api.entries_in import malformed, read_log
from kiosk.central.api.entries_out import cut_to, wire_entry, written
from kiosk.central.api.messages import read_message
from kiosk.central.api.openness import is_needed
from kiosk.central.api.refusing import Refused
from kiosk.central.api.wire import Wire, check_timeline
from kiosk.central.devices.device import Device
from kiosk.central.storage.protocol import Storage, Stored, Touched
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.clock import instant_from
from kiosk.sync.protocol import (
    BODY_LIMIT_BYTES,
    PAGE_LIMIT,
    TOUCHED_DAYS,
    Code,
    SnapshotRequest,
)

REMEMBERED: Final = 64
"""Snapshots whose entities are remembered, so that the second piece costs less than the first."""
ENTITIES_REMEMBERED: Final = 100_000
"""Of all of them together: some 9 MiB."""
HISTORIES_AT_ONCE: Final = 500


class Snapshots:
    """Answers boards that begin, or were away for long."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._chosen = Chosen(wire.means.storage)

    async def handle(self, request: Request) -> Response:
        """Answer with a piece of a snapshot."""
        device = await self._wire.asking(request)
        asked = await read_message(request, SnapshotRequest)
        return await self._wire.workers.run(self._piece, device, asked, accepted(request))

    def _piece(self, device: Device, asked: SnapshotRequest, unpacks: str) -> Response:
        check_timeline(self._wire, asked.timeline)
        log = read_log(asked.log)
        if log not in followed(self._wire.directory, device):
            message = "This board does not follow that log any more. Say hello again."
            raise Refused(Code.NOT_PERMITTED, message)
        head = self._wire.means.storage.heads([log]).get(log, 0)
        at = head if asked.at is None else asked.at
        if not 0 <= at <= head or asked.after_seq < 0:
            raise malformed("A snapshot is taken at a number that the log has.")
        entries = self._entries(log, at, asked.after_seq)
        piece = cut_to(entries, BODY_LIMIT_BYTES)
        self._wire.metrics.pulled(len(piece))
        answer = {
            "log": str(log),
            "at": at,
            "entries": [wire_entry(entry) for entry in piece],
            "more": bool(piece) and piece[-1].seq < at,
        }
        return packed(written(answer), unpacks)

    def _entries(self, log: Log, at: int, after_seq: int) -> Sequence[Stored]:
        storage = self._wire.means.storage
        if log.kind is LogKind.CONFIG:
            page = storage.page(log, after_seq, PAGE_LIMIT, BODY_LIMIT_BYTES)
            return [entry for entry in page if entry.seq <= at]
        return storage.pieces(log, after_seq, at, self._chosen.entities(log, at), PAGE_LIMIT)


class Chosen:
    """The entities that belong to a snapshot."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._known: OrderedDict[tuple[Log, int], tuple[str, ...]] = OrderedDict()
        self._lock = Lock()

    def entities(self, log: Log, at: int) -> tuple[str, ...]:
        """Return the entities of a log's snapshot at a number."""
        with self._lock:
            known = self._known.get((log, at))
        if known is not None:
            return known
        chosen = self._choose(log, at)
        with self._lock:
            self._known[log, at] = chosen
            while len(self._known) > REMEMBERED or self._are_many():
                self._known.popitem(last=False)
        return chosen

    def _are_many(self) -> bool:
        return len(self._known) > 1 and sum(map(len, self._known.values())) > ENTITIES_REMEMBERED

    def _choose(self, log: Log, at: int) -> tuple[str, ...]:
        last = self._storage.page(log, at - 1, 1, BODY_LIMIT_BYTES) if at else []
        if not last:
            return ()
        taken_at = instant_from(last[0].received_at)
        since = taken_at - timedelta(days=TOUCHED_DAYS)
        chosen: list[str] = []
        unsure: list[Touched] = []
        for touched in self._storage.touched(log):
            if touched.first_seq > at:
                continue
            if touched.last_seq <= at and touched.last_received_at >= since:
                chosen.append(touched.entity)
            else:
                unsure.append(touched)
        for first in range(0, len(unsure), HISTORIES_AT_ONCE):
            chosen += self._needed(log, at, unsure[first : first + HISTORIES_AT_ONCE], taken_at)
        return tuple(chosen)

    def _needed(
        self, log: Log, at: int, unsure: Sequence[Touched], taken_at: datetime
    ) -> list[str]:
        """Return those that were touched late enough before the number, or are open."""
        since = taken_at - timedelta(days=TOUCHED_DAYS)
        histories = self._storage.histories(log, [touched.entity for touched in unsure])
        needed = []
        for touched in unsure:
            history = [
                record for record in histories.get(touched.entity, []) if (record.seq or 0) <= at
            ]
            late = any(record.received_at and record.received_at >= since for record in history)
            if late or is_needed(touched.kind, touched.entity, history, taken_at):
                needed.append(touched.entity)
        return needed
