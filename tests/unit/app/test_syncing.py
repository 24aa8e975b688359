"""Sync on a running board: nothing for one that stands alone; connecting by touch, by policy, or beside the board."""

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.app.connection import NoConnection
from kiosk.app.desk_door import DeskDoor
from kiosk.app.means import Means
from kiosk.app.sync_runner import Before
from kiosk.app.syncing import ENROLMENT_FILE, FAILED, Syncing
from kiosk.config import Settings
from kiosk.domain.nodes import DefineNode, NodeFacts
from kiosk.sync import enrolment as enrolments
from kiosk.sync.effects import Lane
from kiosk.sync.enrolment import Enrolment, NotEnrolled
from kiosk.sync.events import Done, Stored
from kiosk.sync.links import Link
from kiosk.sync.protocol import Enrolled
from kiosk.sync.status import NOT_ENROLLED, SyncState, SyncStatus
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.sync_parts import SetParts, SetRunner
from tests.unit.app.desks import MemoryDesk

CENTRAL = "https://huddle.hospital.example"
LINK = Link(CENTRAL, "ABCD-EFGH")
PATIENCE_S = 20


class Board:
    """A desk in a thread of its own, and sync beside it."""

    def __init__(self, folder: Path, parts: SetParts, **settings: Any) -> None:
        self.parts = parts
        self.way: tuple[str, ...] = ("10.20.0.7",)
        self.desk = MemoryDesk(folder)
        self.changes: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._jobs: queue.SimpleQueue[Callable[[Any], Any] | None] = queue.SimpleQueue()
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()
        self.syncing = Syncing(
            Settings(data=folder, **settings),
            Means(FixedClock(), SeededIds(), "boot"),
            self._jobs.put,
            lambda: self.changes.put(None),
            lambda _settings, _means: parts,  # type: ignore[arg-type,return-value]
            lambda: self.way,
        )

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job(self.desk)

    def at_desk(self, work: Callable[[MemoryDesk], Any]) -> Any:
        """Have the desk do something, and wait for it."""
        found: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._jobs.put(lambda desk: found.put(work(desk)))
        return found.get(timeout=PATIENCE_S)

    def attach(self) -> None:
        """Let sync begin, as once the board is up."""
        self.at_desk(self.syncing.attach)

    def runner(self) -> SetRunner:
        """Return the runner once it was started."""
        threads = [t for t in threading.enumerate() if t.name in {"sync start", "enrolling"}]
        for thread in threads:
            thread.join(PATIENCE_S)
        assert self.parts.runners, "no runner was made"
        return self.parts.runners[-1]

    def settled(self) -> None:
        """Wait for the threads that begin something."""
        for thread in threading.enumerate():
            if thread.name in {"sync start", "enrolling", "log for IT", "another network"}:
                thread.join(PATIENCE_S)

    def close(self) -> None:
        """End the desk's thread."""
        self._jobs.put(None)
        self.thread.join(PATIENCE_S)


@pytest.fixture
def parts() -> SetParts:
    return SetParts()


@pytest.fixture
def board(tmp_path: Path, parts: SetParts) -> Iterator[Board]:
    made = Board(tmp_path, parts)
    yield made
    made.close()


def known() -> Enrolment:
    return Enrolment(CENTRAL, device="device-1", name="PC-0417", approved=True)


def test_the_file_of_the_enrolment_is_looked_for_under_its_name() -> None:
    assert enrolments.FILE_NAME == ENROLMENT_FILE


def test_a_board_that_stands_alone_starts_nothing(board: Board) -> None:
    board.attach()
    board.settled()
    assert board.parts.runners == []
    assert board.syncing.status == NOT_ENROLLED
    board.syncing.wake(1)
    board.syncing.try_now()
    board.settled()
    assert board.parts.runners == []


def test_a_board_that_belongs_to_a_hospital_begins_once_it_is_up(
    tmp_path: Path, board: Board
) -> None:
    (tmp_path / ENROLMENT_FILE).write_text("{}")
    board.parts.kept = known()
    board.attach()
    assert board.runner().asked == ["go on", "start"]
    assert board.desk.connected is board.syncing


def test_a_policy_connects_a_board_by_itself(tmp_path: Path, parts: SetParts) -> None:
    parts.kept = known()
    board = Board(tmp_path, parts, central=CENTRAL, enrol_code="ABCD")
    board.attach()
    assert "start" in board.runner().asked
    board.close()


def test_a_pc_that_is_enrolled_beside_the_running_board_is_found(
    tmp_path: Path, board: Board
) -> None:
    board.attach()
    board.parts.kept = known()
    board.syncing.look_round()
    board.settled()
    assert board.parts.runners == []
    (tmp_path / ENROLMENT_FILE).write_text("{}")
    board.syncing.look_round()
    assert "start" in board.runner().asked
    board.syncing.look_round()
    board.settled()
    assert len(board.parts.runners) == 1


def test_a_cable_that_is_plugged_in_is_used_and_one_that_is_pulled_is_no_news(
    board: Board,
) -> None:
    board.parts.kept = known()
    board.syncing.look_round()
    board.syncing.begin()
    runner = board.runner()
    before = len(runner.asked)
    for way in ((), (), ("10.20.0.7",), ("10.20.0.7",), ("192.168.1.4",)):
        board.way = way
        board.syncing.look_round()
        board.settled()
    assert runner.asked[before:] == ["network", "network"]


def test_touches_wake_it_and_a_person_can_ask(board: Board) -> None:
    board.parts.kept = known()
    board.syncing.begin()
    runner = board.runner()
    board.syncing.wake(1)
    board.syncing.try_now()
    assert runner.asked[-2:] == ["wake with 1", "try now"]


def test_how_it_stands_is_told_and_shown(board: Board) -> None:
    board.parts.kept = known()
    board.syncing.begin()
    status = SyncStatus(SyncState.IN_SYNC, name="PC-0417")
    board.runner().told.status(status)
    board.changes.get(timeout=PATIENCE_S)
    assert board.syncing.status == status


def test_a_file_that_cannot_be_read_is_said_and_ends_nothing(board: Board) -> None:
    def refuse() -> None:
        raise NotEnrolled("The file is torn.")

    board.parts.enrolment = refuse  # type: ignore[method-assign]
    board.syncing.begin()
    board.settled()
    assert board.syncing.status.state is SyncState.REFUSED
    assert "torn" in board.syncing.status.trouble


# Connecting by touch


def test_connecting_says_that_it_asks_and_then_begins(board: Board) -> None:
    board.syncing.enrol(LINK)
    board.settled()
    assert board.parts.kept is not None
    assert not board.syncing.connecting.running
    assert board.syncing.connecting.problem == ""
    assert "start" in board.runner().asked


def test_a_code_that_is_refused_says_why_and_the_board_stays_alone(board: Board) -> None:
    board.parts.refuses = NotEnrolled("The code was used.", to_do="Ask IT for a new code.")
    board.syncing.enrol(LINK)
    board.settled()
    assert board.syncing.connecting.problem == "The code was used. Ask IT for a new code."
    assert board.syncing.status == NOT_ENROLLED
    board.parts.refuses = None
    board.syncing.enrol(LINK)
    assert "start" in board.runner().asked


def test_a_bug_while_connecting_is_no_end_of_the_board(board: Board) -> None:
    board.parts.refuses = ZeroDivisionError()
    board.syncing.enrol(LINK)
    board.settled()
    assert board.syncing.connecting.problem == FAILED


def test_a_board_that_belongs_to_a_hospital_is_not_connected_to_another(board: Board) -> None:
    board.parts.kept = known()
    board.syncing.begin()
    board.runner().told.status(SyncStatus(SyncState.IN_SYNC))
    with pytest.raises(NoConnection, match="already"):
        board.syncing.enrol(LINK)


REFUSED = [SyncState.REVOKED, SyncState.NOT_LET_IN, SyncState.REFUSED, SyncState.OFFLINE]


@pytest.mark.parametrize("state", REFUSED)
def test_a_board_that_is_refused_is_connected_with_a_new_code(
    board: Board, state: SyncState
) -> None:
    board.parts.kept = known()
    board.syncing.begin()
    former = board.runner()
    former.told.status(SyncStatus(state))
    board.syncing.enrol(Link("https://new.example", "IJKL-MNOP"))
    board.settled()
    assert former.asked[-1] == "stop"
    assert board.runner() is not former
    assert board.runner().asked[-1] == "start"
    assert board.parts.kept.central == "https://new.example"


def test_while_a_new_code_is_not_taken_what_was_goes_on(board: Board) -> None:
    board.parts.kept = known()
    board.syncing.begin()
    former = board.runner()
    former.told.status(SyncStatus(SyncState.REVOKED))
    board.parts.refuses = NotEnrolled("This code is not known here.")
    board.syncing.enrol(LINK)
    board.settled()
    assert board.syncing.connecting.problem == "This code is not known here."
    assert board.runner() is former
    assert "stop" not in former.asked
    assert board.syncing.status.state is SyncState.REVOKED


def test_what_a_former_connection_says_late_is_not_shown(board: Board) -> None:
    board.parts.kept = known()
    board.syncing.begin()
    former = board.runner()
    former.told.status(SyncStatus(SyncState.REVOKED))
    board.syncing.enrol(LINK)
    board.settled()
    board.runner().told.status(SyncStatus(SyncState.IN_SYNC))
    former.told.status(SyncStatus(SyncState.REVOKED))
    former.told.enrolled(Enrolled(device="old", name="old", node=None))
    assert board.syncing.status.state is SyncState.IN_SYNC
    assert board.parts.kept.device == "device-1"


def test_that_it_is_refused_is_kept_until_it_is_heard_again(board: Board) -> None:
    board.parts.kept = known()
    board.syncing.begin()
    told = board.runner().told
    told.status(SyncStatus(SyncState.REVOKED))
    assert board.parts.kept.refused
    told.status(SyncStatus(SyncState.OFFLINE))
    assert board.parts.kept.refused
    told.status(SyncStatus(SyncState.IN_SYNC))
    assert board.parts.kept == known()


def test_a_code_given_beside_the_running_board_is_taken_up(tmp_path: Path, board: Board) -> None:
    file = tmp_path / ENROLMENT_FILE
    file.write_text("{}")
    board.parts.kept = known()
    board.syncing.begin()
    former = board.runner()
    board.syncing.look_round()
    board.settled()
    assert board.runner() is former
    board.parts.kept = replace(known(), device="device-2")
    file.write_text("{} ")
    board.syncing.look_round()
    board.settled()
    assert former.asked[-1] == "stop"
    assert board.runner().asked[-1] == "start"


def test_what_the_ward_was_alone_goes_along(board: Board) -> None:
    facts = NodeFacts(name="Ward 7 East")
    board.at_desk(lambda desk: desk.service.perform(DefineNode(desk.service.node_id, facts), "1"))
    board.syncing.enrol(LINK)
    before = board.runner().before
    assert before.node == board.desk.service.node_id
    assert before.offer is not None
    assert before.offer["facts"]["name"] == "Ward 7 East"


def test_a_board_that_was_never_set_up_says_its_name_and_offers_nothing(board: Board) -> None:
    board.syncing.enrol(LINK)
    node = board.desk.service.node_id
    assert board.runner().before == Before(node=node, offer=None, fingerprint=None)


def test_once_it_lets_the_pc_in_that_is_kept_without_the_code(board: Board) -> None:
    board.parts.kept = Enrolment(CENTRAL, code="ABCD")
    board.syncing.begin()
    answer = Enrolled(device="device-1", name="PC-0417", node="node:1", timeline="t")
    board.runner().told.enrolled(answer)
    assert board.parts.kept == Enrolment(CENTRAL, "device-1", "PC-0417", approved=True)


# The log, practice, and the end


@pytest.mark.parametrize(
    ("fails", "words"),
    [("", "The log is with IT."), ("No room.", "The log did not reach IT. No room.")],
)
def test_what_became_of_the_log_is_said(board: Board, fails: str, words: str) -> None:
    board.parts.kept, board.parts.log_fails = known(), fails
    board.syncing.begin()
    board.runner()
    board.syncing.send_log()
    board.settled()
    assert board.syncing.log_words == words


def test_without_trust_no_log_is_sent(board: Board) -> None:
    with pytest.raises(NoConnection):
        board.syncing.send_log()
    board.parts.kept = known()
    board.syncing.begin()
    board.runner().trust = None
    with pytest.raises(NoConnection, match="data folder"):
        board.syncing.send_log()


def test_practice_pauses_it(board: Board) -> None:
    board.parts.kept = known()
    board.syncing.pause(paused=True)
    board.syncing.begin()
    runner = board.runner()
    assert runner.asked == ["pause", "start"]
    board.syncing.pause(paused=False)
    assert runner.asked[-1] == "go on"


def test_leaving_ends_it_and_nothing_begins_afterwards(board: Board) -> None:
    board.parts.kept = known()
    board.syncing.begin()
    runner = board.runner()
    board.syncing.stop()
    assert runner.asked[-1] == "stop"
    board.syncing.begin()
    board.settled()
    assert len(board.parts.runners) == 1


# The door to the store


class Door:
    """A door whose desk works when a test says so."""

    def __init__(self, folder: Path) -> None:
        self.desk = MemoryDesk(folder)
        self.jobs: list[Callable[[Any], Any]] = []
        self.changed = 0
        self.door = DeskDoor(self.jobs.append, self._change)

    def _change(self) -> None:
        self.changed += 1

    def work(self) -> None:
        """Do what is queued."""
        while self.jobs:
            self.jobs.pop(0)(self.desk)


STORED = Stored(Lane.PULL, 1, Done())


def test_jobs_of_sync_wait_while_a_practice_ward_is_open(tmp_path: Path) -> None:
    door, done = Door(tmp_path), list[Any]()
    door.desk.open_ward(practice=True)
    door.door.post(lambda replica: done.append(replica) or STORED, lambda _report: None)  # type: ignore[func-returns-value]
    door.work()
    assert done == []
    door.desk.open_ward(practice=False)
    door.door.go_on()
    door.work()
    assert done == [door.desk.store]


def test_a_job_hands_its_report_over_and_shows_what_came(tmp_path: Path) -> None:
    door, reports = Door(tmp_path), list[Any]()
    door.door.post(lambda _replica: STORED, reports.append)
    door.work()
    assert reports == [STORED]
    assert door.changed == 1


def test_the_board_follows_a_store_that_became_another_nodes(tmp_path: Path) -> None:
    door = Door(tmp_path)
    door.desk.moved = True
    door.door.post(lambda _replica: replace(STORED, outcome=None), lambda _report: None)  # type: ignore[arg-type]
    door.work()
    assert door.changed == 1
