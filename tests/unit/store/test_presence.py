"""A store whose file is deleted or replaced while it is open: what was confirmed is on disk, or refused with words."""

import shutil
import sys
from pathlib import Path

import pytest

from kiosk.store.faults import DiskTrouble, StoreError, StoreReplaced
from tests.fakes.stores import SISTER, count, note_of, open_notes, write

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows lets nobody delete a file that is open"
)


def test_what_is_saved_after_the_folder_was_deleted_is_there_after_a_restart(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "data"
    store = open_notes(folder)
    store.append([write("a"), count("a", 2)], actor=SISTER)
    shutil.rmtree(folder)

    store.append([count("a", 5)], actor=SISTER)

    assert store.notice is not None
    assert "deleted" in store.notice
    store.close()
    again = open_notes(folder, seed="later")
    assert note_of(again.entity("note:a")).tally == 7
    assert again.verify() is None
    assert again.check_projections() == []
    again.close()


def test_a_deleted_file_is_written_again_before_anybody_touches(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    store.append([write("a")], actor=SISTER)
    (tmp_path / "ward.sqlite").unlink()

    assert store.keep_in_place()
    assert not store.keep_in_place()

    store.close()
    again = open_notes(tmp_path, seed="later")
    assert again.entity("note:a") is not None
    again.close()


def test_another_file_in_its_place_is_left_alone_and_the_touch_refused(tmp_path: Path) -> None:
    store = open_notes(tmp_path / "here")
    store.append([write("a")], actor=SISTER)
    other = open_notes(tmp_path / "there", seed="other")
    other.append([write("b")], actor=SISTER)
    other.close()
    (tmp_path / "there" / "ward.sqlite").replace(tmp_path / "here" / "ward.sqlite")

    with pytest.raises(StoreReplaced, match="another file"):
        store.append([count("a")], actor=SISTER)

    assert note_of(store.entity("note:a")).tally == 0


def test_a_file_that_cannot_be_opened_again_is_told_in_words_until_it_can(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = open_notes(folder)
    store.append([write("a")], actor=SISTER)
    with pytest.MonkeyPatch.context() as world:
        world.setattr("kiosk.store.board_file.open_file", refuse)
        (folder / "ward.sqlite").unlink()
        with pytest.raises(StoreError):
            store.append([count("a")], actor=SISTER)
        with pytest.raises(StoreError):
            store.entity("note:a")

    store.append([count("a", 5)], actor=SISTER)

    assert note_of(store.entity("note:a")).tally == 5
    store.close()


def refuse(*_: object) -> None:
    raise DiskTrouble
