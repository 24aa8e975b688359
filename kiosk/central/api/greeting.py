"""Hello: clocks, timeline, versions and streams in one round trip."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.api.answers import accepted, packed
from kiosk.central.api.directory import followed
from kiosk.central.api.enrolling import enrolment_of
from kiosk.central.api.entries_in import malformed, read_log
from kiosk.central.api.messages import read_message
from kiosk.central.api.wire import Wire
from kiosk.central.devices.device import Device, Seen
from kiosk.central.storage.protocol import Changed
from kiosk.domain.changes import GENESIS, Log, Stream
from kiosk.domain.clock import instant_from, instant_text
from kiosk.sync.protocol import SCHEMA_NEWEST, Hello, StreamHead, Welcome

BY_ITSELF = "device"
"""Who did it, in the audit log, when a board did."""

BEHIND = "behind"
"""What was noted once of each timeline on which this database has less than boards have from it."""

logger = logging.getLogger(__name__)


class Greetings:
    """Answers hello."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._enrolment = enrolment_of(wire)

    async def handle(self, request: Request) -> Response:
        """Answer a hello."""
        device = await self._wire.asking(request)
        hello = await read_message(request, Hello)
        return await self._wire.workers.run(self._welcome, device, hello, accepted(request))

    def _welcome(self, device: Device, hello: Hello, unpacks: str) -> Response:
        now = self._wire.means.clock.now()
        if device.leaves and not (device.greet_again or hello.health.pending):
            device = self._enrolment.left(device)
        device = self._enrolment.ran_alone(self._notice(device, hello, now), hello.local_node)
        known = self._wire.means.storage.streams(device.id)
        timeline = self._wire.means.storage.timeline()
        follow = followed(self._wire.directory, device)
        welcome = Welcome(
            now=instant_text(now),
            timeline=timeline,
            node=device.node,
            name=device.name,
            follow=[str(log) for log in follow],
            vector=self._wire.vectors.name(timeline, follow),
            aliases=list(self._wire.aliases.of(device.node)),
            streams=[_head(stream, *place) for stream, place in known.items()],
            forked=[
                head
                for head in hello.streams
                if self._is_forked(_stream(head, device), head, known)
            ],
            newest_incarnation=max((stream.incarnation for stream in known), default=0),
            needs_update=hello.schema_newest < SCHEMA_NEWEST,
            behind=self._is_behind(device, hello, now),
            retry_after_s=self._wire.crowds.wait_after_hello_s(),
        )
        self._wire.news.greeted(device.id)
        return packed(welcome.model_dump_json().encode(), unpacks)

    def _is_forked(
        self, stream: Stream, head: StreamHead, known: Mapping[Stream, tuple[int, str]]
    ) -> bool:
        """Tell whether central has another entry where the board's stream ends.

        Where the board has more than central, its next push tells, by the chain.
        """
        counter, last_hash = known.get(stream, (0, GENESIS))
        if head.counter > counter or head.counter == 0:
            return False
        if head.counter == counter:
            return head.hash != last_hash
        return head.hash != self._wire.means.storage.hash_at(stream, head.counter)

    def _is_behind(self, device: Device, hello: Hello, now: datetime) -> bool:
        """Tell whether the board has more than there is, on the same timeline; note it once.

        A database was put back by hand, and only somebody who may run commands says that it was (`failover`): if a
        board's word were enough, one board could have all others send everything again.
        """
        storage = self._wire.means.storage
        timeline = storage.timeline()
        if hello.timeline != timeline:
            return False
        cursors = {read_log(log): seq for log, seq in hello.cursors.items() if seq}
        heads = storage.heads(list(cursors))
        if all(seq <= heads.get(log, 0) for log, seq in cursors.items()):
            return False
        with suppress(Changed):
            storage.put(BEHIND, timeline, {"device": device.id}, expecting=0)
            storage.audit(now, BY_ITSELF, "central.behind", device.id, {})
            logger.error("boards have what this database lost: run huddle-central failover")
        return True

    def _notice(self, device: Device, hello: Hello, now: datetime) -> Device:
        """Keep how the board is; return the device as it is now."""
        devices = self._wire.devices
        before = devices.seen(device.id)
        changed_at = before.fingerprint_changed_at
        fields: dict[str, object] = {}
        if hello.fingerprint and hello.fingerprint != device.fingerprint:
            fields["fingerprint"] = hello.fingerprint
            if device.fingerprint:
                changed_at = instant_text(now)
                self._wire.means.storage.audit(
                    now, BY_ITSELF, "device.machine_changed", device.id, {}
                )
        app = _plain(hello.health.app)
        if app and app != device.app:
            fields["app"] = app
        if hello.schema_newest != device.schema_newest:
            fields["schema_newest"] = hello.schema_newest
        if device.greet_again:
            fields["greet_again"] = False
        health = hello.health.model_dump(exclude={"app"})
        health["trouble"] = _plain(hello.health.trouble)
        seen = Seen(instant_text(now), _skew_ms(hello.now, now), health, changed_at)
        devices.see(device, seen)
        return (devices.change(device.id, **fields) or device) if fields else device


def _plain(text: str) -> str:
    """Return text as it may be listed: nothing in it moves a terminal's cursor."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _skew_ms(said: str, now: datetime) -> int:
    try:
        return round((instant_from(said) - now).total_seconds() * 1000)
    except (ValueError, OverflowError) as problem:
        raise malformed("The board's time cannot be read.") from problem


def _stream(head: StreamHead, device: Device) -> Stream:
    try:
        return Stream(Log.from_text(head.log), device.id, head.incarnation)
    except ValueError as problem:
        raise malformed("There is no such log.") from problem


def _head(stream: Stream, counter: int, last_hash: str) -> StreamHead:
    return StreamHead(
        log=str(stream.log), incarnation=stream.incarnation, counter=counter, hash=last_hash
    )
