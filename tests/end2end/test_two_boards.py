"""Two boards and a central: the network is cut, both raise, it heals, and both show both, in order, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.cards import Criterion, Need, RaiseCard
from kiosk.domain.ids import natural_id
from kiosk.domain.wards import Ward
from kiosk.sync.status import SyncState
from tests.end2end.cut_network import CutNetwork
from tests.end2end.synced_boards import (
    BoardWithoutWindow,
    BoardWithWindow,
    port_of,
    settings_for,
)
from tests.fakes.central_process import CentralProcess, running_central

pytestmark = [
    pytest.mark.end2end,
    pytest.mark.gui,
    pytest.mark.enable_socket,
    pytest.mark.timeout(600),
]

PHRASE = "Broken, waiting for repair"
SENTENCE = "Hoist battery empty at weekends"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[CentralProcess]:
    with running_central(tmp_path / "central") as running:
        yield running


@pytest.fixture
def network(served: CentralProcess) -> Iterator[CutNetwork]:
    with CutNetwork(port_of(served.address)) as joined:
        yield joined


@pytest.fixture
def far(
    tmp_path: Path, served: CentralProcess, network: CutNetwork
) -> Iterator[BoardWithoutWindow]:
    board = BoardWithoutWindow(
        settings_for(tmp_path / "far", served, network.port, served.codes[0])
    )
    yield board
    board.close()
    assert board.errors == []


@pytest.fixture
def near(
    qapp: QApplication, tmp_path: Path, served: CentralProcess, network: CutNetwork
) -> Iterator[BoardWithWindow]:
    board = BoardWithWindow(
        qapp, settings_for(tmp_path / "near", served, network.port, served.codes[1])
    )
    yield board
    board.close()


def raise_far(board: BoardWithoutWindow) -> None:
    node = board.ward().node_id
    card = RaiseCard(
        card_id=f"card:{natural_id('raised', 'far away')}",
        node=node,
        category="equipment",
        phrase=None,
        sentence=SENTENCE,
        need=Need.ACTION,
        criterion=Criterion.BARRIER,
        serious_harm=False,
    )
    board.perform(card, "raised far away")


def raise_near(board: BoardWithWindow) -> None:
    for action in ("open:raise", "category=equipment", f"phrase={PHRASE}", "raise"):
        board.touch(action)


def said_on(ward: Ward) -> list[str]:
    return sorted(card.sentence or card.phrase or "" for card in ward.cards.values())


def test_cut_from_each_other_both_raise_and_healed_both_show_both_once(
    far: BoardWithoutWindow, near: BoardWithWindow, network: CutNetwork
) -> None:
    near.wait_until("the ward of the hospital", lambda: "Ward 1" in near.words)
    near.wait_until("in sync", lambda: "In sync" in near.words)
    near.wait_until("far in sync", lambda: far.status.state is SyncState.IN_SYNC)
    near.wait_until("far knows its ward", lambda: far.ward().node is not None)

    network.cut()
    near.wait_until("offline", lambda: "Offline since" in near.words)
    near.wait_until("far offline", lambda: far.status.state is SyncState.OFFLINE)
    raise_near(near)
    raise_far(far)
    near.wait_until("one waits", lambda: "1 waiting to send" in near.words)
    near.touch("face:staff")
    near.wait_until("it is not sent", lambda: "not sent" in near.words)
    assert said_on(far.ward()) == [SENTENCE]

    network.heal()
    near.touch("open:sync")
    near.touch("try_now")
    far.ask(lambda desk: desk.connection.try_now())
    near.wait_until("both here", lambda: SENTENCE in near.words and PHRASE in near.words)
    near.wait_until("both there", lambda: said_on(far.ward()) == [PHRASE, SENTENCE])
    near.touch("cancel")
    near.wait_until("all sent", lambda: "waiting to send" not in near.words)
    near.wait_until("it is sent", lambda: "sent, not seen" in near.words)
    near.wait_until("far in sync", lambda: far.status.state is SyncState.IN_SYNC)
    assert not far.ward().unsent
    assert far.ask(lambda desk: desk.outbox.dead()) == []
    assert said_on(far.ward()) == [PHRASE, SENTENCE]
