"""Half-open connections and names that nobody knows: the board works on, says that it is offline, and heals."""

import socket
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.clock import instant_text
from kiosk.sync.status import SyncState
from tests.end2end.cut_network import CutNetwork
from tests.end2end.real_screen import wait_until
from tests.end2end.synced_boards import BoardWithoutWindow, port_of, settings_for
from tests.fakes.central_process import running_central

pytestmark = [pytest.mark.end2end, pytest.mark.enable_socket, pytest.mark.timeout(300)]


def in_sync(board: BoardWithoutWindow) -> bool:
    """Tell whether everything is sent."""
    return (board.status.state, board.status.waiting) == (SyncState.IN_SYNC, 0)


def test_connections_that_went_quiet_are_given_up_and_made_anew(tmp_path: Path) -> None:
    with (
        running_central(tmp_path / "central") as served,
        CutNetwork(port_of(served.address)) as network,
    ):
        settings = settings_for(tmp_path / "ward", served, network.port, served.codes[0])
        board = BoardWithoutWindow(settings)
        wait_until("in sync", lambda: in_sync(board))
        network.frozen.set()
        board.raise_card("in a dead network")
        assert len(board.ward().cards) == 1
        wait_until("offline", lambda: board.status.state is SyncState.OFFLINE)
        assert board.status.waiting == 1
        network.heal()
        wait_until("in sync again", lambda: in_sync(board))
        board.close()
        assert board.errors == []


def test_a_name_that_nobody_knows_is_offline_until_it_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_knows(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with running_central(tmp_path / "central") as served:
        settings = settings_for(tmp_path / "ward", served, port_of(served.address), served.codes[0])
        with monkeypatch.context() as dead:
            dead.setattr(socket, "getaddrinfo", nobody_knows)
            board = BoardWithoutWindow(settings)
            wait_until("offline", lambda: board.status.state is SyncState.OFFLINE)
            board.raise_card("in a dead network")
            assert len(board.ward().cards) == 1
        wait_until("in sync", lambda: in_sync(board))
        assert len(board.ward().cards) == 1
        board.close()
        assert board.errors == []


def test_a_board_that_starts_without_a_network_says_what_waits_and_since_when(
    tmp_path: Path,
) -> None:
    with (
        running_central(tmp_path / "central") as served,
        CutNetwork(port_of(served.address)) as way,
    ):
        settings = settings_for(tmp_path / "ward", served, way.port, served.codes[0])
        board = BoardWithoutWindow(settings)
        wait_until("in sync", lambda: in_sync(board))
        way.cut()
        wait_until("offline", lambda: board.status.state is SyncState.OFFLINE)
        assert board.status.offline_since is not None
        since = instant_text(board.status.offline_since)
        board.raise_card("while offline")
        wait_until("counted", lambda: board.status.waiting == 1)
        board.close()

        board = BoardWithoutWindow(settings)
        wait_until("offline", lambda: board.status.state is SyncState.OFFLINE)
        assert board.status.waiting == 1
        assert board.status.offline_since is not None
        assert instant_text(board.status.offline_since) == since
        board.raise_card("offline still")
        wait_until("counted", lambda: board.status.waiting == 2)
        way.heal()
        wait_until("in sync", lambda: in_sync(board) and board.status.waiting == 0)
        board.close()
        assert board.errors == []
