"""What somebody saves at the board is what the board shows, at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.viewmodels.boards import BoardView
from kiosk.viewmodels.tiles import DaysSinceTileView, MetricTileView, SafetyCrossTileView
from tests.gui.running_board import TUESDAY, RunningBoard, run_board

pytestmark = pytest.mark.gui


@pytest.fixture
def board(qtbot: QtBot, tmp_path: Path) -> Iterator[RunningBoard]:
    running = run_board(tmp_path)
    qtbot.addWidget(running.window)
    yield running
    running.desk.close()


def view(board: RunningBoard) -> BoardView:
    assert board.window.board is not None
    return board.window.board.view


def tile(board: RunningBoard, kind: type) -> object:
    return next(placed.view for placed in view(board).tiles if isinstance(placed.view, kind))


def do(board: RunningBoard, *actions: str) -> None:
    for action in actions:
        board.touch(action)


def test_a_confirmed_fall_is_on_the_cross_and_sets_the_days_back(board: RunningBoard) -> None:
    do(board, "open:harm_event", "what=fall", "level=moderate", "save")
    cross, since = tile(board, SafetyCrossTileView), tile(board, DaysSinceTileView)
    assert isinstance(since, DaysSinceTileView)
    assert (since.figure, since.frame.foot_left) != ("0", "")
    (event,) = board.desk.service.ward().events
    today = TUESDAY.date().isoformat()
    do(board, "face:staff", "tile:cross", f"day:{today}", f"event={event}", "confirm", "cancel")
    assert tile(board, SafetyCrossTileView) != cross
    after = tile(board, DaysSinceTileView)
    assert isinstance(after, DaysSinceTileView)
    assert (after.figure, after.frame.foot_left) != (since.figure, since.frame.foot_left)
    assert after.figure == "0"
    assert after.spells != since.spells


def test_a_day_is_closed_in_four_touches_and_coloured_on_the_board(board: RunningBoard) -> None:
    before = tile(board, SafetyCrossTileView)
    do(board, "face:staff", "tile:cross", f"day:{TUESDAY.date().isoformat()}", "close")
    assert "None reported" in board.words()
    assert tile(board, SafetyCrossTileView) != before


def test_a_figure_changes_the_tile_of_its_metric(board: RunningBoard) -> None:
    before = tile(board, MetricTileView)
    metric = next(
        key
        for key, known in board.desk.service.ward().metrics.items()
        if known.facts.key == "skin_checked_6h"
    )
    do(board, "open:figures", f"metric={metric}")
    board.write("7")
    board.touch("activate:denominator")
    board.write("9")
    do(board, "save", "cancel")
    assert tile(board, MetricTileView) != before


def test_the_name_of_somebody_thanked_is_never_on_the_public_face(board: RunningBoard) -> None:
    do(board, "open:thank_you", "group=nursing", "name")
    board.write("Bea")
    do(board, "noted", "phrase=Raised a worry early", "save")
    (thanks,) = board.desk.service.ward().recognitions.values()
    assert thanks.name == "Bea"
    assert "Bea" not in board.words()
    do(board, "face:staff", "tile:agenda", "list=recognitions")
    assert "Bea" in board.words()
    board.wait(60)
    assert "Bea" not in board.words()


SAVES = {
    "thanks": ("open:thank_you", "group=nursing", "phrase=Raised a worry early", "save"),
    "catch": ("open:good_catch", "what=spoke_up", "save"),
    "day": ("face:staff", "tile:cross", f"day:{TUESDAY.date().isoformat()}", "close"),
}


@pytest.mark.parametrize("way", SAVES)
def test_every_save_can_be_taken_back_for_ten_seconds_even_over_a_sheet(
    board: RunningBoard, way: str
) -> None:
    do(board, *SAVES[way])
    board.wait(7)
    board.touch("undo")
    ward = board.desk.service.ward()
    closed = [day for day in ward.safety_days.values() if day.closed]
    assert not ward.recognitions
    assert not ward.events
    assert not closed
