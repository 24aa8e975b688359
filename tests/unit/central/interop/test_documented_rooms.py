"""What the OpenAPI document says of the warehouse and of FHIR is what they do: schemathesis asks in every way."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis.core.result import Ok

from kiosk.central.app import create_app
from kiosk.central.bearers import Bearers
from kiosk.central.interop.fhir_room import ACCOUNTS as READERS
from kiosk.central.interop.fhir_room import FhirRoom
from kiosk.central.publishing.accounts import ACCOUNTS as SENDERS
from kiosk.central.publishing.room import WarehouseRoom
from tests.fakes.wire_client import over
from tests.unit.central.api.test_openapi import CHECKS, EXAMPLES, Central
from tests.unit.central.interop.stories import EAST, NAMES, STEPS, Cards
from tests.unit.central.publishing.warehouses import central as warehouse_of
from tests.unit.central.publishing.warehouses import inline

FHIR = "/fhir/R4"
PATHS = (
    *(f"{FHIR}/{kind}" for kind in ("metadata", "Task", "Communication", "Provenance")),
    f"{FHIR}/MeasureReport",
    f"{FHIR}/Task/{{id}}",
    f"{FHIR}/Communication/{{id}}",
    "/v1/warehouse/{map}",
)


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    """A running application with a card, whose one token is good in both rooms."""
    here = Cards()
    card = here.raise_card(EAST)
    STEPS["answered"](here, card)
    folder = tmp_path_factory.mktemp("central")
    means = warehouse_of(folder).means
    token = "good." + "0" * 64
    app = create_app(
        here.means,
        furnish=lambda _means, workers: (
            FhirRoom(here.means, workers, NAMES.get),
            WarehouseRoom(means, workers, inline),
        ),
    )
    fhir = Bearers(here.storage, here.clock, _Zeros(), READERS)
    sent = Bearers(means.storage, here.clock, _Zeros(), SENDERS)
    assert fhir.make("good", {"words": True}) == token
    assert sent.make("good", {"maps": ["pain", "0", "gone"]}) == token
    with asyncio.Runner() as runner:
        ending = AsyncExitStack()
        client = runner.run(ending.enter_async_context(over(app)))
        try:
            yield Central(app, token, runner, client)
        finally:
            runner.run(ending.aclose())


class _Zeros:
    """Makes the same key every time."""

    def new_id(self) -> str:
        """Return an id."""
        return "0"

    def new_key(self) -> bytes:
        """Return 32 zeros."""
        return bytes(32)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("path", PATHS)
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
        case.validate_response(central.ask(case), checks=list(CHECKS))

    ask()
