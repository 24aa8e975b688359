"""What the OpenAPI document says is what central does: schemathesis asks everything in every way, within seconds."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import hypothesis
import pytest
import schemathesis
from fastapi import FastAPI
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kiosk.central.api.routes import ASKED
from kiosk.central.app import create_app
from kiosk.central.devices.device import Device, Standing
from kiosk.central.means import CentralMeans
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.sync.protocol import PATHS
from tests.fakes.clock import FixedClock
from tests.fakes.directories import WARD, FewWards
from tests.fakes.ids import SeededIds
from tests.fakes.wire_client import over

EXAMPLES = 200 if os.environ.get("HUDDLE_LONG") == "1" else 6
"""Requests for each route."""
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


def make_app() -> tuple[FastAPI, str]:
    """Return an application in memory, and the token of a board that is let in."""
    clock, ids = FixedClock(), SeededIds()
    means = CentralMeans(MemoryStorage(clock, ids), clock, ids, CentralSettings())
    app = create_app(means, FewWards(), furnish=lambda *_: ())
    wire = app.state.wire
    device = Device(ids.new_id(), "pc", "0" * 64, WARD, Standing.APPROVED)
    assert wire.devices.add(device)
    return app, wire.tokens.token(device.id)


class Central:
    """A running application that is asked from outside of its loop.

    Args:
        app: the application.
        token: of a board.
        runner: its loop.
        client: speaks to it.
    """

    def __init__(
        self, app: FastAPI, token: str, runner: asyncio.Runner, client: httpx.AsyncClient
    ) -> None:
        self.app = app
        self._headers = {"Authorization": f"Bearer {token}"}
        self._runner = runner
        self._client = client

    def ask(self, case: schemathesis.Case[Any]) -> httpx.Response:
        """Send a request."""
        given = case.as_transport_kwargs(base_url="http://central")
        known = {"method", "url", "params", "headers", "json", "data"}
        sent = {name: value for name, value in given.items() if name in known}
        if isinstance(sent.get("data"), bytes | str):
            sent["content"] = sent.pop("data")
        headers = {**dict(sent.pop("headers", None) or {}), **self._headers}
        return self._runner.run(self._client.request(headers=headers, **sent))


@pytest.fixture(scope="module")
def central() -> Iterator[Central]:
    """A running application."""
    app, token = make_app()
    with asyncio.Runner() as runner:
        ending = AsyncExitStack()
        client = runner.run(ending.enter_async_context(over(app)))
        try:
            yield Central(app, token, runner, client)
        finally:
            runner.run(ending.aclose())


ASKED_PATHS = (*PATHS.values(), "/healthz", "/readyz", "/metrics")


def test_the_document_names_every_path_and_every_message_of_the_wire(
    central: Central,
) -> None:
    document: dict[str, Any] = central.app.openapi()

    assert set(document["paths"]) == set(ASKED_PATHS)
    assert {model.__name__ for model in ASKED} <= set(document["components"]["schemas"])


@pytest.mark.timeout(120)
@pytest.mark.parametrize("path", ASKED_PATHS)
def test_every_answer_is_one_that_the_document_names(central: Central, path: str) -> None:
    schema = schemathesis.openapi.from_dict(central.app.openapi())
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    (operation,) = (one for one in found if one.path == path)

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        database=None,
        phases=[hypothesis.Phase.generate],
    )
    @hypothesis.given(case=operation.as_strategy())
    def ask(case: schemathesis.Case[Any]) -> None:
        if isinstance(case.body, dict) and "wait_s" in case.body:
            case.body["wait_s"] = 0
        case.validate_response(central.ask(case), checks=list(CHECKS))

    ask()
