"""One program at a time, and a note of whether the last one closed the store."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.faults import StoreInUse
from kiosk.store.lock import StoreLock
from tests.fakes.stores import open_notes


def test_a_store_that_is_open_cannot_be_opened_again(tmp_path: Path) -> None:
    store = open_notes(tmp_path)

    with pytest.raises(StoreInUse) as refused:
        open_notes(tmp_path)

    assert refused.value.what == "This board is already open on this computer."
    store.close()
    open_notes(tmp_path).close()


def test_another_process_is_turned_away_too(tmp_path: Path) -> None:
    lock = StoreLock(tmp_path / "ward.sqlite")
    program = """
import sys
from pathlib import Path
from kiosk.store.lock import StoreLock
try:
    StoreLock(Path(sys.argv[1]))
except Exception as error:
    print(type(error).__name__)
"""
    said = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", program, str(tmp_path / "ward.sqlite")],
        capture_output=True,
        text=True,
        check=True,
    )
    lock.release(clean=True)

    assert said.stdout.strip() == "StoreInUse"


def test_a_store_that_was_closed_is_known_to_be_sound(tmp_path: Path) -> None:
    StoreLock(tmp_path / "ward.sqlite").release(clean=True)

    lock = StoreLock(tmp_path / "ward.sqlite")

    assert not lock.was_left_open
    lock.release(clean=True)


def test_a_store_that_was_left_open_is_known_for_it(tmp_path: Path) -> None:
    StoreLock(tmp_path / "ward.sqlite").release(clean=False)

    lock = StoreLock(tmp_path / "ward.sqlite")

    assert lock.was_left_open
    lock.release(clean=True)
