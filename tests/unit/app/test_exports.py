"""The exports folder: what was asked for is there, whole; what is old goes; what is not ours stays."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.app.exports import (
    FILE_LIMIT_BYTES,
    MOST_FILES,
    expire_exports,
    file_name,
    keep_export,
)
from kiosk.domain.errors import KioskError

NOW = datetime(2026, 11, 24, 7, 3, tzinfo=UTC)


def test_a_file_is_named_after_what_it_is_about_and_when_it_was_made() -> None:
    assert file_name("pain_1h", NOW, "pdf") == "pain_1h-2026-11-24-0703.pdf"
    assert file_name("Ward 7 / East", NOW, "csv") == "ward_7_east-2026-11-24-0703.csv"


def test_the_folder_is_made_and_holds_the_file_whole(tmp_path: Path) -> None:
    path = keep_export(tmp_path / "exports", file_name("pain", NOW, "pdf"), b"%PDF")
    assert path.read_bytes() == b"%PDF"
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_the_same_minute_replaces_its_own_page(tmp_path: Path) -> None:
    for body in (b"old", b"new"):
        path = keep_export(tmp_path, file_name("pain", NOW, "pdf"), body)
    assert path.read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1


def test_the_oldest_goes_when_there_are_too_many(tmp_path: Path) -> None:
    names = [
        file_name("pain", NOW + timedelta(minutes=ago), "pdf") for ago in range(MOST_FILES + 3)
    ]
    for name in names:
        keep_export(tmp_path, name, b"%PDF")
    assert sorted(path.name for path in tmp_path.iterdir()) == names[3:]


def test_files_of_a_month_ago_go_and_what_somebody_else_put_there_stays(tmp_path: Path) -> None:
    old = keep_export(tmp_path, file_name("pain", NOW - timedelta(days=31), "pdf"), b"%PDF")
    kept = keep_export(tmp_path, file_name("pain", NOW - timedelta(days=29), "pdf"), b"%PDF")
    own = tmp_path / "minutes-of-2020.pdf"
    own.write_bytes(b"ours")
    expire_exports(tmp_path, NOW)
    assert not old.exists()
    assert kept.exists()
    assert own.exists()


def test_a_folder_that_is_not_there_expires_nothing(tmp_path: Path) -> None:
    expire_exports(tmp_path / "none", NOW)
    assert not (tmp_path / "none").exists()


def test_a_file_that_is_too_large_is_refused_with_words(tmp_path: Path) -> None:
    with pytest.raises(KioskError, match="larger than 10 MB"):
        keep_export(tmp_path, file_name("pain", NOW, "pdf"), bytes(FILE_LIMIT_BYTES + 1))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_does_not_take_it_is_said_in_words(tmp_path: Path) -> None:
    in_the_way = tmp_path / "exports"
    in_the_way.write_text("a file where the folder should be")
    with pytest.raises(KioskError, match="Not saved"):
        keep_export(in_the_way, file_name("pain", NOW, "pdf"), b"%PDF")
