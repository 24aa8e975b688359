"""A finger that bounces: two quick touches at one place do what one does."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.running_board import RunningBoard, run_board

pytestmark = pytest.mark.gui

PRESS, RELEASE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease

WAYS = {
    "raise": ("open:raise", "category=equipment", "phrase=Alarm keeps going off", "raise"),
    "serious": (
        "open:raise",
        "category=equipment",
        "phrase=Alarm keeps going off",
        "raise_serious",
    ),
    "good_catch": ("open:good_catch", "what=spoke_up", "save"),
    "harm_event": ("open:harm_event", "what=fall", "level=minor", "save"),
    "thank_you": ("open:thank_you", "group=nursing", "phrase=Raised a worry early", "save"),
    "idea": ("open:idea", "theme=waiting", "phrase=Do two steps at once", "save"),
}


@pytest.fixture
def board(qtbot: QtBot, tmp_path: Path) -> Iterator[RunningBoard]:
    running = run_board(tmp_path)
    qtbot.addWidget(running.window)
    yield running
    running.desk.close()


BOUNCE_MS = 120
NEXT_TOUCH_MS = 700


@dataclass
class Finger:
    """Touches places of the window at instants of its own; a bounce is a second touch soon after."""

    board: RunningBoard
    at_ms: int = 1_000

    def touch_twice(self, action: str) -> None:
        """Touch a control, and soon after whatever then lies at the same place of the window."""
        widget = self.board.find(action)
        place = widget.mapTo(self.board.window, widget.rect().center())
        self._touch(place)
        self.at_ms += BOUNCE_MS
        self._touch(place)
        self.at_ms += NEXT_TOUCH_MS

    def _touch(self, place: QPoint) -> None:
        under = self.board.window.childAt(place) or self.board.window
        spot = QPointF(under.mapFrom(self.board.window, place))
        left = Qt.MouseButton.LeftButton
        for kind, held in ((PRESS, left), (RELEASE, Qt.MouseButton.NoButton)):
            event = QMouseEvent(
                kind, spot, QPointF(place), left, held, Qt.KeyboardModifier.NoModifier
            )
            event.setTimestamp(self.at_ms)
            QApplication.sendEvent(under, event)
        QApplication.processEvents()


@pytest.fixture
def finger(board: RunningBoard) -> Finger:
    return Finger(board)


def made(board: RunningBoard) -> int:
    ward = board.desk.service.ward()
    return len(ward.cards) + len(ward.events) + len(ward.recognitions) + len(ward.tickets)


@pytest.mark.parametrize("way", WAYS)
def test_an_entry_made_with_a_bouncing_finger_is_made_once(
    board: RunningBoard, finger: Finger, way: str
) -> None:
    for action in WAYS[way]:
        finger.touch_twice(action)
    assert made(board) == 1
    assert board.sheet == ""


def test_a_bounce_on_undo_takes_back_one_thing(board: RunningBoard, finger: Finger) -> None:
    for action in (*WAYS["idea"], *WAYS["raise"]):
        board.touch(action)
    finger.touch_twice("undo")
    assert made(board) == 1
    assert board.sheet == ""


def test_a_bounce_on_the_face_turns_it_once(board: RunningBoard, finger: Finger) -> None:
    finger.touch_twice("face:staff")
    board.find("face:public")


def test_a_bounce_on_a_tile_opens_its_sheet_and_nothing_behind_it(
    board: RunningBoard, finger: Finger
) -> None:
    board.touch("face:staff")
    finger.touch_twice("tile:cross")
    assert board.sheet == "tile.safety_cross"
