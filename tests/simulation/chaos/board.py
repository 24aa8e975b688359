"""One board as a process without a window: the real file, services, runner and transport; it is killed at any moment.

What its screen would have confirmed is written to `confirmed` and forced to disk after the store has returned.
"""

import argparse
import json
import os
import queue
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk.app.means import machine_means
from kiosk.app.sync_runner import Before, SyncParts, remembered_fingerprint
from kiosk.config import Settings
from kiosk.domain.entities import Act
from kiosk.domain.kinds import KINDS
from kiosk.host.files import write_atomically
from kiosk.services.board import BoardService
from kiosk.store.faults import StoreError
from kiosk.store.store import Store, open_store
from kiosk.sync.enrolment import NotEnrolled
from kiosk.sync.links import Link
from kiosk.sync.performing import StoreSide
from kiosk.sync.replica import Replica
from kiosk.sync.status import SyncStatus
from kiosk.sync.surroundings import Report, Told
from tests.simulation.people import People
from tests.simulation.world import World

if TYPE_CHECKING:
    from kiosk.sync.runner import Runner

STORE: Final = "huddle.sqlite"
CONFIRMED: Final = "confirmed"
STATUS: Final = "status.json"
QUIET: Final = "quiet"
"""A file of this name beside the boards' folders ends everything that people do."""
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
        os.fsync(self._file.fileno())
        return done


class Board:
    """The process."""

    def __init__(self, folder: Path, seed: int, tier: int, every_s: float) -> None:
        self._folder = folder
        self._every_s = every_s
        self._door = StoreThread()
        self._settings = Settings(data=folder)
        self._means = machine_means()
        self._parts = SyncParts(self._settings, self._means)
        self._people = People(World(seed), f"{folder.name} of {seed}", tier=tier)
        self._store = open_store(
            folder / STORE,
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

    def enrol(self, central: str, code: str) -> bool:
        """Belong to central; tell whether it answered."""
        if self._parts.enrolment() is not None:
            return True
        node = self._store.identity.node
        try:
            self._parts.enrol(Link(central, code), Before(node, None, None))
        except NotEnrolled:
            return False
        return True

    def start_sync(self) -> None:
        """Start the runner."""
        enrolment = self._parts.enrolment()
        assert enrolment is not None
        before = Before(None, None, remembered_fingerprint(self._store.meta))
        told = Told(status=self._told)
        self._runner, _ = self._parts.runner(enrolment, before, self._door, self._took, told)
        self._runner.start()

    def live(self) -> None:
        """Act, sync and tell how it stands, until killed."""
        clock = self._means.clock
        act_at = told_at = clock.monotonic_s()
        while True:
            now = clock.monotonic_s()
            if now >= act_at:
                act_at = now + self._every_s
                self._act()
            if now - told_at >= TELL_EVERY_S:
                told_at = now
                self._tell()
            try:
                job = self._door.jobs.get(timeout=max(0.0, min(act_at, told_at + 0.5) - now))
            except queue.Empty:
                continue
            job(self._store)

    def _act(self) -> None:
        if self._runner is None or (self._folder.parent / QUIET).exists():
            return
        if self._service.node_id != self._store.identity.node:
            self._service = self._open_service()
        try:
            if self._people.act(self._service, self._store):
                self._runner.wake()
        except StoreError as problem:
            print(type(problem).__name__, file=sys.stderr)

    def _took(self, taken: Any) -> None:
        if self._service.node_id == self._store.identity.node:
            self._service.take_in(taken.changed)

    def _told(self, status: SyncStatus) -> None:
        self._status = status

    def _tell(self) -> None:
        said = {
            "state": self._status.state.value,
            "trouble": self._status.trouble,
            "pending": self._store.pending_count(),
            "dead": len(self._store.dead()),
            "cursors": {str(log): seq for log, seq in self._store.cursors().items()},
        }
        write_atomically(self._folder / STATUS, json.dumps(said).encode())

    def wait(self) -> None:
        """Work at the store for a moment."""
        try:
            self._door.jobs.get(timeout=ASK_AGAIN_S)(self._store)
        except queue.Empty:
            return


def main() -> None:
    """Be a board."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--central", required=True)
    parser.add_argument("--code", required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--tier", type=int, required=True)
    parser.add_argument("--every", type=float, required=True)
    said = parser.parse_args()
    board = Board(said.folder, said.seed, said.tier, said.every)
    while not board.enrol(said.central, said.code):
        board.wait()
    board.start_sync()
    board.live()


__all__ = ["CONFIRMED", "QUIET", "STATUS", "STORE", "Board", "StoreSide"]

if __name__ == "__main__":
    main()
