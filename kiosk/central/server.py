"""The server of one process: listens before it says so, and stops without cutting anybody off."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp
from typing_extensions import override

from kiosk.central.connections import Connection
from kiosk.central.settings import CentralSettings
from kiosk.central.tls import Tls
from kiosk.domain.errors import KioskError

KEEP_ALIVE_S: Final = 75
"""Longer than a long poll, so that a board keeps its connection."""
STOP_WITHIN_S: Final = 10
WAITING_TO_CONNECT: Final = 4_096
IDLE_CUT_AFTER_S: Final = 0.5
STOPS: Final = (signal.SIGINT, signal.SIGTERM)


class CentralServer(uvicorn.Server):
    """Serves until it is told to stop, wakes those who wait then, and ends as a program that did what it was asked.

    Args:
        config: uvicorn's.
        started: called once it listens.
        stopping: called when it is told to stop.
    """

    def __init__(
        self, config: uvicorn.Config, started: Callable[[], None], stopping: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._tell_started = started
        self._tell_stopping = stopping

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell_started()

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        cutting = asyncio.create_task(self._cut_idle())
        try:
            await super().shutdown(sockets)
        finally:
            cutting.cancel()

    async def _cut_idle(self) -> None:
        """End connections on which nothing is under way: over TLS a board that sleeps would not say goodbye."""
        while True:
            await asyncio.sleep(IDLE_CUT_AFTER_S)
            for connection in list(self.server_state.connections):
                cycle = getattr(connection, "cycle", None)
                if cycle is None or cycle.response_complete:
                    connection.transport.abort()

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True
        self._tell_stopping()

    @contextmanager
    @override
    def capture_signals(self) -> Iterator[None]:
        before = {sig: signal.signal(sig, self.handle_exit) for sig in STOPS}
        try:
            yield
        finally:
            for sig, handler in before.items():
                signal.signal(sig, handler)


def listen(settings: CentralSettings) -> socket.socket:
    """Return a socket that listens where the settings say.

    Raises:
        KioskError: it cannot.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.create_server(
            address[:2], family=family, backlog=WAITING_TO_CONNECT, reuse_port=False
        )
    except OSError as problem:
        raise KioskError(
            f"Central cannot listen at {settings.host}, port {settings.port}: {os.strerror(problem.errno or 0)}.",
            to_do="Another program may be there already. Choose others with --host and --port.",
        ) from problem
    listening.setblocking(False)  # noqa: FBT003 - its own name for it
    return listening


def serve(
    app: FastAPI,
    tls: Tls | None,
    listening: socket.socket,
    started: Callable[[], None],
) -> None:
    """Serve until the process is told to stop.

    Args:
        app: the application.
        tls: the files to present, or None for plain HTTP.
        listening: where boards connect.
        started: called once they can.
    """
    server = CentralServer(config_of(app, tls), started, app.state.wire.news.end)
    with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
        runner.run(server.serve(sockets=[listening]))


def config_of(app: ASGIApp, tls: Tls | None) -> uvicorn.Config:
    """Return how an application is served.

    Args:
        app: the application.
        tls: the files to present, or None for plain HTTP.
    """
    return uvicorn.Config(
        app,
        lifespan="on",
        http=Connection,
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,  # the app believes the proxies that it trusts, and remembers who is connected
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=STOP_WITHIN_S,
        ssl_certfile=None if tls is None else str(tls.certificate),
        ssl_keyfile=None if tls is None else str(tls.key),
    )
