"""The first day of a board, by touch: set it up, or try it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.running_board import RunningBoard, run_board

pytestmark = pytest.mark.gui

TO_THE_PIN = (
    ("setup", "Ward 9"),
    *(("next", ""),) * 3,
    *((action, "") for action in ("region=Europe", "letters=1", "zone=Europe/London")),
    *(("next", ""),) * 2,
    ("next", "Site office"),
    ("next", "4321"),
    *(("next", ""),) * 5,
)


@pytest.fixture
def board(qtbot: QtBot, tmp_path: Path) -> Iterator[RunningBoard]:
    running = run_board(tmp_path, set_up=False)
    qtbot.addWidget(running.window)
    yield running
    running.desk.close()


def go(board: RunningBoard, steps: tuple[tuple[str, str], ...]) -> None:
    for action, words in steps:
        board.touch(action)
        if words:
            board.write(words)


def put_up(board: RunningBoard) -> None:
    go(board, TO_THE_PIN)
    assert board.sheet == "setup.pin"
    board.write("2468")
    board.touch("next")
    assert board.sheet == "setup.pin_again"
    board.write("2468")
    board.touch("next")
    assert board.sheet == "setup.check"
    board.touch("done")


def test_a_first_start_offers_set_up_or_try_it(board: RunningBoard) -> None:
    assert board.sheet == "welcome"
    assert "Set up this ward" in board.words()
    assert "Try it" in board.words()


def test_a_ward_is_set_up_by_touch_and_its_board_stands_after_a_restart(
    board: RunningBoard, qtbot: QtBot, tmp_path: Path
) -> None:
    put_up(board)
    board.find("tile:cards")
    assert "Ward 9" in board.words()
    node = board.desk.service.ward().node
    assert node is not None
    assert (node.facts.time_zone, node.facts.out_of_hours_phone) == ("Europe/London", "4321")
    board.desk.close()
    again = run_board(tmp_path, set_up=False)
    qtbot.addWidget(again.window)
    again.find("tile:cards")
    board.desk = again.desk


def test_the_pin_that_everybody_tries_first_is_refused(board: RunningBoard) -> None:
    go(board, TO_THE_PIN)
    board.write("0000")
    board.touch("next")
    assert board.sheet == "setup.pin"
    assert "Choose another" in board.words()


def test_the_set_up_waits_however_long_nobody_touches(board: RunningBoard) -> None:
    board.touch("setup")
    board.write("Ward 9")
    board.wait(600)
    board.touch("next")
    assert board.sheet == "setup.service"


def test_going_back_from_the_first_page_leads_to_the_choice(board: RunningBoard) -> None:
    board.touch("setup")
    board.touch("back")
    assert board.sheet == "welcome"


def test_trying_it_opens_a_striped_ward_that_is_over_at_the_next_shift(
    board: RunningBoard,
) -> None:
    board.touch("practise")
    shown = board.window.board
    assert shown is not None
    assert shown.view.training
    assert "Training" in board.words()
    board.touch("open:raise")
    board.touch("cancel")
    board.wait(13 * 3600)
    assert board.window.board is None
    assert board.sheet == "welcome"
    assert board.desk.service.ward().node is None
