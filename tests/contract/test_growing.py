"""Whoever watches a storage is told when its logs have grown."""

from collections.abc import Sequence
from threading import Event

from kiosk.central.storage.protocol import Storage
from kiosk.domain.changes import Log
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.remote_board import WARD, RemoteBoard

SOON_S = 20.0


class Watcher:
    """Notes what it is told, and lets others wait for it."""

    def __init__(self) -> None:
        self.logs: list[Log] = []
        self.called = Event()

    def told(self, logs: Sequence[Log]) -> None:
        """Note logs that have grown."""
        self.logs.extend(logs)
        self.called.set()


def test_a_log_that_has_grown_is_told(storage: Storage, board: RemoteBoard) -> None:
    watcher = Watcher()
    storage.watch(watcher.told)

    storage.ingest(WARD, [board.raises()], NOW)

    assert watcher.called.wait(SOON_S)
    assert watcher.logs == [WARD]


def test_what_is_sent_again_is_not_told(storage: Storage, board: RemoteBoard) -> None:
    one = board.raises()
    storage.ingest(WARD, [one], NOW)
    watcher = Watcher()
    storage.watch(watcher.told)

    storage.ingest(WARD, [one], NOW)

    assert watcher.logs == []
