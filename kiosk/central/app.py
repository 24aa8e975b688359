"""Central, put together: the rooms' routes over one storage, and what central does by itself."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final, Protocol

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from kiosk.central.api.bodies import LimitBodies
from kiosk.central.api.crowds import Crowds
from kiosk.central.api.directory import Directory
from kiosk.central.api.express import Express
from kiosk.central.api.fetching import SUPPORT_LOG_BODY_BYTES
from kiosk.central.api.headers import Counted, SafeHeaders
from kiosk.central.api.metrics import Metrics
from kiosk.central.api.news import News
from kiosk.central.api.openapi import TITLE, describe
from kiosk.central.api.refusing import add_refusals
from kiosk.central.api.routes import watching_routes, wire_handlers, wire_routes
from kiosk.central.api.vectors import Vectors
from kiosk.central.api.wire import Wire
from kiosk.central.api.workers import Workers
from kiosk.central.chores import doing, forgetting
from kiosk.central.devices.aliases import Aliases
from kiosk.central.devices.codes import Codes
from kiosk.central.devices.device import Devices
from kiosk.central.devices.tokens import Tokens
from kiosk.central.interop.fhir_room import FhirRoom
from kiosk.central.interop.webhook_runner import WebhookRunner
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.tree import Tree
from kiosk.central.publishing.drop_folder import MOST_BYTES
from kiosk.central.publishing.room import PATH as WAREHOUSE
from kiosk.central.publishing.room import WarehouseRoom
from kiosk.central.web.peers import remember_peers
from kiosk.central.web.routes import LeadersRoom
from kiosk.sync.protocol import GZIP_FROM_BYTES, PROTOCOL

VERSION: Final = str(PROTOCOL)
"""Of the wire, in the OpenAPI document."""
PAGE_PACKING: Final = 5
BODY_LIMIT_BYTES: Final = SUPPORT_LOG_BODY_BYTES
"""What no request may exceed; routes have limits of their own below it."""
LARGER_BODIES: Final = {WAREHOUSE: MOST_BYTES}


class Room(Protocol):
    """A part of central with routes of its own, and perhaps something that it does meanwhile."""

    def router(self) -> APIRouter:
        """Return its routes."""
        ...

    def start(self) -> None:
        """Begin; the server listens soon."""
        ...

    def stop(self) -> None:
        """End; the server has stopped."""
        ...


Furnish = Callable[[CentralMeans, Workers], Sequence[Room]]


def rooms_of(means: CentralMeans, workers: Workers) -> Sequence[Room]:
    """Return central's rooms, besides the wire."""
    name = Tree(means.storage, means.clock).name
    return (
        WarehouseRoom(means, workers),
        FhirRoom(means, workers, name),
        WebhookRunner(means),
        LeadersRoom(means),
    )


def create_app(
    means: CentralMeans, directory: Directory | None = None, furnish: Furnish = rooms_of
) -> FastAPI:
    """Return the application of one process.

    Args:
        means: storage, clock, identities and settings.
        directory: the organisation; the one in the storage unless told.
        furnish: makes the rooms besides the wire.
    """
    wire = wire_of(means, directory or Tree(means.storage, means.clock))
    rooms = furnish(means, wire.workers)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as ending:
            wire.news.begin()
            means.storage.watch(wire.news.told)
            ending.callback(wire.workers.close)
            for room in rooms:
                room.start()
                ending.callback(room.stop)
            await ending.enter_async_context(doing([forgetting(means)], wire.workers))
            ending.callback(wire.news.end)
            yield

    app = FastAPI(title=TITLE, version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.wire = wire
    handlers = wire_handlers(wire)
    app.include_router(wire_routes(wire, handlers))
    app.include_router(watching_routes(wire))
    for room in rooms:
        app.include_router(room.router())
    add_refusals(app)
    describe(app)
    # The last that is added is the first to see a request.
    app.add_middleware(GZipMiddleware, minimum_size=GZIP_FROM_BYTES, compresslevel=PAGE_PACKING)
    app.add_middleware(LimitBodies, limit=BODY_LIMIT_BYTES, larger=LARGER_BODIES)
    app.add_middleware(Express, handlers=handlers)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Counted, metrics=wire.metrics, clock=means.clock)
    remember_peers(app, means.settings.trusted_proxies)
    return app


def wire_of(means: CentralMeans, directory: Directory) -> Wire:
    """Return what the handlers of the wire work with."""
    storage, clock, ids = means.storage, means.clock, means.ids
    return Wire(
        means=means,
        workers=Workers(clock),
        news=News(),
        devices=Devices(storage, clock),
        aliases=Aliases(storage, clock),
        codes=Codes(storage, clock, ids),
        tokens=Tokens(storage, storage.secret(), clock, ids),
        directory=directory,
        crowds=Crowds(clock),
        metrics=Metrics(),
        vectors=Vectors(storage, directory),
    )
