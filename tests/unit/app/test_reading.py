"""A ward that is only looked at: its releases can be read as long as it is open."""

from pathlib import Path

import pytest

from kiosk.app.means import Means
from kiosk.app.reading import reading_ward
from kiosk.domain.errors import KioskError
from kiosk.domain.kinds import KINDS
from kiosk.services.board import BoardService
from kiosk.store.store import Store, open_store
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.unit.viewmodels.sample_wards import pain_release


def ward_in(folder: Path, means: Means) -> Store:
    store = open_store(
        folder / "huddle.sqlite",
        kinds=KINDS,
        node="node:1",
        ids=means.ids,
        clock=means.clock,
        boot_id=means.boot_id,
    )
    BoardService(store, means.clock, means.ids, "node:1").import_release(pain_release())
    return store


def test_the_releases_of_a_ward_are_read_from_its_file(tmp_path: Path) -> None:
    means = Means(FixedClock(), SeededIds(), "boot")
    ward_in(tmp_path, means).close()

    with reading_ward(tmp_path, means) as ward:
        assert ward.releases["pain_reassessed_1h", "language"] == pain_release()


def test_a_ward_whose_board_is_open_is_read_beside_it(tmp_path: Path) -> None:
    means = Means(FixedClock(), SeededIds(), "boot")
    board = ward_in(tmp_path, means)
    try:
        with reading_ward(tmp_path, means) as ward:
            assert ward.releases["pain_reassessed_1h", "language"] == pain_release()
        assert board.writable
    finally:
        board.close()


def test_a_folder_without_a_ward_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(KioskError, match="There is no ward in"),
        reading_ward(tmp_path, Means(FixedClock(), SeededIds(), "boot")),
    ):
        pass
