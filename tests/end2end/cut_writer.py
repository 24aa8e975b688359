"""A board that does everything that writes, and says after each deed that it is done: run beside the recorder."""

import os
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from kiosk.domain.changes import Log, LogKind, Record
from kiosk.store.store import Store
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.stores import SISTER, WARD, count, open_notes, write

SHARED = Log(WARD, LogKind.SHARED)
ROUNDS = 6


def main(folder: Path) -> None:
    """Work on the store in a folder; the recorder takes the name of a missing file for a mark."""
    log: list[Record] = []
    for number in range(ROUNDS):
        store = open_notes(folder, seed=f"run {number}", device="device-1")
        if number == 1:
            store.begin_timeline("central-1")
        for turn in range(4):
            name = f"{number}-{turn}"
            made = store.append([write(name, f"Note {name}"), count(name, 2)], actor=SISTER).records
            done(folder, *made)
        store.put_release(os.urandom(60_000 * (1 + number)))
        if number >= 1:
            take_page(store, log)
        if number == 2:
            first = store.pending(SHARED)[0]
            store.bury(first.change.id, "not_permitted", "")
        if number == 3:
            store.renumber(1)
        if number == 4:
            store.erase(made[0].change.id, actor=SISTER)
        store.close()


def take_page(store: Store, log: list[Record]) -> None:
    """Let half of what waits come back from a sequencer."""
    waiting = store.pending(SHARED)
    page = [
        replace(record, seq=len(log) + place, received_at=MONDAY_MORNING)
        for place, record in enumerate(waiting[: len(waiting) // 2], 1)
    ]
    store.receive(SHARED, page)
    log += page


def done(folder: Path, *records: Record) -> None:
    """Say that changes were kept."""
    for record in records:
        with suppress(FileNotFoundError):
            os.unlink(f"{folder}/ward.sqlite.done.{record.change.id}")  # noqa: PTH108 - as the recorder sees it


if __name__ == "__main__":
    main(Path(sys.argv[1]))
