"""Copies of the store: whole or not there, kept for thirty days."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.store.faults import StoreError
from tests.fakes.clock import FixedClock
from tests.fakes.stores import SISTER, open_notes, write


def test_a_backup_is_a_whole_store_in_one_file(tmp_path: Path) -> None:
    store = open_notes(tmp_path / "ward")
    store.append([write("a")], actor=SISTER)
    backup = store.backup()
    before = store.all_entities()
    store.append([write("b")], actor=SISTER)
    store.close()
    (tmp_path / "other").mkdir()
    shutil.copy(backup, tmp_path / "other" / "ward.sqlite")

    store = open_notes(tmp_path / "other")

    assert store.all_entities() == before
    assert store.verify() is None
    assert sorted(path.name for path in backup.parent.iterdir()) == [backup.name]
    store.close()


def test_backups_are_listed_newest_first_and_expire(tmp_path: Path) -> None:
    clock = FixedClock()
    store = open_notes(tmp_path, clock=clock)
    made = []
    for _ in range(3):
        made.append(store.backup())
        clock.advance(timedelta(days=15))
    (tmp_path / "backups" / "notes.txt").write_text("not a backup")
    (tmp_path / "backups" / "ward-old.sqlite").write_text("not a backup")

    assert store.backups() == made[::-1]
    assert store.expire_backups() == [made[0]]
    assert store.backups() == [made[2], made[1]]
    assert (tmp_path / "backups" / "ward-old.sqlite").exists()
    store.close()


def test_a_backup_can_go_to_a_path_of_ones_own(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    assert store.backup(tmp_path / "stick" / "copy.sqlite").stat().st_size > 0
    assert store.backups() == []
    store.close()


def test_a_backup_that_cannot_be_written_is_refused_with_words_and_not_there(
    tmp_path: Path,
) -> None:
    store = open_notes(tmp_path)
    (tmp_path / "backups").write_text("a file where the folder should be")

    with pytest.raises(StoreError):
        store.backup()

    assert store.append([write("a")], actor=SISTER).records != ()
    store.close()


def test_a_backup_that_a_wrong_clock_dated_years_ahead_expires_too(tmp_path: Path) -> None:
    clock = FixedClock()
    store = open_notes(tmp_path, clock=clock)
    right = clock.now()
    clock.set(right + timedelta(days=4000))
    ahead = store.backup()
    clock.set(right)
    made = store.backup()

    assert store.expire_backups() == [ahead]
    assert store.backups() == [made]
    store.close()
