"""Numbers by group at the board, touch by touch: every page, a chart that is read, a goal that survives a restart."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.equity_goals import equity_goal_id
from kiosk.domain.nodes import SetWallStratifiers
from kiosk.domain.releases import Release
from tests.gui.running_board import RunningBoard, run_board
from tests.unit.viewmodels.monthly_release import BY, KEY, monthly_release
from tests.unit.viewmodels.sample_wards import shown

pytestmark = pytest.mark.gui


@pytest.fixture
def board(qtbot: QtBot, tmp_path: Path) -> Iterator[RunningBoard]:
    running = run_board(tmp_path)
    qtbot.addWidget(running.window)
    service = running.desk.service
    service.perform_all((SetWallStratifiers(service.node_id, (BY,)),), "turn on")
    service.import_release(monthly_release())
    running.presenter.refresh()
    running.touch("face:staff")
    running.touch("tile:pain")
    yield running
    running.desk.close()


def find(board: RunningBoard, name: str) -> QWidget:
    found = board.window.findChild(QWidget, name)
    assert found is not None
    return found


def goal_id(board: RunningBoard) -> str:
    return equity_goal_id(board.desk.service.node_id, KEY, BY)


def test_every_page_of_the_groups_is_one_touch_away(board: RunningBoard) -> None:
    assert board.sheet == "tile.groups"
    for page in ("time", "gap", "known", "table", "goal", "about"):
        board.touch(f"page={page}")
        assert board.sheet == f"tile.groups.{page}"
    board.touch("page=")
    assert board.sheet == "tile.groups"
    board.touch("cancel")
    assert board.sheet == ""


def test_a_row_is_read_by_the_arrow_keys_alone(board: RunningBoard, qtbot: QtBot) -> None:
    groups = find(board, "groups")
    heard = {groups.accessibleDescription()}
    for _ in range(3):
        qtbot.keyClick(groups, Qt.Key.Key_Down)
        heard.add(groups.accessibleDescription())

    assert any("95 % interval" in words and " of " in words for words in heard)


def test_two_series_are_chosen_by_touch_and_read_together(
    board: RunningBoard, qtbot: QtBot
) -> None:
    board.touch("page=time")
    qtbot.waitUntil(lambda: board.window.findChild(QWidget, "plot") is not None)
    board.touch("line=0-1")
    plot = find(board, "plot")

    assert plot.accessibleDescription().startswith("October 2026: everyone ")
    assert "English " in plot.accessibleDescription()
    assert "Limits " in plot.accessibleDescription()


def test_hidden_groups_are_on_no_page_of_the_board(board: RunningBoard) -> None:
    for page in ("time", "gap", "known", "table", "goal", "about", ""):
        board.touch(f"page={page}")
        assert "Tagalog" not in board.words()


def test_an_equity_goal_is_set_by_touch_said_to_be_saved_and_kept(
    board: RunningBoard, qtbot: QtBot, tmp_path: Path
) -> None:
    board.touch("page=goal")
    board.touch(f"equity={goal_id(board)}")
    board.write("4.5")
    board.touch("on")
    board.touch("by=365")
    board.touch("owner=Charge nurse")
    board.touch("save")
    assert "Saved. A gap of 4.5 points at most." in board.words()
    board.desk.close()
    again = run_board(tmp_path)
    qtbot.addWidget(again.window)
    board.desk = again.desk
    goal = again.desk.service.ward().equity_goals[goal_id(board)]
    assert (goal.gap, goal.owner) == (4.5, "Charge nurse")


def test_undo_takes_an_equity_goal_back(board: RunningBoard) -> None:
    board.touch("page=goal")
    board.touch(f"equity={goal_id(board)}")
    board.write("4")
    for action in ("on", "by=91", "owner=Quality lead", "save", "undo"):
        board.touch(action)

    assert not board.desk.service.ward().equity_goals


def test_the_gap_over_time_is_read_point_by_point(board: RunningBoard, qtbot: QtBot) -> None:
    board.touch("page=gap")
    qtbot.waitUntil(lambda: board.window.findChild(QWidget, "plot") is not None)
    plot = find(board, "plot")
    newest = plot.accessibleDescription()
    qtbot.keyClick(plot, Qt.Key.Key_Left)

    assert newest.startswith("October 2026: ")
    assert " points. Limits " in newest
    assert plot.accessibleDescription().startswith("September 2026: ")


def test_all_tabs_stand_in_one_line_over_a_chart_that_has_its_height(board: RunningBoard) -> None:
    tabs = [board.find(f"page={page}") for page in ("", "time", "gap", "known", "table", "about")]

    assert len({tab.y() for tab in tabs}) == 1


def of_many_groups(count: int) -> Release:
    """Return two years of a release with so many groups, all of them shown."""
    release = monthly_release()
    names = tuple(f"Group {at + 1}" for at in range(count))
    windows = tuple(
        window.model_copy(
            update={
                "overall": shown(None, 60 * count, 100 * count),
                "groups": tuple(shown(name, 45 + at, 100) for at, name in enumerate(names)),
            }
        )
        for window in release.windows
    )
    return release.model_copy(update={"groups": names, "roles": {}, "windows": windows})


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)])
@pytest.mark.parametrize("count", [16, 30])
def test_many_groups_stand_above_the_buttons_of_the_sheet(
    qtbot: QtBot, tmp_path: Path, size: tuple[int, int], count: int
) -> None:
    board = run_board(tmp_path, size=size)
    qtbot.addWidget(board.window)
    service = board.desk.service
    service.perform_all((SetWallStratifiers(service.node_id, (BY,)),), "turn on")
    service.import_release(of_many_groups(count))
    board.presenter.refresh()
    board.touch("face:staff")
    board.touch("tile:pain")
    assert bottom(board, find(board, "groups")) <= top(board, board.find("cancel"))

    board.touch("page=time")
    board.touch("many=1")
    assert bottom(board, find(board, "multiples")) <= top(board, board.find("cancel"))
    board.touch("many=2")
    assert bottom(board, find(board, "multiples")) <= top(board, board.find("cancel"))
    board.desk.close()


def top(board: RunningBoard, widget: QWidget) -> int:
    return widget.mapTo(board.window, QPoint(0, 0)).y()


def bottom(board: RunningBoard, widget: QWidget) -> int:
    return top(board, widget) + widget.height()
