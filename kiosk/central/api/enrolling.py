"""Enrol: a code, a key and a fingerprint become a device; or the board waits for IT."""

from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.api.answers import packed
from kiosk.central.api.messages import read_message
from kiosk.central.api.refusing import Refused
from kiosk.central.api.trusting import address_of
from kiosk.central.api.wire import Wire, standing
from kiosk.central.devices.device import Standing
from kiosk.central.devices.enrolling import Applicant, Enrolment
from kiosk.sync.protocol import Code, Enrol, Enrolled

ENROL_LIMIT_BYTES = 512 * 1024
"""The offer of a ward that ran alone: its calendar, agenda, metrics."""


def enrolment_of(wire: Wire) -> Enrolment:
    """Return what lets boards in."""
    means = wire.means
    return Enrolment(
        means.storage, wire.devices, wire.aliases, wire.directory, means.clock, means.ids
    )


class Enrolments:
    """Answers boards that want in."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._enrolment = enrolment_of(wire)

    async def handle(self, request: Request) -> Response:
        """Answer a board that wants in."""
        address = address_of(request)
        self._wire.crowds.enrolling(address)
        enrol = await read_message(request, Enrol, ENROL_LIMIT_BYTES)
        who = Applicant(
            code=enrol.code,
            address=address,
            public_key=enrol.public_key,
            fingerprint=enrol.fingerprint,
            hostname=enrol.hostname,
            local_node=enrol.local_node,
            offer=enrol.offer,
            app=enrol.app,
        )
        answer = await self._wire.workers.run(self._enrol, who)
        return packed(answer.model_dump_json().encode())

    def _enrol(self, who: Applicant) -> Enrolled:
        device = self._enrolment.enrol(who)
        if device is None:
            message = "This code is not known here, was used already, or has ended."
            raise Refused(Code.NOT_PERMITTED, message)
        if device.standing is Standing.WAITING:
            return Enrolled(device=device.id, name=device.name, node=None)
        standing(device)
        return Enrolled(
            device=device.id,
            name=device.name,
            node=device.node,
            node_name=self._wire.directory.name(device.node) or "",
            timeline=self._wire.means.storage.timeline(),
        )
