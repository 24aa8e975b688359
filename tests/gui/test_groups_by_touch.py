"""Numbers by group as a nurse meets them: off until turned on, one touch away, gone with the staff face."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.running_board import PIN, RunningBoard, run_board
from tests.unit.viewmodels.sample_wards import pain_release

pytestmark = pytest.mark.gui


@pytest.fixture
def board(qtbot: QtBot, tmp_path: Path) -> Iterator[RunningBoard]:
    running = run_board(tmp_path)
    qtbot.addWidget(running.window)
    running.desk.service.import_release(pain_release())
    running.presenter.refresh()
    yield running
    running.desk.close()


def turn_on(board: RunningBoard, *stratifiers: str) -> None:
    """Let the wall show groups, as the administrator does."""
    board.touch("open:admin")
    board.write(PIN)
    board.touch("next")
    board.touch("groups")
    for name in stratifiers:
        board.touch(f"stratifier={name}")
    board.touch("cancel")


def test_a_new_wards_wall_shows_no_groups_on_either_face(board: RunningBoard) -> None:
    assert "by language are not turned on for this wall" in board.words()
    board.touch("face:staff")
    assert "by language are not turned on for this wall" in board.words()
    assert "Spanish" not in board.words()
    board.touch("tile:pain")
    assert "Spanish" not in board.words()


def test_the_administrator_turns_a_stratifier_on_by_touch_and_off_again(
    board: RunningBoard,
) -> None:
    turn_on(board, "language")
    board.touch("face:staff")
    assert "Spanish: 70 → 61 %." in board.words()
    turn_on(board, "language")  # the same touch turns it off
    assert "Spanish" not in board.words()
    assert "not turned on for this wall" in board.words()


def test_a_sensitive_stratifier_needs_one_more_touch(board: RunningBoard) -> None:
    turn_on(board, "gender_identity")
    node = board.desk.service.ward().node
    assert node is not None
    assert node.wall_stratifiers == ()
    board.touch("open:admin")
    board.write(PIN)
    board.touch("next")
    board.touch("groups")
    board.touch("stratifier=gender_identity")
    board.touch("turn_on")
    node = board.desk.service.ward().node
    assert node is not None
    assert node.wall_stratifiers == ("gender_identity",)
