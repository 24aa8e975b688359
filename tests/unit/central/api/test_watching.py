"""Monitors learn that central lives, is ready, and how much it does; no answer or log line has a word of a person."""

import json
import logging

import httpx
import pytest
from fastapi import FastAPI

from kiosk.central.api.watching import is_loopback
from kiosk.central.app import create_app
from kiosk.central.logs import JsonLines
from kiosk.central.means import CentralMeans
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.protocol import StorageBusy
from kiosk.domain.changes import LogKind
from tests.fakes.directories import FewWards
from tests.fakes.wire_client import Pen, WireClient, over

pytestmark = pytest.mark.anyio
SENTENCE = "Mr Brown fell beside bed 7"


async def test_a_process_that_lives_says_so(http: httpx.AsyncClient) -> None:
    assert (await http.get("/healthz")).json() == {"status": "alive"}
    assert (await http.get("/readyz")).json() == {"status": "ready"}


async def test_a_process_whose_database_is_away_lives_and_is_not_ready(
    http: httpx.AsyncClient, means: CentralMeans, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise StorageBusy("DiskFull")

    monkeypatch.setattr(means.storage, "ready", away)

    assert (await http.get("/healthz")).status_code == httpx.codes.OK
    answer = await http.get("/readyz")
    assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert answer.json() == {"status": "not ready", "reason": "DiskFull"}
    assert int(answer.headers["retry-after"]) >= 1


async def test_a_database_that_is_away_is_answered_with_a_wait(
    board: WireClient,
    means: CentralMeans,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def away(*_: object) -> None:
        raise StorageBusy("DiskFull")

    monkeypatch.setattr(means.storage, "ingest", away)
    log = board.log(LogKind.SHARED)

    with caplog.at_level(logging.INFO, "kiosk.central"):
        response = await board.push(log, Pen(board.device).raise_card(log))

    assert response.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert response.json()["error"] == "busy"
    assert int(response.headers["retry-after"]) >= 1
    [line] = [json.loads(JsonLines().format(record)) for record in caplog.records]
    assert (line["route"], line["reason"]) == ("/v1/push", "DiskFull")


async def test_figures_count_requests_and_changes_without_naming_anybody(
    board: WireClient,
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    await board.push(log, pen.raise_card(log, SENTENCE))

    page = (await board.http.get("/metrics")).text

    assert 'huddle_changes_total{outcome="new"} 1.0' in page
    assert 'route="/v1/push",status="200"' in page
    assert board.device not in page
    assert "Brown" not in page


@pytest.mark.parametrize(
    ("address", "token", "given", "status"),
    [
        ("127.0.0.1", "", "", 200),
        ("10.1.2.3", "", "", 403),
        ("10.1.2.3", "secret", "Bearer secret", 200),
        ("10.1.2.3", "secret", "Bearer guess", 403),
        ("127.0.0.1", "secret", "", 403),
    ],
)
async def test_figures_are_for_this_machine_or_for_a_token(
    means: CentralMeans, directory: FewWards, address: str, token: str, given: str, status: int
) -> None:
    settings = CentralSettings(metrics_token=token)
    others = CentralMeans(means.storage, means.clock, means.ids, settings)
    app = create_app(others, directory, furnish=lambda *_: ())

    async with over(app, address) as client:
        response = await client.get("/metrics", headers={"Authorization": given} if given else {})

    assert response.status_code == status


@pytest.mark.parametrize("path", ["/healthz", "/v1/pull", "/nowhere"])
async def test_every_answer_makes_a_browser_careful(http: httpx.AsyncClient, path: str) -> None:
    headers = (await http.get(path)).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "server" not in headers
    assert "strict-transport-security" not in headers


async def test_an_answer_to_a_board_says_little_beside_what_it_says(board: WireClient) -> None:
    answer = await board.pull()

    assert set(answer.headers) == {"content-type", "content-length", "x-content-type-options"}


async def test_over_tls_a_browser_is_told_to_stay_there(app: FastAPI) -> None:
    async with over(app) as client:
        response = await client.get("https://central/healthz")

    assert response.headers["strict-transport-security"].startswith("max-age=")


async def test_the_log_has_numbers_and_no_words(
    board: WireClient, caplog: pytest.LogCaptureFixture
) -> None:
    log, pen = board.log(LogKind.SHARED), Pen(board.device)
    with caplog.at_level(logging.INFO, "kiosk.central"):
        await board.push(log, pen.raise_card(log, SENTENCE))
        await board.http.get("/v1/releases/Brown")

    lines = [JsonLines().format(record) for record in caplog.records]
    said = json.loads(next(line for line in lines if "/v1/push" in line))

    assert said["route"] == "/v1/push"
    assert said["status"] == 200
    assert said["device"] == board.device
    assert not any("Brown" in line for line in lines)


async def test_a_failure_of_central_is_logged_without_what_it_says(
    board: WireClient,
    means: CentralMeans,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(SENTENCE)

    monkeypatch.setattr(means.storage, "heads", fail)

    response = await board.pull()

    assert response.status_code == httpx.codes.INTERNAL_SERVER_ERROR
    assert response.json()["error"] == "failed"
    assert not any("Brown" in JsonLines().format(record) for record in caplog.records)


@pytest.mark.parametrize(
    ("address", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("10.0.0.1", False), ("", False), ("testclient", False)],
)
def test_this_machine_is_known_by_its_address(address: str, loopback: bool) -> None:  # noqa: FBT001 - of a table
    assert is_loopback(address) is loopback
