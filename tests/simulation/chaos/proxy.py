"""A network that breaks: a TCP proxy before several servers that cuts, freezes, delays, and answers 503 in storms."""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from tests.simulation.chaos.diary import Diary

PIECE: Final = 16_384
BUSY: Final = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
FROZEN_S: Final = (1.0, 15.0)
SLOW_S: Final = (0.01, 0.3)
FAIR: Final = "fair"
CUT: Final = "cut in the middle"
HALF_OPEN: Final = "half-open"
SLOW: Final = "slow"
STORM: Final = "503 storm"
REFUSED: Final = "refused"
WEATHERS: Final = (FAIR, FAIR, CUT, HALF_OPEN, SLOW, STORM, REFUSED)


class Proxy:
    """Carries bytes from one port of the loopback to one of several servers, as the weather allows.

    Attributes:
        port: on 127.0.0.1.
        faults: how often each fault was met.
    """

    def __init__(self, ports: Sequence[int], seed: int, diary: Diary) -> None:
        self._ports = list(ports)
        self._chance = random.Random(seed)  # noqa: S311 - a recorded seed is the point
        self._diary = diary
        self._weather = FAIR
        self._first = self._chance.sample(WEATHERS, len(WEATHERS))
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

    def weather(self, now: str | None = None) -> None:
        """Change what happens to connections, those that are open included; each kind comes before chance decides."""
        by_chance = self._first.pop() if self._first else self._chance.choice(WEATHERS)
        self._loop.call_soon_threadsafe(self._change, now or by_chance)

    def _change(self, now: str) -> None:
        self._weather = now
        self._diary.note("weather", now)
        if now == REFUSED:
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
        self._open.add(writer)
        try:
            if self._weather == REFUSED:
                self.faults[REFUSED] += 1
            else:
                await self._carry(reader, writer)
        except asyncio.CancelledError:
            return  # at the end; what calls this would make an error of it
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._turn += 1
        port = self._ports[self._turn % len(self._ports)]
        try:
            there, back = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            self.faults["central away"] += 1
            return
        ways = [
            asyncio.create_task(self._pump(there, writer)),
            asyncio.create_task(self._pump(reader, back, answer=writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            back.transport.abort()

    async def _pump(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        answer: asyncio.StreamWriter | None = None,
    ) -> None:
        """Carry one way until something ends it; `answer` is the way back of what boards ask."""
        while piece := await source.read(PIECE):
            weather = self._weather
            if weather != FAIR:
                self.faults[weather] += 1
            if weather == HALF_OPEN:
                await asyncio.sleep(self._chance.uniform(*FROZEN_S))
                break
            if weather == STORM and answer is not None:
                answer.write(BUSY)
                answer.close()
                with suppress(TimeoutError):
                    await asyncio.wait_for(answer.wait_closed(), 5)
                break
            if weather == SLOW:
                await asyncio.sleep(self._chance.uniform(*SLOW_S))
            if weather == CUT:
                piece = piece[: self._chance.randrange(len(piece))]
            sink.write(piece)
            await sink.drain()
            if weather == CUT:
                break
