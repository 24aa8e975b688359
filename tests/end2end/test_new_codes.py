"""A board that central does not know any more takes a new code by touch, command or policy, and loses nothing."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kiosk.config import Settings
from kiosk.sync.status import SyncState
from kiosk.ui.presenter import Kept
from tests.end2end.real_screen import wait_until
from tests.end2end.synced_boards import BoardWithoutWindow, port_of, settings_for
from tests.fakes.central_process import CentralProcess, command, running_central

pytestmark = [pytest.mark.end2end, pytest.mark.enable_socket, pytest.mark.timeout(300)]

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


def is_in_sync(board: BoardWithoutWindow) -> None:
    """Wait until everything is sent and fetched."""
    status = lambda: (board.status.state, board.status.waiting)  # noqa: E731 - said twice
    wait_until("in sync", lambda: status() == (SyncState.IN_SYNC, 0))


def code_for(data: Path, node: str) -> str:
    """Return a new code for a unit."""
    made = CODE.search(command(data, "code", node, "--no-qr").stdout)
    assert made is not None
    return made[0]


@dataclass
class Restored:
    """A central that was put back to before a board enrolled, the board, and a new code for its unit."""

    data: Path
    served: CentralProcess
    board: BoardWithoutWindow
    settings: Settings
    node: str
    code: str


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[Restored]:
    first, second, saved = tmp_path / "central", tmp_path / "restored", tmp_path / "saved.backup"
    with running_central(first) as served:
        backed_up = command(first, "backup", str(saved))
        assert backed_up.returncode == 0, backed_up.stderr
        port = port_of(served.address)
        settings = settings_for(tmp_path / "ward", served, port, served.codes[0])
        board = BoardWithoutWindow(settings)
        is_in_sync(board)
        board.raise_card("sent before")
        is_in_sync(board)
        node = board.ward().node_id
        served.kill()
    put_back = command(second, "restore", str(saved))
    assert put_back.returncode == 0, put_back.stderr
    shutil.copytree(first / "tls", second / "tls", dirs_exist_ok=True)
    with running_central(second, "--port", str(port)) as served:
        board.ask(lambda desk: desk.connection.try_now())
        wait_until("revoked", lambda: board.status.state is SyncState.REVOKED)
        board.raise_card("raised while refused")
        yield Restored(second, served, board, settings, node, code_for(second, node))


def cards_of_another_board(restored: Restored, folder: Path) -> int:
    """Return how many cards another PC of the unit gets to see."""
    port, code = port_of(restored.served.address), code_for(restored.data, restored.node)
    other = BoardWithoutWindow(settings_for(folder, restored.served, port, code))
    is_in_sync(other)
    wait_until("both cards", lambda: len(other.ward().cards) == 2)
    found = len(other.ward().cards)
    other.close()
    assert other.errors == []
    return found


@pytest.mark.parametrize("way", ["touch", "command", "policy"])
def test_a_board_from_before_a_restore_is_let_in_again_and_offers_everything(
    restored: Restored, tmp_path: Path, way: str
) -> None:
    board, settings = restored.board, restored.settings
    key = (settings.data / "device.key").read_bytes()
    if way == "touch":
        values = {"address": settings.central, "code": restored.code}
        assert isinstance(board.ask(lambda desk: desk.ask("sync:enrol", values)), Kept)
    elif way == "command":
        words = ["sync", "enrol", restored.code, "--central", settings.central]
        words += ["--ca", settings.central_ca, "--data", str(settings.data)]
        done = subprocess.run(
            [sys.executable, "-m", "kiosk", *words],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        board.ask(lambda desk: desk.look_round())
    else:
        board.close()
        board = BoardWithoutWindow(replace(settings, enrol_code=restored.code))

    is_in_sync(board)

    assert len(board.ward().cards) == 2
    assert board.status.dead == 0
    assert (settings.data / "device.key").read_bytes() == key
    assert cards_of_another_board(restored, tmp_path / "other") == 2
    board.close()
    assert board.errors == []


def test_a_wrong_code_is_said_and_a_right_one_connects_the_board(
    restored: Restored,
) -> None:
    board, central = restored.board, restored.settings.central
    wrong = {"address": central, "code": "WRONG-CODE"}
    board.ask(lambda desk: desk.ask("sync:enrol", wrong))
    wait_until("refused", lambda: "Ask IT for a new" in problem(board))
    assert len(board.ward().cards) == 2
    right = {"address": central, "code": restored.code}
    board.ask(lambda desk: desk.ask("sync:enrol", right))
    is_in_sync(board)
    board.close()
    assert board.errors == []


def test_a_policy_with_a_wrong_code_says_so_and_a_right_one_by_touch_connects(
    tmp_path: Path,
) -> None:
    with running_central(tmp_path / "central") as served:
        port = port_of(served.address)
        settings = settings_for(tmp_path / "ward", served, port, "WRONG-CODE")
        board = BoardWithoutWindow(settings)
        wait_until("not let in", lambda: board.status.state is SyncState.NOT_LET_IN)
        assert "not known here" in board.status.trouble
        right = {"address": settings.central, "code": served.codes[0]}
        board.ask(lambda desk: desk.ask("sync:enrol", right))
        is_in_sync(board)
        board.close()
        assert board.errors == []


def problem(board: BoardWithoutWindow) -> str:
    """Return why the last try came to nothing."""
    return board.ask(lambda desk: desk.connection.connecting.problem)
