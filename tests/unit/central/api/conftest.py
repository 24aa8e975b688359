"""A central system in memory with two wards, and boards that speak to it."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from kiosk.central.api.wire import Wire
from kiosk.central.app import create_app
from kiosk.central.means import CentralMeans
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.memory.storage import MemoryStorage
from tests.fakes.clock import FixedClock
from tests.fakes.directories import NEXT_WARD, WARD, FewWards
from tests.fakes.ids import SeededIds
from tests.fakes.wire_client import WireClient, over


@pytest.fixture
def anyio_backend() -> str:
    """Run asynchronous tests on asyncio, as the server does."""
    return "asyncio"


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands."""
    return FixedClock()


@pytest.fixture
def means(clock: FixedClock) -> CentralMeans:
    """What central works with: everything in memory."""
    ids = SeededIds()
    return CentralMeans(MemoryStorage(clock, ids), clock, ids, CentralSettings())


@pytest.fixture
def directory() -> FewWards:
    """Two wards of one hospital."""
    return FewWards()


@pytest.fixture
def app(means: CentralMeans, directory: FewWards) -> FastAPI:
    """The application."""
    return create_app(means, directory, furnish=lambda *_: ())


@pytest.fixture
def wire(app: FastAPI) -> Wire:
    """What its handlers work with."""
    found: Wire = app.state.wire
    return found


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the running application."""
    async with over(app) as client:
        yield client


@pytest.fixture
async def board(http: httpx.AsyncClient, wire: Wire) -> WireClient:
    """A board of the ward that has said hello."""
    client = WireClient(http)
    await client.begin(wire.codes.once(WARD))
    return client


@pytest.fixture
async def next_board(http: httpx.AsyncClient, wire: Wire) -> WireClient:
    """A board of the ward next door that has said hello."""
    client = WireClient(http, hostname="pc-0418")
    await client.begin(wire.codes.once(NEXT_WARD))
    return client
