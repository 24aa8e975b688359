"""The desk on a computer that misbehaves: it answers with words, stays up, and mends what it can."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.app.desk import Desk
from kiosk.app.means import Means
from kiosk.app.requests import answer
from kiosk.config import Settings
from kiosk.domain.announcements import PostAnnouncement
from kiosk.domain.calendars import Calendar
from kiosk.ui.presenter import Kept, NotKept
from kiosk.viewmodels.boards import Face
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.unit.app.test_requests import ANSWERS

OpenDesk = Callable[[], Desk]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def open_desk(tmp_path: Path, clock: FixedClock) -> Iterator[OpenDesk]:
    """Opens the desk of a ward that is set up; a second time is a restart."""
    opened: list[Desk] = []

    def open_it() -> Desk:
        for before in opened[-1:]:
            before.close()
        means = Means(clock, SeededIds(f"run {len(opened)}"), "boot")
        desk = Desk(Settings(data=tmp_path / "data"), means, practice=False)
        opened.append(desk)
        if desk.service.ward().node is None:
            answer(desk, "setup", {**ANSWERS, "calendar": Calendar().model_dump_json()})
        return desk

    yield open_it
    for last in opened[-1:]:
        last.close()


def status(desk: Desk) -> str:
    """Return what the status strip says."""
    board = desk.show(Face.PUBLIC).board
    assert board is not None
    return str(board.status)


def test_the_ward_stays_open_when_practice_cannot_be_made(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    desk = open_desk()
    (tmp_path / "data" / "practice").write_text("a file where the folder should be")

    refused = desk.ask("training:start", {"pin": ANSWERS["pin"]})

    assert isinstance(refused, NotKept)
    assert "practice ward could not be made" in refused.words
    assert desk.practice is None
    assert desk.show(Face.PUBLIC).board is not None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no file that is open")
def test_a_ward_whose_folder_was_deleted_is_there_again_after_a_restart(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    desk = open_desk()
    shutil.rmtree(tmp_path / "data")

    assert desk.look_round()

    assert "deleted" in status(desk)
    assert open_desk().service.ward().node is not None


def test_an_inbox_that_cannot_be_kept_in_order_is_told_once_until_it_is_right(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    desk = open_desk()
    status(desk)
    inbox = tmp_path / "data" / "inbox"
    inbox.mkdir()
    (inbox / "refused").write_text("a file where the folder should be")
    (inbox / "rubbish.json").write_text("{")

    assert desk.look_round()
    assert not desk.look_round()
    assert "does not let the board write" in status(desk)

    (inbox / "refused").unlink()
    assert desk.look_round()
    assert "does not let the board write" not in status(desk)
    assert (inbox / "refused" / "rubbish.json").exists()


@pytest.mark.parametrize("named", ["a\0b.toml", "no/such.toml", "/", "x" * 5000 + ".toml"])
def test_a_layout_that_no_file_can_be_leaves_a_board(open_desk: OpenDesk, named: str) -> None:
    desk = open_desk()
    desk.settings = replace(desk.settings, layout=named)

    assert desk.show(Face.PUBLIC).board is not None
    desk.look_round()
    assert "layout" in status(desk)


@pytest.mark.parametrize(
    "wrong",
    [
        datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC),
        datetime(2001, 6, 1, tzinfo=UTC),
        datetime(2049, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2099, 1, 1, tzinfo=UTC),
    ],
)
def test_a_clock_that_is_wrong_by_years_for_a_while_costs_no_change_and_no_board(
    open_desk: OpenDesk, clock: FixedClock, wrong: datetime
) -> None:
    desk = open_desk()
    right = clock.now()
    for number, now in enumerate((right, wrong, wrong + timedelta(days=1), right)):
        clock.set(now)
        desk.look_round()
        command = PostAnnouncement(
            f"announcement:{number}", "Fire test at ten", now.date() + timedelta(days=1)
        )
        assert isinstance(desk.perform((command,), f"touch {number}"), Kept)
        assert desk.show(Face.PUBLIC).board is not None
        assert desk.show(Face.STAFF).board is not None

    assert len(open_desk().service.ward().announcements) == 4
