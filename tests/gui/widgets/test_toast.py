"""The toast says what was saved and offers to take it back."""

import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot

from kiosk.ui.theme import load_theme
from kiosk.ui.widgets.toast import Toast
from kiosk.ui.widgets.touch_button import SHEET_TARGET, TouchButton
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.sheets import ToastView

pytestmark = pytest.mark.gui
UNDO = Button("undo", "Undo")


@pytest.fixture
def toast(qtbot: QtBot) -> Toast:
    made = Toast(load_theme("light"))
    qtbot.addWidget(made)
    made.place(QRectF(0, 0, 1848, 116))
    made.show()
    return made


def saved(undo: Button | None = UNDO, text: str = "Card raised.") -> ToastView:
    return ToastView(text, Mark.TICK, Tone.BETTER, undo, 10)


def test_undo_reports_its_action(qtbot: QtBot, toast: Toast) -> None:
    toast.show_view(saved())
    undo = toast.findChild(TouchButton, "action:undo")
    assert undo is not None
    assert undo.body().height() >= SHEET_TARGET - 0.1
    with qtbot.waitSignal(toast.touched) as report:
        qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert report.args == ["undo", ""]


def test_without_an_undo_there_is_no_button(toast: Toast) -> None:
    toast.show_view(saved())
    toast.show_view(saved(None))
    assert not [b for b in toast.findChildren(TouchButton) if b.isVisible()]


def test_a_screen_reader_hears_what_was_saved(toast: Toast) -> None:
    toast.show_view(saved(text="Thank you sent."))
    assert toast.accessibleName() == "Thank you sent."


def test_the_words_change_the_picture_and_the_same_words_do_not(toast: Toast) -> None:
    toast.show_view(saved())
    first = toast.grab().toImage()
    toast.show_view(saved())
    assert toast.grab().toImage() == first
    toast.show_view(saved(text="Idea saved."))
    assert toast.grab().toImage() != first
