"""The keyboard in the window types what a person means, accents too."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.ui.theme import load_theme
from kiosk.ui.widgets.keyboard import ACCENTS, Key, Keyboard
from kiosk.ui.widgets.keypad import Keypad

pytestmark = pytest.mark.gui


@pytest.fixture
def line(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def keyboard(qtbot: QtBot, line: QLineEdit) -> Keyboard:
    made = Keyboard(load_theme("light"), hold_ms=1)
    qtbot.addWidget(made)
    made.place(QRectF(0, 0, 1000, 370))
    made.set_target(line)
    made.show()
    return made


def key(board: Keyboard | Keypad, name: str) -> Key:
    found = [k for k in board.findChildren(Key, f"key:{name}") if k.isVisibleTo(board)]
    assert found, f"no key {name}"
    return found[-1]


def strike(board: Keyboard | Keypad, *names: str) -> None:
    for name in names:
        key(board, name).click()


def hold(qtbot: QtBot, board: Keyboard, name: str) -> None:
    held = key(board, name)
    with qtbot.waitSignal(held.held):
        qtbot.mousePress(held, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(held, Qt.MouseButton.LeftButton)


def test_the_first_letter_is_a_capital_and_the_next_are_not(
    keyboard: Keyboard, line: QLineEdit
) -> None:
    strike(keyboard, "B", "e", "d", "space", "shift", "A")
    assert line.text() == "Bed A"


def test_one_letter_twice_in_a_row_counts_twice(
    qtbot: QtBot, keyboard: Keyboard, line: QLineEdit
) -> None:
    strike(keyboard, "F", "a")
    for _ in range(2):
        qtbot.mouseClick(key(keyboard, "l"), Qt.MouseButton.LeftButton)
    assert line.text() == "Fall"


def test_digits_and_signs_are_a_page_away(keyboard: Keyboard, line: QLineEdit) -> None:
    strike(keyboard, "page", "4", "?", "page", "b")
    assert line.text() == "4?b"


def test_backspace_deletes_before_the_caret(keyboard: Keyboard, line: QLineEdit) -> None:
    line.setText("Bedd 4")
    line.setCursorPosition(4)
    strike(keyboard, "backspace")
    assert line.text() == "Bed 4"


def test_a_long_press_offers_accents(qtbot: QtBot, keyboard: Keyboard, line: QLineEdit) -> None:
    line.setText("Jos")
    keyboard.set_target(line)
    hold(qtbot, keyboard, "e")
    strike(keyboard, "é")
    assert line.text() == "José"
    assert "key:é" not in [k.objectName() for k in keyboard.findChildren(Key) if k.isVisible()]


def test_a_long_press_alone_types_nothing(
    qtbot: QtBot, keyboard: Keyboard, line: QLineEdit
) -> None:
    line.setText("x")
    keyboard.set_target(line)
    hold(qtbot, keyboard, "n")
    assert line.text() == "x"


@pytest.mark.parametrize("letter", sorted(ACCENTS))
def test_every_accent_lies_inside_the_keyboard(
    qtbot: QtBot, keyboard: Keyboard, line: QLineEdit, letter: str
) -> None:
    line.setText("x")
    keyboard.set_target(line)
    hold(qtbot, keyboard, letter)
    for sign in ACCENTS[letter]:
        assert keyboard.rect().contains(key(keyboard, sign).geometry())


def test_accents_are_capitals_when_the_letter_is(
    qtbot: QtBot, keyboard: Keyboard, line: QLineEdit
) -> None:
    hold(qtbot, keyboard, "E")
    strike(keyboard, "É")
    assert line.text() == "É"


def test_keys_never_take_the_focus(keyboard: Keyboard) -> None:
    assert {k.focusPolicy() for k in keyboard.findChildren(Key)} == {Qt.FocusPolicy.NoFocus}


def test_every_key_has_a_name_for_a_screen_reader(keyboard: Keyboard) -> None:
    assert all(k.accessibleName() for k in keyboard.findChildren(Key))


def test_done_is_told(qtbot: QtBot, keyboard: Keyboard) -> None:
    with qtbot.waitSignal(keyboard.done):
        key(keyboard, "done").click()


def test_the_keypad_types_digits_and_a_point_only_where_there_may_be_one(
    qtbot: QtBot, line: QLineEdit
) -> None:
    pad = Keypad(load_theme("light"))
    qtbot.addWidget(pad)
    pad.place(QRectF(0, 0, 600, 500))
    pad.set_target(line, decimals=True)
    pad.show()
    strike(pad, "1", "2", ".", "5", "0", "backspace")
    assert line.text() == "12.5"
    pad.set_target(line)
    assert not [k for k in pad.findChildren(Key, "key:.") if k.isVisible()]
