"""The power goes at any moment: whatever the disk made of the last writes, the board opens with all it said it kept."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.store import Store
from tests.fakes.images import Camera, lay_out
from tests.fakes.power_cuts import SECTOR, Did, Event, Image, coin, image_after, read_events
from tests.fakes.stores import SISTER, count, open_notes, write

LONG = os.environ.get("HUDDLE_LONG") == "1"
CUTS = 500 if LONG else 66
LUCKS = ("none", "all", "torn")
MARK = "ward.sqlite.done."
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> list[Event]:
    """Everything that a board did to its files, recorded by a library that is loaded before the system's."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("recording what reaches the disk needs Linux and a C compiler")
    folder = tmp_path_factory.mktemp("cut")
    library, recording = folder / "recorder.so", folder / "recording"
    source = str(HERE / "recorder.c")
    building = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), source, "-ldl"]
    subprocess.run(building, check=True)
    (folder / "ward").mkdir()
    subprocess.run(
        [sys.executable, "-m", "tests.end2end.cut_writer", folder / "ward"],
        check=True,
        cwd=HERE.parents[1],
        env={
            **os.environ,
            "LD_PRELOAD": str(library),
            "RECORD_TO": str(recording),
            "RECORD_PREFIX": str(folder / "ward" / "ward.sqlite"),
        },
    )
    return read_events(recording)


def opened_after(image: Image, folder: Path) -> Store:
    """Open the store from what is on the disk, and demand that it is sound."""
    lay_out(image, folder)
    store = open_notes(folder, seed=folder.name)
    assert store.notice is None
    assert store.verify() is None
    assert store.check_projections() == []
    return store


def test_the_recorder_saw_writes_syncs_cuts_and_what_was_done(events: list[Event]) -> None:
    kinds = {event.did for event in events}
    assert {Did.CREATED, Did.WROTE, Did.CUT, Did.SYNCED, Did.UNLINKED} <= kinds
    assert {"ward.sqlite", "ward.sqlite-wal"} <= {e.name for e in events if e.did is Did.SYNCED}
    assert sum(event.name.startswith(MARK) for event in events) == 48


@pytest.mark.timeout(600 if LONG else 60)
def test_every_disk_that_a_power_cut_can_leave_holds_what_was_kept(
    events: list[Event], tmp_path: Path
) -> None:
    begun = next(place for place, event in enumerate(events) if event.name.startswith(MARK))
    for number in range(CUTS):
        cut = begun + 1 + number * (len(events) - begun) // CUTS
        marks = [event.name for event in events[:cut] if event.name.startswith(MARK)]
        image = image_after(events, cut, LUCKS[number % len(LUCKS)])
        disk = {name: body for name, body in image.items() if not name.startswith(MARK)}

        store = opened_after(disk, tmp_path / str(number))

        lost = [mark for mark in marks if store.record(mark.removeprefix(MARK)) is None]
        assert lost == [], f"cut after {cut} of {len(events)} events"
        store.close()
        shutil.rmtree(tmp_path / str(number))


def test_without_a_recorder_sectors_that_were_not_synced_may_be_missing(tmp_path: Path) -> None:
    """The same on every system: what changed since the last commit is on the disk in part.

    A commit returns when the log is synced, and a checkpoint touches the file only after that.
    """
    camera = Camera()
    store = open_notes(tmp_path / "ward", connecting=camera.connect)
    store.append([write("a")], actor=SISTER)
    pictures: list[tuple[int, Image]] = []
    for turn in range(8):
        camera.images.clear()
        camera.watch(tmp_path / "ward")
        store.append([write(f"{turn}"), count("a")], actor=SISTER)
        camera.rest()
        sure, *later = camera.images
        pictures += [
            (turn, torn(sure, image, f"{turn} {place}")) for place, image in enumerate(later[:-1])
        ]
        pictures.append((turn + 1, later[-1]))
    store.close()

    for number, (turns, image) in enumerate(pictures):
        store = opened_after(image, tmp_path / str(number))
        tally = store.entities("note")["note:a"].state
        assert tally is not None
        assert tally.tally in {turns, turns + 1}
        assert all(store.entity(f"note:{turn}") for turn in range(turns))
        store.close()


def torn(sure: Image, later: Image, throw: str) -> Image:
    """Return a disk with what is sure, and some sectors of the log as they were later."""
    name = "ward.sqlite-wal"
    before, after = sure.get(name, b""), later.get(name, b"")
    body = bytearray(before.ljust(len(after), b"\0"))
    for start in range(0, len(after), SECTOR):
        if (
            after[start : start + SECTOR] != before[start : start + SECTOR]
            and coin(throw, start) % 2
        ):
            body[start : start + SECTOR] = after[start : start + SECTOR]
    return {**sure, name: bytes(body)}
