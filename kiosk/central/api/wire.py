"""What every handler of the wire works with, and the first step of each: who asks."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from kiosk.central.api.crowds import Crowds
from kiosk.central.api.directory import Directory
from kiosk.central.api.metrics import Metrics
from kiosk.central.api.news import News
from kiosk.central.api.refusing import Refused
from kiosk.central.api.vectors import Vectors
from kiosk.central.api.workers import Workers
from kiosk.central.devices.aliases import Aliases
from kiosk.central.devices.codes import Codes
from kiosk.central.devices.device import Device, Devices, Standing
from kiosk.central.devices.tokens import BadToken, Tokens
from kiosk.central.means import CentralMeans
from kiosk.sync.protocol import Code

BEARER: Final = "bearer "
ENROL_AGAIN: Final = "IT has to give this board a new code."


@dataclass(frozen=True, slots=True)
class Wire:
    """What the handlers of the wire work with.

    Attributes:
        means: storage, clock, identities and settings.
        workers: the threads that speak to the storage.
        news: who waits for which logs.
        devices, aliases, codes, tokens: the boards and what lets them in.
        directory: the organisation.
        crowds: rate limits, and the spreading of a crowd.
        metrics: what is counted.
        vectors: names for what boards follow.
    """

    means: CentralMeans
    workers: Workers
    news: News
    devices: Devices
    aliases: Aliases
    codes: Codes
    tokens: Tokens
    directory: Directory
    crowds: Crowds
    metrics: Metrics
    vectors: Vectors

    async def asking(self, request: Request) -> Device:
        """Return the device that asks.

        Raises:
            Refused: the token is missing, expired or not ours, or the device has been revoked.
        """
        said = request.headers.get("authorization", "")
        if not said.lower().startswith(BEARER):
            raise Refused(Code.TOKEN, "A token is needed.")
        try:
            device_id = self.tokens.device_of(said[len(BEARER) :].strip())
        except BadToken as problem:
            raise Refused(Code.TOKEN, "The token has expired, or is not ours.") from problem
        device = self.devices.remembered(device_id)
        if device is None:
            device = await self.workers.run(self.devices.read, device_id)
        request.state.device = device_id
        return standing(device)


def standing(device: Device | None) -> Device:
    """Return a device that may speak.

    Raises:
        Refused: it may not.
    """
    if device is None:
        raise Refused(Code.REVOKED, f"This board is not enrolled here. {ENROL_AGAIN}")
    if device.standing is Standing.REVOKED:
        raise Refused(Code.REVOKED, f"This board was taken out by IT. {ENROL_AGAIN}")
    if device.standing is Standing.WAITING:
        raise Refused(Code.NOT_PERMITTED, f"Waiting for IT: {device.name}")
    return device


def check_timeline(wire: Wire, said: str) -> None:
    """Refuse a request of another timeline.

    Raises:
        Refused: it is another.
    """
    timeline = wire.means.storage.timeline()
    if said != timeline:
        message = "Central was restored or failed over. Say hello again."
        raise Refused(Code.TIMELINE, message, timeline=timeline)
