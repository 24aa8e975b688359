"""The desk on a computer that misbehaves: it answers with words, stays up, and mends what it can."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.app.desk import Desk
from kiosk.app.exports import file_name, keep_export
from kiosk.app.means import Means
from kiosk.app.requests import answer
from kiosk.config import Settings
from kiosk.domain.announcements import PostAnnouncement
from kiosk.domain.calendars import Calendar
from kiosk.domain.nodes import DefineNode
from kiosk.host.resources import resource_folder
from kiosk.interchange.release_files import release_file
from kiosk.ui.presenter import NotKept
from kiosk.viewmodels.boards import Face
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.unit.app.test_requests import ANSWERS
from tests.unit.interchange.test_release_files import RELEASE


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


class Office:
    """Opens the desk of a ward that is set up; calling it again is a restart."""

    def __init__(self, data: Path, clock: FixedClock) -> None:
        self._data = data
        self._clock = clock
        self._runs = 0
        self._desk: Desk | None = None

    def __call__(self) -> Desk:
        """Open it, after closing it where it is open."""
        self.close()
        self._runs += 1
        means = Means(self._clock, SeededIds(f"run {self._runs}"), "boot")
        desk = self._desk = Desk(Settings(data=self._data), means, practice=False)
        if desk.service.ward().node is None:
            answer(desk, "setup", {**ANSWERS, "calendar": Calendar().model_dump_json()})
        return desk

    def close(self) -> None:
        """Close what is open."""
        if self._desk is not None:
            self._desk.close()
        self._desk = None


@pytest.fixture
def open_desk(tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    office = Office(tmp_path / "data", clock)
    yield office
    office.close()


def status(desk: Desk) -> str:
    """Return what the status strip says."""
    board = desk.show(Face.PUBLIC).board
    assert board is not None
    return str(board.status)


def test_the_ward_stays_open_when_practice_cannot_be_made(
    open_desk: Office, tmp_path: Path
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
    open_desk: Office, tmp_path: Path
) -> None:
    desk = open_desk()
    shutil.rmtree(tmp_path / "data")

    assert desk.look_round()

    assert "deleted" in status(desk)
    assert open_desk().service.ward().node is not None


def test_an_inbox_that_cannot_be_kept_in_order_is_told_once_until_it_is_right(
    open_desk: Office, tmp_path: Path
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


def test_why_a_release_file_was_refused_is_said_until_it_is_taken_away(
    open_desk: Office, tmp_path: Path
) -> None:
    desk = open_desk()
    status(desk)
    inbox = tmp_path / "data" / "inbox"
    inbox.mkdir()
    (inbox / "figures.json").write_text("{}")

    assert desk.look_round()
    assert not desk.look_round()

    said = status(desk)
    assert "New figures were refused. The file is not a release file" in said
    assert "Those on the board stay." in said
    (inbox / "refused" / "figures.json").unlink()
    assert desk.look_round()
    assert "refused" not in status(desk)


def test_a_refused_file_is_told_though_a_right_one_came_with_it_and_until_another_comes(
    open_desk: Office, tmp_path: Path
) -> None:
    desk = open_desk()
    inbox = tmp_path / "data" / "inbox"
    inbox.mkdir()
    (inbox / "a.json").write_text("{}")
    (inbox / "b.json").write_bytes(release_file(RELEASE))
    assert desk.look_round()
    assert "New figures were refused." in status(desk)

    (inbox / "c.json").write_bytes(release_file(RELEASE))
    assert desk.look_round()

    assert "refused" not in status(desk)


@pytest.mark.parametrize("named", ["a\0b.toml", "no/such.toml", "/", "x" * 5000 + ".toml"])
def test_a_layout_that_no_file_can_be_leaves_a_board(open_desk: Office, named: str) -> None:
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
    open_desk: Office, clock: FixedClock, wrong: datetime
) -> None:
    desk = open_desk()
    right = clock.now()
    for number, now in enumerate((right, wrong, wrong + timedelta(days=1), right)):
        clock.set(now)
        desk.look_round()
        command = PostAnnouncement(
            f"announcement:{number}", "Fire test at ten", now.date() + timedelta(days=1)
        )
        assert desk.service.perform(command, f"touch {number}").changed
        assert desk.show(Face.PUBLIC).board is not None
        assert desk.show(Face.STAFF).board is not None

    assert len(open_desk().service.ward().announcements) == 4


def _into_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _rubbish(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def _nothing(path: Path) -> None:
    path.write_bytes(b"")


def _deep(path: Path) -> None:
    path.write_text("a = " + "[" * 30_000)


def _huge(path: Path) -> None:
    path.write_bytes(b"#" * 3_000_000)


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


@pytest.mark.parametrize(
    "spoil",
    [_into_a_folder, _rubbish, _nothing, _deep, _huge, _half, _loop, Path.unlink],
    ids=lambda spoil: spoil.__name__,
)
def test_a_layout_file_that_is_spoilt_while_the_board_runs_leaves_the_last_good_one(
    open_desk: Office, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    desk = open_desk()
    layout = tmp_path / "mine.toml"
    shipped = resource_folder("board_layouts") / "ward_sqcdp.toml"
    layout.write_bytes(shipped.read_bytes().replace(b'title = "Ward', b'title = "Our ward', 1))
    desk.settings = replace(desk.settings, layout=str(layout))
    good = desk.show(Face.PUBLIC).context.layout

    spoil(layout)
    desk.look_round()

    assert desk.show(Face.PUBLIC).context.layout == good
    assert "mine.toml" in status(desk)


@pytest.mark.parametrize(
    "spoil",
    [_rubbish, _nothing, _half, _huge],
    ids=lambda spoil: spoil.__name__,
)
def test_a_store_that_is_spoilt_between_two_starts_is_put_aside_for_its_copy(
    open_desk: Office, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    desk = open_desk()
    desk.look_round()
    open_desk.close()
    spoil(tmp_path / "data" / "huddle.sqlite")
    (tmp_path / "data" / "huddle.sqlite.lock").write_bytes(b" open\n")

    again = open_desk()

    assert again.service.ward().node is not None
    assert "copy" in status(again)


@pytest.mark.parametrize("zone", ["Europe/London", "America/Santiago", "Australia/Lord_Howe"])
def test_the_board_stands_through_every_hour_of_a_year_of_clock_changes(
    open_desk: Office, clock: FixedClock, zone: str
) -> None:
    desk = open_desk()
    node = desk.service.ward().node
    assert node is not None
    facts = node.facts.model_copy(update={"time_zone": zone})
    desk.service.perform(DefineNode(desk.service.node_id, facts), "another zone")
    for month in (3, 4, 9, 10, 11):
        for hours in range(0, 31 * 24, 5):
            clock.set(datetime(2027, month, 1, 0, 30, tzinfo=UTC) + timedelta(hours=hours))
            board = desk.show(Face.PUBLIC).board
            assert board is not None


def test_pages_of_more_than_a_month_ago_go_by_themselves(
    open_desk: Office, tmp_path: Path, clock: FixedClock
) -> None:
    desk = open_desk()
    exports = tmp_path / "data" / "exports"
    page = keep_export(exports, file_name("pain", clock.now(), "pdf"), b"%PDF")

    clock.advance(timedelta(days=29))
    desk.look_round()
    assert page.exists()

    clock.advance(timedelta(days=2))
    desk.look_round()
    assert not page.exists()
