"""Paper asked for at the board: a touch on a sheet, a file in the exports folder, and words that say where."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.requests import answer
from kiosk.domain.nodes import DefineNode, NodeFacts
from kiosk.ui.presenter import Kept
from tests.fakes.pages import read
from tests.gui.running_board import RunningBoard, run_board
from tests.unit.app.desks import NODE, MemoryDesk
from tests.unit.viewmodels.sample_wards import SKIN, pain_release

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]


@pytest.fixture
def desk(tmp_path: Path) -> MemoryDesk:
    """The desk of a ward with published figures."""
    made = MemoryDesk(tmp_path)
    made.service.perform(DefineNode(NODE, NodeFacts(name="Ward 7 East")), "1")
    made.service.import_release(pain_release())
    return made


def test_the_page_is_in_the_exports_folder_and_the_board_says_so(desk: MemoryDesk) -> None:
    said = answer(desk, "paper:metric", {"metric": "pain_reassessed_1h"})
    (path,) = (desk.settings.data / "exports").iterdir()
    assert said == Kept(said=f"In the folder exports: {path.name}")
    assert "Pain reassessed in 1 h" in read(path.read_bytes()).words


def test_practice_has_its_own_folder_and_stamp(desk: MemoryDesk) -> None:
    desk.open_ward(practice=True)
    answer(desk, "paper:metric", {"metric": "pain_reassessed_1h"})
    assert not (desk.settings.data / "exports").exists()
    assert len(list((desk.settings.data / "practice" / "exports").iterdir())) == 1


@pytest.fixture
def board(qtbot: QtBot, tmp_path: Path) -> Iterator[RunningBoard]:
    running = run_board(tmp_path / "board")
    qtbot.addWidget(running.window)
    release = pain_release().model_copy(update={"metric": SKIN})
    running.desk.service.import_release(release)
    running.presenter.refresh()
    running.touch("face:staff")
    yield running
    running.desk.close()


def test_one_touch_on_the_sheet_makes_the_page_and_the_sheet_stays(board: RunningBoard) -> None:
    board.touch("tile:skin")
    board.touch("print=skin_checked_6h")
    (path,) = (board.desk.settings.data / "exports").iterdir()
    assert f"In the folder exports: {path.name}" in board.words()
    assert board.sheet == "tile.metric"


def test_a_folder_that_cannot_be_written_is_said_and_the_board_goes_on(board: RunningBoard) -> None:
    (board.desk.settings.data / "exports").write_text("in the way")
    board.touch("tile:skin")
    board.touch("print=skin_checked_6h")
    assert "Not saved" in board.words()
    board.touch("page=table")
    assert board.sheet == "tile.metric.table"


def test_one_touch_on_the_goals_makes_the_plan_as_pdf_and_csv(board: RunningBoard) -> None:
    board.presenter.touch("open:tile:behind_goals")
    board.touch("plan")
    endings = sorted(path.suffix for path in (board.desk.settings.data / "exports").iterdir())
    assert endings == [".csv", ".pdf"]
    assert "In the folder exports: equity_action_plan" in board.words()
