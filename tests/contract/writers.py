"""A process that writes into one log of a database, for tests in which several do; prints the numbers it was given.

Run as `python -m tests.contract.writers DATABASE DATA DEVICE BATCHES`. It sends again what found the database busy.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TypeVar

from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import Incoming, Outcome, Storage, StorageBusy
from kiosk.host.clock import SystemClock
from kiosk.host.ids import SystemIds
from tests.fakes.remote_board import WARD, RemoteBoard

PER_BATCH = 5
TRIES = 300
PAUSE_S = 0.1

ResultT = TypeVar("ResultT")


def main(settings: CentralSettings, device: str, batches: int) -> None:
    """Write batches, one after the other."""
    storage = patient(lambda: open_storage(settings, SystemClock(), SystemIds()))
    board = RemoteBoard(SystemIds(), device)
    for _ in range(batches):
        outcomes = send(storage, [board.raises() for _ in range(PER_BATCH)])
        print(*(outcome.seq for outcome in outcomes), flush=True)  # noqa: T201 - its answer
    storage.close()


def send(storage: Storage, batch: list[Incoming]) -> list[Outcome]:
    """Send a batch until it is answered."""
    return patient(lambda: storage.ingest(WARD, batch, SystemClock().now()))


def patient(work: Callable[[], ResultT]) -> ResultT:
    """Do something, again as long as the database is busy."""
    pause = Event()
    for _ in range(TRIES):
        try:
            return work()
        except StorageBusy:
            pause.wait(PAUSE_S)
    raise StorageBusy


if __name__ == "__main__":
    main(
        CentralSettings(data=Path(sys.argv[2]), database=sys.argv[1]), sys.argv[3], int(sys.argv[4])
    )
