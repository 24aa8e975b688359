"""A board without a window that syncs: it raises cards when told to, and notes when others' are on disk."""

import queue
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.app.sync_runner import Before, remembered_fingerprint
from kiosk.domain.changes import Actor
from kiosk.host.ids import SystemIds
from kiosk.store.store import Store
from kiosk.sync.replica import Replica, Taken
from kiosk.sync.surroundings import Report, Told
from tests.benchmarks.children.stopwatch import say
from tests.benchmarks.sync.boards import SmallBoard, raised

Job = Callable[[Store], object]


class OneThread:
    """The thread that owns the store; the runner's door to it."""

    def __init__(self) -> None:
        self.jobs: queue.Queue[Job | None] = queue.Queue()

    def post(self, job: Callable[[Replica], Report], reply: Callable[[Report], None]) -> None:
        """Do a job when its turn comes, and hand over what it returns."""
        self.jobs.put(lambda store: reply(job(store)))


class Noting:
    """A board that syncs, and notes.

    Attributes:
        raised: by entity, when a card was about to be raised, and when it was on disk, by the machine's clock in ns.
        seen: by entity, when it was on disk here after it came from central.
    """

    def __init__(self, folder: Path, authority: Path) -> None:
        self._board = SmallBoard(folder, authority, new=False)
        self._door = OneThread()
        self._store = self._board.open()
        self.raised: dict[str, tuple[int, int]] = {}
        self.seen: dict[str, int] = {}
        before = Before(None, None, remembered_fingerprint(self._store.meta))
        runner, _ = self._board.parts.runner(
            self._board.enrolment, before, self._door, self._took, Told()
        )
        self._runner = runner

    def live(self) -> None:
        """Own the store until told to leave."""
        self._runner.start()
        threading.Thread(target=self._listen, daemon=True).start()
        say(up=True)
        while (job := self._door.jobs.get()) is not None:
            job(self._store)
        self._runner.stop()
        self._store.close()

    def _listen(self) -> None:
        for line in sys.stdin:
            name, *words = line.split()
            if name == "leave":
                break
            work: Job = self._report
            if name == "raise":
                work = self._raise
            elif name == "write":
                count = int(words[0])
                work = lambda store, count=count: self._write(store, count)  # type: ignore[misc]  # noqa: E731
            self._door.jobs.put(work)
        self._door.jobs.put(None)

    def _raise(self, store: Store) -> None:
        entity = f"card:{SystemIds().new_id()}"
        begun = time.monotonic_ns()
        store.append([raised(store.identity.node, entity)], actor=Actor())
        self.raised[entity] = begun, time.monotonic_ns()
        self._runner.wake()

    def _write(self, store: Store, count: int) -> None:
        self._board.write_cards(store, count)
        self._runner.wake()
        say(written=count)

    def _report(self, store: Store) -> None:
        say(raised=self.raised, seen=self.seen, pending=store.pending_count())

    def _took(self, taken: Taken) -> None:
        now = time.monotonic_ns()
        changed: Any
        for changed in taken.changed:
            self.seen.setdefault(changed.id, now)


if __name__ == "__main__":
    Noting(Path(sys.argv[1]), Path(sys.argv[2])).live()
