"""Every sheet as a screen reader and a keyboard find it: names, roles, a way round by Tab, a ring on the focus."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.widgets.touch_button import SHEET_TARGET
from kiosk.ui.widgets.touchable import Touchable
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.sheets import SheetView
from tests.gui.every_sheet import board_contexts, every_sheet
from tests.gui.running_board import RunningBoard, run_board

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]  # it walks to every sheet there is

ROLES = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.StaticText,
}
"""What a control may be to a screen reader; static text is a chart that a finger reads."""
SCREENS = ((1920, 1080), (1080, 1920))


@pytest.fixture(scope="module")
def practice(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningBoard]:
    del qapp
    running = run_board(tmp_path_factory.mktemp("practice"), set_up=False)
    running.touch("practise")
    yield running
    running.desk.close()
    running.window.close()
    running.window.deleteLater()


@pytest.fixture(scope="module")
def all_states(practice: RunningBoard) -> list[SheetView]:
    return every_sheet(practice.desk)


@pytest.fixture(scope="module")
def sheets(all_states: list[SheetView]) -> list[SheetView]:
    return list({view.name: view for view in all_states}.values())


def controls(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and (isinstance(widget, Touchable) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    ]


def focused_in(board: RunningBoard) -> QWidget:
    focused: QWidget | None = board.window.focusWidget()
    return board.window if focused is None else focused


def unfit(widget: QWidget) -> str:
    """What is wrong with a control, or nothing."""
    found = QAccessible.queryAccessibleInterface(widget)
    if not found.text(QAccessible.Text.Name).strip():
        return "has no name"
    return "" if found.role() in ROLES else f"is a {found.role().name}"


def test_the_walk_comes_to_every_kind_of_sheet(sheets: list[SheetView]) -> None:
    names = {view.name.partition(".")[0] for view in sheets}
    assert names >= {"raise", "good_catch", "harm_event", "thank_you", "idea", "figures", "card"}
    assert names >= {"event", "safety_day", "ticket", "recognition", "announcement", "voice"}
    assert names >= {"goal", "tile", "help", "display", "admin", "setup", "unit", "welcome"}


@pytest.mark.parametrize("screen", SCREENS)
def test_everything_on_every_sheet_has_a_name_a_role_and_the_size_of_a_gloved_finger(
    practice: RunningBoard, sheets: list[SheetView], screen: tuple[int, int]
) -> None:
    practice.window.resize(*screen)
    wrong = []
    for view in sheets:
        practice.window.show_sheet(view)
        sheet = practice.window.sheet
        assert sheet is not None
        assert sheet.accessibleName() == view.title
        for widget in controls(sheet):
            about = f"{view.name}: {widget.objectName()}"
            if words := unfit(widget):
                wrong.append(f"{about} {words}")
            if isinstance(widget, Touchable) and _small(widget):
                wrong.append(f"{about} is small")
    practice.window.show_sheet(None)
    assert not wrong


def _small(widget: Touchable) -> bool:
    body = widget.body()
    return min(body.width(), body.height()) < SHEET_TARGET - 0.5


def test_tab_goes_round_every_sheet_and_says_where_it_is(
    practice: RunningBoard, sheets: list[SheetView]
) -> None:
    practice.window.resize(*SCREENS[0])
    for view in sheets:
        practice.window.show_sheet(view)
        sheet = practice.window.sheet
        assert sheet is not None
        reached = set()
        for _ in range(len(sheet.focus_stops()) + 1):
            QTest.keyClick(focused_in(practice), Qt.Key.Key_Tab)
            reached.add(focused_in(practice).objectName())
        missed = {
            widget.objectName()
            for widget in controls(sheet)
            if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        } - reached
        assert not missed, f"{view.name}: Tab does not reach {missed}"
    practice.window.show_sheet(None)


def test_a_ring_shows_what_has_the_focus(practice: RunningBoard) -> None:
    practice.window.resize(*SCREENS[0])
    practice.touch("open:raise")
    tile = practice.find("category=equipment")
    plain = tile.grab().toImage()
    QTest.keyClick(practice.window.focusWidget(), Qt.Key.Key_Tab)
    assert practice.window.focusWidget() is tile
    assert tile.grab().toImage() != plain
    QTest.keyClick(tile, Qt.Key.Key_Escape)
    assert practice.sheet == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_card_is_raised_with_the_keyboard_alone(
    qtbot: QtBot, tmp_path: Path, key: Qt.Key
) -> None:
    board = run_board(tmp_path)
    qtbot.addWidget(board.window)
    for action in ("open:raise", "category=equipment", "phrase=Alarm keeps going off", "raise"):
        _tab_to(board, f"action:{action}")
        QTest.keyClick(board.window.focusWidget(), key)
    assert len(board.desk.service.ward().cards) == 1
    board.desk.close()


def _tab_to(board: RunningBoard, name: str) -> None:
    for _ in range(60):
        if focused_in(board).objectName() == name:
            return
        QTest.keyClick(focused_in(board), Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not come to {name}")


NOT_BUTTONS = {
    "Danger now?",
    "Phone first.",
    "Say what, not who.",
    "We need:",
    "Why it goes up:",
    "Good catch:",
    "Harm event:",
    "When",
    "Report it in your incident system too.",
    "quick hit",
    "big issue",
    "not counted",
    "public face",
    "staff face",
}
"""Words in bold that explain and are not touched."""
EXPLAINING = ("reading_a_chart", "numbers_by_group", "for_it")
"""Topics whose bold words are about a picture or a file."""


def test_help_calls_every_button_by_the_words_that_stand_on_it(
    practice: RunningBoard, all_states: list[SheetView]
) -> None:
    written = "\n".join(_texts([practice.desk.show(face).board for face in Face], all_states))
    context = board_contexts(practice.desk)[Face.STAFF]
    unknown = [
        (name, bold)
        for name, page in context.pages.items()
        if not name.startswith(EXPLAINING)
        for line in page.splitlines()
        if not line.startswith("- **") or name == "from_card_to_answer"
        for bold in re.findall(r"\*\*(.+?)\*\*", line)
        if bold not in NOT_BUTTONS and bold.rstrip(":.").lower() not in written.lower()
    ]
    assert not unknown


def _texts(*things: object) -> list[str]:
    return [str(thing) for thing in things]
