"""Thousands of random touches: nothing breaks, every sheet can be left, the public face keeps its secrets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.cards import Criterion, Need, RaiseCard
from kiosk.domain.kinds import KINDS
from kiosk.store.store import open_store
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.gui.monkey import STAYING, WRITTEN, Monkey

STEPS = 250
STEPS_IN_A_LONG_RUN = 10_000

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]


@pytest.fixture
def steps(long_run: bool) -> int:  # noqa: FBT001 - a fixture
    return STEPS_IN_A_LONG_RUN if long_run else STEPS


@pytest.fixture(
    params=["set up", "new", "on a network"],
    ids=["a ward that is set up", "before the first set-up", "a ward whose network comes and goes"],
)
def monkey(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path, seed: int
) -> Iterator[Monkey]:
    del qapp  # only that it is there
    set_up = request.param != "new"
    name = f"{seed}-{request.param}"
    monkey = Monkey(tmp_path, name, set_up, network=request.param == "on a network")
    if set_up:
        write_a_card(monkey)
    yield monkey
    monkey.close()


def write_a_card(monkey: Monkey) -> None:
    """Put a card with words of somebody's own on the board."""
    service = monkey.board.desk.service
    card = RaiseCard(
        card_id="card:written",
        node=service.node_id,
        category="equipment",
        phrase=None,
        sentence=WRITTEN,
        need=Need.ACTION,
        criterion=Criterion.SERIOUS_RISK,
        serious_harm=True,
    )
    service.perform(card, "written")
    monkey.board.presenter.refresh()


def test_a_monkey_breaks_nothing_and_the_board_comes_back(
    monkey: Monkey, steps: int, tmp_path: Path
) -> None:
    monkey.play(steps)

    monkey.leave_everything()
    monkey.board.wait(61)
    ward = monkey.board.desk.service.ward()
    assert (ward.node is None) == monkey.board.sheet.startswith(STAYING), monkey.story()
    assert ward.node is None or monkey.board.sheet == "", monkey.story()

    monkey.close()
    store = open_store(
        tmp_path / "huddle.sqlite",
        kinds=KINDS,
        ids=SeededIds("after"),
        clock=FixedClock(),
        boot_id="after",
    )
    assert store.check_projections() == []
    assert store.verify() is None
    store.close()
