"""The button: one touch, one report, however nervous the finger."""

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.theme import THEME_NAMES, load_theme
from kiosk.ui.widgets.touch_button import TouchButton
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Mark

pytestmark = pytest.mark.gui


def touch(widget: QWidget, at_ms: int, where: QPointF | None = None) -> None:
    """Touch a widget at a moment of the device's own clock."""
    local = QPointF(widget.rect().center()) if where is None else where
    place = widget.mapToGlobal(local)
    for kind, pressed, moment in (
        (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton, at_ms),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton, at_ms + 20),
    ):
        modifiers = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, local, place, Qt.MouseButton.LeftButton, pressed, modifiers)
        event.setTimestamp(moment)
        QApplication.sendEvent(widget, event)


@pytest.fixture
def button(qtbot: QtBot) -> TouchButton:
    made = TouchButton(load_theme("light"), Button("raise", "Raise it", "primary"))
    qtbot.addWidget(made)
    made.place(QRectF(0, 0, 300, 98))
    made.show()
    return made


def reports(button: TouchButton) -> list[str]:
    heard: list[str] = []
    button.touched.connect(heard.append)
    return heard


def test_a_touch_reports_the_action(qtbot: QtBot, button: TouchButton) -> None:
    with qtbot.waitSignal(button.touched) as report:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert report.args == ["raise"]


def test_a_double_touch_counts_once(button: TouchButton) -> None:
    heard = reports(button)
    touch(button, 1_000)
    touch(button, 1_399)
    assert heard == ["raise"]


def test_a_second_touch_after_400_ms_counts(button: TouchButton) -> None:
    heard = reports(button)
    touch(button, 1_000)
    touch(button, 1_400)
    assert heard == ["raise", "raise"]


def test_a_double_touch_does_not_reach_what_the_first_touch_opened(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    below = TouchButton(load_theme("light"), Button("open", "Open"), parent=window)
    above = TouchButton(load_theme("light"), Button("save", "Save"), parent=window)
    for each in (below, above):
        each.place(QRectF(10, 10, 200, 98))
    above.hide()
    window.show()
    below.touched.connect(above.show)
    heard = reports(above)
    touch(below, 1_000)
    touch(above, 1_200)
    assert heard == []
    touch(above, 1_700)
    assert heard == ["save"]


def test_two_controls_far_apart_may_be_touched_quickly(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first = TouchButton(load_theme("light"), Button("one", "One"), parent=window)
    second = TouchButton(load_theme("light"), Button("two", "Two"), parent=window)
    first.place(QRectF(10, 10, 200, 98))
    second.place(QRectF(230, 10, 200, 98))
    window.show()
    heard = reports(second)
    touch(first, 1_000)
    touch(second, 1_100)
    assert heard == ["two"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_keys_press_it(qtbot: QtBot, button: TouchButton, key: Qt.Key) -> None:
    button.setFocus()
    with qtbot.waitSignal(button.touched):
        qtbot.keyClick(button, key)


def test_a_disabled_button_says_nothing_and_can_still_be_read(
    qtbot: QtBot, button: TouchButton
) -> None:
    button.show_button(Button("raise", "Raise it", enabled=False, spoken="Say what first"))
    heard = reports(button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard == []
    assert button.accessibleName() == "Say what first"


def test_a_screen_reader_finds_a_button_with_its_name(button: TouchButton) -> None:
    found = QAccessible.queryAccessibleInterface(button)
    assert found.role() == QAccessible.Role.Button
    assert found.text(QAccessible.Text.Name) == "Raise it"


def test_the_focus_can_be_seen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = TouchButton(load_theme("light"), Button("save", "Save"), parent=window)
    button.place(QRectF(10, 10, 200, 98))
    window.show()
    without = button.grab().toImage()
    window.activateWindow()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    assert button.grab().toImage() != without


def test_a_pressed_button_looks_pressed(button: TouchButton) -> None:
    before = button.grab().toImage()
    button.setDown(True)
    assert button.grab().toImage() != before


def test_long_words_wrap_and_then_step_down_but_are_never_cut(button: TouchButton) -> None:
    words = "Raise it as serious harm and tell the service at once"
    button.show_button(Button("raise", words, "harm", Mark.DIAMOND))
    fitted = button.fitted()
    assert " ".join(fitted.lines) == words
    assert fitted.width <= 300
    assert fitted.height <= 98


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("role", ["primary", "ink", "plain", "harm", "quiet"])
def test_every_role_is_drawn_the_same_each_time(qtbot: QtBot, theme: str, role: str) -> None:
    pictures = []
    for _ in range(2):
        made = TouchButton(load_theme(theme), Button("x", "Save", role, Mark.TICK))
        qtbot.addWidget(made)
        made.place(QRectF(0, 0, 200, 98))
        pictures.append(made.grab().toImage())
    assert pictures[0] == pictures[1]
