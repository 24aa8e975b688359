"""Who is connected, and for whom: a trusted proxy's word changes the second, and never the first."""

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

PEER = "peer"
"""Where a request's scope keeps the address that the connection comes from, in its state."""


class RememberPeer:
    """Notes the address of the connection before anybody believes a header."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "http":
            client = scope.get("client")
            scope.setdefault("state", {})[PEER] = client[0] if client else ""
        await self._app(scope, receive, send)


def remember_peers(app: FastAPI, trusted_proxies: str) -> None:
    """Believe `X-Forwarded-For` and `-Proto` of trusted proxies, and remember who is connected nevertheless.

    Args:
        app: the application; these are the first to see a request.
        trusted_proxies: addresses or networks with commas; empty for none.
    """
    if trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=trusted_proxies)
    app.add_middleware(RememberPeer)
