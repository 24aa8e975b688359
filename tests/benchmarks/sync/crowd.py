"""One of many kiosks after an outage, as a coroutine: its own connection, a token, hello, its changes, the news."""

import asyncio
import gzip
import json
import ssl
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.sync.protocol import GZIP_FROM_BYTES, PATHS

HTTP_OK, BUSY, SLOW_DOWN = 200, 503, 429
ANSWER_WITHIN_S = 60.0


@dataclass
class Told:
    """What all kiosks of a crowd were told.

    Attributes:
        times_s: of each request, by path.
        statuses: how often each.
        wrong: answers of 500 and above that are no 503 with a Retry-After, and what could not be understood.
    """

    times_s: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Kiosk:
    """A kiosk that was cut off, with changes that wait.

    Args:
        device: its id.
        key: its own.
        log: where its changes go.
        entries: they, as wire JSON.
        cursors: how far it had come with each log.
        told: what all of them were told.
    """

    def __init__(
        self,
        device: str,
        key: Ed25519PrivateKey,
        log: str,
        entries: Sequence[str],
        cursors: dict[str, int],
        told: Told,
    ) -> None:
        self._device, self._key, self._log = device, key, log
        self._entries, self._cursors = entries, dict(cursors)
        self._told = told
        self._token = ""
        self._timeline = ""
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def wake(self, after_s: float, port: int, trusting: ssl.SSLContext) -> tuple[int, int]:
        """Come back, send everything, fetch everything; return how many were acknowledged, and how many came."""
        await asyncio.sleep(after_s)
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
        try:
            return await self._sync()
        finally:
            self._writer.transport.abort()

    async def _sync(self) -> tuple[int, int]:
        nonce = (await self._ask("nonce", {"device": self._device}))["nonce"]
        said = f"huddle-token-1:{self._device}:{nonce}".encode()
        signed = {"device": self._device, "nonce": nonce, "signature": self._key.sign(said).hex()}
        self._token = (await self._ask("token", signed))["token"]
        welcome = await self._ask("hello", self._hello())
        self._timeline = welcome["timeline"]
        await asyncio.sleep(welcome["retry_after_s"])
        body = f'{{"timeline":"{self._timeline}","log":"{self._log}","entries":[{",".join(self._entries)}]}}'
        pushed = await self._ask("push", body)
        sent = sum(answer.get("seq") is not None for answer in pushed["answers"])
        follow = {log: self._cursors.get(log, 0) for log in welcome["follow"]}
        came = 0
        while True:
            pages = (await self._ask("pull", {"timeline": self._timeline, "cursors": follow}))[
                "pages"
            ]
            if not pages:
                return sent, came
            for page in pages:
                follow[page["log"]] = page["entries"][-1]["seq"]
                came += len(page["entries"])

    def _hello(self) -> dict[str, Any]:
        now = "2026-11-27T08:00:00.000Z"
        return {"now": now, "timeline": None, "streams": [], "cursors": self._cursors}

    async def _ask(self, name: str, message: Any) -> Any:
        body = message if isinstance(message, str) else json.dumps(message)
        while True:
            begun = time.perf_counter()
            status, headers, answer = await asyncio.wait_for(
                self._exchange(PATHS[name], body.encode()), ANSWER_WITHIN_S
            )
            self._told.times_s.setdefault(name, []).append(time.perf_counter() - begun)
            self._told.statuses[status] += 1
            if status == HTTP_OK:
                return json.loads(answer)
            after = headers.get("retry-after")
            if status not in {BUSY, SLOW_DOWN} or after is None:
                self._told.wrong.append(f"{name}: {status} {answer[:200]!r}")
                raise ConnectionError(name)
            await asyncio.sleep(float(after))

    async def _exchange(self, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        assert self._reader is not None
        assert self._writer is not None
        packing = ""
        if len(body) > GZIP_FROM_BYTES:
            packing, body = "Content-Encoding: gzip\r\n", gzip.compress(body, 1, mtime=0)
        trust = f"Authorization: Bearer {self._token}\r\n" if self._token else ""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: central\r\nAccept-Encoding: gzip\r\n{trust}{packing}"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        await self._writer.drain()
        lines = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:] if line)
        }
        answer = await self._reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("content-encoding") == "gzip":
            answer = gzip.decompress(answer)
        return int(lines[0].split()[1]), headers, answer
