"""The bottom line in every state of sync: whole on every screen, reached by finger, key and screen reader."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.sync.status import SyncState, SyncStatus
from kiosk.ui.board_window import BoardWindow
from kiosk.ui.theme import load_theme
from kiosk.viewmodels.sync_words import sync_line
from tests.fakes.sample_board import board_view

pytestmark = pytest.mark.gui

SIZES = [(1920, 1080), (1080, 1920), (1366, 768), (3840, 2160), (2160, 3840), (1280, 1024)]
SINCE = datetime(2026, 11, 24, 22, 5, tzinfo=UTC)
BESIDES: tuple[dict[str, Any], ...] = (
    {},
    {"dead": 12},
    {"needs_update": True},
    {"skew_s": -34_000_000.0},
)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[BoardWindow]:
    made = BoardWindow(load_theme("light"))
    qtbot.addWidget(made)
    made.show_board(board_view())
    made.show()
    yield made
    made.hide()


def sign(window: BoardWindow) -> QWidget:
    found = window.findChild(QWidget, "action:open:sync")
    assert found is not None
    return found


def show(window: BoardWindow, status: SyncStatus) -> None:
    line = sync_line(status, SINCE + timedelta(days=3), "Europe/London")
    view = board_view()
    shown = replace(view.status, sync_text=line.text, sync_mark=line.mark, sync_tone=line.tone)
    window.show_board(replace(view, status=shown))
    window.grab()


@pytest.mark.parametrize("size", SIZES)
def test_the_state_of_sync_is_never_cut_whatever_it_says(
    window: BoardWindow, size: tuple[int, int]
) -> None:
    window.resize(*size)
    assert window.board is not None
    for state in SyncState:
        for waiting in (0, 2_000):
            for said in BESIDES:
                show(
                    window,
                    SyncStatus(state, name="PC-0417", offline_since=SINCE, waiting=waiting, **said),
                )
                fits = window.board.status.text_fits()
                assert [fit.text for fit in fits if not fit.whole] == []
                boxes = [window.board.status.sign, *window.board.status.buttons]
                places = [box.geometry() for box in boxes]
                assert not any(places[0].intersects(other) for other in places[1:])


def test_touching_the_state_of_sync_opens_its_sheet(window: BoardWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.touched) as touch:
        qtbot.mouseClick(sign(window), Qt.MouseButton.LeftButton)

    assert touch.args == ["open:sync", ""]


def test_a_screen_reader_hears_the_state_and_that_it_can_be_touched(window: BoardWindow) -> None:
    show(window, SyncStatus(SyncState.OFFLINE, offline_since=SINCE))

    heard = QAccessible.queryAccessibleInterface(sign(window))

    assert heard.role() is QAccessible.Role.Button
    name = heard.text(QAccessible.Text.Name)
    assert name == "Offline since Tue: everything works here"


def test_a_state_without_a_sheet_is_only_read(window: BoardWindow) -> None:
    view = board_view()
    window.show_board(replace(view, status=replace(view.status, sync_action="")))

    assert window.board is not None
    names = [control.objectName() for control in window.board.status.controls()]
    assert names == ["action:open:clean", "action:open:text_size", "action:open:language"]


def test_a_count_is_never_divided_between_two_lines(window: BoardWindow) -> None:
    window.resize(1080, 1920)
    show(window, SyncStatus(SyncState.OFFLINE, offline_since=SINCE, waiting=3))
    assert window.board is not None
    assert "3\N{NO-BREAK SPACE}waiting\N{NO-BREAK SPACE}to" in window.board.status.drawn_words()
