"""Cards and releases as FHIR R4: valid by the library, without names or patients, and without words unless granted."""

import json
import uuid
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fhirclient.models.bundle import Bundle
from fhirclient.models.capabilitystatement import CapabilityStatement
from fhirclient.models.communication import Communication
from fhirclient.models.measurereport import MeasureReport
from fhirclient.models.operationoutcome import OperationOutcome
from fhirclient.models.provenance import Provenance
from fhirclient.models.task import Task
from hypothesis import given
from hypothesis import strategies as st

from kiosk.central.api.refusing import add_refusals
from kiosk.central.api.workers import Workers
from kiosk.central.bearers import Bearers
from kiosk.central.interop import fhir_search
from kiosk.central.interop.fhir_ids import LONGEST, NoIdError, Place, fhir_id, place_of
from kiosk.central.interop.fhir_room import ACCOUNTS, FhirRoom
from kiosk.central.interop.fhir_search import BadSearchError, Cursor, Search, search_of
from kiosk.domain.cards import AnswerCard
from kiosk.domain.releases import Cell, CellStatus, Release, Window
from kiosk.interchange.fhir_validation import structure_problems
from tests.unit.central.interop.stories import (
    ANSWER,
    EAST,
    NAMES,
    SENTENCE,
    STEPS,
    WEST,
    Cards,
)
from tests.unit.interchange.figure_files import figure_map

MODELS = {
    "Task": Task,
    "Communication": Communication,
    "Provenance": Provenance,
    "MeasureReport": MeasureReport,
}
WHOLE = ("acknowledged", "owned", "asked", "replied", "returned", "answered", "closed")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def here() -> Cards:
    return Cards()


@pytest.fixture
async def http(here: Cards) -> AsyncIterator[httpx.AsyncClient]:
    app, workers = FastAPI(), Workers(here.clock)
    app.include_router(FhirRoom(here.means, workers, NAMES.get).router())
    add_refusals(app)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://central", headers=bearing(here)
    ) as client:
        yield client
    workers.close()


def bearing(here: Cards, **grants: Any) -> dict[str, str]:
    accounts = Bearers(here.storage, here.clock, here.means.ids, ACCOUNTS)
    return {"authorization": f"Bearer {accounts.make('records', grants)}"}


def release() -> Release:
    cells = (
        Cell(group="English", status=CellStatus.SHOWN, value=80, numerator=80, denominator=100),
        Cell(group="Polish", status=CellStatus.HIDDEN),
    )
    window = Window(first=date(2026, 9, 1), last=date(2026, 9, 30), overall=cells[0], groups=cells)
    return Release(
        metric=figure_map().metrics[0].facts(),
        node="7E",
        stratifier="language",
        groups=("English", "Polish"),
        windows=(
            window.model_copy(update={"overall": cells[0].model_copy(update={"group": None})}),
        ),
    )


async def found(http: httpx.AsyncClient, kind: str, **asked: str | int) -> list[dict[str, Any]]:
    """All that a search finds, page after page; every page and resource checked by the library."""
    resources: list[dict[str, Any]] = []
    answer = await http.get(f"/fhir/R4/{kind}", params=asked)
    while True:
        assert answer.status_code == 200, answer.text
        bundle = answer.json()
        Bundle(bundle)
        entries = [entry["resource"] for entry in bundle.get("entry", [])]
        for resource in entries:
            MODELS[kind](resource)
        resources += entries
        onwards = [link["url"] for link in bundle["link"] if link["relation"] == "next"]
        if not onwards:
            return resources
        answer = await http.get(onwards[0])


@pytest.mark.anyio
@pytest.mark.parametrize("steps", range(len(WHOLE) + 1))
async def test_a_card_is_valid_in_every_step_and_says_how_far_it_has_come(
    http: httpx.AsyncClient, here: Cards, steps: int
) -> None:
    card = here.raise_card()
    for step in WHOLE[:steps]:
        STEPS[step](here, card)

    (task,) = await found(http, "Task")
    said = await found(http, "Communication")
    done = await found(http, "Provenance")

    expected = ["requested", "received", "in-progress", "in-progress", "in-progress"]
    expected += ["requested", "in-progress", "completed"]
    assert task["status"] == expected[steps]
    assert task["requester"]["display"] == "Ward 7 East"
    assert len(done) == steps + 1
    categories = [one["category"][0]["coding"][0]["code"] for one in said]
    assert categories == ["question", "reply", "reason", "answer"][: max(0, min(steps, 6) - 2)]


@pytest.mark.anyio
async def test_each_is_found_again_by_its_id(http: httpx.AsyncClient, here: Cards) -> None:
    card = here.raise_card()
    STEPS["answered"](here, card)

    for kind in ("Task", "Communication"):
        (one,) = await found(http, kind)
        assert len(one["id"]) <= LONGEST
        assert (await http.get(f"/fhir/R4/{kind}/{one['id']}")).json() == one
    (task,) = await found(http, "Task")
    (said,) = await found(http, "Communication")
    reference = task["output"][0]["valueReference"]["reference"]
    assert reference == f"Communication/{said['id']}"
    assert said["basedOn"] == [{"reference": f"Task/{task['id']}"}]


@pytest.mark.anyio
async def test_no_words_no_name_and_no_patient_without_a_grant(
    http: httpx.AsyncClient, here: Cards
) -> None:
    card = here.raise_card()
    for step in WHOLE:
        STEPS[step](here, card)

    told = json.dumps([await found(http, kind) for kind in ("Task", "Communication", "Provenance")])

    for words in (SENTENCE, ANSWER, "Since when?", "Since Monday.", "Ask stores", "person:1"):
        assert words not in told
    assert "Patient" not in told
    assert "service lead" in told


@pytest.mark.anyio
async def test_granted_words_are_told_and_erased_ones_are_gone_at_once(
    http: httpx.AsyncClient, here: Cards
) -> None:
    card = here.raise_card()
    (answered,) = here.do(EAST, AnswerCard(card, "service lead", ANSWER))
    http.headers.update(bearing(here, words=True))
    (task,), (said,) = await found(http, "Task"), await found(http, "Communication")
    assert task["description"] == SENTENCE
    assert said["payload"] == [{"contentString": ANSWER}]

    here.erase(EAST, answered)

    told = json.dumps([await found(http, kind) for kind in ("Task", "Communication")])
    assert ANSWER not in told
    assert "erased" not in told
    assert SENTENCE in told


@pytest.mark.anyio
async def test_a_release_is_measure_reports_and_its_announcement_a_provenance(
    http: httpx.AsyncClient, here: Cards
) -> None:
    here.publish(EAST, release())

    (report,) = await found(http, "MeasureReport")
    (provenance,) = await found(http, "Provenance")

    assert structure_problems(report) == ()
    assert "Polish" in json.dumps(report)
    assert provenance["target"][0]["identifier"] == report["identifier"][0]
    assert provenance["agent"][0]["who"] == {"type": "Device", "display": "central"}


@pytest.mark.anyio
async def test_searches_narrow_by_node_status_and_last_update(
    http: httpx.AsyncClient, here: Cards
) -> None:
    here.raise_card(EAST)
    here.raise_card(WEST)
    card = here.raise_card(EAST)
    STEPS["closed"](here, card)
    (closed,) = await found(http, "Task", status="completed")

    assert closed["id"] == fhir_id(EAST, card)
    assert len(await found(http, "Task", node=WEST)) == 1
    assert len(await found(http, "Task", node=f"{EAST},{WEST}", status="requested")) == 2
    assert len(await found(http, "Task", node=f"urn:huddle-kiosk:node|{EAST}")) == 2
    at = closed["meta"]["lastUpdated"]
    assert await found(http, "Task", _lastUpdated=f"ge{at}") == [closed]
    assert await found(http, "Task", _lastUpdated=f"gt{at}") == []
    assert len(await found(http, "Task", _lastUpdated=f"lt{at}")) == 2
    assert len(await found(http, "Task", _lastUpdated="2026-11-23")) == 3
    assert await found(http, "Task", _lastUpdated="2026-11-24") == []


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["Task", "Communication", "Provenance"])
@pytest.mark.parametrize("scanned", [1, 2, 1_000])
async def test_pages_hold_everything_once_however_small_they_are(
    http: httpx.AsyncClient,
    here: Cards,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    scanned: int,
) -> None:
    monkeypatch.setattr(fhir_search, "SCANNED", scanned)
    for node in (EAST, WEST, EAST, WEST, EAST):
        card = here.raise_card(node)
        for step in ("acknowledged", "asked", "answered") if node == EAST else ():
            STEPS[step](here, card)
    whole = await found(http, kind, _count=200)

    for count in (1, 2, 3):
        assert await found(http, kind, _count=count) == whole
    assert len({one["id"] for one in whole}) == len(whole)


@pytest.mark.anyio
async def test_an_account_reads_only_the_nodes_that_it_was_granted(
    http: httpx.AsyncClient, here: Cards
) -> None:
    card = here.raise_card(EAST)
    here.raise_card(WEST)
    http.headers.update(bearing(here, nodes=[WEST]))

    (task,) = await found(http, "Task")

    assert task["requester"]["display"] == "Ward 7 West"
    assert await found(http, "Task", node=EAST) == []
    answer = await http.get(f"/fhir/R4/Task/{fhir_id(EAST, card)}")
    assert answer.status_code == 404
    OperationOutcome(answer.json())


@pytest.mark.anyio
@pytest.mark.parametrize("path", ["Task", "Communication", "Provenance", "MeasureReport", "Task/x"])
async def test_without_a_token_nothing_is_told(http: httpx.AsyncClient, path: str) -> None:
    http.headers["authorization"] = "Bearer records.00"

    assert (await http.get(f"/fhir/R4/{path}")).status_code == 401


@pytest.mark.anyio
async def test_the_capability_statement_is_valid_and_open(http: httpx.AsyncClient) -> None:
    http.headers["authorization"] = ""

    answer = await http.get("/fhir/R4/metadata")

    assert answer.headers["content-type"] == "application/fhir+json"
    statement = answer.json()
    CapabilityStatement(statement)
    assert statement["fhirVersion"] == "4.0.1"
    assert {one["type"] for one in statement["rest"][0]["resource"]} == set(MODELS)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "asked",
    ["patient=1", "status=done", "_lastUpdated=yesterday", "_count=0", "_page=x", "node=a|b"],
)
async def test_a_search_that_cannot_be_understood_is_refused_and_says_what_can(
    http: httpx.AsyncClient, asked: str
) -> None:
    answer = await http.get(f"/fhir/R4/Task?{asked}")

    assert answer.status_code == 400
    OperationOutcome(answer.json())
    assert asked.partition("=")[0] in answer.json()["issue"][0]["diagnostics"]


def test_more_nodes_than_the_limit_are_refused() -> None:
    with pytest.raises(BadSearchError, match="at most 50"):
        search_of([("node", ",".join(f"node:{number}" for number in range(51)))], ())
    assert len(search_of([("node", ",".join(["node:1"] * 50))], ()).nodes) == 50
    assert search_of([("_count", "5000")], ()).count == fhir_search.MOST_COUNT


@given(st.uuids(), st.uuids(), st.uuids())
def test_ids_say_where_a_thing_lies(node: uuid.UUID, card: uuid.UUID, change: uuid.UUID) -> None:
    identity = fhir_id(f"node:{node}", f"card:{card}", str(change))

    assert len(identity) <= LONGEST
    assert place_of(identity, "card") == Place(f"node:{node}", f"card:{card}", str(change)[-8:])


@given(st.text(max_size=70))
def test_any_other_text_is_no_id(text: str) -> None:
    try:
        place = place_of(text, "card")
    except NoIdError:
        return
    assert fhir_id(place.node, place.entity).split(".") == text.split(".")[:2]


@given(st.text(max_size=60))
def test_any_other_text_is_no_page(text: str) -> None:
    try:
        Cursor.of(text)
    except BadSearchError:
        return


def test_a_search_without_parameters_asks_for_everything() -> None:
    assert search_of([], ()) == Search()
