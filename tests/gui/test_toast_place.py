"""Where the line that says what was saved stands: it covers nothing that somebody would touch next."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.widgets.toast import Toast
from kiosk.ui.widgets.touchable import Touchable
from tests.gui.running_board import RunningBoard, run_board

pytestmark = pytest.mark.gui

SCREENS = ((1920, 1080), (1080, 1920))


@pytest.fixture
def board(qtbot: QtBot, tmp_path: Path) -> Iterator[RunningBoard]:
    running = run_board(tmp_path)
    qtbot.addWidget(running.window)
    yield running
    running.desk.close()


def place(board: RunningBoard, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(board.window, widget.rect().topLeft()), widget.size())


def covered(board: RunningBoard) -> list[str]:
    (toast,) = board.window.findChildren(Toast)
    assert toast.isVisible()
    within: QWidget = board.window.sheet or board.window
    return [
        widget.objectName()
        for widget in within.findChildren(Touchable)
        if widget.isVisible()
        and not toast.isAncestorOf(widget)
        and not widget.objectName().startswith("tile.")
        and place(board, toast).intersects(place(board, widget))
    ]


@pytest.mark.parametrize("screen", SCREENS)
def test_over_a_sheet_it_covers_nothing_that_can_be_touched(
    board: RunningBoard, screen: tuple[int, int]
) -> None:
    board.window.resize(*screen)
    metrics = board.desk.service.ward().metrics.items()
    metric = next(key for key, known in metrics if known.facts.key == "hand_hygiene")
    board.touch("open:figures")
    board.touch(f"metric={metric}")
    board.touch("not_counted")
    assert board.sheet == "figures.list"
    assert not covered(board)
    board.touch(f"metric={metric}")
    assert not covered(board)
    board.touch("undo")
    assert not board.desk.service.ward().observations


@pytest.mark.parametrize("screen", SCREENS)
def test_on_the_board_every_action_stays_free(board: RunningBoard, screen: tuple[int, int]) -> None:
    board.window.resize(*screen)
    for action in ("open:good_catch", "what=spoke_up", "save"):
        board.touch(action)
    assert not covered(board)
