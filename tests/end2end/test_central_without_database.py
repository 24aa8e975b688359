"""A central whose PostgreSQL is away when it starts, and again later: it says why, and comes back by itself."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.fakes.central_process import ROOT
from tests.simulation.postgres import NoPostgres, PostgresServer

pytestmark = [pytest.mark.end2end, pytest.mark.enable_socket, pytest.mark.timeout(300)]
WITHIN_S = 120.0
LOOK_S = 0.1
AWAY = "nobody listens"


@pytest.fixture
def database() -> Iterator[PostgresServer]:
    try:
        server = PostgresServer(durable=False)
    except NoPostgres as missing:
        pytest.skip(str(missing))
    yield server
    server.remove()


@pytest.fixture
def central(database: PostgresServer, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "kiosk.central", "serve", "--data", str(tmp_path / "data")]
    words += ["--port", "0", "--database", database.address()]
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        yield process
        process.kill()


def _answer(http: httpx.Client, path: str, status: int) -> httpx.Response:
    """Ask until it is answered with a status."""
    end = time.monotonic() + WITHIN_S
    while (response := http.get(path)).status_code != status:
        assert time.monotonic() < end, response.text
        time.sleep(LOOK_S)
    return response


def test_a_central_waits_for_its_database_says_so_and_opens_when_it_comes(
    database: PostgresServer, central: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert central.stdout is not None
    said = central.stdout.readline()
    address = re.search(r"http://\S+\d", said)
    assert said.startswith("The database does not answer.")
    assert address is not None
    with httpx.Client(base_url=address[0]) as http:
        assert http.get("/healthz").status_code == httpx.codes.OK
        assert http.get("/readyz").status_code == httpx.codes.SERVICE_UNAVAILABLE
        assert http.get("/readyz").json() == {"status": "not ready", "reason": AWAY}
        refused = http.post("/v1/nonce", json={"device": "pc-1"})
        assert refused.status_code == httpx.codes.SERVICE_UNAVAILABLE
        assert refused.json()["error"] == "busy"
        assert int(refused.headers["retry-after"]) >= 1

        database.start()
        _answer(http, "/readyz", httpx.codes.OK)
        assert central.stdout.readline() == f"Central is running at {address[0]}\n"

        database.kill()
        away = _answer(http, "/readyz", httpx.codes.SERVICE_UNAVAILABLE)
        assert "retry-after" in away.headers
        database.start()
        _answer(http, "/readyz", httpx.codes.OK)

    assert central.poll() is None
    log = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    warnings = [one for one in log if one["level"] == "WARNING"]
    assert all(one.get("reason") == AWAY for one in warnings if one["message"].endswith("is away"))
    assert [one["doing"] for one in log if one["message"] == "the database works again"] == [
        "reading"
    ]


def test_a_central_that_waits_for_its_database_stops_when_told(
    central: subprocess.Popen[str],
) -> None:
    assert central.stdout is not None
    assert central.stdout.readline().startswith("The database does not answer.")

    central.terminate()

    assert central.wait(WITHIN_S) == 0
