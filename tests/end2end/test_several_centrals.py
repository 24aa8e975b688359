"""Two processes of one central over one PostgreSQL: a board at the one hears at once of what comes to the other."""

import asyncio
from pathlib import Path

import pytest

from kiosk.domain.changes import LogKind
from tests.fakes.central_process import running_central
from tests.fakes.databases import PostgresDatabases
from tests.fakes.wire_client import Pen, WireClient

pytestmark = [
    pytest.mark.end2end,
    pytest.mark.anyio,
    pytest.mark.enable_socket,
    pytest.mark.timeout(300),
]
LONGER_THAN_A_POLL_S = 20.0


@pytest.fixture
def anyio_backend() -> str:
    """Run asynchronous tests on asyncio."""
    return "asyncio"


async def test_a_long_poll_at_one_process_is_woken_by_a_push_at_another(
    tmp_path: Path, postgres_databases: PostgresDatabases
) -> None:
    with (
        postgres_databases.one() as address,
        running_central(tmp_path / "1", "--database", address, dev_tls=False) as first,
        running_central(tmp_path / "2", "--database", address, dev_tls=False) as second,
    ):
        async with first.client() as http, second.client() as other:
            writer, reader = WireClient(http), WireClient(other, hostname="pc-0418")
            await writer.begin(first.codes[0])
            await reader.begin(second.codes[0])
            while (await reader.pull()).json()["pages"]:
                pass
            writer.http = reader.http = http  # tokens of the one are good at the other
            await reader.pull()
            reader.http = other

            waiting = asyncio.create_task(reader.pull(wait_s=LONGER_THAN_A_POLL_S))
            log = writer.log(LogKind.SHARED)
            pushed = await writer.push(log, Pen(writer.device).raise_card(log))
            pulled = await waiting

        assert pushed.json()["answers"][0]["seq"] == 1
        assert [page["log"] for page in pulled.json()["pages"]] == [str(log)]
        assert first.stop() == 0
        assert second.stop() == 0
