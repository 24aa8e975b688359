"""One board as a process without a window: the real file, services, runner and transport; it is killed at any moment.

Its data lie in `data`, perhaps on a small disk. Beside it, where the disk is never full, lies what a run judges by:
`confirmed` has what a screen would have confirmed, written after the store has returned (what is written outlives a
process that is killed); `status.json` says how the board stands, and the error output has every request to central with
what came of it.
"""

import json
import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from typing_extensions import override

from kiosk.app.means import machine_means
from kiosk.app.sync_runner import Before, SyncParts, remembered_fingerprint
from kiosk.config import Settings
from kiosk.domain.entities import Act
from kiosk.domain.kinds import KINDS
from kiosk.services.board import BoardService
from kiosk.store.faults import StoreError
from kiosk.store.store import Store, open_store
from kiosk.sync.acts import Request
from kiosk.sync.enrolment import Enrolment, NotEnrolled
from kiosk.sync.events import Answer, Failure
from kiosk.sync.links import Link
from kiosk.sync.protocol import Refusal
from kiosk.sync.replica import Replica
from kiosk.sync.status import SyncStatus
from kiosk.sync.surroundings import Report, Told
from kiosk.sync.transport import Transport
from tests.simulation.chaos.diary import ERRORS
from tests.simulation.people import People
from tests.simulation.world import World

if TYPE_CHECKING:
    from kiosk.sync.runner import Runner

DATA: Final = "data"
STORE: Final = "huddle.sqlite"
CONFIRMED: Final = "confirmed"
STATUS: Final = "status.json"
QUIET: Final = "quiet"
"""A file of this name beside the boards' folders ends everything that people do."""
ERASES: Final = 0.002
"""How often words are erased: ten replicas then write their whole files anew, and on wards it is rare."""
TELL_EVERY_S: Final = 0.5
ASK_AGAIN_S: Final = 1.0

Job = Callable[[Store], None]


class StoreThread:
    """The one thread that owns the store; the runner's door to it."""

    def __init__(self) -> None:
        self.jobs: queue.Queue[Job] = queue.Queue()

    def post(self, job: Callable[[Replica], Report], reply: Callable[[Report], None]) -> None:
        """Do a job when its turn comes, and hand over what it returns."""
        self.jobs.put(lambda store: reply(job(store)))


class Confirming:
    """A store that writes down what was confirmed; everything else passes through."""

    def __init__(self, store: Store, path: Path) -> None:
        self._store = store
        self._file = path.open("ab", buffering=0)

    def __getattr__(self, name: str) -> Any:
        """Pass through."""
        return getattr(self._store, name)

    def append(self, acts: Sequence[Act], **how: Any) -> Any:
        """Keep acts; what is kept is written down."""
        done = self._store.append(acts, **how)
        ids = "".join(f"{record.change.id}\n" for record in done.records)
        self._file.write(ids.encode())
        return done


class NotedTransport(Transport):
    """A way to central that says what was asked and what came of it."""

    @override
    def ask(self, request: Request, token: str | None) -> Answer | Refusal | Failure:
        began_s = time.monotonic()
        answer = super().ask(request, token)
        what = answer if isinstance(answer, Refusal | Failure) else "ok"
        lane = threading.current_thread().name
        took_s = f"{time.monotonic() - began_s:.2f} s"
        ERRORS.note(lane, type(request).__name__, took_s, what)
        return answer


class NotedParts(SyncParts):
    """What sync is made of, with its requests noted."""

    @override
    def wire(self, enrolment: Enrolment) -> Transport:
        return NotedTransport(enrolment.central, self._credentials().sign)


class Board:
    """The process.

    Args:
        folder: of this board.
        seed: of what its people do.
        tier: for which they speak.
        every_s, at_once: how often they do something, and how many things then.
    """

    def __init__(self, folder: Path, *, seed: int, tier: int, every_s: float, at_once: int) -> None:
        self._folder = folder
        self._every_s, self._at_once = every_s, at_once
        self._door = StoreThread()
        self._means = machine_means()
        self._parts = NotedParts(Settings(data=folder / DATA), self._means)
        self._world = World(seed)
        name = f"{folder.name} of {seed}"
        self._people = People(self._world, name, tier=tier, erases=ERASES)
        self._store = open_store(
            folder / DATA / STORE,
            kinds=KINDS,
            ids=self._means.ids,
            clock=self._means.clock,
            boot_id=self._means.boot_id,
        )
        self._service = self._open_service()
        self._status = SyncStatus()
        self._runner: Runner | None = None

    def _open_service(self) -> BoardService:
        store: Any = Confirming(self._store, self._folder / CONFIRMED)
        node = self._store.identity.node
        return BoardService(store, self._means.clock, self._means.ids, node)

    def enrol(self, central: str, code: str) -> None:
        """Belong to central, however long that takes."""
        node = self._store.identity.node
        while self._parts.enrolment() is None:
            try:
                self._parts.enrol(Link(central, code), Before(node, None, None))
            except NotEnrolled:
                self._work(ASK_AGAIN_S)

    def live(self) -> None:
        """Act, sync and tell how it stands, until killed."""
        self._start_sync()
        clock = self._means.clock
        told_at = clock.monotonic_s()
        act_at = told_at + self._every_s * self._world.chance.random()
        while True:
            now = clock.monotonic_s()
            if now >= act_at:
                act_at = max(now, act_at + self._every_s)
                self._act()
            if now - told_at >= TELL_EVERY_S:
                told_at = now
                self._tell()
            self._work(max(0.0, min(act_at, told_at + TELL_EVERY_S) - now))

    def _start_sync(self) -> None:
        enrolment = self._parts.enrolment()
        assert enrolment is not None
        before = Before(None, None, remembered_fingerprint(self._store.meta))
        told = Told(status=self._told)
        self._runner, _ = self._parts.runner(enrolment, before, self._door, self._took, told)
        self._runner.start()

    def _act(self) -> None:
        if self._runner is None or (self._folder.parent / QUIET).exists():
            return
        if self._service.node_id != self._store.identity.node:
            self._service = self._open_service()
        try:
            for _ in range(self._at_once):
                self._people.act(self._service, self._store)
        except StoreError as problem:
            ERRORS.note(type(problem).__name__)
        self._runner.wake()

    def _took(self, taken: Any) -> None:
        if self._service.node_id == self._store.identity.node:
            self._service.take_in(taken.changed)

    def _told(self, status: SyncStatus) -> None:
        self._status = status

    def _tell(self) -> None:
        said = {
            "pid": os.getpid(),
            "state": self._status.state.value,
            "trouble": self._status.trouble,
            "pending": self._store.pending_count(),
            "dead": self._store.dead_count(),
            "cursors": {str(log): seq for log, seq in self._store.cursors().items()},
        }
        half = self._folder / f".{STATUS}"
        half.write_text(json.dumps(said))
        half.replace(self._folder / STATUS)

    def _work(self, seconds: float) -> None:
        """Do what the runner asks of the store next, if it asks for something within some seconds."""
        try:
            job = self._door.jobs.get(timeout=seconds)
        except queue.Empty:
            return
        job(self._store)


def live(folder: str, central: str, code: str, **how: Any) -> None:
    """Be a board, until killed."""
    board = Board(Path(folder), **how)
    board.enrol(central, code)
    board.live()
