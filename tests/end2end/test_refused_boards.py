"""A board that must not trust what answers, and one that IT takes out: both say so, keep everything and work on."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from kiosk.sync.status import SyncState
from tests.end2end.real_screen import wait_until
from tests.end2end.synced_boards import BoardWithoutWindow, port_of, settings_for
from tests.fakes.central_process import CentralProcess, command, running_central

pytestmark = [pytest.mark.end2end, pytest.mark.enable_socket, pytest.mark.timeout(300)]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[CentralProcess]:
    with running_central(tmp_path / "central") as running:
        yield running


def works(board: BoardWithoutWindow, card_name: str = "whatever the network") -> bool:
    """Raise a card, and tell whether it is on the board."""
    before = len(board.ward().cards)
    board.raise_card(card_name)
    return len(board.ward().cards) == before + 1


def test_a_certificate_of_somebody_else_is_not_trusted_and_the_board_works(
    tmp_path: Path, served: CentralProcess
) -> None:
    stranger = tmp_path / "stranger.pem"
    trustme.CA().cert_pem.write_to_path(str(stranger))
    trusted = settings_for(tmp_path / "ward", served, port_of(served.address), served.codes[0])
    board = BoardWithoutWindow(replace(trusted, central_ca=str(stranger)))

    wait_until("refused", lambda: board.status.state is SyncState.REFUSED)

    assert "not trusted" in board.status.trouble
    assert works(board)
    board.close()
    assert board.errors == []


def test_a_board_that_it_takes_out_says_so_and_keeps_everything(
    tmp_path: Path, served: CentralProcess
) -> None:
    settings = settings_for(tmp_path / "ward", served, port_of(served.address), served.codes[0])
    board = BoardWithoutWindow(settings)
    wait_until("in sync", lambda: board.status.state is SyncState.IN_SYNC)

    taken_out = command(tmp_path / "central", "revoke", board.status.name)
    assert taken_out.returncode == 0, taken_out.stderr
    assert works(board)

    wait_until("revoked", lambda: board.status.state is SyncState.REVOKED)
    assert len(board.ward().cards) == 1  # sent or not: a revocation is heeded within five seconds
    assert works(board, "after it was taken out")
    wait_until("counted", lambda: board.status.waiting >= 1)
    assert board.status.state is SyncState.REVOKED
    board.close()
    assert board.errors == []
