"""Numbers by group as a nurse meets them: off until turned on, one touch away, gone with the staff face."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.domain.releases import Release
from kiosk.host.resources import resource_folder
from kiosk.ui.tiles.tile import Tile
from kiosk.ui.widgets.touch_button import TouchButton
from tests.gui.running_board import PIN, RunningBoard, run_board
from tests.unit.analytics.released_series import ihi, release_of
from tests.unit.viewmodels.sample_wards import SKIN, pain_release, shown, window

pytestmark = pytest.mark.gui


def skin_by_language() -> Release:
    return pain_release().model_copy(update={"metric": SKIN})


def skin_by_age() -> Release:
    figures = shown(None, 240, 300), shown("18 to 64", 160, 200), shown("65 and over", 80, 100)
    quarter = window(date(2026, 8, 1), date(2026, 10, 31), *figures)
    return skin_by_language().model_copy(update={"stratifier": "age", "windows": (quarter,)})


@pytest.fixture
def board(qtbot: QtBot, tmp_path: Path) -> Iterator[RunningBoard]:
    running = run_board(tmp_path)
    qtbot.addWidget(running.window)
    for release in (pain_release(), skin_by_language(), skin_by_age()):
        running.desk.service.import_release(release)
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
    assert "For Spanish-speaking patients: 70 → 61 %." in board.words()
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


# Turning a metric tile


def drawn(board: RunningBoard, tile: str = "tile:skin") -> str:
    """Return the words that a tile draws now."""
    widget = board.find(tile)
    assert isinstance(widget, Tile)
    widget.grab()
    return widget.drawn_words()


def turns_through(board: RunningBoard) -> list[str]:
    """Return what the button of the metric tile says, and what the tile shows after each touch on it."""
    seen = []
    for _ in range(3):
        board.touch("turn:skin")
        said = drawn(board)
        seen.append("language" if "Spanish" in said else "age" if "65 and over" in said else "")
    return seen


@pytest.fixture
def turned_on(board: RunningBoard) -> RunningBoard:
    turn_on(board, "language", "age")
    board.touch("face:staff")
    return board


def test_a_touch_turns_the_metric_tile_from_overall_through_its_groups_and_back(
    turned_on: RunningBoard,
) -> None:
    assert "Spanish" not in drawn(turned_on)
    assert turns_through(turned_on) == ["language", "age", ""]


def test_the_button_says_what_it_leads_to_and_is_large_enough_for_a_glove(
    turned_on: RunningBoard,
) -> None:
    words = []
    for _ in range(4):
        button = turned_on.find("turn:skin")
        assert isinstance(button, TouchButton)
        words.append((button.view.text, button.accessibleName()))
        assert min(button.body().width(), button.body().height()) >= 84
        turned_on.touch("turn:skin")
    title = "Skin checked in 6 h, %"
    assert words == [
        ("By language ›", f"{title}: show by language"),
        ("By age ›", f"{title}: show by age"),
        ("Overall ›", f"{title}: show overall"),
        ("By language ›", f"{title}: show by language"),
    ]


def test_turning_asks_nothing_of_the_desk(turned_on: RunningBoard) -> None:
    turned_on.busy = True
    turned_on.touch("turn:skin")
    assert "Spanish" in drawn(turned_on)
    assert turned_on.waiting == []


def test_touching_elsewhere_on_the_tile_opens_the_sheet_of_the_side_that_is_shown(
    turned_on: RunningBoard,
) -> None:
    turned_on.touch("tile:skin")
    assert turned_on.sheet == "tile.metric"
    turned_on.touch("cancel")
    turned_on.touch("turn:skin")
    turned_on.touch("tile:skin")
    assert turned_on.sheet == "tile.groups"


def test_the_tile_is_back_to_overall_when_the_staff_face_has_ended(turned_on: RunningBoard) -> None:
    turned_on.touch("turn:skin")
    turned_on.wait(61)
    assert "Spanish" not in turned_on.words()
    assert "turn:skin" not in actions_there(turned_on)
    turned_on.touch("face:staff")
    assert "Spanish" not in drawn(turned_on)


def test_a_minute_that_goes_by_does_not_turn_the_tile_back(turned_on: RunningBoard) -> None:
    turned_on.touch("turn:skin")
    turned_on.presenter.refresh()
    assert "Spanish" in drawn(turned_on)


def test_the_tile_can_be_turned_by_keyboard_alone(turned_on: RunningBoard) -> None:
    window = turned_on.window
    for _ in range(40):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        focused = window.focusWidget()
        if focused is not None and focused.objectName() == "action:turn:skin":
            break
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert "Spanish" in drawn(turned_on)


def actions_there(board: RunningBoard) -> str:
    """Return the actions that can be touched on the board."""
    controls = board.window.board.controls() if board.window.board else []
    return "\n".join(control.objectName() for control in controls)


def test_without_anything_turned_on_there_is_no_button(board: RunningBoard) -> None:
    board.touch("face:staff")
    assert "turn:" not in actions_there(board)


def test_the_equity_focus_leads_to_the_groups_it_speaks_of_and_is_silent_in_public(
    qtbot: QtBot, tmp_path: Path
) -> None:
    layout = resource_folder("board_layouts") / "service_tier2.toml"
    board = run_board(tmp_path, layout=str(layout))
    qtbot.addWidget(board.window)
    board.desk.service.import_release(release_of(ihi(20_000)))
    board.wait(3)  # the desk looks round
    turn_on(board, "language")
    assert "Spanish" not in drawn(board, "tile:focus")
    assert "Pain" not in drawn(board, "tile:focus")
    board.touch("face:staff")
    assert "For Spanish-speaking patients: 50 → 48 %." in drawn(board, "tile:focus")
    board.touch("tile:focus")
    assert board.sheet == "tile.groups"
    assert board.window.sheet is not None
    assert "Pain reassessed in 1 h" in board.window.sheet.accessibleName()
    board.desk.close()
