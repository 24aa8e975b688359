"""A board that IT moves to another unit while it is offline: what people did goes to the unit where they did it."""

from pathlib import Path

import pytest

from kiosk.sync.status import SyncState
from tests.end2end.cut_network import CutNetwork
from tests.end2end.real_screen import wait_until
from tests.end2end.synced_boards import BoardWithoutWindow, port_of, settings_for
from tests.fakes.central_process import command, running_central

pytestmark = [pytest.mark.end2end, pytest.mark.enable_socket, pytest.mark.timeout(300)]


def cards(board: BoardWithoutWindow) -> list[str]:
    """Return what stands on a board as its own, by id."""
    return list(board.ward().cards)


def in_sync(board: BoardWithoutWindow) -> bool:
    """Tell whether everything is sent."""
    return (board.status.state, board.status.waiting) == (SyncState.IN_SYNC, 0)


def test_what_was_raised_before_the_move_is_on_the_old_units_board(tmp_path: Path) -> None:
    data = tmp_path / "central"
    with (
        running_central(data) as served,
        CutNetwork(port_of(served.address)) as network,
    ):
        moving = BoardWithoutWindow(
            settings_for(tmp_path / "moving", served, network.port, served.codes[0])
        )
        staying = BoardWithoutWindow(
            settings_for(tmp_path / "staying", served, port_of(served.address), served.codes[1])
        )
        wait_until("in sync", lambda: in_sync(moving) and in_sync(staying))
        old = moving.ward().node_id
        network.cut()
        moving.raise_card("before the move")
        raised = cards(moving)

        device = moving.ask(lambda desk: desk.replica.identity.device if desk.replica else "")
        moved = command(data, "approve", device, "Service")
        assert moved.returncode == 0, moved.stderr
        network.heal()

        wait_until("moved", lambda: in_sync(moving) and moving.ward().node_id != old)
        wait_until("there", lambda: cards(staying) == raised)
        refused = moving.status.dead
        for board in (moving, staying):
            board.close()
            assert board.errors == []
        assert refused == 0
