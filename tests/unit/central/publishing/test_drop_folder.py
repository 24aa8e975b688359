"""Files laid down beside central are published and go, or are set aside with the reason beside them."""

import os
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from kiosk.central.publishing.drop_folder import FILES_AT_ONCE, MOST_BYTES, DropFolder
from kiosk.central.publishing.retention import leftovers
from kiosk.central.publishing.runner import WarehouseRunner, drop_folder_of
from kiosk.central.storage.protocol import StorageBusy
from tests.fakes.clock import MONDAY_MORNING
from tests.unit.central.publishing.warehouses import (
    HEADER,
    Central,
    before_each_write,
    central,
    rows,
)


@pytest.fixture
def here(tmp_path: Path) -> Central:
    return central(tmp_path)


@pytest.fixture
def drop(here: Central) -> DropFolder:
    return DropFolder(drop_folder_of(here.means), here.warehouse)


def lay_down(here: Central, name: str, lines: list[str]) -> Path:
    path = drop_folder_of(here.means) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["pain/september.csv", "pain.csv"])
def test_a_file_in_the_folder_of_its_map_or_named_after_it_is_published_and_goes(
    here: Central, drop: DropFolder, name: str
) -> None:
    path = lay_down(here, name, rows())

    assert drop.look() == []  # it may still be being written
    (outcome,) = drop.look()

    assert outcome.receipt is not None
    assert outcome.receipt.releases == 2
    assert not path.exists()
    assert len(here.published("node:7e")) == 1


def test_a_file_that_still_grows_is_left_alone(here: Central, drop: DropFolder) -> None:
    path = lay_down(here, "pain/growing.csv", rows()[:2])
    drop.look()
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join(rows()[2:]) + "\n")

    assert drop.look() == []
    assert len(drop.look()) == 1


def test_a_refused_file_lies_in_refused_with_its_reason_beside_it(
    here: Central, drop: DropFolder
) -> None:
    lay_down(here, "pain/wrong.csv", [*rows(), "2026-09-01,7E,xx,1,2"])
    drop.look()

    (outcome,) = drop.look()

    refused = drop_folder_of(here.means) / "refused"
    reason = (refused / "wrong.csv.reason.txt").read_text(encoding="utf-8")
    assert 'wrong.csv:6: group "xx"' in reason
    assert reason.strip() == outcome.problem
    assert (refused / "wrong.csv").exists()
    assert drop.look() == drop.look() == []


@pytest.mark.parametrize(
    ("name", "words"),
    [("nobody/x.csv", "no map 'nobody'"), ("pain/x.xlsx", "only .csv, .json")],
)
def test_what_no_map_is_for_or_nobody_can_read_is_refused(
    here: Central, drop: DropFolder, name: str, words: str
) -> None:
    lay_down(here, name, rows())
    drop.look()

    (outcome,) = drop.look()

    assert words in outcome.problem


def test_a_file_over_the_limit_is_refused_unread(here: Central, drop: DropFolder) -> None:
    path = lay_down(here, "pain/large.csv", rows())
    with path.open("r+b") as file:
        file.truncate(MOST_BYTES + 1)
    drop.look()

    (outcome,) = drop.look()

    assert "larger than 32 MiB" in outcome.problem


def test_hidden_files_and_links_are_left_alone(here: Central, drop: DropFolder) -> None:
    lay_down(here, "pain/.half.csv", rows())
    (drop_folder_of(here.means) / "pain" / "link.csv").symlink_to("/etc/hostname")

    assert drop.look() == drop.look() == []


def test_so_many_files_are_taken_in_one_look(here: Central, drop: DropFolder) -> None:
    for number in range(FILES_AT_ONCE + 1):
        lay_down(here, f"pain/{number:02}.csv", rows())
    drop.look()

    assert len(drop.look()) == FILES_AT_ONCE
    assert len(drop.look()) == 1


def test_while_the_database_is_away_files_wait(here: Central, tmp_path: Path) -> None:
    path = lay_down(here, "pain/september.csv", rows())

    def away(_what: str) -> None:
        raise StorageBusy

    other = central(tmp_path, storage=before_each_write(here.storage, away))
    runner = WarehouseRunner(other.means, other.warehouse)
    runner.look()
    runner.look()

    assert path.exists()
    WarehouseRunner(here.means, here.warehouse).look()


def test_raw_counts_go_on_their_last_day_and_releases_stay(here: Central, drop: DropFolder) -> None:
    runner = WarehouseRunner(here.means, here.warehouse)
    upload = here.take(rows()).upload
    assert here.warehouse.uploads.raw(upload) == (here.folder / "figures.csv").read_bytes()
    lay_down(here, "pain/wrong.csv", ["nothing"])
    drop.look()
    drop.look()
    aside = sorted((drop_folder_of(here.means) / "refused").iterdir())
    for path in aside:
        os.utime(path, (MONDAY_MORNING.timestamp(),) * 2)

    here.clock.advance(timedelta(days=89, hours=23))
    runner.look()
    assert here.warehouse.uploads.raw(upload) is not None
    assert all(path.exists() for path in aside)

    here.clock.advance(timedelta(hours=1))
    runner.look()  # a day has not passed since the last sweep: nothing is read any more, and it goes later
    assert here.warehouse.uploads.raw(upload) is None
    here.clock.advance(timedelta(days=1))
    runner.look()
    assert not any(path.exists() for path in aside)
    assert here.storage.blob_names("raw-counts") == []
    assert here.storage.audited()[0]["what"] == "raw_counts.expired"
    assert [one.raw_until for one in here.warehouse.uploads.listed()] == [None]
    assert len(here.releases("node:7e")) == 1


def test_raw_counts_can_be_deleted_at_once(here: Central) -> None:
    upload = here.take(rows()).upload

    assert here.warehouse.uploads.forget_raw(upload)

    assert here.warehouse.uploads.raw(upload) is None
    assert not here.warehouse.uploads.forget_raw(upload)


def test_what_a_killed_central_left_of_uploads_goes_and_a_running_one_stays(tmp_path: Path) -> None:
    old, new = tmp_path / "1" / "pain.csv", tmp_path / "2" / "pain.csv"
    for path in (old, new):
        path.parent.mkdir()
        path.write_text("counts", encoding="utf-8")
    for path in (old, old.parent):
        os.utime(path, (MONDAY_MORNING.timestamp(),) * 2)

    gone = leftovers(tmp_path, MONDAY_MORNING + timedelta(hours=1))

    assert gone == 1
    assert not old.exists()
    assert new.exists()


def test_the_thread_publishes_and_stops(here: Central) -> None:
    path = lay_down(here, "pain/september.csv", rows())
    runner = WarehouseRunner(here.means, here.warehouse, look_every_s=0.01)

    runner.start()
    pause = Event()
    while path.exists():
        pause.wait(0.01)
    runner.stop()

    assert len(here.published("node:7e")) == 1
