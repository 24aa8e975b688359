"""What a board meets on a disk that fills up, or that turns read-only, told as JSON.

Started inside a mount namespace of its own, where FOLDER is a small disk that nobody else sees:
`python -m tests.end2end.small_disk {full|{full|read-only}-at-[clean-]start} FOLDER`.
A disk whose files are open for writing cannot be made read-only, so that is met at the start alone.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.domain.errors import KioskError
from kiosk.store.store import Store
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.stores import SISTER, count, note_of, open_notes, write

MOUNT = "/bin/mount"

Seen = dict[str, object]


def fill(folder: Path) -> None:
    """Fill the disk to its last byte."""
    filler = folder / "filler"
    with filler.open("ab", buffering=0) as file:
        for size in (65_536, 4_096, 512, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


def remount(folder: Path, mode: str) -> None:
    """Let the disk be written (`rw`) or only read (`ro`)."""
    subprocess.run([MOUNT, "-o", f"remount,{mode}", str(folder)], check=True)


def tally(store: Store) -> int:
    """Return what was counted."""
    return note_of(store.entity("note:a")).tally


def refused(store: Store) -> dict[str, str]:
    """Touch until the store refuses, and return its words."""
    try:
        for _ in range(1_000):
            told = [([count("a"), write("x", "w" * 900)], SISTER, MONDAY_MORNING)] * 5
            store.append_many(told)
    except KioskError as error:
        return {
            "error": type(error).__name__,
            "what": error.what,
            "still_works": error.still_works,
            "to_do": error.to_do,
        }
    return {}


def while_running(store: Store, break_disk: Callable[[], None], mend: Callable[[], None]) -> Seen:
    """Tell how a store that is open meets a disk that breaks and is mended."""
    break_disk()
    words = refused(store)
    before = tally(store)
    seen = {
        "words": words,
        "whole": before % 5 == 0 and store.check_projections() == [] and store.verify() is None,
        "refused_again": refused(store),
        "same": tally(store) == before,
    }
    mend()
    store.append([count("a")], actor=SISTER)
    return {**seen, "recovered": tally(store) == before + 1 and store.verify() is None}


def at_start(folder: Path, break_disk: Callable[[], None], mend: Callable[[], None]) -> Seen:
    """Tell how a board comes up on a broken disk, with changes still in the write-ahead log."""
    break_disk()
    store = open_notes(folder, seed="later")
    seen = {
        "notice": store.notice,
        "shown": tally(store),
        "words": refused(store),
        "still_shown": tally(store),
    }
    mend()
    store.append([count("a")], actor=SISTER)
    return {**seen, "recovered": tally(store), "notice_after": store.notice}


def leave_open(folder: Path) -> None:
    """Write in a process that dies without closing the store."""
    process = os.fork()
    if process == 0:
        store = open_notes(folder, seed="earlier")
        store.append([write("a"), count("a", 5)], actor=SISTER)
        os._exit(0)
    os.waitpid(process, 0)


def main(what: str, place: str) -> None:
    """Print what was seen."""
    folder = Path(place)
    filler = folder / "filler"

    def break_disk() -> None:
        if what.startswith("full"):
            fill(folder)
        else:
            remount(folder, "ro")

    def mend() -> None:
        if what.startswith("full"):
            filler.unlink()
        else:
            remount(folder, "rw")

    if what.endswith("start"):
        leave_open(folder)
        if what.endswith("clean-start"):
            open_notes(folder, seed="between").close()
        seen = at_start(folder, break_disk, mend)
    else:
        store = open_notes(folder)
        store.append([write("a"), count("a", 5)], actor=SISTER)
        seen = while_running(store, break_disk, mend)
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    main(*sys.argv[1:])
