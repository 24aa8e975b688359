"""A network that breaks: a TCP proxy before several servers that cuts, freezes, delays, and answers 503 in storms."""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

PIECE: Final = 16_384
BUSY: Final = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
FROZEN_S: Final = 3.0
MODES: Final = ("fair", "fair", "cut in the middle", "half-open", "slow", "503 storm", "refused")


class Proxy:
    """Carries bytes from one port of the loopback to one of several servers, as its mode allows.

    Attributes:
        port: on 127.0.0.1.
        faults: how many connections met which fault.
    """

    def __init__(self, ports: Sequence[int], seed: int) -> None:
        self._ports = list(ports)
        self._chance = random.Random(seed)  # noqa: S311 - a recorded seed is the point
        self._mode = "fair"
        self._turn = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.faults: Counter[str] = Counter()
        self.port = 0

    def __enter__(self) -> Self:
        """Carry from now on."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End for good."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def weather(self, mode: str | None = None) -> None:
        """Change what happens to connections; those that are open are ended where the new mode is not fair."""
        self._mode = mode or self._chance.choice(MODES)
        if self._mode in {"refused", "cut in the middle"}:
            self._loop.call_soon_threadsafe(self._end_all)

    def _end_all(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        mode = self._mode
        if mode != "fair":
            self.faults[mode] += 1
        try:
            if mode == "refused":
                return
            if mode == "503 storm":
                await self._busy(reader, writer)
                return
            await self._carry(mode, reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _busy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(reader.read(PIECE), 5)
        writer.write(BUSY)
        await writer.drain()

    async def _carry(
        self, mode: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._open.add(writer)
        self._turn += 1
        port = self._ports[self._turn % len(self._ports)]
        there, back = await asyncio.open_connection("127.0.0.1", port)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pump(mode, reader, back))
                both.create_task(self._pump(mode, there, writer))
        except* OSError:
            pass
        finally:
            back.transport.abort()

    async def _pump(
        self, mode: str, source: asyncio.StreamReader, sink: asyncio.StreamWriter
    ) -> None:
        left = self._chance.randrange(200, 4_000) if mode == "cut in the middle" else None
        while piece := await source.read(PIECE):
            if mode == "half-open":
                await asyncio.sleep(FROZEN_S)
                raise ConnectionResetError
            if mode == "slow":
                await asyncio.sleep(self._chance.uniform(0.01, 0.3))
            if left is not None:
                piece, left = piece[:left], left - len(piece)
            sink.write(piece)
            await sink.drain()
            if left is not None and left <= 0:
                raise ConnectionResetError
        raise ConnectionResetError
