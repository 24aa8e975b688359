"""How fast central takes batches in, against one bare INSERT of the same rows in the same run, by turns."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import psycopg

from kiosk.central.settings import CentralSettings
from kiosk.central.storage.intake import Before, take_in
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import Incoming
from kiosk.host.clock import SystemClock
from kiosk.host.ids import SystemIds
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.remote_board import WARD, RemoteBoard
from tests.simulation.postgres import PostgresServer

PER_BATCH = 20
BATCHES = 120
WARM_UP = 20
TITLE = "x" * 150
"""So that a change is as long as that of a card: about 540 bytes as JSON."""
WORDS = {"title": "Bed 4 is needed by ten"}

Send = Callable[[Sequence[Incoming]], object]


@dataclass(frozen=True, slots=True)
class IngestFigures:
    """What was measured.

    Attributes:
        ingest_ms, bare_ms: of the median batch.
        per_batch: changes in a batch.
    """

    ingest_ms: float
    bare_ms: float
    per_batch: int

    @property
    def ratio(self) -> float:
        """Central's pace as a part of the bare insert's."""
        return self.bare_ms / self.ingest_ms

    @property
    def changes_per_s(self) -> float:
        """What one writer gets in."""
        return 1_000 * self.per_batch / self.ingest_ms


def measure(
    server: PostgresServer,
    per_batch: int = PER_BATCH,
    batches: int = BATCHES,
    send: Send | None = None,
) -> IngestFigures:
    """Take batches in and insert the same rows bare, by turns, each committed to disk.

    Args:
        server: one that waits for the disk.
        per_batch: changes in a batch.
        batches: how many are measured, after some that are not.
        send: takes a batch in; the storage's `ingest` by default, the whole of the API for its ratio.
    """
    address = server.new_database("ingest")
    storage = open_storage(CentralSettings(database=address), SystemClock(), SystemIds())
    ingest = send or (lambda batch: storage.ingest(WARD, batch, NOW))
    board = RemoteBoard(SystemIds())
    taken, bare = [], []
    try:
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE bare (LIKE change INCLUDING ALL)")
            connection.commit()
            for number in range(WARM_UP + batches):
                batch = [board.raises(TITLE, words=WORDS) for _ in range(per_batch)]
                before = Before(number * per_batch, {("pc-1", 1): _head(batch)})
                rows = take_in(WARD, batch, before, NOW).changes
                taken.append(_seconds(lambda batch=batch: ingest(batch)))  # type: ignore[misc]
                bare.append(_seconds(lambda rows=rows: insert_bare(connection, rows)))  # type: ignore[misc]
    finally:
        storage.close()
        server.drop_database("ingest")
    return IngestFigures(1_000 * median(taken[WARM_UP:]), 1_000 * median(bare[WARM_UP:]), per_batch)


def _head(batch: Sequence[Incoming]) -> tuple[int, str]:
    first = batch[0].entry
    return first.counter - 1, first.previous


def insert_bare(
    connection: "psycopg.Connection[tuple[object, ...]]", rows: Sequence[tuple[object, ...]]
) -> None:
    """Insert rows with one statement, and commit."""
    values = f"({', '.join(['%s'] * len(rows[0]))})"
    statement = f"INSERT INTO bare VALUES {', '.join([values] * len(rows))}"  # noqa: S608 - marks alone
    connection.execute(statement.encode(), [value for row in rows for value in row])
    connection.commit()


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Print the figures."""
    server = PostgresServer()
    try:
        server.start()
        for per_batch in (PER_BATCH, 1):
            figures = measure(server, per_batch)
            print(
                f"{per_batch} a batch: {figures.ingest_ms:.2f} ms, bare {figures.bare_ms:.2f} ms, "
                f"ratio {figures.ratio:.2f}, {figures.changes_per_s:,.0f} changes/s"
            )
    finally:
        server.remove()


if __name__ == "__main__":
    main()
