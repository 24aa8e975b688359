"""The real program on a real window: touched, killed without warning, and started again, it has lost nothing.

Beside it runs a twin of the board in this process, on a copy of the same ward. The twin knows where
everything stands and how it looks; a touch is made once the same is seen on the screen.
"""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.app.means import machine_means
from kiosk.domain.kinds import KINDS
from kiosk.domain.wards import Ward
from kiosk.services.board import BoardService
from kiosk.store.store import open_store
from tests.end2end.real_screen import (
    SIZE,
    Screen,
    difference,
    program,
    screen,
    wait_until,
    why_not,
)
from tests.gui.running_board import RunningBoard, run_board

KILLS = 4
KILLS_IN_A_LONG_RUN = 60
SAME = 0.6
"""Most of the difference between two pictures of the same thing; a chosen phrase makes 2.4, a toast 20."""
REACH_S = 0.6
"""A hand takes so long from one place to the next; the board takes a touch that comes sooner for a second one."""
CARD = ("open:raise", "category=equipment", "phrase=Broken, waiting for repair", "raise")
THANKS = ("open:thank_you", "group=nursing", "phrase={thanks}", "save")
GOOD_CATCH = ("open:good_catch", "what={catch}", "save")
DEEDS = (CARD, THANKS, GOOD_CATCH)

pytestmark = [
    pytest.mark.end2end,
    pytest.mark.gui,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(bool(why_not()), reason=why_not()),
]


class Hand:
    """A hand at the real window, guided by a twin of the board."""

    def __init__(self, real: Screen, twin: RunningBoard) -> None:
        self._real = real
        self._twin = twin
        catalogue = twin.desk.catalogue
        catch = next(kind for kind in catalogue.events.kinds if kind.id == "good_catch")
        self._words = {
            "thanks": catalogue.recognitions.themes[0].phrases[0],
            "catch": catch.types[0].id,
        }

    def wait_for_the_board(self) -> None:
        """Wait until the real window shows what the twin shows."""
        self._wait_until_same(self._twin.window.rect(), self._twin.sheet or "the board")

    def touch(self, action: str) -> None:
        """Touch what carries an action, on the real window and on its twin."""
        self.wait_for_the_board()
        time.sleep(REACH_S)
        named = action.format(**self._words)
        self._real.touch(_place(self._twin.find(named), self._twin.window).center())
        self._twin.touch(named)

    def wait_for_saved(self) -> None:
        """Wait until the real window says what the twin says in its toast."""
        toast = self._twin.window.findChild(QWidget, "toast")
        assert isinstance(toast, QWidget)
        assert "Saved" in self._twin.words()
        self._wait_until_same(_place(toast, self._twin.window), "Saved")

    def _wait_until_same(self, place: QRect, what: str) -> None:
        QApplication.processEvents()
        wanted = self._twin.window.grab().toImage()
        wait_until(what, lambda: difference(wanted, self._real.picture(), place) < SAME)


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Screen]:
    with screen(tmp_path / "screen") as shown_on:
        yield shown_on


@pytest.fixture
def kills(long_run: bool) -> int:  # noqa: FBT001 - a fixture
    return KILLS_IN_A_LONG_RUN if long_run else KILLS


@pytest.fixture
def data(tmp_path: Path, qapp: QApplication) -> Path:
    """The folder of a ward that was set up a moment ago."""
    del qapp  # only that it is there
    folder = tmp_path / "data"
    board = run_board(folder, now=machine_means().clock.now())
    board.close()
    return folder


def twin_of(data: Path) -> RunningBoard:
    """Run a twin on a copy of a ward, which stands as the ward stands after a kill."""
    folder = data.with_name("twin")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(data, folder)
    return run_board(folder, now=machine_means().clock.now(), size=SIZE)


def ward_in(data: Path) -> Ward:
    """Read the ward from a copy of its folder, and look whether all of it agrees."""
    folder = data.with_name("read")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(data, folder)
    means = machine_means()
    store = open_store(
        folder / "huddle.sqlite", kinds=KINDS, ids=means.ids, clock=means.clock, boot_id="read"
    )
    try:
        assert store.notice is None
        assert store.verify() is None
        assert store.check_projections() == []
        return BoardService(store, means.clock, means.ids, store.identity.node).ward()
    finally:
        store.close()


def counts(ward: Ward) -> list[int]:
    """Return how many cards, thank-yous and good catches there are."""
    return [len(ward.cards), len(ward.recognitions), len(ward.events)]


def test_a_card_a_thank_you_and_a_good_catch_are_there_after_kill_9(
    real: Screen, data: Path
) -> None:
    twin = twin_of(data)
    with program(real, data) as board:
        hand = Hand(real, twin)
        for deed in DEEDS:
            for action in deed:
                hand.touch(action)
            hand.wait_for_saved()
        board.kill()
        board.wait()
    twin.close()

    assert counts(ward_in(data)) == [1, 1, 1]
    again = twin_of(data)
    with program(real, data):
        Hand(real, again).wait_for_the_board()
    again.close()


def test_whatever_the_window_said_was_saved_is_there_whenever_it_is_killed(
    real: Screen, data: Path, seed: int, kills: int
) -> None:
    random = Random(f"{seed} window")  # noqa: S311 - a repeatable choice of moments
    for _ in range(kills):
        before = counts(ward_in(data))
        twin = twin_of(data)
        deeds = random.sample(range(len(DEEDS)), len(DEEDS))
        whole, rest = deeds[: random.randrange(3)], deeds[-1]
        with program(real, data) as board:
            hand = Hand(real, twin)
            for deed in whole:
                for action in DEEDS[deed]:
                    hand.touch(action)
                hand.wait_for_saved()
            for action in DEEDS[rest][: random.randrange(len(DEEDS[rest]) + 1)]:
                hand.touch(action)
            board.kill()
            board.wait()
        twin.close()
        after = counts(ward_in(data))
        for deed, (was, now) in enumerate(zip(before, after, strict=True)):
            assert now - was in ({1} if deed in whole else {0, 1} if deed == rest else {0})
