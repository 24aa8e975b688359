"""How fast the API takes batches in, without its clients: against one bare INSERT of the same rows, by turns."""

import asyncio
import gzip
import json
import time
from pathlib import Path
from typing import Any

import psycopg
from fastapi import FastAPI

from kiosk.central.app import create_app
from kiosk.central.devices.device import Device, Standing
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.first import ensure_first_node
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.intake import Before, take_in
from kiosk.central.storage.opening import open_storage
from kiosk.domain.changes import Log, LogKind, Record
from kiosk.domain.leaving import leaving
from kiosk.host.clock import SystemClock
from kiosk.host.ids import SystemIds
from kiosk.sync.entries import entry_text
from kiosk.sync.protocol import PATHS
from tests.benchmarks.figures import Finding
from tests.benchmarks.ingest import insert_bare
from tests.benchmarks.sync.hospital import Yard
from tests.fakes.remote_board import RemoteBoard
from tests.simulation.postgres import PostgresServer

PER_BATCH = 20
WARM_UP = 20
CARD = {
    "category": "equipment_lifts",
    "criterion": "barrier",
    "need": "action",
    "phrase": None,
    "serious_harm": False,
}
WORDS = {"sentence": "The drip stand of bed 4 is missing"}


def ingest(yard: Yard) -> list[Finding]:
    """Push batches of 20 at the application, in turns with a bare multi-row insert of the same rows."""
    server = PostgresServer()
    try:
        server.start()
        batches = yard.turns(300, 100)
        api, bare = asyncio.run(_measure(server, yard.new("ingest"), batches))
    finally:
        server.remove()
    per_s = 1_000 * PER_BATCH / (sum(api) / len(api))
    note = f"{per_s:,.0f} changes/s by one client; ≤ 5 is ≥ 20 %"
    return [
        Finding("Push of 20 at the API ÷ bare insert of its rows", "ms", api, bare, 5, note=note)
    ]


async def _measure(
    server: PostgresServer, folder: Path, batches: int
) -> tuple[list[float], list[float]]:
    address = server.new_database("api")
    settings = CentralSettings(data=folder, database=address)
    storage = open_storage(settings, SystemClock(), SystemIds())
    try:
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE bare (LIKE change INCLUDING ALL)")
            connection.commit()
            turns = Turns(CentralMeans(storage, SystemClock(), SystemIds(), settings), connection)
            async with turns.app.router.lifespan_context(turns.app):
                for _ in range(WARM_UP + batches):
                    await turns.take()
    finally:
        storage.close()
    return turns.api_ms[WARM_UP:], turns.bare_ms[WARM_UP:]


class Turns:
    """Central's application and a bare table, which take the same rows by turns.

    Attributes:
        app: the application.
        api_ms, bare_ms: of each batch.
    """

    def __init__(
        self, means: CentralMeans, connection: "psycopg.Connection[tuple[object, ...]]"
    ) -> None:
        self._means, self._connection = means, connection
        self.app = create_app(means, furnish=lambda *_: ())
        self._log = Log(ensure_first_node(means), LogKind.SHARED)
        device = Device("device-1", "PC-0001", "00" * 32, self._log.node, Standing.APPROVED)
        wire = self.app.state.wire
        wire.devices.add(device)
        self._headers = [(b"authorization", f"Bearer {wire.tokens.token(device.id)}".encode())]
        self._board = RemoteBoard(means.ids, device.id, self._log)
        self.api_ms: list[float] = []
        self.bare_ms: list[float] = []

    async def take(self) -> None:
        """Take one batch each.

        Raises:
            RuntimeError: the application did not take it in.
        """
        board, now = self._board, self._means.clock.now()
        head = {("device-1", 1): (board.counter, board.previous)}
        before = Before(board.counter, head)
        batch = [
            board.writes("card.raised", {**CARD, "node": self._log.node}, words=WORDS, at=now)
            for _ in range(PER_BATCH)
        ]
        rows = take_in(self._log, batch, before, now).changes
        texts = [entry_text(leaving(Record(one.entry, None, one.words))) for one in batch]
        body = _body(self._means.storage.timeline(), self._log, texts)
        begun = time.perf_counter()
        answer = await _post(self.app, self._headers, body)
        self.api_ms.append(1_000 * (time.perf_counter() - begun))
        if [said["seq"] for said in answer["answers"]] != [row.seq for row in rows]:
            raise RuntimeError(f"Not taken in: {answer}")
        begun = time.perf_counter()
        insert_bare(self._connection, rows)
        self.bare_ms.append(1_000 * (time.perf_counter() - begun))


def _body(timeline: str, log: Log, texts: list[str]) -> bytes:
    envelope = json.dumps({"timeline": timeline, "log": str(log)})
    return gzip.compress(f'{envelope[:-1]},"entries":[{",".join(texts)}]}}'.encode(), 1, mtime=0)


async def _post(app: FastAPI, headers: list[tuple[bytes, bytes]], body: bytes) -> dict[str, Any]:
    """Send a push through the whole application, middleware and all, without a client's own cost."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "https",
        "path": PATHS["push"],
        "raw_path": PATHS["push"].encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [*headers, (b"content-encoding", b"gzip"), (b"host", b"central")],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 443),
    }
    told: list[dict[str, Any]] = []
    waiting = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if not waiting.is_set():
            waiting.set()
            return {"type": "http.request", "body": body, "more_body": False}
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        told.append(dict(message))

    await app(scope, receive, send)
    answer: dict[str, Any] = json.loads(b"".join(one.get("body", b"") for one in told))
    return answer
