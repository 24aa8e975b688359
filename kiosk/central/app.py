"""Central, put together: the rooms' routes over one storage."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from kiosk.central.api.bodies import LimitBodies
from kiosk.central.api.crowds import Crowds
from kiosk.central.api.directory import Directory
from kiosk.central.api.headers import Counted, SafeHeaders
from kiosk.central.api.metrics import Metrics
from kiosk.central.api.news import News
from kiosk.central.api.openapi import TITLE, describe
from kiosk.central.api.refusing import add_refusals
from kiosk.central.api.routes import watching_routes, wire_routes
from kiosk.central.api.wire import Wire
from kiosk.central.api.workers import Workers
from kiosk.central.devices.aliases import Aliases
from kiosk.central.devices.codes import Codes
from kiosk.central.devices.device import Devices
from kiosk.central.devices.tokens import Tokens
from kiosk.central.means import CentralMeans
from kiosk.sync.protocol import GZIP_FROM_BYTES, PROTOCOL, SUPPORT_LOG_LIMIT_BYTES

VERSION = str(PROTOCOL)
"""Of the wire, in the OpenAPI document."""
PAGE_PACKING = 5
BODY_LIMIT_BYTES = 2 * SUPPORT_LOG_LIMIT_BYTES
"""What no request may exceed; routes have limits of their own below it."""


def create_app(means: CentralMeans, directory: Directory) -> FastAPI:
    """Return the application of one process.

    Args:
        means: storage, clock, identities and settings.
        directory: the organisation.
    """
    wire = wire_of(means, directory)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        wire.news.begin()
        means.storage.watch(wire.news.told)
        yield
        wire.news.end()
        wire.workers.close()

    app = FastAPI(
        title=TITLE,
        version=VERSION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.wire = wire
    app.include_router(watching_routes(wire))
    app.include_router(wire_routes(wire))
    add_refusals(app)
    describe(app)
    # The last that is added is the first to see a request.
    app.add_middleware(GZipMiddleware, minimum_size=GZIP_FROM_BYTES, compresslevel=PAGE_PACKING)
    app.add_middleware(LimitBodies, limit=BODY_LIMIT_BYTES)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Counted, metrics=wire.metrics, clock=means.clock)
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
    )
