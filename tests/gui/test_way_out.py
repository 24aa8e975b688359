"""From every sheet one touch leads back to the board."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.widgets.touch_button import SHEET_TARGET
from kiosk.ui.widgets.touchable import Touchable
from tests.gui.running_board import RunningBoard, run_board

pytestmark = pytest.mark.gui

DEEP = (
    ("raise", ("open:raise", "category=equipment")),
    ("write", ("open:raise", "category=equipment", "write")),
    ("thanks", ("open:thank_you", "group=nursing", "name")),
    ("figure", ("open:figures", "metric")),
    ("day", ("face:staff", "tile:cross", "day:2026-11-20")),
    ("help", ("open:help", "topic=raise_a_card")),
)


@pytest.fixture
def board(qtbot: QtBot, tmp_path: Path) -> Iterator[RunningBoard]:
    running = run_board(tmp_path)
    qtbot.addWidget(running.window)
    yield running
    running.desk.close()


@pytest.mark.parametrize("steps", [steps for _, steps in DEEP], ids=[name for name, _ in DEEP])
def test_one_touch_leads_back_to_the_board(board: RunningBoard, steps: tuple[str, ...]) -> None:
    for step in steps:
        board.touch(f"metric={first_metric(board)}" if step == "metric" else step)
    board.touch("cancel")
    assert board.sheet == ""


def first_metric(board: RunningBoard) -> str:
    metrics = board.desk.service.ward().metrics.items()
    return next(key for key, known in metrics if known.facts.key == "hand_hygiene")


def test_the_way_out_is_as_large_as_any_target_and_tab_reaches_it(board: RunningBoard) -> None:
    board.touch("open:raise")
    board.touch("category=equipment")
    way_out = board.find("cancel")
    assert isinstance(way_out, Touchable)
    assert min(way_out.body().width(), way_out.body().height()) >= SHEET_TARGET
    assert way_out.accessibleName() == "Close, back to the board"
    sheet = board.window.sheet
    assert sheet is not None
    assert way_out in sheet.focus_stops()


def test_a_set_up_is_not_left_by_a_touch_in_the_corner(qtbot: QtBot, tmp_path: Path) -> None:
    board = run_board(tmp_path, set_up=False)
    qtbot.addWidget(board.window)
    board.touch("setup")
    with pytest.raises(AssertionError):
        board.find("cancel")
    board.desk.close()
