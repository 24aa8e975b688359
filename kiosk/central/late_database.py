"""A start while the database is away: central listens, asks everybody to come back, and opens as soon as it can."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from socket import socket
from typing import Final, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kiosk.central.api.headers import SafeHeaders
from kiosk.central.api.refusing import Busy, refusal
from kiosk.central.api.watching import not_ready
from kiosk.central.server import CentralServer, config_of
from kiosk.central.storage.protocol import StorageBusy
from kiosk.central.tls import Tls

logger = logging.getLogger(__name__)

AGAIN_S: Final = 1.0
EVERYTHING_ELSE: Final = "/{path:path}"
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH")

OpenedT = TypeVar("OpenedT")


@dataclass
class Closed:
    """Why central is not open yet, in fixed words."""

    reason: str


def open_patiently(
    open_it: Callable[[], OpenedT], tls: Tls | None, listening: socket, waits: Callable[[], None]
) -> OpenedT | None:
    """Open what central works with; while the database is away, answer that nobody is ready, and try again.

    Args:
        open_it: opens; may be called again after it raised `StorageBusy`.
        tls: the files to present, or None for plain HTTP.
        listening: where boards connect; it listens on afterwards.
        waits: called once when that is answered.

    Returns:
        What was opened, or None when the process was told to stop before.
    """
    try:
        return open_it()
    except StorageBusy as problem:
        closed = Closed(problem.reason)
    server = CentralServer(config_of(application(closed), tls), waits, lambda: None)
    with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
        return runner.run(_until_open(open_it, server, listening, closed))


def application(closed: Closed) -> ASGIApp:
    """Return what answers meanwhile."""

    async def alive(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def ready(_request: Request) -> Response:
        return not_ready(closed.reason)

    async def come_back(_request: Request) -> Response:
        return refusal(Busy())

    routes = [
        Route("/healthz", alive),
        Route("/readyz", ready),
        Route(EVERYTHING_ELSE, come_back, methods=METHODS),
    ]
    return SafeHeaders(Starlette(routes=routes))


async def _until_open(
    open_it: Callable[[], OpenedT], server: uvicorn.Server, listening: socket, closed: Closed
) -> OpenedT | None:
    serving = asyncio.create_task(server.serve(sockets=[listening.dup()]))
    try:
        while not serving.done():
            await asyncio.sleep(AGAIN_S)
            try:
                return await asyncio.to_thread(open_it)
            except StorageBusy as problem:
                closed.reason = problem.reason
                logger.warning("the database is away", extra={"reason": problem.reason})
        return None
    finally:
        server.should_exit = True
        await serving
