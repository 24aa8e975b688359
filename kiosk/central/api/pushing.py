"""Push: a piece of a stream into one log; each change is answered, none stops those behind it."""

from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.api.answers import can_unpack, packed
from kiosk.central.api.bodies import read_body
from kiosk.central.api.entries_in import read_entry, read_push
from kiosk.central.api.entries_out import written
from kiosk.central.api.refusing import Refused
from kiosk.central.api.wire import Wire, check_timeline
from kiosk.central.devices.device import Device
from kiosk.central.storage.protocol import ForkFound, GapFound, Incoming, Outcome
from kiosk.domain.changes import Json, Log
from kiosk.domain.clock import instant_text
from kiosk.sync.protocol import Code, DeadReason


class Pushes:
    """Takes what boards push."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def handle(self, request: Request) -> Response:
        """Answer a push."""
        device = await self._wire.asking(request)
        self._wire.workers.check_room()
        body = await read_body(request)
        return await self._wire.workers.run(self._take, device, body, can_unpack(request))

    def _take(self, device: Device, body: bytes, unpacks: bool) -> Response:  # noqa: FBT001 - of a header
        pushing = read_push(body)
        check_timeline(self._wire, pushing.timeline)
        log, now = pushing.log, self._wire.means.clock.now()
        batch = [
            self._permitted(device, log, read_entry(entry, log, device.id))
            for entry in pushing.entries
        ]
        try:
            outcomes = self._wire.means.storage.ingest(log, batch, now)
        except ForkFound as fork:
            raise _conflict(Code.FORK, log, fork.stream.incarnation, fork.counter) from fork
        except GapFound as gap:
            raise _conflict(Code.GAP, log, gap.stream.incarnation, gap.expected) from gap
        self._tell(log, outcomes)
        answer = {"answers": [_answer(outcome) for outcome in outcomes], "now": instant_text(now)}
        return packed(written(answer), can_unpack=unpacks)

    def _permitted(self, device: Device, log: Log, incoming: Incoming) -> Incoming:
        """Return an entry, dead if its board may not write it."""
        if incoming.dead is not None:
            return incoming
        change = incoming.entry.change
        if change.log != log and change.log.node not in self._wire.aliases.of(log.node):
            why: str | None = "The change names another unit than the log that it is for."
        else:
            why = self._wire.directory.refusal(device.node, log, change)
        return (
            incoming
            if why is None
            else replace(incoming, dead=(DeadReason.NOT_PERMITTED.value, why))
        )

    def _tell(self, log: Log, outcomes: Sequence[Outcome]) -> None:
        new = [outcome for outcome in outcomes if outcome.new]
        dead = sum(outcome.dead is not None for outcome in new)
        self._wire.metrics.pushed(len(new) - dead, len(outcomes) - len(new), dead)
        if len(new) > dead:
            self._wire.news.told([log])


def _answer(outcome: Outcome) -> dict[str, Json]:
    if outcome.dead is None:
        return {"id": outcome.id, "seq": outcome.seq}
    reason, detail = outcome.dead
    return {"id": outcome.id, "dead": reason, "detail": detail}


def _conflict(code: Code, log: Log, incarnation: int, counter: int) -> Refused:
    words = {
        Code.FORK: "Something else stands at this place. Begin a new incarnation.",
        Code.GAP: "An entry before it is missing. Send again from there.",
    }
    return Refused(code, words[code], log=str(log), incarnation=incarnation, counter=counter)
