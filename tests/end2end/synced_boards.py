"""Real boards that sync with a central on the same machine: one with its window, one without."""

import queue
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.app.desk import Desk
from kiosk.app.means import machine_means
from kiosk.app.start import Show
from kiosk.app.syncing import Syncing
from kiosk.app.worker import Worker
from kiosk.config import Settings
from kiosk.domain.cards import Criterion, Need, RaiseCard
from kiosk.domain.ids import natural_id
from kiosk.domain.wards import Ward
from kiosk.sync.status import SyncStatus
from tests.fakes.central_process import CentralProcess

PATIENCE_S = 90.0

ResultT = TypeVar("ResultT")


def port_of(address: str) -> int:
    """Return the port of an address."""
    return int(address.rpartition(":")[2])


def settings_for(folder: Path, served: CentralProcess, port: int, code: str) -> Settings:
    """Return the settings of a board that a policy connects, through a port."""
    return Settings(
        data=folder,
        central=f"https://127.0.0.1:{port}",
        enrol_code=code,
        central_ca=str(served.authority),
        idle_return_s=3600.0,
        staff_face_s=3600.0,
    )


class BoardWithoutWindow:
    """The desk in its thread, with sync beside it, as on a wall whose screen is off."""

    def __init__(self, settings: Settings) -> None:
        means = machine_means()
        self.errors: list[BaseException] = []
        self._worker = Worker(
            lambda: Desk(settings, means, practice=False),
            lambda reply, result: reply(result),
            self.errors.append,
        )
        self._worker.start()
        self._syncing = Syncing(settings, means, self._worker.post, lambda: None)
        self._worker.post(self._syncing.attach)

    @property
    def status(self) -> SyncStatus:
        """How sync stands."""
        return self._syncing.status

    def ask(self, work: Callable[[Desk], ResultT]) -> ResultT:
        """Have the desk do something, and wait for it."""
        found: queue.SimpleQueue[ResultT] = queue.SimpleQueue()
        self._worker.post(work, found.put)
        return found.get(timeout=PATIENCE_S)

    def ward(self) -> Ward:
        """Return the ward as it stands."""
        return self.ask(lambda desk: desk.service.ward())

    def perform(self, command: Any, command_id: str) -> None:
        """Do what somebody would touch."""
        node = self.ward().node_id
        self.ask(lambda desk: desk.perform(node, (command,), command_id))

    def raise_card(self, name: str) -> None:
        """Raise a card that has a name of its own; the same name again is the same card."""
        card = RaiseCard(
            card_id=f"card:{natural_id('raised', name)}",
            node=self.ward().node_id,
            category="equipment",
            phrase="Broken, waiting for repair",
            sentence=None,
            need=Need.ACTION,
            criterion=Criterion.BARRIER,
            serious_harm=False,
        )
        self.perform(card, name)

    def close(self) -> None:
        """Leave the program."""
        self._syncing.stop()
        self._worker.stop()


class BoardWithWindow:
    """The whole program with its window, in this process."""

    def __init__(self, application: QApplication, settings: Settings) -> None:
        self._show = Show(application, settings, practice=False)
        self._show.open("1280x720")

    @property
    def words(self) -> str:
        """What the board and the sheet over it say."""
        window = self._show.window
        drawn = "" if window.board is None else str(window.board.view)
        sheet = "" if window.sheet is None else str(window.sheet.view)
        return f"{drawn}\n{sheet}"

    def touch(self, action: str) -> None:
        """Touch what carries an action, once it is there."""
        name = f"action:{action}"
        self.wait_until(f"{action} is there", lambda: self._find(name) is not None)
        widget = self._find(name)
        assert widget is not None
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def wait_until(self, what: str, holds: Callable[[], bool]) -> None:
        """Let the program run until something holds."""
        ends = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < ends, f"never seen: {what}\n{self.words[-3000:]}"
            QTest.qWait(20)

    def close(self) -> None:
        """Leave the program, as its end does."""
        self._show.end()
        self._show.window.close()
        self._show.window.deleteLater()
        self._show.deleteLater()
        QApplication.processEvents()

    def _find(self, name: str) -> QWidget | None:
        window = self._show.window
        for widget in window.findChildren(QWidget, name):
            if widget.isVisibleTo(window) and widget.isEnabled():
                return widget
        return None
