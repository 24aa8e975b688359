"""Push: a piece of a stream into one log; each change is answered, none stops those behind it."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.api.answers import accepted, packed
from kiosk.central.api.bodies import read_body
from kiosk.central.api.entries_in import read_push
from kiosk.central.api.entries_out import written
from kiosk.central.api.taking import Taking, answer_of
from kiosk.central.api.wire import Wire, check_timeline
from kiosk.central.devices.device import Device
from kiosk.central.storage.protocol import Outcome
from kiosk.domain.clock import instant_text


class Pushes:
    """Takes what boards push."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._taking = Taking(wire.means.storage, wire.directory, wire.devices, wire.aliases)

    async def handle(self, request: Request) -> Response:
        """Answer a push."""
        device = await self._wire.asking(request)
        self._wire.workers.check_room()
        body = await read_body(request)
        with self._wire.news.writing(device.id):
            return await self._wire.workers.run(self._take, device, body, accepted(request))

    def _take(self, device: Device, body: bytes, unpacks: str) -> Response:
        pushing = read_push(body)
        check_timeline(self._wire, pushing.timeline)
        now = self._wire.means.clock.now()
        outcomes = self._taking.take(device, pushing.log, pushing.entries, now)
        self._count(outcomes)
        answer: dict[str, Any] = {
            "answers": [answer_of(outcome) for outcome in outcomes],
            "now": instant_text(now),
        }
        if all(outcome.new for outcome in outcomes):
            answer["fresh"] = True
        return packed(written(answer), unpacks)

    def _count(self, outcomes: Sequence[Outcome]) -> None:
        new = [outcome for outcome in outcomes if outcome.new]
        dead = sum(outcome.dead is not None for outcome in new)
        self._wire.metrics.pushed(len(new) - dead, len(outcomes) - len(new), dead)
