"""Sheets of tiles are worked out at the desk: they come when it is done, and never when nobody waits for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.running_board import RunningBoard, run_board

pytestmark = pytest.mark.gui


@pytest.fixture
def board(qtbot: QtBot, tmp_path: Path) -> Iterator[RunningBoard]:
    running = run_board(tmp_path)
    qtbot.addWidget(running.window)
    running.touch("face:staff")
    yield running
    running.desk.close()


def test_a_tile_that_is_touched_while_the_desk_is_busy_opens_once_it_is_not(
    board: RunningBoard,
) -> None:
    board.busy = True
    board.touch("tile:cross")
    assert board.sheet == ""

    board.catch_up()

    assert board.sheet == "tile.safety_cross"


def test_a_sheet_that_was_left_before_it_came_does_not_come(board: RunningBoard) -> None:
    board.busy = True
    board.touch("tile:cross")
    board.presenter.touch("cancel")

    board.catch_up()

    assert board.sheet == ""


def test_a_sheet_asked_for_by_staff_does_not_come_onto_the_public_face(
    board: RunningBoard,
) -> None:
    board.busy = True
    board.touch("tile:cross")
    board.wait(61)  # nobody touched: the public face is back

    board.catch_up()

    assert board.sheet == ""


def test_of_two_tiles_touched_one_after_the_other_the_last_one_opens(board: RunningBoard) -> None:
    board.busy = True
    board.touch("tile:cross")
    board.presenter.touch("cancel")
    board.touch("open:raise")
    assert board.sheet.startswith("raise")

    board.catch_up()

    assert board.sheet.startswith("raise")
