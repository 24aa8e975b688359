"""What those who watch over central ask: whether it lives, whether it is ready, and how much it does."""

import hmac
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kiosk.central.api.refusing import Busy, Refused
from kiosk.central.api.trusting import address_of
from kiosk.central.api.wire import BEARER, Wire
from kiosk.central.storage.protocol import StorageBusy
from kiosk.sync.protocol import Code


class Watching:
    """Answers monitors."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        waiting = wire.metrics.gauge("huddle_long_polls", "Requests that wait for news.")
        waiting.set_function(lambda: wire.news.waiting_count)
        at_work = wire.metrics.gauge("huddle_at_work", "Requests that run or wait for a thread.")
        at_work.set_function(lambda: wire.workers.at_work)

    async def alive(self, _request: Request) -> Response:
        """Answer that the process lives."""
        return JSONResponse({"status": "alive"})

    async def ready(self, _request: Request) -> Response:
        """Answer whether the storage answers and takes what is written."""
        try:
            await self._wire.workers.run(self._wire.means.storage.ready)
        except StorageBusy as problem:
            return not_ready(problem.reason)
        except Busy:
            return not_ready("busy")
        return JSONResponse({"status": "ready"})

    async def metrics(self, request: Request) -> Response:
        """Answer with what is counted: to this machine, or to whoever has the token for it."""
        if not self._may_look(request):
            raise Refused(Code.NOT_PERMITTED, "Figures are for this machine, or for a token.")
        page, kind = self._wire.metrics.page()
        return Response(page, media_type=kind)

    def _may_look(self, request: Request) -> bool:
        wanted = self._wire.means.settings.metrics_token
        said = request.headers.get("authorization", "")
        if wanted:
            given = said[len(BEARER) :] if said.lower().startswith(BEARER) else ""
            return hmac.compare_digest(given.encode(), wanted.encode())
        return is_loopback(address_of(request))


def not_ready(reason: str) -> Response:
    """Return that a process is not ready, and why, in fixed words."""
    said = {"status": "not ready", "reason": reason}
    return JSONResponse(said, 503, {"Retry-After": "5"})


def is_loopback(address: str) -> bool:
    """Tell whether an address is of this machine."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
