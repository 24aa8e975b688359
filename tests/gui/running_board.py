"""A whole board for tests: the real window, presenter, desk and store; only the clock and the thread are ours."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.app.desk import Desk
from kiosk.app.means import Means
from kiosk.config import Settings
from kiosk.domain.calendars import Calendar, HuddleSlot, Shift
from kiosk.domain.nodes import NodeFacts
from kiosk.services.first_day import WardSetup, set_up_ward
from kiosk.services.pins import PinKeeper
from kiosk.ui.board_window import BoardWindow
from kiosk.ui.presenter import Habits, Machine, Presenter
from kiosk.ui.theme import load_fonts, load_theme
from kiosk.viewmodels.forms.table import FORMS
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
METRICS = ("falls_with_harm", "skin_checked_6h", "hand_hygiene")
PIN = "2468"


@dataclass
class RunningBoard:
    """A board that a test touches; `desk` may be closed and opened again as a restart does."""

    window: BoardWindow
    desk: Desk
    clock: FixedClock
    left: list[bool] = field(default_factory=list)
    busy: bool = False
    waiting: list[Callable[[], None]] = field(default_factory=list)
    presenter: Presenter = field(init=False)

    def post(self, work: Callable[[Any], Any], reply: Callable[[Any], None] | None = None) -> None:
        """Work at the desk at once, or, while it is busy, when it catches up."""

        def do() -> None:
            result = work(self.desk)
            if reply is not None:
                reply(result)

        if self.busy:
            self.waiting.append(do)
        else:
            do()

    def catch_up(self) -> None:
        """Let the desk do what was waiting."""
        while self.waiting:
            self.waiting.pop(0)()
        QApplication.processEvents()

    def touch(self, action: str) -> None:
        """Touch what carries an action, as a finger does; fails when it is not there to be touched."""
        widget = self.find(action)
        assert widget.isEnabled(), f"{action} cannot be touched now"
        self.clock.advance(timedelta(seconds=1))
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def find(self, action: str) -> QWidget:
        """Return the visible widget of an action or a tile."""
        for name in (
            f"action:{action}",
            action.replace("tile:", "tile."),
            action.replace("activate:", "number:"),
        ):
            for widget in self.window.findChildren(QWidget, name):
                if widget.isVisibleTo(self.window):
                    return widget
        there = sorted(
            widget.objectName()
            for widget in self.window.findChildren(QWidget)
            if widget.objectName().startswith("action:") and widget.isVisibleTo(self.window)
        )
        raise AssertionError(f"{action} is not on the screen; there is {there}")

    def write(self, words: str) -> None:
        """Write on a hardware keyboard."""
        target = self.window.focusWidget() or self.window
        QTest.keyClicks(target, words)
        QApplication.processEvents()

    def words(self) -> str:
        """Return what the board draws, and what a screen reader would say of what is on the window."""
        drawn = self.window.board
        said = [] if drawn is None else [str(drawn.view)]
        for widget in (self.window, *self.window.findChildren(QWidget)):
            if widget.isVisibleTo(self.window):
                said += [widget.accessibleName(), widget.accessibleDescription()]
        return "\n".join(words for words in said if words)

    def wait(self, seconds: float) -> None:
        """Let time pass untouched, with the heartbeat beating at the end."""
        self.clock.advance(timedelta(seconds=seconds))
        self.presenter.tick()
        QApplication.processEvents()

    def close(self) -> None:
        """Close the store, and delete the window now: left to the garbage, it would go amid another's painting."""
        self.desk.close()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def sheet(self) -> str:
        """The name of the sheet that is open, or nothing."""
        open_sheet = self.window.sheet
        return "" if open_sheet is None else open_sheet.objectName()


def run_board(
    folder: Path,
    *,
    layout: str = "",
    set_up: bool = True,
    now: datetime = TUESDAY,
    size: tuple[int, int] = (1920, 1080),
    habits: Habits | None = None,
) -> RunningBoard:
    """Open a board on a folder; the same folder again is a restart."""
    load_fonts()
    clock = FixedClock(now)
    ids = SeededIds(f"{folder.name}{datetime.now(tz=UTC).timestamp()}")  # noqa: TID251 - two runs differ
    desk = Desk(Settings(data=folder, layout=layout), Means(clock, ids, "boot"), practice=False)
    if set_up and desk.service.ward().node is None:
        _set_up(desk, clock)
    window = BoardWindow(load_theme("light"), motion=False)
    window.resize(*size)
    window.show()
    board = RunningBoard(window, desk, clock)
    machine = Machine(clock.monotonic_s, clock.now, ids.new_id, lambda: board.left.append(True))
    board.presenter = Presenter(window, board.post, FORMS, machine, habits or Habits())
    board.presenter.refresh()
    QApplication.processEvents()
    return board


def _set_up(desk: Desk, clock: FixedClock) -> None:
    catalogue = desk.catalogue
    metrics = tuple(metric.facts("sqcdp") for metric in catalogue.metrics if metric.id in METRICS)
    answers = WardSetup(
        facts=NodeFacts(
            name="Ward 7 East",
            service="Acute medicine",
            co_leads=("nursing", "medicine", "union"),
            out_of_hours_name="Site coordinator",
            out_of_hours_phone="4321",
            incident_system="Safeguard",
        ),
        calendar=Calendar(
            shifts=(
                Shift(name="Day shift", starts=time(7)),
                Shift(name="Night shift", starts=time(19)),
            ),
            huddles=(HuddleSlot(name="Morning huddle", starts=time(7, 15)),),
        ),
        layout="ward_sqcdp",
        metrics=metrics,
        agenda=catalogue.agenda_for(1).huddle_items(),
        pin=PIN,
    )
    set_up_ward(desk.service, PinKeeper(desk._store, clock), answers, "set-up")  # noqa: SLF001
