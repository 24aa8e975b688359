"""Central in a simulation: the real application on virtual time, asked one request after another."""

import asyncio
import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.types import Message

from kiosk.central.app import create_app
from kiosk.central.means import CentralMeans
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.central.storage.protocol import Storage
from kiosk.domain.changes import Log
from tests.fakes.ids import SeededIds
from tests.simulation.hospital import Hospital
from tests.simulation.world import World


class TrueClock:
    """The server's clock: it is right."""

    def __init__(self, world: World) -> None:
        self._world = world

    def now(self) -> datetime:
        """Return the true time."""
        return self._world.now

    def monotonic_s(self) -> float:
        """Return the seconds since the beginning."""
        return self._world.now_s


@dataclass(frozen=True, slots=True)
class Response:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Central:
    """One central system; it is restored, and it fails over, but it is never slow.

    Attributes:
        storage: what it keeps.
        grown: called with the logs that have grown.
    """

    def __init__(self, world: World, hospital: Hospital, storage: Storage | None = None) -> None:
        self._world = world
        self._hospital = hospital
        self._loop = asyncio.new_event_loop()
        self._ids = SeededIds(f"central/{world.seed}")
        self._clock = TrueClock(world)
        self._copies: list[bytes] = []
        self._waiting: list[Callable[[], None]] = []
        self._begin(storage or MemoryStorage(self._clock, self._ids))

    def _begin(self, storage: Storage) -> None:
        self.storage = storage
        means = CentralMeans(storage, self._clock, self._ids, CentralSettings())
        self._app = create_app(means, self._hospital)
        self.wire = self._app.state.wire

    def code(self, node: str) -> str:
        """Return a code that lets one board in."""
        code: str = self.wire.codes.once(node)
        return code

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Answer a request."""
        return self._loop.run_until_complete(self._ask(method, path, headers, body))

    async def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Response:
        sent: list[Message] = []
        given = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            return given.pop(0) if given else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "https",
            "headers": [(name.lower().encode(), text.encode()) for name, text in headers.items()],
            "client": ("127.0.0.1", 50_000),
            "server": ("central", 443),
        }
        await self._app(scope, receive, send)
        answered = {name.decode().lower(): text.decode() for name, text in sent[0]["headers"]}
        return Response(
            sent[0]["status"], answered, b"".join(part.get("body", b"") for part in sent[1:])
        )

    # Long polls, on virtual time

    def wait(self, then: Callable[[], None]) -> None:
        """Call something when any log has grown."""
        self._waiting.append(then)

    def tell(self) -> None:
        """Wake everybody who waits."""
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            self._world.after(0.001, then)

    # What happens to central

    def keep_copy(self) -> None:
        """Make a backup."""
        self._copies.append(b"".join(self.storage.dump()))

    def fail_over(self) -> bool:
        """Go on from the newest backup, on a new timeline: what came after it is gone; tell whether there was one."""
        if not self._copies:
            return False
        copied = copy.copy(self._copies[-1])
        storage = MemoryStorage(self._clock, self._ids)
        storage.load(iter([copied]), self._ids.new_id())
        self.wire.workers.close()
        self._begin(storage)
        self.tell()
        return True

    def total(self) -> int:
        """Return how many changes all logs have."""
        return sum(self.storage.all_logs().values())

    def heads(self) -> dict[Log, int]:
        """Return the last number of every log."""
        return self.storage.all_logs()

    def close(self) -> None:
        """Let go of everything."""
        self.wire.workers.close()
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
