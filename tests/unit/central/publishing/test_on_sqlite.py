"""Publishing on the embedded database: one upload at a time on all processes, and a crash anywhere is mended."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Barrier

import pytest

from kiosk.central.publishing.jobs import Job, Result
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import Storage
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.unit.central.publishing.warehouses import (
    MAP,
    NODES,
    Central,
    Interrupted,
    before_each_write,
    central,
    inline,
    rows,
)

pytestmark = pytest.mark.timeout(180)


@contextmanager
def on_disk(folder: Path, name: str) -> Iterator[Storage]:
    """Open the embedded database, as one more process does."""
    settings = CentralSettings(data=folder)
    with closing(open_storage(settings, FixedClock(), SeededIds(name))) as storage:
        yield storage


def prepared(here: Central) -> Central:
    here.warehouse.maps.add("pain", MAP)
    for code, node in NODES.items():
        here.warehouse.codes.bind(code, node)
    return here


def test_of_uploads_that_overlap_each_reads_what_went_before_it(tmp_path: Path) -> None:
    months = ("2026-08", "2026-09", "2026-10")
    together = Barrier(len(months))
    read: list[int] = []

    def at_once(job: Job, previous: Iterable[bytes]) -> Result:
        bodies = list(previous)
        read.append(len(bodies))
        if not bodies:
            together.wait(30)
        return inline(job, bodies)

    with ExitStack() as ending:
        storages = [ending.enter_context(on_disk(tmp_path, month)) for month in months]
        processes = [
            central(tmp_path, at_once, storage, month)
            for month, storage in zip(months, storages, strict=True)
        ]
        prepared(processes[0])
        with ThreadPoolExecutor(len(months)) as pool:
            found = [
                pool.submit(one.take, rows(month))
                for month, one in zip(months, processes, strict=True)
            ]
            receipts = [one.result() for one in found]
        (release,) = processes[0].releases("node:7e")

    # All began with nothing, and those that came second read again.
    assert read.count(0) == len(months)
    assert set(read) == {0, 2, 4}
    assert {receipt.releases for receipt in receipts} == {2}
    assert release.provenance is not None
    assert release.provenance.version == len(months)
    assert [window.first.month for window in release.windows] == [8, 9, 10]


@pytest.mark.parametrize("last", [2, 5, 9, 13, 16])
def test_what_a_killed_process_began_is_finished_by_the_next(tmp_path: Path, last: int) -> None:
    left = [last]

    def end(_what: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Interrupted

    with on_disk(tmp_path, "one") as storage:
        prepared(central(tmp_path, inline, storage, "first"))
        dying = central(tmp_path, storage=before_each_write(storage, end), name="dying")
        with pytest.raises(Interrupted):
            dying.take(rows())
    with on_disk(tmp_path, "two") as storage:
        here = central(tmp_path, inline, storage, "second")
        here.take(rows())
        again = here.take(rows())

        assert (again.releases, again.nodes) == (0, 0)
        assert len(here.releases("node:7e")) == 1
        assert here.announcements("node:7e") == 1
        assert [line["what"] for line in storage.audited()] == ["figures.published"]
