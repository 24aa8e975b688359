"""Pull: what is new after a vector of cursors; when nothing is, the answer waits without a thread."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.api.answers import accepted, packed
from kiosk.central.api.bodies import read_body
from kiosk.central.api.directory import followed
from kiosk.central.api.entries_in import malformed
from kiosk.central.api.entries_out import cut_to, size_of, wire_entry, written
from kiosk.central.api.refusing import Refused
from kiosk.central.api.wire import Wire, check_timeline
from kiosk.central.devices.device import Device
from kiosk.domain.changes import Log
from kiosk.domain.clock import instant_text
from kiosk.sync.protocol import (
    BODY_LIMIT_BYTES,
    OWN_AT_ONCE,
    PAGE_LIMIT,
    SCHEMA_OLDEST,
    SNAPSHOT_BEHIND,
    Code,
    Pull,
)

LEAVES_WITHIN: Final = timedelta(seconds=30)
"""A board that was moved is asked so often whether it has done with the unit that it left."""
OTHERS_FIRST_S: Final = 0.05
"""A board that is writing waits so much longer: what is new is likely its own, and others wait for that."""
SAY_CURSORS: Final = "A pull names its timeline, its cursors and at most 25 s."
SAY_HELLO: Final = "What this board follows has changed. Say hello again."


@dataclass(frozen=True, slots=True)
class Found:
    """An answer to a pull, and whether there is anything in it."""

    response: Response
    entries: int
    snapshots: int

    @property
    def anything(self) -> bool:
        """Whether it is worth sending at once."""
        return bool(self.entries or self.snapshots)


@dataclass
class Asked:
    """A pull that is being answered.

    Attributes:
        cursors: how far the board is in each log.
        unpacks: what it can unpack.
        own: the device and incarnation whose changes are nothing new to it, or None.
        seen: how far each log was looked at and had nothing new.
    """

    cursors: Mapping[Log, int]
    unpacks: str
    own: tuple[str, int] | None
    seen: dict[Log, int]

    @property
    def passed(self) -> int:
        """How many of the board's own changes were passed over."""
        return sum(self.seen[log] - cursor for log, cursor in self.cursors.items())


class Pulls:
    """Answers pulls.

    Args:
        wire: what all requests share.
        snapshot_behind: how far a board may be behind in a log before it is sent a snapshot.
    """

    def __init__(self, wire: Wire, snapshot_behind: int = SNAPSHOT_BEHIND) -> None:
        self._wire = wire
        self._snapshot_behind = snapshot_behind

    async def handle(self, request: Request) -> Response:
        """Answer a pull, at once or when there is something new."""
        wire, unpacks = self._wire, accepted(request)
        device = await wire.asking(request)
        body = await read_body(request)
        try:
            pull = Pull.model_validate_json(body)
        except ValidationError as problem:
            raise malformed(SAY_CURSORS) from problem
        timeline, cursors = await self._cursors(device, pull)
        own = None if pull.own is None else (device.id, pull.own)
        asked = Asked(cursors, unpacks, own, dict(cursors))
        deadline_s = wire.means.clock.monotonic_s() + pull.wait_s
        with wire.news.waiter(cursors, device.id) as waiter:
            # Among the waiting before the first look: what comes between the two is not missed.
            found = await wire.workers.run(self._first_look, device, timeline, asked)
            while not (found.anything or wire.news.ended or asked.passed > OWN_AT_ONCE):
                left_s = deadline_s - wire.means.clock.monotonic_s()
                if left_s <= 0:
                    break
                if not await waiter.wait(left_s):
                    found = self._nothing()
                    break
                if wire.news.is_writing(device.id):
                    await asyncio.sleep(OTHERS_FIRST_S)
                greeted = waiter.look_again()
                if greeted:
                    asked.own = None
                found = await wire.workers.run(self._look, asked)
                if greeted:
                    break
        wire.metrics.pulled(found.entries)
        return found.response

    def _nothing(self) -> Found:
        now = instant_text(self._wire.means.clock.now())
        answer = written({"pages": [], "snapshot": [], "now": now})
        return Found(packed(answer), 0, 0)

    async def _cursors(self, device: Device, pull: Pull) -> tuple[str, dict[Log, int]]:
        """Return a pull's timeline and cursors.

        Raises:
            Refused: it names no logs, or names what is not followed any more.
        """
        if pull.of is None:
            return pull.timeline, _said(pull)
        vectors = self._wire.vectors
        vector = vectors.known(pull.of)
        if vector is None:
            vector = await self._wire.workers.run(vectors.of, device, pull.of)
        if vector is None:
            raise Refused(Code.HELLO, SAY_HELLO)
        if len(pull.at) != len(vector.logs) or any(seq < 0 for seq in pull.at):
            raise malformed(SAY_CURSORS)
        return vector.timeline, dict(zip(vector.logs, pull.at, strict=True))

    def _first_look(self, device: Device, timeline: str, asked: Asked) -> Found:
        """Look, if the pull may be answered at all.

        Raises:
            Refused: another timeline, other logs than the board follows, or a program that could not read them.
        """
        check_timeline(self._wire, timeline)
        if device.schema_newest < SCHEMA_OLDEST:
            raise Refused(Code.NEEDS_UPDATE, "This board's program is too old to read changes.")
        follows_others = asked.cursors.keys() != set(followed(self._wire.directory, device))
        if device.greet_again or follows_others or self._may_have_left(device):
            raise Refused(Code.HELLO, SAY_HELLO)
        return self._look(asked)

    def _may_have_left(self, device: Device) -> bool:
        """Tell whether it is time that a board which was moved says what it still has for the unit that it left."""
        if not device.leaves:
            return False
        when = self._wire.devices.seen(device.id).when
        return when is None or self._wire.means.clock.now() - when >= LEAVES_WITHIN

    def _look(self, asked: Asked) -> Found:
        storage, cursors = self._wire.means.storage, asked.cursors
        heads = storage.heads(list(cursors))
        behind = {log: heads.get(log, 0) - cursor for log, cursor in cursors.items()}
        if any(count < 0 for count in behind.values()):
            # More than there is: only another timeline can explain it, and hello tells.
            raise Refused(Code.HELLO, "Central does not have what this board has. Say hello again.")
        behind = {
            log: count
            for log, count in behind.items()
            if count and not self._is_own(asked, log, heads[log])
        }
        too_old = [log for log, count in behind.items() if count > self._snapshot_behind]
        near = sorted(
            (log for log, count in behind.items() if count <= self._snapshot_behind),
            key=lambda log: behind[log],
        )
        pages = self._pages(near, cursors, heads)
        answer = {
            "pages": pages,
            "snapshot": [str(log) for log in too_old],
            "now": instant_text(self._wire.means.clock.now()),
        }
        count = sum(len(page["entries"]) for page in pages)
        return Found(packed(written(answer), asked.unpacks), count, len(too_old))

    def _is_own(self, asked: Asked, log: Log, head: int) -> bool:
        """Tell whether all that is new in a log is what the board wrote itself, and was told the numbers of."""
        seen = asked.seen[log]
        if asked.own is None or head - seen > OWN_AT_ONCE:
            return False
        page = self._wire.means.storage.page(log, seen, OWN_AT_ONCE, BODY_LIMIT_BYTES)
        if any((entry.device, entry.incarnation) != asked.own for entry in page):
            return False
        asked.seen[log] = page[-1].seq if page else seen
        return asked.seen[log] >= head

    def _pages(
        self, logs: Sequence[Log], cursors: Mapping[Log, int], heads: Mapping[Log, int]
    ) -> list[dict[str, Any]]:
        """Return pages of logs until the answer is full; those with least to come first, so that none starves."""
        room, room_bytes = PAGE_LIMIT, BODY_LIMIT_BYTES
        pages: list[dict[str, Any]] = []
        for log in logs:
            if room < 1 or room_bytes < 1:
                break
            page = self._wire.means.storage.page(log, cursors[log], room, room_bytes)
            stored = cut_to(page, room_bytes, least=0 if pages else 1)
            if not stored:
                break
            room -= len(stored)
            room_bytes -= sum(map(size_of, stored))
            pages.append(
                {
                    "log": str(log),
                    "entries": [wire_entry(entry) for entry in stored],
                    "head": max(heads[log], stored[-1].seq),
                }
            )
        return pages


def _said(pull: Pull) -> dict[Log, int]:
    """Return the cursors of a pull that says them in full.

    Raises:
        Refused: they name no logs, or are no numbers from 0.
    """
    try:
        cursors = {Log.from_text(log): seq for log, seq in pull.cursors.items()}
    except ValueError as problem:
        raise malformed("There is no such log.") from problem
    if any(seq < 0 for seq in cursors.values()):
        raise malformed("Cursors are whole numbers from 0.")
    return cursors
