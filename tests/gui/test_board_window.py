"""The board's window: everything in its place, reached by finger and by key, painted again only when it changed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from kiosk.ui.board_window import BoardWindow
from kiosk.ui.board_window.touch_watch import TouchWatch
from kiosk.ui.theme import load_theme
from kiosk.viewmodels.boards import BoardView, Button, Face, Grid, Place, PlacedTile
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.sheets import Label, SheetView, ToastView
from tests.fakes import sample_board
from tests.fakes.sample_board import board_view, other_board_view

if TYPE_CHECKING:
    from kiosk.viewmodels.tiles import TileView

pytestmark = pytest.mark.gui

LANDSCAPE = (1920, 1080)
PORTRAIT = (1080, 1920)
SMALL = (1366, 768)
LARGE = (3840, 2160)
every_size = pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT, SMALL, LARGE, (1280, 1024)])
CANCEL = Button("cancel", "Cancel")
SHEET = SheetView(
    "thanks", "Thank you", ((Label("To whom"),),), (CANCEL, Button("save", "Save", "primary"))
)
TOAST = ToastView("Saved: good catch", Mark.TICK, Tone.ACCENT, Button("undo", "Undo"), 10)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[BoardWindow]:
    """A window with the staff's board on it, shown."""
    made = BoardWindow(load_theme("light"))
    qtbot.addWidget(made)
    made.resize(*LANDSCAPE)
    made.show_board(board_view())
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.hide()


def child(window: BoardWindow, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def key_taker(window: BoardWindow) -> QWidget:
    focused: QWidget | None = window.focusWidget()
    return window if focused is None else focused


def repaints(window: BoardWindow) -> dict[str, int]:
    assert window.board is not None
    return {tile_id: tile.repaints for tile_id, tile in window.board.tiles.items()}


def place(window: BoardWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())


def click_at(
    window: BoardWindow, name: str, button: Qt.MouseButton = Qt.MouseButton.LeftButton
) -> None:
    """Click as the screen reports it: at a place of the window, which finds the widget."""
    middle = place(window, child(window, name)).center()
    QTest.mouseClick(window.windowHandle(), button, pos=middle)


def bodies(window: BoardWindow) -> list[QRect]:
    """Give the places of all that can be touched, without the room for their rings."""
    assert window.board is not None
    scale = window.board.plan().scale
    ring = round(6 * scale) + 1
    shown = [control for control in window.board.controls() if control.isVisible()]
    return [place(window, one).adjusted(ring, ring, -ring, -ring) for one in shown]


def disjoint(rects: list[QRect]) -> bool:
    return not any(
        one.intersects(two) for index, one in enumerate(rects) for two in rects[index + 1 :]
    )


@every_size
def test_nothing_on_the_board_lies_over_anything_else(
    window: BoardWindow, size: tuple[int, int]
) -> None:
    window.resize(*size)

    assert len(bodies(window)) == 6 + 6 + 1 + 1 + 3
    assert disjoint(bodies(window))
    assert all(window.rect().contains(body) for body in bodies(window))


@every_size
@pytest.mark.parametrize("view", [board_view(), board_view(Face.PUBLIC), other_board_view()])
def test_no_words_of_the_header_or_the_status_are_cut(
    window: BoardWindow, size: tuple[int, int], view: BoardView
) -> None:
    window.resize(*size)
    window.show_board(view)
    window.grab()
    assert window.board is not None

    fits = (*window.board.header.text_fits(), *window.board.status.text_fits())

    assert [fit.text for fit in fits if not fit.whole] == []


@every_size
def test_everything_to_touch_is_as_large_as_a_finger_needs(
    window: BoardWindow, size: tuple[int, int]
) -> None:
    window.resize(*size)
    assert window.board is not None
    least = 84 * window.board.plan().scale - 1

    for control in window.board.controls():
        assert control.width() >= least
        assert control.height() >= least


def test_in_portrait_the_actions_stand_in_two_rows_in_the_lower_third(window: BoardWindow) -> None:
    window.resize(*PORTRAIT)
    assert window.board is not None
    places = [place(window, button) for button in window.board.buttons]

    assert len({rect.top() for rect in places}) == 2
    assert min(rect.top() for rect in places) > 1920 * 2 / 3


def test_the_primary_action_stands_at_the_right_and_at_the_left_for_left_reach(
    window: BoardWindow,
) -> None:
    start = child(window, "action:open:huddle")
    raise_card = child(window, "action:open:raise")
    assert start.x() > raise_card.x()

    window.set_mirrored(True)

    assert start.x() < raise_card.x()


def test_a_touched_tile_reports_its_id(window: BoardWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.touched) as touch:
        qtbot.mouseClick(child(window, "tile.cross"), Qt.MouseButton.LeftButton)

    assert touch.args == ["tile:cross", ""]


@pytest.mark.parametrize("action", ["open:raise", "open:huddle", "face:public", "open:clean"])
def test_a_touched_button_reports_its_action(
    window: BoardWindow, qtbot: QtBot, action: str
) -> None:
    with qtbot.waitSignal(window.touched) as touch:
        qtbot.mouseClick(child(window, f"action:{action}"), Qt.MouseButton.LeftButton)

    assert touch.args == [action, ""]


def test_escape_is_reported(window: BoardWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.touched) as touch:
        qtbot.keyClick(window, Qt.Key.Key_Escape)

    assert touch.args == ["escape", ""]


def test_any_touch_or_key_says_that_somebody_is_there(window: BoardWindow, qtbot: QtBot) -> None:
    for name in ("tile.cards", "status"):
        with qtbot.waitSignal(window.any_touch):
            click_at(window, name)
    with qtbot.waitSignal(window.any_touch):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)


def test_a_finger_hides_the_cursor_and_a_mouse_brings_it_back(
    window: BoardWindow, qtbot: QtBot
) -> None:
    middle = window.rect().center()
    with qtbot.waitSignal(window.any_touch):
        finger = QTest.touchEvent(window.windowHandle(), QTest.createTouchDevice())
        finger.press(0, middle).commit()
    hidden = window.cursor().shape()
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=middle)

    assert hidden is Qt.CursorShape.BlankCursor
    assert window.cursor().shape() is Qt.CursorShape.ArrowCursor


class _Counting(TouchWatch):
    """Notes which receivers it is asked about."""

    def __init__(self, window: QWidget) -> None:
        self.seen: set[str] = set()
        super().__init__(window)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.seen.add(watched.metaObject().className())
        return super().eventFilter(watched, event)


def test_what_looks_for_touches_is_asked_about_no_timer_no_paint_and_no_other_receiver(
    qtbot: QtBot,
) -> None:
    window, timer = QWidget(), QTimer()
    qtbot.addWidget(window)
    counting = _Counting(window)
    timer.start(0)
    window.show()
    qtbot.waitExposed(window)
    with qtbot.waitSignal(timer.timeout):
        window.update()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)

    assert counting.seen == {window.windowHandle().metaObject().className()}


def test_what_comes_into_the_window_later_is_watched_too(window: BoardWindow, qtbot: QtBot) -> None:
    window.show_sheet(SHEET)
    qtbot.waitUntil(lambda: window.sheet is not None and window.sheet.isVisible())
    with qtbot.waitSignal(window.any_touch):
        click_at(window, "action:save", Qt.MouseButton.RightButton)
    window.show_board(other_board_view())
    with qtbot.waitSignal(window.any_touch):
        click_at(window, "status", Qt.MouseButton.RightButton)


def test_tab_goes_through_the_board_in_reading_order(window: BoardWindow, qtbot: QtBot) -> None:
    seen = []
    for _ in range(17):
        qtbot.keyClick(key_taker(window), Qt.Key.Key_Tab)
        focused = window.focusWidget()
        assert focused is not None
        seen.append(focused.objectName())

    assert seen[0] == "action:face:public"
    assert seen[1:7] == [
        f"tile.{name}" for name in ("agenda", "falls", "skin", "cross", "pain", "cards")
    ]
    assert seen[7] == "action:open:raise"
    assert seen[12:14] == ["action:open:huddle", "action:open:sync"]
    assert seen[-1] == "action:open:language"


def test_backtab_goes_the_other_way_round(window: BoardWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Backtab)

    focused = window.focusWidget()
    assert focused is not None
    assert focused.objectName() == "action:open:language"


def test_nothing_wears_a_focus_ring_before_a_key_is_pressed(window: BoardWindow) -> None:
    assert window.focusWidget() in {None, window}


def test_everything_to_touch_has_a_name_for_a_screen_reader(window: BoardWindow) -> None:
    assert window.board is not None
    for control in window.board.controls():
        face = QAccessible.queryAccessibleInterface(control)
        assert face.role() == QAccessible.Role.Button
        assert face.text(QAccessible.Text.Name)


def test_a_changed_view_repaints_only_its_tile(window: BoardWindow, qtbot: QtBot) -> None:
    window.repaint()
    before = repaints(window)
    view = board_view()
    falls = replace(sample_board.days_since(), figure="24")
    tiles = tuple(
        replace(tile, view=falls) if tile.view.frame.tile_id == "falls" else tile
        for tile in view.tiles
    )

    window.show_board(replace(view, tiles=tiles))
    qtbot.waitUntil(lambda: repaints(window) != before)

    changed = {tile_id for tile_id, count in repaints(window).items() if count != before[tile_id]}
    assert changed == {"falls"}


def test_a_new_minute_repaints_no_tile(window: BoardWindow) -> None:
    window.repaint()
    before = repaints(window)
    view = board_view()

    window.show_board(replace(view, header=replace(view.header, clock="07:04"), as_of="07:04"))
    QGuiApplication.processEvents()

    assert repaints(window) == before


def test_a_tile_that_breaks_is_replaced_in_its_place(window: BoardWindow) -> None:
    view = board_view()
    broken = replace(
        sample_board.broken(), frame=replace(sample_board.broken().frame, tile_id="skin")
    )
    before = place(window, child(window, "tile.skin"))
    tiles = tuple(
        replace(tile, view=broken) if tile.view.frame.tile_id == "skin" else tile
        for tile in view.tiles
    )

    window.show_board(replace(view, tiles=tiles))
    assert window.board is not None
    tile = window.board.tiles["skin"]
    tile.grab()

    assert "not known here" in " ".join(tile.drawn_words().split("\n"))
    assert place(window, tile) == before


def test_another_layout_takes_the_place_of_the_first(window: BoardWindow) -> None:
    window.show_board(other_board_view())
    assert window.board is not None

    assert set(window.board.tiles) == {"goals", "skin", "broken", "answers", "thanks", "cross"}
    assert disjoint(bodies(window))


def test_training_is_written_on_the_board(window: BoardWindow) -> None:
    plain = window.grab().toImage()
    window.show_board(replace(board_view(), training=True))

    striped = window.grab().toImage()

    assert striped.pixelColor(960, 5) != plain.pixelColor(960, 5)
    assert len({striped.pixelColor(x, 1076).name() for x in range(400, 460)}) > 1


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@every_size
def test_the_same_board_gives_the_same_pixels(
    qtbot: QtBot, size: tuple[int, int], theme: str
) -> None:
    def picture() -> QImage:
        made = BoardWindow(load_theme(theme))
        qtbot.addWidget(made)
        made.resize(*size)
        made.show_board(board_view())
        return made.grab().toImage()

    picture()  # Qt draws large letters at a new scale a last bit differently the first time

    assert picture() == picture()


def test_another_theme_changes_every_part(window: BoardWindow) -> None:
    window.set_theme(load_theme("dark"))
    image = window.grab().toImage()
    dark = load_theme("dark")

    assert image.pixelColor(4, 4) == dark.colour("canvas")
    assert image.pixelColor(60, 840) == dark.colour("surface")


def test_the_kept_picture_stands_until_the_board_comes(qtbot: QtBot) -> None:
    made = BoardWindow(load_theme("light"))
    qtbot.addWidget(made)
    made.resize(*LANDSCAPE)
    kept = QImage(192, 108, QImage.Format.Format_RGB32)
    kept.fill(Qt.GlobalColor.magenta)

    made.show_picture(kept, "Board as of 07:03 · opening")
    opening = made.grab().toImage()
    made.show_board(board_view())
    opened = made.grab().toImage()

    assert made.accessibleDescription() == "Board as of 07:03 · opening"
    assert opening.pixelColor(960, 300) == Qt.GlobalColor.magenta
    assert opening.pixelColor(1900, 1060) == load_theme("light").colour("ink")
    assert opened.pixelColor(4, 4) == load_theme("light").colour("canvas")


def test_nothing_of_the_opening_stays_behind_the_first_question(qtbot: QtBot) -> None:
    made = BoardWindow(load_theme("light"))
    qtbot.addWidget(made)
    made.resize(*LANDSCAPE)
    made.show_picture(QImage(), "Opening the board")
    made.take_board_away()
    assert made.grab().toImage().pixelColor(1900, 1060) != load_theme("light").colour("ink")


def test_the_board_gives_its_picture_for_the_next_start(window: BoardWindow) -> None:
    assert window.board_picture().size() == window.size()


def test_a_sheet_covers_the_board_and_takes_the_keys(window: BoardWindow, qtbot: QtBot) -> None:
    window.show_sheet(SHEET)
    sheet = window.sheet
    assert sheet is not None
    assert sheet.geometry() == window.rect()

    for _ in range(4):
        qtbot.keyClick(key_taker(window), Qt.Key.Key_Tab)
        focused = window.focusWidget()
        assert focused is not None
        assert sheet.isAncestorOf(focused)


def test_a_touch_on_a_sheet_is_reported(window: BoardWindow, qtbot: QtBot) -> None:
    window.show_sheet(SHEET)

    with qtbot.waitSignal(window.touched) as touch:
        qtbot.mouseClick(child(window, "action:save"), Qt.MouseButton.LeftButton)

    assert touch.args == ["save", ""]


def test_escape_on_a_sheet_is_reported(window: BoardWindow, qtbot: QtBot) -> None:
    window.show_sheet(SHEET)

    with qtbot.waitSignal(window.touched) as touch:
        qtbot.keyClick(key_taker(window), Qt.Key.Key_Escape)

    assert touch.args == ["escape", ""]


def test_a_sheet_that_is_taken_away_gives_the_keys_back(window: BoardWindow) -> None:
    raise_card = child(window, "action:open:raise")
    raise_card.setFocus()
    window.show_sheet(SHEET)

    window.show_sheet(None)

    assert window.sheet is None
    assert window.focusWidget() is raise_card


def test_a_sheet_rises_over_the_board_when_motion_is_on(qtbot: QtBot) -> None:
    made = BoardWindow(load_theme("light"), motion=True)
    qtbot.addWidget(made)
    made.resize(*LANDSCAPE)
    made.show_board(board_view())
    made.show()

    made.show_sheet(SHEET)

    assert child(made, "rise").isVisible()
    qtbot.waitUntil(lambda: not child(made, "rise").isVisible())
    assert made.sheet is not None


def test_nothing_moves_when_motion_is_off(window: BoardWindow) -> None:
    window.set_motion(False)
    window.show_sheet(SHEET)

    rise = window.findChild(QWidget, "rise")
    assert rise is None or not rise.isVisible()


def test_a_toast_stands_above_the_actions_with_its_undo(window: BoardWindow, qtbot: QtBot) -> None:
    window.show_toast(TOAST)
    toast = child(window, "toast")
    assert window.board is not None
    actions_top = min(place(window, button).top() for button in window.board.buttons)

    assert toast.isVisible()
    assert toast.geometry().bottom() <= actions_top
    with qtbot.waitSignal(window.touched) as touch:
        qtbot.mouseClick(child(window, "action:undo"), Qt.MouseButton.LeftButton)
    assert touch.args == ["undo", ""]

    window.show_toast(None)
    assert not toast.isVisible()


def test_tab_reaches_undo_in_the_toast(window: BoardWindow, qtbot: QtBot) -> None:
    window.show_toast(TOAST)

    qtbot.keyClick(window, Qt.Key.Key_Backtab)

    focused = window.focusWidget()
    assert focused is not None
    assert focused.objectName() == "action:undo"


def test_the_window_takes_the_whole_screen(window: BoardWindow) -> None:
    screen = QGuiApplication.primaryScreen()

    window.fill_screen(screen)

    assert window.geometry() == screen.geometry()
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint


def test_a_window_on_the_wall_refuses_to_be_closed_until_staff_leave(window: BoardWindow) -> None:
    window.set_closable(False)
    assert not window.close()

    window.set_closable(True)
    assert window.close()


@st.composite
def layouts(draw: st.DrawFn) -> BoardView:
    """A board cut into random columns, each with random rows, in both orientations."""

    def grid() -> tuple[tuple[float, ...], tuple[float, ...], list[Place]]:
        columns = draw(st.lists(st.floats(1, 1.6), min_size=2, max_size=3))
        rows = draw(st.lists(st.floats(1, 1.6), min_size=2, max_size=2))
        places = [Place(0, 0, 1, 2)]
        places += [Place(column, row, 1, 1) for column in range(1, len(columns)) for row in (0, 1)]
        return tuple(columns), tuple(rows), places

    across, down, lying = grid()
    upright_across, upright_down, standing = grid()
    samples: list[TileView] = [
        sample_board.agenda(),
        sample_board.days_since(),
        sample_board.metric(),
        sample_board.safety_cross(),
        sample_board.groups(),
    ]
    count = min(len(lying), len(standing), len(samples))
    tiles = tuple(
        PlacedTile(samples[at], lying[at], standing[at] if at != 1 else None) for at in range(count)
    )
    return replace(board_view(), grid=Grid(across, down, upright_across, upright_down), tiles=tiles)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    view=layouts(), size=st.sampled_from([LANDSCAPE, PORTRAIT, SMALL, (1280, 1024), (800, 1280)])
)
def test_tiles_of_any_layout_stand_inside_the_window_and_apart(
    window: BoardWindow, view: BoardView, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.show_board(view)

    assert disjoint(bodies(window))
    assert all(window.rect().contains(body) for body in bodies(window))


def test_events_of_other_windows_are_not_this_board(window: BoardWindow, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)

    with qtbot.assertNotEmitted(window.any_touch):
        qtbot.mouseClick(other, Qt.MouseButton.LeftButton)
        QGuiApplication.sendEvent(other, QEvent(QEvent.Type.Show))


def test_status_words_and_buttons_follow_the_view(window: BoardWindow, qtbot: QtBot) -> None:
    view = board_view()
    status = replace(
        view.status,
        sync_text="No connection since 06:10 · 4 waiting",
        sync_mark=Mark.DASHES,
        message="The figures of 22 November could not be read. The last ones are shown.",
        message_tone=Tone.HARM,
        buttons=(Button("open:help", "Help", "quiet"),),
    )

    window.show_board(replace(view, status=status))
    window.grab()
    assert window.board is not None

    words = window.board.status.drawn_words()
    assert "No connection since 06:10 · 4 waiting" in words.replace("\xa0", " ")
    assert "The figures of 22 November could not be read." in words
    assert len(window.board.status.buttons) == 1
    with qtbot.waitSignal(window.touched) as touch:
        qtbot.mouseClick(window.board.status.buttons[0], Qt.MouseButton.LeftButton)
    assert touch.args == ["open:help", ""]


def test_fewer_actions_share_the_row(window: BoardWindow) -> None:
    view = board_view()

    window.show_board(replace(view, actions=view.actions[3:]))

    assert window.board is not None
    assert [button.text() for button in window.board.buttons] == [
        "Thank you",
        "Idea",
        "Start the huddle ›",
    ]
    assert disjoint(bodies(window))
