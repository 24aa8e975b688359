"""Every touch does the same in every state of the network: saved at once, and the line says how it stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.metrics import RetireMetric
from kiosk.domain.wards import Ward
from kiosk.sync.links import Link
from kiosk.sync.status import NOT_ENROLLED, SyncState, SyncStatus
from kiosk.viewmodels.sync_sight import Connecting
from tests.fakes.connections import SetConnection
from tests.fakes.far_board import FarBoard
from tests.fakes.sync_sights import STATUSES
from tests.gui.running_board import PIN, RunningBoard, run_board

pytestmark = [pytest.mark.gui, pytest.mark.timeout(180)]

STATES: dict[SyncState, SyncStatus] = {SyncState.ALONE: NOT_ENROLLED, **STATUSES}
FAR_WORDS = "Lift out of order on the far side"


@pytest.fixture(params=STATES, ids=str)
def board(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[RunningBoard]:
    """A ward's board in one state of the network; all but the first belong to a hospital."""
    running = run_board(tmp_path)
    qtbot.addWidget(running.window)
    if request.param is not SyncState.ALONE:
        enrol(running)
    set_status(running, STATES[request.param])
    yield running
    running.desk.close()


def enrol(board: RunningBoard) -> None:
    store = board.desk.replica
    assert store is not None
    store.enrol(board.desk.service.node_id, "timeline-1", "device-1")
    board.desk.settle()


def set_status(board: RunningBoard, status: SyncStatus) -> SetConnection:
    connection = SetConnection(status)
    board.desk.connect(connection)
    board.presenter.refresh()
    return connection


def ward(board: RunningBoard) -> Ward:
    return board.desk.service.ward()


def strip(board: RunningBoard) -> str:
    assert board.window.board is not None
    return board.window.board.view.status.sync_text


def test_everything_can_be_entered_and_is_saved_at_once(board: RunningBoard) -> None:
    for action in (
        "open:raise",
        "category=equipment",
        "phrase=Broken, waiting for repair",
        "raise",
    ):
        board.touch(action)
    assert "Saved" in board.words()
    board.touch("open:thank_you")
    board.touch("group=nursing")
    phrase = board.desk.catalogue.recognitions.themes[0].phrases[0]
    board.touch(f"phrase={phrase}")
    board.touch("save")
    board.touch("open:good_catch")
    catch = next(k for k in board.desk.catalogue.events.kinds if k.id == "good_catch")
    board.touch(f"what={catch.types[0].id}")
    board.touch("save")
    stands = ward(board)
    assert (len(stands.cards), len(stands.recognitions), len(stands.events)) == (1, 1, 1)


def test_what_was_entered_can_be_taken_back(board: RunningBoard) -> None:
    for action in (
        "open:raise",
        "category=equipment",
        "phrase=Broken, waiting for repair",
        "raise",
    ):
        board.touch(action)
    board.touch("undo")
    assert not ward(board).cards


def test_the_line_opens_a_sheet_that_says_that_everything_works(board: RunningBoard) -> None:
    assert strip(board)
    board.touch("open:sync")
    assert board.sheet == "sync"
    board.touch("cancel")
    assert board.sheet == ""


def test_every_touch_that_is_saved_wakes_the_connection(qtbot: QtBot, tmp_path: Path) -> None:
    board = run_board(tmp_path)
    qtbot.addWidget(board.window)
    connection = set_status(board, STATES[SyncState.IN_SYNC])
    for action in (
        "open:raise",
        "category=equipment",
        "phrase=Broken, waiting for repair",
        "raise",
    ):
        board.touch(action)
    assert "wake" in connection.asked
    board.desk.close()


def test_practice_is_not_about_the_network(qtbot: QtBot, tmp_path: Path) -> None:
    board = run_board(tmp_path)
    qtbot.addWidget(board.window)
    enrol(board)
    connection = set_status(board, STATES[SyncState.OFFLINE])
    board.touch("open:admin")
    board.write(PIN)
    for action in ("next", "practise", "begin"):
        board.touch(action)
    assert strip(board).startswith("Training")
    assert connection.asked[-1] in {"pause", "wake"}
    assert "pause" in connection.asked
    board.touch("open:sync")
    assert board.sheet == "sync.practice"
    board.desk.close()


# What comes from elsewhere


def test_cards_of_another_board_appear_and_a_burst_is_shown_once(
    qtbot: QtBot, tmp_path: Path
) -> None:
    board = run_board(tmp_path)
    qtbot.addWidget(board.window)
    enrol(board)
    set_status(board, STATES[SyncState.IN_SYNC])
    far, store = FarBoard(board.desk.service.node_id), board.desk.replica
    assert store is not None
    shown: list[object] = []
    board.wait(1)
    show = board.desk.show
    board.desk.show = lambda face: shown.append(face) or show(face)  # type: ignore[method-assign,func-returns-value]
    for _ in range(20):
        taken = store.receive(far.log, far.cards(5, FAR_WORDS, board.clock.now()))
        board.desk.take_in(taken)
        board.presenter.note_change()
        board.wait(0.01)
    assert len(shown) <= 2
    board.wait(1)
    assert len(ward(board).cards) == 100
    assert "Raised: 100" in board.words()
    board.desk.close()


def test_connecting_by_touch_asks_once_and_says_what_came_of_it(
    qtbot: QtBot, tmp_path: Path
) -> None:
    board = run_board(tmp_path, set_up=False)
    qtbot.addWidget(board.window)
    connection = set_status(board, NOT_ENROLLED)
    board.touch("connect")
    board.write("huddle:https://huddle.hospital.example#ABCD-EFGH")
    board.touch("connect")
    assert len([asked for asked in connection.asked if asked != "wake"]) == 1
    connection.trying = Connecting(problem="The code was used. Ask IT for a new code.")
    board.presenter.note_change()
    board.wait(1)
    assert "The code was used." in board.words()
    connection.trying = Connecting()
    connection.now = STATES[SyncState.WAITING]
    board.presenter.note_change()
    board.wait(1)
    assert "Waiting for IT: PC-0417" in board.words()
    board.desk.close()


def test_a_board_that_it_took_out_takes_a_new_code_behind_the_pin(
    qtbot: QtBot, tmp_path: Path
) -> None:
    board = run_board(tmp_path)
    qtbot.addWidget(board.window)
    enrol(board)
    connection = set_status(board, STATES[SyncState.REVOKED])
    board.touch("open:admin")
    board.write(PIN)
    for action in ("next", "connection", "anew"):
        board.touch(action)
    board.write("huddle:https://huddle.hospital.example#ABCD-EFGH")
    board.touch("connect")
    assert Link("https://huddle.hospital.example", "ABCD-EFGH") in connection.asked
    board.desk.close()


def test_what_the_hospital_sets_is_refused_in_words_at_its_form(
    qtbot: QtBot, tmp_path: Path
) -> None:
    board = run_board(tmp_path)
    qtbot.addWidget(board.window)
    enrol(board)
    metrics = board.desk.service.ward().metrics
    assert metrics
    refused = board.desk.perform(
        board.desk.service.node_id, (RetireMetric(next(iter(metrics))),), "touch"
    )
    assert "The hospital sets" in getattr(refused, "words", "")
    board.desk.close()
