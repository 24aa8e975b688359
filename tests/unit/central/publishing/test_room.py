"""Uploads over the network: who may, how much at once, and what is answered."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from threading import Event

import httpx
import pytest
from fastapi import FastAPI

from kiosk.central.api.refusing import add_refusals
from kiosk.central.api.workers import Workers
from kiosk.central.bearers import Bearers
from kiosk.central.publishing.accounts import ACCOUNTS
from kiosk.central.publishing.drop_folder import MOST_BYTES
from kiosk.central.publishing.jobs import Job, Result
from kiosk.central.publishing.room import MOST_WAITING, WarehouseRoom
from tests.unit.central.publishing.warehouses import HEADER, Central, central, inline, rows

CSV = {"content-type": "text/csv"}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def here(tmp_path: Path) -> Central:
    return central(tmp_path)


class Held:
    """Works as it should, once it is let."""

    def __init__(self) -> None:
        self.go_on = Event()
        self.go_on.set()

    def __call__(self, job: Job, previous: Iterable[bytes]) -> Result:
        """Wait, then publish."""
        self.go_on.wait()
        return inline(job, previous)


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
async def http(here: Central, held: Held) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    workers = Workers(here.clock)
    room = WarehouseRoom(here.means, workers, held)
    app.include_router(room.router())
    add_refusals(app)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://central") as client:
        yield client
    room.stop()
    workers.close()


@pytest.fixture
def token(here: Central) -> str:
    accounts = Bearers(here.storage, here.clock, here.means.ids, ACCOUNTS)
    return accounts.make("warehouse", {"maps": ["pain", "gone"]})


def body(lines: list[str]) -> bytes:
    return ("\n".join([HEADER, *lines]) + "\n").encode()


def bearing(token: str) -> dict[str, str]:
    return {**CSV, "authorization": f"Bearer {token}"}


@pytest.mark.anyio
async def test_an_upload_is_published_and_answered_with_counts_of_figures_only(
    http: httpx.AsyncClient, here: Central, token: str
) -> None:
    answer = await http.post("/v1/warehouse/pain", content=body(rows()), headers=bearing(token))

    assert answer.status_code == 200
    told = answer.json()
    assert told["upload"]
    assert (told["releases"], told["as_before"], told["nodes"]) == (2, 0, 3)
    assert told["figures"] == {"shown": 6, "hidden": 2, "unreliable": 0, "no_data": 0}
    assert len(here.published("node:7e")) == 1


@pytest.mark.anyio
async def test_the_same_upload_again_publishes_nothing(http: httpx.AsyncClient, token: str) -> None:
    for _ in range(2):
        answer = await http.post("/v1/warehouse/pain", content=body(rows()), headers=bearing(token))

    assert answer.json()["upload"] is None
    assert (answer.json()["releases"], answer.json()["as_before"]) == (0, 2)


@pytest.mark.anyio
async def test_a_wrong_row_is_answered_with_its_place_and_nothing_is_kept(
    http: httpx.AsyncClient, here: Central, token: str
) -> None:
    wrong = body([*rows(), "2026-09-01,7E,en,x,2"])

    answer = await http.post("/v1/warehouse/pain", content=wrong, headers=bearing(token))

    assert answer.status_code == 422
    assert 'pain.csv:6: num "x" is not a whole number' in answer.json()["message"]
    assert here.storage.all_logs() == {}
    assert list((here.folder / "warehouse" / ".incoming").iterdir()) == []


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("pain", {}, 401),
        ("pain", {"authorization": "Bearer warehouse.0000"}, 401),
        ("pain", {"authorization": "Bearer nobody"}, 401),
        ("falls", None, 403),
        ("gone", None, 404),
    ],
)
async def test_without_a_token_for_the_map_nothing_is_read(
    http: httpx.AsyncClient, token: str, path: str, headers: dict[str, str] | None, status: int
) -> None:
    given = bearing(token) if headers is None else {**CSV, **headers}

    answer = await http.post(f"/v1/warehouse/{path}", content=body(rows()), headers=given)

    assert answer.status_code == status
    assert "message" in answer.json()


@pytest.mark.anyio
async def test_a_removed_account_is_let_in_no_more(
    http: httpx.AsyncClient, here: Central, token: str
) -> None:
    Bearers(here.storage, here.clock, here.means.ids, ACCOUNTS).remove("warehouse")

    answer = await http.post("/v1/warehouse/pain", content=body(rows()), headers=bearing(token))

    assert answer.status_code == 401


@pytest.mark.anyio
@pytest.mark.parametrize(
    "changed", [{"content-type": "application/pdf"}, {"content-encoding": "gzip"}]
)
async def test_what_cannot_be_read_is_said_at_once(
    http: httpx.AsyncClient, token: str, changed: dict[str, str]
) -> None:
    headers = {**bearing(token), **changed}

    answer = await http.post("/v1/warehouse/pain", content=body(rows()), headers=headers)

    assert answer.status_code == 415


@pytest.mark.anyio
async def test_a_body_over_the_limit_is_refused_whatever_it_says_of_itself(
    http: httpx.AsyncClient, here: Central, token: str
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(MOST_BYTES // 2**20 + 1):
            yield b"x" * 2**20

    said = {**bearing(token), "content-length": str(MOST_BYTES + 1)}
    for headers, content in ((said, b""), (bearing(token), pieces())):
        answer = await http.post("/v1/warehouse/pain", content=content, headers=headers)
        assert answer.status_code == 413
        assert "At most 32 MiB" in answer.json()["message"]
    assert list((here.folder / "warehouse" / ".incoming").iterdir()) == []


@pytest.mark.anyio
async def test_more_uploads_than_can_wait_are_asked_to_come_back(
    http: httpx.AsyncClient, token: str, held: Held
) -> None:
    held.go_on.clear()
    sent = [
        asyncio.create_task(
            http.post("/v1/warehouse/pain", content=body(rows()), headers=bearing(token))
        )
        for _ in range(MOST_WAITING + 1)
    ]
    done, waiting = await asyncio.wait(sent, return_when=asyncio.FIRST_COMPLETED)
    held.go_on.set()
    answers = [await one for one in waiting]

    (refused,) = [one.result() for one in done]
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "60"
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.anyio
async def test_fhir_reports_are_read_by_their_content_type(
    http: httpx.AsyncClient, token: str
) -> None:
    headers = {**bearing(token), "content-type": "application/fhir+json; charset=utf-8"}

    answer = await http.post("/v1/warehouse/pain", content=b"{}", headers=headers)

    assert answer.status_code == 422
    assert "there is no MeasureReport in it" in answer.json()["message"]


def test_a_token_is_kept_as_a_hash_and_a_new_one_ends_the_old(here: Central, token: str) -> None:
    accounts = Bearers(here.storage, here.clock, here.means.ids, ACCOUNTS)

    assert token not in str(here.storage.listed(ACCOUNTS))
    newer = accounts.make("warehouse", {"maps": ["pain"]})
    assert accounts.of_token(token) is None
    assert accounts.of_token(newer) is not None
