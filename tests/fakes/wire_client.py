"""A board on the wire and nothing more: it enrols, signs, says hello, pushes what it is given, and pulls.

Over ASGI (`over`) or over the network (any `httpx.AsyncClient` with a base address). Tests build changes with `Pen`,
which chains them as a store does.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from kiosk.domain.changes import (
    GENESIS,
    Actor,
    Change,
    Entry,
    Log,
    LogKind,
    Record,
    Words,
    words_mac,
)
from kiosk.sync.entries import record_to_wire
from kiosk.sync.protocol import PATHS
from tests.fakes.clock import MONDAY_MORNING

Wire = dict[str, Any]


@asynccontextmanager
async def over(app: FastAPI, address: str = "127.0.0.1") -> AsyncIterator[httpx.AsyncClient]:
    """Speak to an application in this process, which begins and ends with the context."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 50_000))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://central") as client,
    ):
        yield client


async def until(true: Callable[[], bool]) -> None:
    """Let other tasks of the loop go on until something is true; the test's own limit ends a wait in vain."""
    while not true():  # noqa: ASYNC110 - what is waited for belongs to the program, and tells nobody
        await asyncio.sleep(0)


@dataclass
class Pen:
    """Writes one incarnation of a device's streams, chained.

    Attributes:
        device: who writes.
        seed: makes ids that are the same in every run.
        incarnation: which life.
        places: log → last counter and hash.
    """

    device: str
    seed: str = "pen"
    incarnation: int = 1
    places: dict[Log, tuple[int, str]] = field(default_factory=dict)
    written: int = 0

    def new_id(self) -> str:
        """Return the next id."""
        self.written += 1
        digest = hashlib.sha256(f"{self.seed}/{self.device}/{self.written}".encode()).hexdigest()
        return f"{digest[:8]}-{digest[8:12]}-7{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"

    def raise_card(self, log: Log, sentence: str = "A drip stand is missing", **more: Any) -> Wire:
        """Return a new card as an entry on the wire."""
        given = {"category": "equipment", "need": "action", "criterion": "barrier", **more}
        payload = {"node": log.node, **given}
        entity = f"card:{self.new_id()}"
        return self.write(log, entity, "card.raised", payload, {"sentence": sentence})

    def write(
        self,
        log: Log,
        entity: str,
        kind: str,
        payload: Mapping[str, Any],
        words: Mapping[str, str] | None = None,
        **of_change: Any,
    ) -> Wire:
        """Return the next change of a log as an entry on the wire; `of_change` are further fields of the change."""
        beside, body = None, dict(payload)
        if words:
            beside = Words(bytes(32), words)
            body["words"] = {
                name: words_mac(beside.key, name, text) for name, text in words.items()
            }
        given: dict[str, Any] = {"occurred_at": MONDAY_MORNING, "actor": Actor(), **of_change}
        fields: dict[str, Any] = {"log": log, "based_on": None, "boot_id": "boot", **given}
        change = Change(id=self.new_id(), entity=entity, kind=kind, payload=body, **fields)
        return record_to_wire(Record(self.chain(log, change), None, beside))

    def chain(self, log: Log, change: Change) -> Entry:
        """Return a change as the next entry of the stream of a log."""
        counter, previous = self.places.get(log, (0, GENESIS))
        entry = Entry(change, self.device, self.incarnation, counter + 1, previous)
        self.places[log] = counter + 1, entry.hash
        return entry


@dataclass
class WireClient:
    """A board that speaks the wire.

    Attributes:
        http: a client whose base address is central's.
        key: the board's own.
        hostname: what the PC is called.
        device, node, timeline, token: what central said.
        cursors: the logs that are followed, and how far they were pulled.
        entries: what was pulled, by log.
    """

    http: httpx.AsyncClient
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    hostname: str = "pc-0417"
    fingerprint: str = "machine"
    device: str = ""
    node: str = ""
    timeline: str = ""
    token: str = ""
    cursors: dict[str, int] = field(default_factory=dict)
    entries: dict[str, list[Wire]] = field(default_factory=dict)

    @property
    def public_key(self) -> str:
        """The public key, in hex."""
        return self.key.public_key().public_bytes_raw().hex()

    def log(self, kind: LogKind) -> Log:
        """Return a log of the board's node."""
        return Log(self.node, kind)

    async def post(self, path: str, body: Any, **more: Any) -> httpx.Response:
        """Send a message under a short name of the wire's paths, with the token if there is one."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= more.pop("headers", {})
        return await self.http.post(PATHS.get(path, path), json=body, headers=headers, **more)

    async def enrol(self, code: str, **more: Any) -> httpx.Response:
        """Ask to belong to a node, and remember the answer."""
        asked = {
            "code": code,
            "public_key": self.public_key,
            "fingerprint": self.fingerprint,
            "hostname": self.hostname,
            **more,
        }
        response = await self.post("enrol", asked)
        if response.status_code == httpx.codes.OK:
            said = response.json()
            self.device, self.node = said["device"], said["node"] or ""
            self.timeline = said["timeline"] or ""
        return response

    async def trust(self) -> httpx.Response:
        """Sign a nonce, and remember the token."""
        asked = await self.post("nonce", {"device": self.device})
        if asked.status_code != httpx.codes.OK:
            return asked
        response = await self.post("token", self.signed(asked.json()["nonce"]))
        if response.status_code == httpx.codes.OK:
            self.token = response.json()["token"]
        return response

    def signed(self, nonce: str) -> Wire:
        """Return a signed nonce."""
        said = f"huddle-token-1:{self.device}:{nonce}".encode()
        return {"device": self.device, "nonce": nonce, "signature": self.key.sign(said).hex()}

    async def hello(
        self, now: datetime = MONDAY_MORNING, streams: Sequence[Wire] = (), **more: Any
    ) -> httpx.Response:
        """Say hello, and follow what central says."""
        said = {
            "now": now.isoformat(),
            "timeline": self.timeline or None,
            "fingerprint": self.fingerprint,
            "streams": list(streams),
            "cursors": self.cursors,
            **more,
        }
        response = await self.post("hello", said)
        if response.status_code == httpx.codes.OK:
            welcome = response.json()
            self.timeline, self.node = welcome["timeline"], welcome["node"]
            self.cursors = {log: self.cursors.get(log, 0) for log in welcome["follow"]}
        return response

    async def push(self, log: Log, *entries: Wire) -> httpx.Response:
        """Push entries into a log."""
        said = {"timeline": self.timeline, "log": str(log), "entries": list(entries)}
        return await self.post("push", said)

    async def pull(self, wait_s: float = 0.0, own: int | None = None) -> httpx.Response:
        """Pull once, and keep what came; what this board wrote in the incarnation `own` is no news."""
        said = {"timeline": self.timeline, "cursors": self.cursors, "wait_s": wait_s, "own": own}
        response = await self.post("pull", said, timeout=wait_s + 30)
        if response.status_code == httpx.codes.OK:
            for page in response.json()["pages"]:
                self.entries.setdefault(page["log"], []).extend(page["entries"])
                self.cursors[page["log"]] = page["entries"][-1]["seq"]
        return response

    async def begin(self, code: str) -> None:
        """Enrol, get a token and say hello; each has to succeed."""
        (await self.enrol(code)).raise_for_status()
        (await self.trust()).raise_for_status()
        (await self.hello()).raise_for_status()
