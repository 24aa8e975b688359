"""A monkey at a running board: touches, presses keys, waits, pulls the plug, and looks at what stands."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - built from a printed seed

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.viewmodels.boards import Face
from tests.fakes.connections import SetConnection
from tests.fakes.far_board import FarBoard
from tests.fakes.sync_sights import STATUSES
from tests.gui.running_board import PIN, RunningBoard, run_board

KEYS = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Space,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Left,
    Qt.Key.Key_Down,
    Qt.Key.Key_Delete,
)
TYPED = (PIN, "7", "0", "12.5", "-", "Bed rail loose", "Zoë", "  ", "x" * 200, "🙂", "'; --", "\t")
WAITS_S = (0.3, 2.0, 11.0, 61.0, 61.0, 600.0, 9 * 3600.0, 30 * 3600.0)
NAMED = ("action:", "tile.", "number:", "key:", "text:")
STAYING = ("welcome", "setup", "unit", "connect")
"""How the names of sheets begin that stand for as long as there is no board under them."""
WAYS_OUT = ("cancel", "done", "leave", "back", "close")
CHANCE = 0.2
WRITTEN = "Zebra pump alarms at night"
"""A card's sentence, which the public face never shows."""


@dataclass
class Monkey:
    """Touches a board at random; the same seed touches alike.

    Attributes:
        network: the board belongs to a hospital, and the network comes and goes under the monkey's hands.
        did: what it did, to be printed when something breaks.
    """

    folder: Path
    seed: str
    set_up: bool
    network: bool = False
    did: list[str] = field(default_factory=list)
    board: RunningBoard = field(init=False)
    _open_now: bool = False
    _far: FarBoard = field(init=False)
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 - repeatable touches
        self.board = self._open()
        self._far = FarBoard(self.board.desk.service.node_id)
        if self.network:
            self.enrol()

    def play(self, steps: int) -> None:
        """Do so many things; after each of them look whether the board still keeps its promises."""
        ways = (
            [self._touch] * 60
            + [self._poke] * 8
            + [self._press] * 12
            + [self._type] * 12
            + [self._wait] * 6
            + [self._look_closer] * 4
            + [self._open_settings] * 2
            + [self._pull_the_plug]
            + [self._change_network] * (8 if self.network else 0)
            + [self._receive] * (4 if self.network else 0)
        )
        for _ in range(steps):
            self.random.choice(ways)()
            self._look()

    def leave_everything(self) -> None:
        """Leave whatever is open, as somebody does who wants the board back."""
        for _ in range(3):
            QTest.keyClick(self.board.window, Qt.Key.Key_Escape)
            QApplication.processEvents()

    def close(self) -> None:
        """Close the board properly."""
        if self._open_now:
            self.board.close()
        self._open_now = False

    # What it does

    def _touch(self) -> None:
        there = self._controls()
        if not there:
            return
        widget = self.random.choice(there)
        self._did(f"touch {widget.objectName()}")
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def _poke(self) -> None:
        window = self.board.window
        place = QPoint(
            self.random.randrange(window.width()), self.random.randrange(window.height())
        )
        self._did(f"poke {place.x()},{place.y()}")
        under = window.childAt(place)
        target = window if under is None else under
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(window, place))

    def _press(self) -> None:
        key = self.random.choice(KEYS)
        self._did(f"press {key.name}")
        QTest.keyClick(self._listening(), key)

    def _type(self) -> None:
        words = self.random.choice(TYPED)
        self._did(f"type {words[:20]!r}")
        self._enter(words)

    def _enter(self, words: str) -> None:
        for letter in words:
            target = self._listening()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(target, event)

    def _listening(self) -> QWidget:
        """Return what keys go to."""
        focus: QWidget | None = self.board.window.focusWidget()
        return self.board.window if focus is None else focus

    def _look_closer(self) -> None:
        """Turn to the staff face and open a tile."""
        self.leave_everything()
        self._touch_named("action:face:staff")
        tiles = [each for each in self._controls() if each.objectName().startswith("tile.")]
        if tiles:
            self._touch_named(self.random.choice(tiles).objectName())

    def _open_settings(self) -> None:
        """Open what lies behind the PIN."""
        self.leave_everything()
        self._touch_named("action:open:admin")
        self._enter(PIN)
        self._touch_named("action:next")

    def _touch_named(self, name: str) -> None:
        for widget in self._controls():
            if widget.objectName() == name:
                self._did(f"touch {name}")
                self.board.clock.advance(timedelta(seconds=1))
                QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
                QApplication.processEvents()
                return

    def _wait(self) -> None:
        seconds = self.random.choice(WAITS_S)
        self._did(f"wait {seconds}")
        self.board.wait(seconds)

    def _pull_the_plug(self) -> None:
        self._did("restart")
        now = self.board.clock.now()
        self.close()
        self.board = self._open()
        self.board.clock.set(now)
        self.board.presenter.refresh()

    def _change_network(self) -> None:
        """Let sync stand otherwise, as a runner would tell."""
        state = self.random.choice(list(STATUSES))
        status = replace(
            STATUSES[state],
            waiting=self.random.choice((0, 1, 2_000)),
            dead=self.random.choice((0, 0, 3)),
            needs_update=self.random.random() < CHANCE,
            skew_s=self.random.choice((None, 1.0, -90_000.0)),
        )
        self._did(f"sync is {state}")
        self.board.desk.connect(SetConnection(status))
        self.board.presenter.note_change()
        self.board.wait(0.5)

    def _receive(self) -> None:
        """Let another board's cards come in, unless a practice ward is open."""
        replica = self.board.desk.replica
        if replica is None or replica.identity.sequences_itself:
            return
        self._did("cards from afar")
        page = self._far.cards(self.random.randrange(1, 30), WRITTEN, self.board.clock.now())
        self.board.desk.take_in(replica.receive(self._far.log, page))
        self.board.presenter.note_change()
        self.board.wait(0.5)

    def enrol(self) -> None:
        """Let the ward belong to a hospital, under the name that it has."""
        replica, node = self.board.desk.replica, self.board.desk.service.node_id
        assert replica is not None
        replica.enrol(node, "timeline-1", "device-1")
        self.board.desk.settle()
        self._far = FarBoard(node)

    def _did(self, what: str) -> None:
        self.did.append(f"{self.board.sheet or 'board'}: {what}")
        self.board.clock.advance(timedelta(seconds=self.random.random()))

    # What it looks at

    def _look(self) -> None:
        QApplication.processEvents()
        self._nothing_private_on_the_public_face()
        self._a_way_out_by_touch()

    def _nothing_private_on_the_public_face(self) -> None:
        drawn = self.board.window.board
        if drawn is not None and drawn.view.face is Face.PUBLIC:
            assert WRITTEN not in self.board.words(), self.story()

    def _a_way_out_by_touch(self) -> None:
        if not self.board.sheet:
            return
        ways = {
            widget.objectName().removeprefix("action:")
            for widget in self._controls()
            if widget.objectName().startswith("action:")
        }
        assert ways & set(WAYS_OUT), f"{self.board.sheet} cannot be left: {ways}\n{self.story()}"

    def story(self) -> str:
        """Return the last things that it did."""
        return f"seed {self.seed}\n" + "\n".join(self.did[-40:])

    # Inside

    def _open(self) -> RunningBoard:
        board = run_board(self.folder, set_up=self.set_up)
        self._open_now = True
        return board

    def _controls(self) -> list[QWidget]:
        """Return what can be touched now: what is over the board hides the board."""
        window = self.board.window
        return [
            widget
            for widget in window.findChildren(QWidget)
            if widget.objectName().startswith(NAMED)
            and widget.isEnabled()
            and widget.isVisibleTo(window)
            and _on_top(widget, window)
        ]


def _on_top(widget: QWidget, window: QWidget) -> bool:
    centre = widget.mapTo(window, widget.rect().center())
    under = window.childAt(centre)
    return under is not None and (under is widget or widget.isAncestorOf(under))
