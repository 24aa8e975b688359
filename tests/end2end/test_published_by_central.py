"""Raw counts sent to a real central come out on a board: announced in the log, fetched by SHA-256, shown."""

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from kiosk.domain.changes import LogKind
from kiosk.domain.kinds import KINDS
from kiosk.domain.releases import CellStatus, release_sha256
from kiosk.services.board import BoardService
from kiosk.store.store import Store, open_store
from kiosk.sync.entries import record_from_wire
from kiosk.sync.protocol import PATHS
from tests.fakes.central_process import CentralProcess, command, running_central
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.wire_client import WireClient
from tests.unit.central.publishing.warehouses import HEADER, MAP, rows

MEMORY_LIMIT_MIB = 110

pytestmark = [
    pytest.mark.end2end,
    pytest.mark.anyio,
    pytest.mark.enable_socket,
    pytest.mark.timeout(300),
]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def prepared(folder: Path) -> str:
    """Tell central what the file means; return a token that may send it."""
    (folder / "pain.toml").write_text(MAP, encoding="utf-8")
    for words in (
        ("add-map", "pain", str(folder / "pain.toml")),
        ("code", "7E", "Ward 1"),
        ("token", "warehouse", "--maps", "pain"),
    ):
        told = command_of(folder, *words)
    return told.strip()


def command_of(folder: Path, *words: str) -> str:
    told = command(folder, "warehouse", *words)
    assert told.returncode == 0, told.stderr
    return told.stdout


def mapped(process: CentralProcess) -> str:
    return Path(f"/proc/{process.process.pid}/maps").read_text(encoding="utf-8")


def resident_mib(process: CentralProcess) -> float:
    pages = Path(f"/proc/{process.process.pid}/statm").read_text(encoding="utf-8").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass
class Arrived:
    """What a board got of an upload, and how large central was before it."""

    board: WireClient
    answer: httpx.Response
    at_rest_mib: float
    sha256: str
    body: bytes


async def sent_and_pulled(central: CentralProcess, folder: Path) -> Arrived:
    """Enrol a board, send counts, and pull what was announced."""
    async with central.client() as http:
        board = WireClient(http)
        await board.begin(central.codes[0])
        at_rest = resident_mib(central)
        token = prepared(folder)
        answer = await http.post(
            "/v1/warehouse/pain",
            content="\n".join([HEADER, *rows()]),
            headers={"authorization": f"Bearer {token}", "content-type": "text/csv"},
            timeout=120,
        )
        assert answer.status_code == httpx.codes.OK, answer.text
        await board.pull()
        (announced,) = [
            entry
            for entry in board.entries[f"{board.node}/shared"]
            if entry["change"]["kind"] == "release.published"
        ]
        sha256 = announced["change"]["payload"]["sha256"]
        path = PATHS["release"].replace("{sha256}", sha256)
        body = await http.get(path, headers={"authorization": f"Bearer {board.token}"})
        return Arrived(board, answer, at_rest, sha256, body.content)


async def test_counts_sent_to_central_are_shown_on_a_board(tmp_path: Path) -> None:
    folder = tmp_path / "central"
    folder.mkdir()
    command(
        folder, "devices"
    )  # makes the database, so that the server need not load what makes one
    with running_central(folder, dev_tls=False) as central:
        arrived = await sent_and_pulled(central, folder)
        libraries = mapped(central)

    assert arrived.answer.json()["figures"]["hidden"] == 1
    assert release_sha256(arrived.body) == arrived.sha256
    assert "scipy" not in libraries
    assert arrived.at_rest_mib <= MEMORY_LIMIT_MIB
    with closing(board_of(tmp_path, arrived.board)) as store:
        assert store.missing_releases() == [arrived.sha256]
        store.put_release(arrived.body)
        assert store.missing_releases() == []
        ward = BoardService(store, FixedClock(), SeededIds("board"), arrived.board.node).ward()
        ((by, release),) = ward.releases_of("pain_reassessed_1h")
    cells = release.windows[0].groups
    assert by == "language"
    assert [cell.group for cell in cells if cell.status is CellStatus.HIDDEN] == ["Polish"]
    assert ward.metric_by_key("pain_reassessed_1h") is not None


def board_of(folder: Path, board: WireClient) -> Store:
    """Return the store of a board that has taken what was pulled."""
    store = open_store(
        folder / "ward.sqlite",
        kinds=KINDS,
        node=board.node,
        ids=SeededIds(),
        clock=FixedClock(),
        boot_id="boot",
    )
    store.enrol(board.node, board.timeline, board.device)
    for kind in (LogKind.CONFIG, LogKind.SHARED):
        page = board.entries[str(board.log(kind))]
        store.receive(board.log(kind), [record_from_wire(entry) for entry in page])
    return store
