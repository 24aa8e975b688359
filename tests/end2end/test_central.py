"""A real central over TLS on SQLite: boards enrol, push and pull; it is killed, and nothing is lost."""

import asyncio
from pathlib import Path

import httpx
import pytest

from kiosk.domain.changes import LogKind
from tests.fakes.central_process import command, running_central
from tests.fakes.wire_client import Pen, WireClient

pytestmark = [
    pytest.mark.end2end,
    pytest.mark.anyio,
    pytest.mark.enable_socket,
    pytest.mark.timeout(300),
]


@pytest.fixture
def anyio_backend() -> str:
    """Run asynchronous tests on asyncio."""
    return "asyncio"


async def test_nothing_that_was_acknowledged_is_lost_when_central_is_killed(
    tmp_path: Path,
) -> None:
    with running_central(tmp_path) as central:
        async with central.client() as http:
            board = WireClient(http)
            await board.begin(central.codes[0])
            log, pen = board.log(LogKind.SHARED), Pen(board.device)
            entries = [pen.raise_card(log) for _ in range(20)]
            pushed = await board.push(log, *entries)
            central.kill()
    with running_central(tmp_path) as central:
        async with central.client() as http:
            board.http = http
            await board.trust()
            welcome = await board.hello()
            again = await board.push(log, *entries)
            await board.pull()
            stopped = central.stop()

    assert central.codes == []
    assert welcome.json()["streams"][0]["counter"] == 20
    assert again.json()["answers"] == pushed.json()["answers"]
    assert [entry["seq"] for entry in board.entries[str(log)]] == list(range(1, 21))
    assert stopped == 0


async def test_a_board_that_waits_is_let_go_when_central_stops(tmp_path: Path) -> None:
    with running_central(tmp_path, dev_tls=False) as central:
        async with central.client() as http:
            board = WireClient(http)
            await board.begin(central.codes[0])
            await board.pull()
            waiting = asyncio.create_task(board.pull(wait_s=25))
            await asyncio.to_thread(central.stop)
            answer = await waiting

    assert answer.status_code == httpx.codes.OK
    assert answer.json()["pages"] == []


async def test_commands_work_while_central_serves(tmp_path: Path) -> None:
    with running_central(tmp_path, dev_tls=False) as central:
        made = command(tmp_path, "code", "Ward 1")
        code = made.stdout.split()[0]
        async with central.client() as http:
            board = WireClient(http)
            enrolled = await board.enrol(code)
            listed = command(tmp_path, "devices")
            revoked = command(tmp_path, "revoke", "pc-0417")
            trusted = await board.trust()
        audited = command(tmp_path, "audit")

    assert enrolled.status_code == httpx.codes.OK
    assert "pc-0417" in listed.stdout
    assert revoked.returncode == 0
    assert trusted.json()["error"] == "revoked"
    assert "device.revoked" in audited.stdout


def test_plain_http_is_refused_outside_of_this_machine(tmp_path: Path) -> None:
    refused = command(tmp_path, "serve", "--host", "0.0.0.0")  # noqa: S104 - that is the point

    assert refused.returncode == 1
    assert "plain HTTP" in refused.stderr
    assert "--dev-tls" in refused.stderr
