"""The shell around the engine: nothing polls, nothing ends it, nobody waits for it, and a stop is at once."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from typing_extensions import override

from kiosk.domain.changes import Log, Record
from kiosk.sync import runner as runner_module
from kiosk.sync.acts import Request
from kiosk.sync.engine import step
from kiosk.sync.events import Answer, Failure, Started, Why
from kiosk.sync.performing import StoreSide
from kiosk.sync.protocol import Refusal
from kiosk.sync.runner import PIECE, Runner
from kiosk.sync.status import SyncState, SyncStatus
from kiosk.sync.surroundings import Report, Told
from tests.fakes.clock import FixedClock
from tests.fakes.engine_room import CENTRAL, DEVICE, OWN, SHARED, change
from tests.fakes.replica import Disk, MemoryReplica, Took, Whom, trouble_of
from tests.fakes.small_central import Books, ask, has_news

PATIENCE_S = 30.0
WORDS_OF_A_BUG = "Mrs Smith fell"


class Central:
    """Books behind a wire on which a pull really waits."""

    def __init__(self, books: Books | None = None) -> None:
        self.books = books or Books(follow=(str(SHARED), str(OWN)))
        self.changed = threading.Condition()
        self.closed = False
        self.waiting = 0
        self.bugs: list[Exception] = []

    def ask(self, request: Request, token: str | None) -> Answer | Refusal | Failure:
        """Answer; a pull waits for news."""
        del token
        with self.changed:
            if self.bugs:
                raise self.bugs.pop()
            self.waiting += 1
            self.changed.notify_all()
            while not self.closed and not has_news(self.books, DEVICE, request):
                self.changed.wait(PATIENCE_S)
            self.waiting -= 1
            if self.closed:
                return Failure(Why.CUT)
            self.books, reply = ask(self.books, DEVICE, request)
            self.changed.notify_all()
        return reply

    def close(self) -> None:
        """End what waits."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def renew(self) -> None:
        """Nothing is kept."""

    def until(self, true: Callable[["Central"], object]) -> None:
        """Wait until something is true."""
        with self.changed:
            assert self.changed.wait_for(lambda: true(self), PATIENCE_S)

    def has(self, *names: str) -> bool:
        """Tell whether changes are in the shared log, in this order."""
        return [one.change.id for one in self.books.log(str(SHARED))] == list(names)


class CountingReplica(MemoryReplica):
    """Counts what it is given at once, and has bugs on demand."""

    def __init__(self) -> None:
        super().__init__(Disk(Whom("ward-1", DEVICE, 1, "t1")))
        self.sizes: list[int] = []
        self.bugs: list[Exception] = []

    @override
    def receive(self, log: Log, page: Sequence[Record]) -> Took:
        if self.bugs:
            raise self.bugs.pop()
        self.sizes.append(len(page))
        return super().receive(log, page)


class OneAtATime:
    """A door to a store that does one job after the other."""

    def __init__(self, replica: MemoryReplica) -> None:
        self.replica = replica
        self.lock = threading.RLock()

    def post(self, job: Callable[[Any], Report], reply: Callable[[Report], None]) -> None:
        """Do a job."""
        with self.lock:
            report = job(self.replica)
        reply(report)


class Board:
    """A runner, and what it tells."""

    def __init__(self, central: Central) -> None:
        self.replica = CountingReplica()
        self.door = OneAtATime(self.replica)
        self.told = threading.Condition()
        self.status = SyncStatus()
        self.runner = Runner(
            Started(central=CENTRAL, device=DEVICE),
            door=self.door,
            side=StoreSide(trouble_of),
            wire=central,
            clock=FixedClock(),
            chance=lambda: 0.0,
            told=Told(status=self._tell),
        )

    def _tell(self, status: SyncStatus) -> None:
        with self.told:
            self.status = status
            self.told.notify_all()

    def until(self, state: SyncState) -> None:
        """Wait until people are told of a state in which nothing waits."""
        with self.told:
            assert self.told.wait_for(
                lambda: self.status.state is state and not self.status.waiting, PATIENCE_S
            )

    def write(self, number: int) -> None:
        """Write a change, as a touch does."""
        with self.door.lock:
            self.replica.write(SHARED, change(number))
        self.runner.wake()


@pytest.fixture
def central() -> Central:
    return Central()


@pytest.fixture
def board(central: Central) -> Iterator[Board]:
    board = Board(central)
    yield board
    board.runner.stop(PATIENCE_S)


def test_a_written_change_is_pushed_while_the_pull_waits(central: Central, board: Board) -> None:
    board.runner.start()
    board.until(SyncState.IN_SYNC)
    central.until(lambda c: c.waiting)

    board.write(1)

    central.until(lambda c: c.has("a-1"))
    board.until(SyncState.IN_SYNC)


def test_a_stop_ends_a_pull_that_waits_at_once(central: Central, board: Board) -> None:
    board.runner.start()
    board.until(SyncState.IN_SYNC)
    central.until(lambda c: c.waiting)
    mine = [thread for thread in threading.enumerate() if thread.name.startswith("sync")]
    assert len(mine) == 3

    board.runner.stop(PATIENCE_S)

    assert not any(thread.is_alive() for thread in mine)


def test_a_bug_on_the_way_to_central_is_told_without_its_words_and_tried_again(
    central: Central, board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    central.bugs = [RuntimeError(WORDS_OF_A_BUG)]
    with caplog.at_level(logging.INFO):
        board.runner.start()
        board.until(SyncState.IN_SYNC)

    assert "RuntimeError at test_runner.py" in caplog.text
    assert WORDS_OF_A_BUG not in caplog.text


def test_a_bug_in_the_store_is_told_without_its_words_and_tried_again(
    central: Central, board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    board.replica.bugs = [RuntimeError(WORDS_OF_A_BUG)]
    board.replica.write(SHARED, change(1))
    with caplog.at_level(logging.INFO):
        board.runner.start()
        central.until(lambda c: c.has("a-1"))
        central.until(lambda _: board.replica.sizes)  # taken in the end; it was in sync before that
        board.until(SyncState.IN_SYNC)

    assert "sync failed at ApplyPages" in caplog.text
    assert WORDS_OF_A_BUG not in caplog.text


def test_a_bug_in_the_engine_makes_it_begin_anew(
    central: Central,
    board: Board,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bugs = [ValueError(WORDS_OF_A_BUG)]

    def with_a_bug(state: Any, event: Any) -> Any:
        if bugs and state.session.token is not None:
            raise bugs.pop()
        return step(state, event)

    monkeypatch.setattr(runner_module, "step", with_a_bug)
    board.runner.start()
    board.until(SyncState.IN_SYNC)

    assert not bugs
    assert "sync failed, try 1" in caplog.text
    assert WORDS_OF_A_BUG not in caplog.text
    central.until(lambda c: c.waiting)


def test_a_page_is_taken_in_pieces_so_that_a_touch_waits_for_few(
    central: Central, board: Board
) -> None:
    other = MemoryReplica(Disk(Whom("ward-1", DEVICE, 1, "t1")))
    for number in range(1, 2 * PIECE + 2):
        other.write(SHARED, change(number))
    board.replica.disk = other.disk
    board.runner.start()
    board.until(SyncState.IN_SYNC)
    central.until(lambda c: c.waiting)
    board.write(999)
    central.until(lambda c: len(c.books.log(str(SHARED))) == 2 * PIECE + 2)
    board.until(SyncState.IN_SYNC)

    assert max(board.replica.sizes) == PIECE


def test_a_paused_board_takes_up_nothing_and_goes_on_afterwards(
    central: Central, board: Board
) -> None:
    board.runner.pause(paused=True)
    board.runner.start()
    board.write(1)
    assert board.status == SyncStatus()

    board.runner.pause(paused=False)

    central.until(lambda c: c.has("a-1"))
