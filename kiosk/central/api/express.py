"""The short way of the boards' requests: past the layers that pages need, and the wire's own handlers do themselves."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.central.api.refusing import Refused, refused
from kiosk.central.storage.protocol import StorageBusy

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Posted:
    """The route of a request, for those who count."""

    path: str


class Express:
    """Answers what boards post: it has no parameters to find, its body has a limit, and its answer is packed already.

    Args:
        app: what answers everything else.
        handlers: of the wire, by path.
    """

    def __init__(self, app: ASGIApp, handlers: Mapping[str, Handler]) -> None:
        self._app = app
        self._handlers = handlers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        posted = scope["type"] == "http" and scope["method"] == "POST"
        handler = self._handlers.get(scope["path"]) if posted else None
        if handler is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = Posted(scope["path"])
        request = Request(scope, receive)
        try:
            response = await handler(request)
        except (Refused, StorageBusy) as problem:
            response = await refused(request, problem)
        await response(scope, receive, send)
