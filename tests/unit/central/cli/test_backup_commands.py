"""Backing up, restoring and verifying, as an administrator types it, on real files."""

import gzip
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.central.cli import main
from kiosk.central.settings import CentralSettings
from kiosk.central.storage import backup_files
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import StorageTrouble
from kiosk.host.clock import SystemClock
from kiosk.host.ids import SystemIds
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.remote_board import WARD, RemoteBoard

Run = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a central in a folder; return what it printed."""

    def command(folder: Path, *words: str, code: int = 0) -> str:
        returned = main([words[0], "--data", str(folder), *words[1:]])
        printed = capsys.readouterr()
        assert returned == code, printed
        return printed.out + printed.err

    return command


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A central's folder with three changes."""
    folder = tmp_path / "full"
    storage = open_storage(CentralSettings(data=folder), SystemClock(), SystemIds())
    board = RemoteBoard(SystemIds())
    storage.ingest(WARD, [board.raises(words={"title": "Bed 4"}) for _ in range(3)], NOW)
    storage.close()
    return folder


def test_what_was_backed_up_is_restored_and_holds(full: Path, tmp_path: Path, run: Run) -> None:
    file, other = tmp_path / "all.huddle-backup.gz", tmp_path / "other"

    assert str(file) in run(full, "backup", str(file))
    assert "3 changes in 1 logs" in run(other, "restore", str(file))

    assert "holds" in run(other, "verify")
    assert file.stat().st_mode & 0o777 == 0o600 or os.name != "posix"


def test_a_backup_without_a_name_lies_in_centrals_folder(full: Path, run: Run) -> None:
    run(full, "backup")

    [file] = (full / "backups").iterdir()
    assert file.name.endswith(backup_files.ENDING)
    assert gzip.decompress(file.read_bytes()).startswith(b'{"huddle_central_backup":1')


def test_backups_older_than_what_is_kept_are_deleted(full: Path, run: Run) -> None:
    folder = full / "backups"
    folder.mkdir()
    old, young, other = (
        folder / f"a{backup_files.ENDING}",
        folder / f"b{backup_files.ENDING}",
        folder / "notes.txt",
    )
    now = SystemClock().now()
    for file, days in ((old, 31), (young, 29), (other, 400)):
        file.write_bytes(b"")
        written = (now - timedelta(days=days)).timestamp()
        os.utime(file, (written, written))

    assert f"{old}: deleted" in run(full, "backup")

    assert not old.exists()
    assert young.exists()
    assert other.exists()


@pytest.mark.parametrize("days", ["1", "30"])
def test_backups_are_kept_for_as_long_as_is_said(full: Path, run: Run, days: str) -> None:
    assert "bytes" in run(full, "backup", "--keep-days", days)


@pytest.mark.parametrize("days", ["0", "31"])
def test_backups_are_kept_for_thirty_days_at_most(full: Path, run: Run, days: str) -> None:
    assert "Allowed: 1 to 30" in run(full, "backup", "--keep-days", days, code=1)


def test_a_backup_does_not_overwrite_a_file(full: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "all.huddle-backup.gz"
    file.write_bytes(b"mine")

    assert "there already" in run(full, "backup", str(file), code=1)

    assert file.read_bytes() == b"mine"


def test_a_backup_that_breaks_off_leaves_no_file(tmp_path: Path) -> None:
    def breaks_off() -> "list[bytes]":
        raise StorageTrouble("The database stopped answering.")

    with pytest.raises(StorageTrouble):
        backup_files.write_file(tmp_path / "all.gz", (piece for piece in breaks_off()))

    assert list(tmp_path.iterdir()) == []


def test_a_restore_is_refused_where_there_is_something(
    full: Path, tmp_path: Path, run: Run
) -> None:
    file = tmp_path / "all.huddle-backup.gz"
    run(full, "backup", str(file))

    assert "not empty" in run(full, "restore", str(file), code=1)


def test_a_file_that_is_not_there_is_said(tmp_path: Path, run: Run) -> None:
    assert "cannot be read" in run(tmp_path / "new", "restore", str(tmp_path / "no"), code=1)


def test_a_failover_begins_a_timeline_and_says_so(full: Path, run: Run) -> None:
    def timeline() -> str:
        storage = open_storage(CentralSettings(data=full), SystemClock(), SystemIds())
        try:
            return storage.timeline()
        finally:
            storage.close()

    before = timeline()

    assert "send again" in run(full, "failover")

    assert timeline() != before
    assert "timeline.begun" in run(full, "audit")


def test_what_somebody_edited_in_the_database_is_found(full: Path, run: Run) -> None:
    database = full / "central.sqlite"
    before = database.read_bytes()
    assert before.count(b'"title":"A card"') >= 1
    database.write_bytes(before.replace(b'"title":"A card"', b'"title":"B card"', 1))

    said = run(full, "verify", code=1)

    assert "it is not what was written" in said
