"""What answers carry for safety, and the line that every request leaves in the log: numbers, never words."""

import logging
from collections.abc import Mapping
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.central.api.metrics import Metrics
from kiosk.domain.clock import Clock
from kiosk.sync.protocol import PREFIX

LOG: Final = logging.getLogger("kiosk.central.requests")

ALWAYS: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
UNLESS_SET: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
ONE_YEAR: Final = "max-age=31536000"
TO_A_PROGRAM: Final = (b"x-content-type-options", b"nosniff")
"""All that an answer to a board carries: no browser shows what was posted to the wire, and no cache keeps it."""


class SafeHeaders:
    """Adds the headers that make a browser careful, except to what a board posts; a page may say more of itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        to_a_program = scope["method"] == "POST" and scope["path"].startswith(PREFIX)

        async def with_headers(message: Message) -> None:
            if message["type"] != "http.response.start":
                pass
            elif to_a_program:
                message["headers"] = [*message["headers"], TO_A_PROGRAM]
            else:
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers[name] = value
                for name, value in UNLESS_SET.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = ONE_YEAR
            await send(message)

        await self._app(scope, receive, with_headers)


class Counted:
    """Counts and logs every request: route, status, milliseconds, bytes, the device's id, why the database failed."""

    def __init__(self, app: ASGIApp, metrics: Metrics, clock: Clock) -> None:
        self._app = app
        self._metrics = metrics
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun_s = self._clock.monotonic_s()
        status, size = 500, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            seconds = self._clock.monotonic_s() - begun_s
            self._note(scope, status, size, seconds)

    def _note(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        route: Any = scope.get("route")
        path = getattr(route, "path", None) or "other"
        self._metrics.answered(path, scope["method"], status, seconds)
        known = scope.get("state", {})
        told = {
            "route": path,
            "method": scope["method"],
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes": size,
            "device": known.get("device", ""),
        }
        if "reason" in known:
            told["reason"] = known["reason"]
        LOG.info("request", extra=told)
