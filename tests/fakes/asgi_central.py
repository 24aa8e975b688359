"""Central as an application in this process, on a database of its own: it is restarted, backed up, and restored."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import pytest
from fastapi import FastAPI
from starlette.types import Message

from kiosk.central import app
from kiosk.central.api import routes
from kiosk.central.api.pulling import Pulls
from kiosk.central.authoring import Scribe
from kiosk.central.devices.device import Standing
from kiosk.central.means import CentralMeans
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.placements import PlaceNode, decide
from tests.fakes.databases import PostgresDatabases, SqliteFiles
from tests.fakes.ids import SeededIds
from tests.fakes.wire_client import until
from tests.simulation.central import Inline, Patient, Response, TrueClock
from tests.simulation.hospital import ON, Hospital
from tests.simulation.world import World

if TYPE_CHECKING:
    from kiosk.central.api.wire import Wire

LOCAL: Final = "127.0.0.1"


class Databases(Protocol):
    """Where databases for central come from."""

    def empty(self) -> CentralSettings:
        """Return a new and empty one."""
        ...

    def copy(self, of: CentralSettings) -> CentralSettings:
        """Return a copy of one that nobody has open."""
        ...

    def give_back(self, settings: CentralSettings) -> None:
        """Take one back that nobody needs any more."""
        ...


class EmbeddedDatabases:
    """Files of SQLite, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, 0
        self._files = SqliteFiles(folder / "empty")

    def empty(self) -> CentralSettings:
        """Return a new and empty one."""
        settings = self._next()
        self._files.copy_to(settings.data)
        return settings

    def copy(self, of: CentralSettings) -> CentralSettings:
        """Return a copy of one that nobody has open."""
        settings = self._next()
        shutil.copytree(of.data, settings.data)
        return settings

    def give_back(self, settings: CentralSettings) -> None:
        """Take one back that nobody needs any more."""
        shutil.rmtree(settings.data)

    def _next(self) -> CentralSettings:
        self._count += 1
        return CentralSettings(data=self._folder / str(self._count))


class SharedDatabases:
    """Databases of a PostgreSQL server."""

    def __init__(self, folder: Path, databases: PostgresDatabases) -> None:
        self._folder, self._databases = folder, databases

    def empty(self) -> CentralSettings:
        """Return a new and empty one."""
        return self._named(*self._databases.new())

    def copy(self, of: CentralSettings) -> CentralSettings:
        """Return a copy of one that nobody has open."""
        return self._named(*self._databases.new(of.data.name))

    def give_back(self, settings: CentralSettings) -> None:
        """Take one back that nobody needs any more."""
        self._databases.server.drop_database(settings.data.name)

    def _named(self, name: str, address: str) -> CentralSettings:
        return CentralSettings(data=self._folder / name, database=address)


class AsgiCentral:
    """One central system.

    Attributes:
        wire: what its handlers work with.
        settings: where its database is.
    """

    def __init__(
        self,
        world: World,
        hospital: Hospital,
        databases: Databases,
        settings: CentralSettings,
        snapshot_behind: int,
    ) -> None:
        self._hospital, self._databases = hospital, databases
        self._clock = TrueClock(world)
        self._ids = SeededIds(f"central/{world.seed}/{settings.data.name}")
        self._snapshot_behind = snapshot_behind
        self._runner = asyncio.Runner()
        self.settings = settings
        self._open()

    def _open(self) -> None:
        self.storage = open_storage(self.settings, self._clock, self._ids)
        self._means = CentralMeans(self.storage, self._clock, self._ids, self.settings)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(routes, "Pulls", partial(Pulls, snapshot_behind=self._snapshot_behind))
            patch.setattr(app, "Workers", Inline)
            self._app = app.create_app(self._means, self._hospital, furnish=lambda *_: ())
        self.wire: Wire = self._app.state.wire
        # The library counts by the machine's own clock, and here a day is a second.
        self.wire.crowds._limiter = Patient()  # noqa: SLF001
        self._running = AsyncExitStack()
        self._runner.run(self._running.enter_async_context(_living(self._app)))

    def _shut(self) -> None:
        self._runner.run(self._running.aclose())
        self.storage.close()

    def place_nodes(self) -> None:
        """Write where every node stands, as an administrator does."""
        scribe = Scribe(self._means)
        for placed in self._hospital.organisation.placements.values():
            command = PlaceNode(
                node_id=placed.node,
                name=placed.name,
                kind=placed.kind,
                tier=placed.tier,
                parent_id=placed.parent(ON),
                starts=placed.starts,
                time_zone=placed.time_zone,
            )
            log = Log(self._hospital.organisation.root, LogKind.CONFIG)
            decided = decide(None, command)
            scribe.write(log, lambda _look, decision=decided: decision)  # type: ignore[misc]

    def code(self, node: str) -> str:
        """Return a code that lets one board in."""
        return self.wire.codes.once(node)

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Answer a request."""
        return self._runner.run(self._answer(method, path, headers, body))

    def ask_while(
        self, asked: tuple[str, str, Mapping[str, str], bytes], meanwhile: Callable[[], None]
    ) -> Response:
        """Answer a request that waits, and do something once it does; what that asks is answered in between."""
        loop = self._runner.get_loop()
        waiting = loop.create_task(self._answer(*asked))
        self._runner.run(until(lambda: self.wire.news.waiting_count > 0 or waiting.done()))
        meanwhile()
        return loop.run_until_complete(waiting)

    async def _answer(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Response:
        given: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        sent: list[Any] = []

        async def receive() -> Message:
            return given.pop() if given else await asyncio.Future()

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "scheme": "https",
            "headers": [(name.lower().encode(), text.encode()) for name, text in headers.items()],
            "client": (LOCAL, 50_000),
            "server": ("central", 443),
        }
        await self._app(scope, receive, send)
        names = {name.decode(): text.decode() for name, text in sent[0]["headers"]}
        content = b"".join(part.get("body", b"") for part in sent[1:])
        return Response(sent[0]["status"], names, content, {})

    # What happens to central

    def restart(self) -> None:
        """End as one should, and begin again on the same database."""
        self._shut()
        self._open()

    def dump(self) -> bytes:
        """Make a backup."""
        return b"".join(self.storage.dump())

    def restore(self, copied: bytes) -> None:
        """Go on from a backup, in another database and on a new timeline."""
        former = self.settings
        self._shut()
        self.settings = self._databases.empty()
        self.storage = open_storage(self.settings, self._clock, self._ids)
        self.storage.load(iter([copied]), self._ids.new_id())
        self.storage.close()
        self._open()
        self._databases.give_back(former)

    def revoke(self, device_id: str) -> None:
        """Turn a device away, as an administrator does."""
        self.wire.devices.change(device_id, standing=Standing.REVOKED)

    def close(self) -> None:
        """Let go of everything but the database."""
        self._shut()
        self._runner.close()


@asynccontextmanager
async def _living(application: FastAPI) -> AsyncIterator[None]:
    async with application.router.lifespan_context(application):
        yield
