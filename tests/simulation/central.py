"""Central in a simulation: the real application on virtual time, asked one request after another."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, ParamSpec, TypeVar

from starlette.requests import Request
from starlette.types import Message
from typing_extensions import override

from kiosk.central.api.enrolling import Enrolments
from kiosk.central.api.fetching import Fetches
from kiosk.central.api.greeting import Greetings
from kiosk.central.api.pulling import Pulls
from kiosk.central.api.pushing import Pushes
from kiosk.central.api.refusing import Refused, refusal
from kiosk.central.api.snapshots import Snapshots
from kiosk.central.api.trusting import Trust
from kiosk.central.api.workers import Workers
from kiosk.central.app import wire_of
from kiosk.central.authoring import Scribe
from kiosk.central.devices.device import Standing
from kiosk.central.means import CentralMeans
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.central.storage.protocol import Storage
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.placements import PlaceNode, decide
from kiosk.sync.protocol import PATHS, SNAPSHOT_BEHIND
from tests.fakes.ids import SeededIds
from tests.simulation.hospital import ON, Hospital
from tests.simulation.world import RestlessError, World

BESIDES: Final = 500
"""Changes that a log may have beside what people at boards made: the organisation's."""

Given = ParamSpec("Given")
Found = TypeVar("Found")


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


Handler = Callable[[Request], Coroutine[Any, Any, Any]]


class Inline(Workers):
    """Threads that are none: a simulation does one thing at a time."""

    @override
    async def run(
        self, function: Callable[Given, Found], *given: Given.args, **named: Given.kwargs
    ) -> Found:
        """Run a function here."""
        return function(*given, **named)


class Patient:
    """A rate limit that lets everybody pass."""

    def hit(self, *_: object) -> bool:
        """Say that there is room."""
        return True


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, and how far every log was then."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    heads: Mapping[Log, int]


class Central:
    """One central system; it is restored, and it fails over, but it is never slow.

    Attributes:
        storage: what it keeps.
    """

    def __init__(
        self,
        world: World,
        hospital: Hospital,
        storage: Storage | None = None,
        snapshot_behind: int = SNAPSHOT_BEHIND,
    ) -> None:
        self._world = world
        self._hospital = hospital
        self._ids = SeededIds(f"central/{world.seed}")
        self._clock = TrueClock(world)
        self._loop = asyncio.new_event_loop()
        self._snapshot_behind = snapshot_behind
        self._copies: list[bytes] = []
        self._waiting: list[tuple[Collection[Log], Callable[[], None]]] = []
        self._begin(storage or world.flaw.storage(self._clock, self._ids))
        self._place(hospital)

    def _begin(self, storage: Storage) -> None:
        self.storage = storage
        self._means = means = CentralMeans(storage, self._clock, self._ids, CentralSettings())
        wire = replace(wire_of(means, self._hospital), workers=Inline(self._clock))
        # The library counts by the machine's own clock.
        wire.crowds._limiter = Patient()  # type: ignore[assignment]  # noqa: SLF001
        trust = Trust(wire)
        self._handlers: dict[str, Handler] = {
            PATHS["enrol"]: Enrolments(wire).handle,
            PATHS["nonce"]: trust.nonce,
            PATHS["token"]: trust.token,
            PATHS["hello"]: Greetings(wire).handle,
            PATHS["push"]: Pushes(wire).handle,
            PATHS["pull"]: Pulls(wire, self._snapshot_behind).handle,
            PATHS["snapshot"]: Snapshots(wire).handle,
        }
        self._release: Handler = Fetches(wire).release
        self.wire = wire

    def _place(self, hospital: Hospital) -> None:
        """Write where every node stands, as an administrator does."""
        scribe = Scribe(self._means)
        for placed in hospital.organisation.placements.values():
            command = PlaceNode(
                node_id=placed.node,
                name=placed.name,
                kind=placed.kind,
                tier=placed.tier,
                parent_id=placed.parent(ON),
                starts=placed.starts,
                time_zone=placed.time_zone,
            )
            log = Log(hospital.organisation.root, LogKind.CONFIG)
            decided = decide(None, command)
            scribe.write(log, lambda _look, decision=decided: decision)  # type: ignore[misc]

    def code(self, node: str) -> str:
        """Return a code that lets one board in."""
        code: str = self.wire.codes.once(node)
        return code

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Answer a request: the real handlers, without the server around them."""
        scope: dict[str, Any] = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "scheme": "https",
            "headers": [(name.lower().encode(), text.encode()) for name, text in headers.items()],
            "client": ("127.0.0.1", 50_000),
            "server": ("central", 443),
            "path_params": {"sha256": path.rpartition("/")[2]},
        }
        given = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            return given.pop(0) if given else {"type": "http.disconnect"}

        handler = self._handlers.get(path, self._release)
        try:
            answer = self._loop.run_until_complete(handler(Request(scope, receive)))
        except Refused as refused:
            answer = refusal(refused)
        if self.total() > self._world.made + BESIDES:
            message = f"the logs have {self.total():,} changes, people made {self._world.made:,}"
            raise RestlessError(message)
        return Response(answer.status_code, dict(answer.headers), answer.body, self.heads())

    # Long polls, on virtual time

    def wait(self, logs: Collection[Log], then: Callable[[], None]) -> None:
        """Call something when one of some logs has grown."""
        self._waiting.append((logs, then))

    def tell(self, grown: Collection[Log] | None = None) -> None:
        """Wake those who wait for a log that has grown, or everybody."""
        waiting, self._waiting = self._waiting, []
        for logs, then in waiting:
            if grown is None or any(log in grown for log in logs):
                self._world.after(0.001, then)
            else:
                self._waiting.append((logs, then))

    # What happens to central

    def keep_copy(self) -> None:
        """Make a backup."""
        self._copies.append(b"".join(self.storage.dump()))

    def fail_over(self) -> bool:
        """Go on from the newest backup, on a new timeline: what came after it is gone; tell whether there was one."""
        if not self._copies:
            return False
        storage = self._world.flaw.storage(self._clock, self._ids)
        storage.load(iter([self._copies[-1]]), self._ids.new_id())
        self.wire.workers.close()
        self._begin(storage)
        self.tell()
        return True

    def restart(self) -> None:
        """Be killed, and begin again with what is on disk, on the same timeline."""
        assert isinstance(self.storage, MemoryStorage)
        self.wire.workers.close()
        self._begin(self._world.flaw.restarted(self.storage))
        self.tell()

    def revoke(self, device_id: str) -> None:
        """Turn a device away, as an administrator does."""
        self.wire.devices.change(device_id, standing=Standing.REVOKED)
        self.tell()

    def total(self) -> int:
        """Return how many changes all logs have."""
        return sum(self.storage.all_logs().values())

    def heads(self) -> dict[Log, int]:
        """Return the last number of every log."""
        return self.storage.all_logs()

    def close(self) -> None:
        """Let go of everything."""
        self.wire.workers.close()
        self.storage.close()
        self._loop.close()
