"""The sheet as a person meets it: touch, keyboard, portrait, many options."""

import subprocess
import sys
from collections.abc import Callable
from typing import get_args

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.sheets.blocks import MAKERS
from kiosk.ui.sheets.sheet import Sheet
from kiosk.ui.theme import THEME_NAMES, load_theme
from kiosk.ui.widgets.choice_list import OptionButton
from kiosk.ui.widgets.keyboard import Key, Keyboard
from kiosk.ui.widgets.keypad import Keypad
from kiosk.ui.widgets.toast import Toast
from kiosk.ui.widgets.touchable import FOCUS_MARGIN, Touchable
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.sheets import (
    Block,
    ChartBlock,
    Choices,
    Label,
    NumberEntry,
    Option,
    Paragraph,
    SheetView,
    TextEntry,
    ToastView,
)
from tests.gui.sheets.samples import (
    many_options,
    number_sheet,
    process_chart,
    raise_sheet,
    reading_sheet,
    sheet,
    text_sheet,
)

pytestmark = pytest.mark.gui

Show = Callable[..., Sheet]
SCREENS = {"landscape": (1920, 1080, 1.0), "4K": (3840, 2160, 2.0), "portrait": (1080, 1920, 1.0)}
SMALL = {"small": (1280, 720, 2 / 3), "small portrait": (720, 1280, 2 / 3)}
SAMPLES = {
    "raise": raise_sheet(),
    "text": text_sheet(),
    "number": number_sheet(),
    "many": many_options(30),
    "reading": reading_sheet(),
}


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    def make(view: SheetView, screen: str = "landscape", theme: str = "light") -> Sheet:
        width, height, scale = (SCREENS | SMALL)[screen]
        made = Sheet(load_theme(theme))
        qtbot.addWidget(made)
        made.resize(width, height)
        made.set_scale(scale)
        made.show_view(view)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return make


def find(shown: Sheet, name: str) -> QWidget:
    found = shown.findChild(QWidget, name)
    assert found is not None, f"nothing is named {name}"
    return found


def entry(shown: Sheet, name: str) -> QLineEdit:
    found = find(shown, name)
    assert isinstance(found, QLineEdit)
    return found


def focused() -> str:
    widget = QApplication.focusWidget()
    return "" if widget is None else widget.objectName()


def place(shown: Sheet, widget: QWidget) -> QRect:
    """A widget's rectangle on the sheet, without the margin of its focus ring."""
    margin = round(FOCUS_MARGIN * shown.scale) + 1
    rect = QRect(widget.mapTo(shown, widget.rect().topLeft()), widget.size())
    return rect.adjusted(margin, margin, -margin, -margin)


def controls(shown: Sheet) -> list[Touchable]:
    return [control for control in shown.findChildren(Touchable) if control.isVisible()]


@pytest.mark.parametrize("name", ["action:cancel", "action:raise", "action:phrase:2"])
def test_a_touch_reports_the_action_by_its_name(qtbot: QtBot, show: Show, name: str) -> None:
    shown = show(raise_sheet())
    with qtbot.waitSignal(shown.touched) as report:
        qtbot.mouseClick(find(shown, name), Qt.MouseButton.LeftButton)
    assert report.args == [name.removeprefix("action:"), ""]


def test_a_day_of_the_calendar_reports_its_action(qtbot: QtBot, show: Show) -> None:
    shown = show(reading_sheet())
    with qtbot.waitSignal(shown.touched) as report:
        qtbot.mouseClick(find(shown, "action:day:2026-11-03"), Qt.MouseButton.LeftButton)
    assert report.args == ["day:2026-11-03", ""]


def test_escape_is_told_wherever_the_focus_is(qtbot: QtBot, show: Show) -> None:
    for view in (raise_sheet(), text_sheet("Some words")):
        shown = show(view)
        with qtbot.waitSignal(shown.touched) as report:
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert report.args == ["escape", ""]


def test_tab_goes_round_everything_that_can_be_touched_in_reading_order(
    qtbot: QtBot, show: Show
) -> None:
    shown = show(raise_sheet())
    order = []
    for _ in range(11):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        order.append(focused())
    assert order == [
        "action:phrase:0",
        "action:phrase:1",
        "action:phrase:2",
        "action:phrase:3",
        "action:need:action",
        "action:need:aware",
        "action:why:blocked",
        "action:why:others",
        "action:cancel",
        "action:raise:harm",
        "action:raise",
    ]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert focused() == "action:phrase:0"
    with qtbot.waitSignal(shown.touched):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)


def test_a_new_view_of_the_same_sheet_keeps_widgets_and_focus(show: Show) -> None:
    shown = show(raise_sheet(chosen=0))
    second = find(shown, "action:phrase:1")
    second.setFocus(Qt.FocusReason.TabFocusReason)
    shown.show_view(raise_sheet(chosen=1))
    assert find(shown, "action:phrase:1") is second
    assert focused() == "action:phrase:1"
    assert isinstance(second, QAbstractButton)
    assert second.isChecked()


def test_a_touch_does_not_tick_by_itself(show: Show) -> None:
    shown = show(raise_sheet(chosen=0))
    option = find(shown, "action:phrase:1")
    assert isinstance(option, QAbstractButton)
    option.click()
    assert not option.isChecked()


def test_what_is_chosen_is_a_checked_box_to_a_screen_reader(show: Show) -> None:
    shown = show(raise_sheet())
    found = QAccessible.queryAccessibleInterface(find(shown, "action:phrase:0"))
    assert found.role() == QAccessible.Role.CheckBox
    assert found.state().checked
    assert found.text(QAccessible.Text.Name) == "Not on the ward when needed"


def test_an_entry_is_editable_text_to_a_screen_reader(show: Show) -> None:
    shown = show(text_sheet())
    found = QAccessible.queryAccessibleInterface(find(shown, "text:words"))
    assert found.role() == QAccessible.Role.EditableText
    assert found.text(QAccessible.Text.Name) == "Say what, not who"


@pytest.mark.parametrize("sample", SAMPLES)
def test_everything_that_can_be_touched_has_a_name(show: Show, sample: str) -> None:
    shown = show(SAMPLES[sample])
    assert shown.accessibleName() == SAMPLES[sample].title
    assert [c.objectName() for c in controls(shown) if not c.accessibleName()] == []


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("screen", SCREENS | SMALL)
def test_targets_are_large_on_every_screen(show: Show, sample: str, screen: str) -> None:
    shown = show(SAMPLES[sample], screen)
    for control in controls(shown):
        body = control.body()
        assert body.width() >= 83.9, control.objectName()
        assert body.height() >= 83.9, control.objectName()


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("screen", SCREENS | SMALL)
def test_nothing_lies_over_anything_else_or_outside(show: Show, sample: str, screen: str) -> None:
    shown = show(SAMPLES[sample], screen)
    placed = [(control.objectName(), place(shown, control)) for control in controls(shown)]
    for number, (name, rect) in enumerate(placed):
        assert shown.rect().contains(rect), name
        assert [other for other, r in placed[number + 1 :] if r.intersects(rect)] == [], name


def test_columns_stand_side_by_side_in_landscape_and_stacked_in_portrait(
    show: Show,
) -> None:
    wide = show(raise_sheet())
    left, right = (find(wide, f"action:{name}") for name in ("phrase:0", "need:action"))
    assert place(wide, left).right() < place(wide, right).left()
    tall = show(raise_sheet(), "portrait")
    above, below = (find(tall, f"action:{name}") for name in ("phrase:3", "need:action"))
    assert place(tall, above).bottom() < place(tall, below).top()


def test_more_options_than_fit_are_pages_away(qtbot: QtBot, show: Show) -> None:
    shown = show(many_options(30))
    seen: list[str] = []
    for _ in range(30):
        seen += [o.objectName() for o in shown.findChildren(OptionButton) if o.isVisible()]
        onward = find(shown, "action:page:next")
        if not onward.isEnabled():
            break
        qtbot.mouseClick(onward, Qt.MouseButton.LeftButton)
    assert seen == [f"action:role:{n}" for n in range(30)]
    qtbot.mouseClick(find(shown, "action:page:back"), Qt.MouseButton.LeftButton)
    assert not find(shown, "action:role:29").isVisible()


def test_the_page_with_what_is_chosen_is_shown_first(show: Show) -> None:
    shown = show(many_options(30, chosen=17))
    assert find(shown, "action:role:17").isVisible()
    assert not find(shown, "action:role:0").isVisible()


def test_the_page_stays_when_the_view_changes(qtbot: QtBot, show: Show) -> None:
    shown = show(many_options(30))
    qtbot.mouseClick(find(shown, "action:page:next"), Qt.MouseButton.LeftButton)
    shown.show_view(many_options(30, chosen=29))
    assert not find(shown, "action:role:0").isVisible()


def test_few_options_have_no_pages(show: Show) -> None:
    shown = show(raise_sheet())
    assert not find(shown, "action:page:next").isVisible()


def test_both_keyboards_write_the_same_line(qtbot: QtBot, show: Show) -> None:
    shown = show(text_sheet())
    with qtbot.waitSignal(shown.touched) as report:
        find(shown, "key:N").click()  # type: ignore[attr-defined]
    assert report.args == ["text:words", "N"]
    with qtbot.waitSignal(shown.touched) as report:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_O)
    assert report.args == ["text:words", "No"]


def test_a_late_echo_of_the_form_does_not_eat_letters(show: Show) -> None:
    shown = show(text_sheet())
    line = entry(shown, "text:words")
    for name in ("key:N", "key:o", "key:t"):
        find(shown, name).click()  # type: ignore[attr-defined]
    shown.show_view(text_sheet("No"))
    assert line.text() == "Not"
    shown.show_view(text_sheet("Not"))
    assert line.text() == "Not"
    shown.show_view(text_sheet("Another phrase"))
    assert line.text() == "Another phrase"


def test_a_line_stops_at_its_limit(qtbot: QtBot, show: Show) -> None:
    shown = show(text_sheet(limit=5))
    qtbot.keyClicks(entry(shown, "text:words"), "Larger chair")
    assert entry(shown, "text:words").text() == "Large"


def test_a_problem_is_told_to_a_screen_reader(show: Show) -> None:
    shown = show(text_sheet("Mr Smith", "Names do not belong on a card"))
    line = entry(shown, "text:words")
    assert line.accessibleDescription() == "Names do not belong on a card"


def test_a_secret_is_dots(show: Show) -> None:
    secret = sheet((NumberEntry("pin", "1234", "PIN", "", 8, secret=True),))
    shown = show(secret)
    assert "1" not in entry(shown, "number:pin").displayText()


def test_done_folds_the_keyboard_and_a_touch_on_the_line_brings_it_back(
    qtbot: QtBot, show: Show
) -> None:
    shown = show(text_sheet())
    board = shown.findChild(Keyboard)
    assert board is not None
    assert board.isVisible()
    find(shown, "key:done").click()  # type: ignore[attr-defined]
    assert not board.isVisible()
    qtbot.mouseClick(find(shown, "text:words"), Qt.MouseButton.LeftButton)
    assert board.isVisible()


def test_without_the_built_in_keyboard_a_physical_one_still_writes(qtbot: QtBot) -> None:
    shown = Sheet(load_theme("light"), keyboard=False)
    qtbot.addWidget(shown)
    shown.resize(1920, 1080)
    shown.show_view(text_sheet())
    shown.show()
    board = shown.findChild(Keyboard)
    assert board is not None
    assert not board.isVisible()
    with qtbot.waitSignal(shown.touched):
        qtbot.keyClick(entry(shown, "text:words"), Qt.Key.Key_A)


def test_the_keypad_writes_into_the_active_figure(qtbot: QtBot, show: Show) -> None:
    shown = show(number_sheet("n"))
    with qtbot.waitSignal(shown.touched) as report:
        find(shown, "key:7").click()  # type: ignore[attr-defined]
    assert report.args == ["number:n", "7"]
    with qtbot.waitSignal(shown.touched) as report:
        qtbot.mouseClick(find(shown, "number:d"), Qt.MouseButton.LeftButton)
    assert report.args == ["activate:d", ""]
    shown.show_view(number_sheet("d"))
    with qtbot.waitSignal(shown.touched) as report:
        find(shown, "key:3").click()  # type: ignore[attr-defined]
    assert report.args == ["number:d", "3"]
    assert focused() == "number:d"


def test_a_figure_takes_digits_only_and_a_point_where_it_may(qtbot: QtBot, show: Show) -> None:
    whole = show(number_sheet())
    qtbot.keyClicks(entry(whole, "number:n"), "1a.2")
    assert entry(whole, "number:n").text() == "12"
    part = show(number_sheet(decimals=True))
    qtbot.keyClicks(entry(part, "number:n"), "1..5")
    assert entry(part, "number:n").text() == "1.5"


@pytest.mark.parametrize("screen", SCREENS)
def test_keyboard_and_keypad_lie_over_nothing(show: Show, screen: str) -> None:
    for view, kind in ((text_sheet(), Keyboard), (number_sheet(), Keypad)):
        shown = show(view, screen)
        board = shown.findChild(kind)
        assert board is not None
        lines = [w for w in shown.findChildren(QLineEdit) if w.isVisible()]
        others = [*lines, find(shown, "action:cancel"), find(shown, "action:raise")]
        assert not [w for w in others if place(shown, w).intersects(place(shown, board))]


def test_left_reach_puts_the_primary_button_at_the_left(show: Show) -> None:
    shown = show(raise_sheet())
    shown.set_mirrored(True)
    primary, cancel = find(shown, "action:raise"), find(shown, "action:cancel")
    assert place(shown, primary).left() < place(shown, cancel).left()


def test_the_next_sheet_starts_afresh(show: Show) -> None:
    shown = show(raise_sheet())
    shown.show_view(text_sheet())
    assert shown.objectName() == "raise.write"
    assert shown.findChild(QWidget, "text:words") is not None
    assert not [o for o in shown.findChildren(OptionButton) if o.isVisible()]


def test_words_of_the_view_stand_on_the_sheet(show: Show) -> None:
    shown = show(raise_sheet())
    names = {child.accessibleName() for child in shown.findChildren(QWidget)}
    assert {"Equipment", "We need", "Danger now? Phone first."} <= names


def test_a_disabled_option_cannot_be_chosen(qtbot: QtBot, show: Show) -> None:
    options = (Option("a", "Open", enabled=False, spoken="Open, not yet"),)
    shown = show(sheet((Choices("c", options),)))
    heard: list[str] = []
    shown.touched.connect(heard.append)
    qtbot.mouseClick(find(shown, "action:a"), Qt.MouseButton.LeftButton)
    assert heard == []


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_a_theme_reaches_everything(show: Show, theme: str) -> None:
    at_once = show(raise_sheet(), theme=theme)
    changed = show(raise_sheet(), theme="light" if theme != "light" else "dark")
    changed.set_theme(load_theme(theme))
    assert at_once.grab().toImage() == changed.grab().toImage()


def test_every_kind_of_block_has_its_widget() -> None:
    assert set(MAKERS) == set(get_args(Block))


def test_a_finger_or_an_arrow_reads_a_point_of_the_chart(qtbot: QtBot, show: Show) -> None:
    shown = show(sheet((ChartBlock(process_chart(), "Skin checks"),), name="chart"))
    qtbot.waitUntil(lambda: shown.findChild(QWidget, "plot") is not None)
    plot = find(shown, "plot")
    assert plot.accessibleDescription().startswith("Week 19: ")
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert plot.accessibleDescription().startswith("Week 18: ")
    canvas = plot.childAt(plot.rect().center())
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert plot.accessibleDescription().startswith("Week 0: ")


def test_a_button_of_the_bar_can_be_switched_on_by_a_new_view(qtbot: QtBot, show: Show) -> None:
    off = SheetView("s", "Say it", ((),), (Button("go", "Go", "primary", enabled=False),))
    on = SheetView("s", "Say it", ((),), (Button("go", "Go", "primary"),))
    shown = show(off)
    assert not find(shown, "action:go").isEnabled()
    shown.show_view(on)
    with qtbot.waitSignal(shown.touched):
        qtbot.mouseClick(find(shown, "action:go"), Qt.MouseButton.LeftButton)


def test_a_text_and_a_figure_on_one_sheet_take_turns(qtbot: QtBot, show: Show) -> None:
    both = sheet((TextEntry("w", "", "Words", 40), NumberEntry("n", "", "How many", "", 3)))
    shown = show(both)
    assert find(shown, "key:done").isVisible()
    qtbot.mouseClick(find(shown, "number:n"), Qt.MouseButton.LeftButton)
    assert not find(shown, "key:done").isVisible()
    assert [k for k in shown.findChildren(Key, "key:1") if k.isVisible()]


def test_a_sheet_that_is_opened_again_remembers_nothing(qtbot: QtBot, show: Show) -> None:
    shown = show(text_sheet())
    qtbot.keyClicks(entry(shown, "text:words"), "Bed")
    qtbot.keyClick(entry(shown, "text:words"), Qt.Key.Key_Backspace)
    find(shown, "key:done").click()  # type: ignore[attr-defined]
    shown.hide()
    shown.show_view(text_sheet("Be"))
    shown.show()
    assert entry(shown, "text:words").text() == "Be"
    shown.hide()
    shown.show_view(text_sheet())
    shown.show()
    assert entry(shown, "text:words").text() == ""
    assert find(shown, "key:done").isVisible()


def test_focus_given_to_the_sheet_goes_to_its_entry(show: Show) -> None:
    shown = show(text_sheet())
    shown.setFocus()
    assert focused() == "text:words"


def test_tab_reaches_the_undo_of_a_toast_over_the_sheet(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    shown = Sheet(load_theme("light"), window)
    shown.resize(1920, 1080)
    toast = Toast(load_theme("light"), window)
    toast.place(QRectF(36, 18, 1848, 116))
    toast.show_view(ToastView("Saved.", Mark.TICK, Tone.BETTER, Button("undo", "Undo"), 10))
    shown.show_view(raise_sheet())
    window.show()
    assert "action:undo" in [stop.objectName() for stop in shown.focus_stops()]


def test_a_column_that_needs_more_room_than_there_is_has_pages(qtbot: QtBot, show: Show) -> None:
    column: list[Block] = []
    for letter in "abcdef":
        options = tuple(Option(f"{letter}:{n}", f"Option {n}") for n in range(2))
        column += [Label(f"Question {letter}"), Choices(letter, options, layout="boxes")]
    shown = show(sheet(tuple(column), name="questions"))
    bar = place(shown, find(shown, "action:raise")).top()
    seen: set[str] = set()
    for _ in range(6):
        options_now = [o for o in shown.findChildren(OptionButton) if o.isVisible()]
        assert all(place(shown, option).bottom() < bar for option in options_now)
        seen |= {option.objectName() for option in options_now}
        onward = [w for w in shown.findChildren(QWidget, "action:page:next") if w.isVisible()]
        if not onward or not onward[0].isEnabled():
            break
        qtbot.mouseClick(onward[0], Qt.MouseButton.LeftButton)
    assert seen == {f"action:{letter}:{n}" for letter in "abcdef" for n in range(2)}


def test_tiles_stand_in_fewer_columns_where_they_would_be_too_narrow(show: Show) -> None:
    options = tuple(Option(f"o:{n}", "Language and access") for n in range(8))
    shown = show(sheet((Choices("c", options, "tiles", columns=4),)), "portrait")
    first, fourth = find(shown, "action:o:0"), find(shown, "action:o:3")
    assert place(shown, first).width() >= 240
    assert place(shown, fourth).top() > place(shown, first).bottom()


def test_a_finger_does_what_a_mouse_does(qtbot: QtBot, show: Show) -> None:
    shown = show(raise_sheet())
    finger = QTest.createTouchDevice()
    option = find(shown, "action:phrase:2")
    with qtbot.waitSignal(shown.touched) as report:
        QTest.touchEvent(option, finger).press(0, option.rect().center(), option).commit()
        QTest.touchEvent(option, finger).release(0, option.rect().center(), option).commit()
    assert report.args == ["phrase:2", ""]


def test_many_buttons_take_two_rows_in_portrait(show: Show) -> None:
    texts = ("Back", "Solved: close it", "Answer", "Own", "Acknowledge it")
    buttons = tuple(Button(f"b:{n}", text) for n, text in enumerate(texts))
    shown = show(
        SheetView("card", "Card", ((Paragraph("Larger chair missing"),),), buttons), "portrait"
    )
    first, last = (place(shown, find(shown, f"action:b:{n}")) for n in (0, 4))
    assert first.bottom() < last.top()


def test_the_slow_plot_library_is_loaded_only_for_a_chart() -> None:
    line = "import sys, kiosk.ui.sheets.sheet; sys.exit('pyqtgraph' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", line], check=False, timeout=50)  # noqa: S603 - ours
    assert done.returncode == 0


def test_the_same_sheet_is_drawn_the_same_each_time(show: Show) -> None:
    pictures = [show(reading_sheet()).grab().toImage() for _ in range(2)]
    assert pictures[0] == pictures[1]
