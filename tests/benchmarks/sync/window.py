"""The window's thread of a real board while thousands of changes of another board come in."""

import sqlite3
import time
from pathlib import Path

from kiosk.app.places import Places
from tests.benchmarks.figures import Finding
from tests.benchmarks.processes import Child
from tests.benchmarks.sync.boards import SmallBoard
from tests.benchmarks.sync.hospital import Yard, hospital

COMING = 10_000
AFTER_S = 3.0
COME_WITHIN_S = 300.0
LOOK_S = 0.5
MOST_MS = 50


def window(yard: Yard) -> list[Finding]:
    """Keep a board open while another sends its backlog, and open one that is far behind."""
    while_open, coming_s, behind = [], [], []
    for turn in range(yard.turns(3, 1)):
        with hospital(yard.new(f"window{turn}")) as place:
            sender, board, late = place.board("sender"), place.board("board"), place.board("late")
            with _window(yard, board) as open_:
                open_.hear()
                time.sleep(AFTER_S)
                open_.ask("forget")
                began = time.monotonic()
                _send(sender)
                _wait_for(board.folder)
                coming_s.append(time.monotonic() - began)
                time.sleep(AFTER_S)
                while_open.append(_longest_ms(open_))
            with _window(yard, late) as open_:
                open_.hear()
                open_.ask("forget")
                _wait_for(late.folder)
                time.sleep(AFTER_S)
                behind.append(_longest_ms(open_))
    changes = f"{COMING:,} changes"
    return [
        Finding(
            f"Longest block of the window while {changes} come", "ms", while_open, most=MOST_MS
        ),
        Finding(
            f"Longest block of the window, opened {changes} behind", "ms", behind, most=MOST_MS
        ),
        Finding(f"{changes} sent, and taken by the open board", "s", coming_s),
    ]


def _window(yard: Yard, board: SmallBoard) -> Child:
    return Child("board", "run", "--data", str(board.folder), "--ticking", around=yard.around)


def _longest_ms(open_: Child) -> float:
    """Return the longest block, and end the board: one on a wall does not leave when it is told to."""
    longest: float = open_.ask("report")["longest_ms"]
    open_.process.kill()
    open_.process.wait()
    return longest


def _send(sender: SmallBoard) -> None:
    store = sender.open()
    try:
        sender.write_cards(store, COMING)
        sender.sync(store)
    finally:
        store.close()


def _wait_for(folder: Path) -> None:
    """Wait until a board has taken everything, reading its file from beside."""
    path, end = Places(folder).store, time.monotonic() + COME_WITHIN_S
    while time.monotonic() < end:
        beside = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            (came,) = beside.execute(
                "SELECT max(seq) FROM cursor WHERE log LIKE '%shared'"
            ).fetchone()
        finally:
            beside.close()
        if (came or 0) >= COMING:
            return
        time.sleep(LOOK_S)
    raise TimeoutError(f"The board has not taken {COMING} changes in {COME_WITHIN_S:.0f} s.")
