"""The runs: each starts its processes, in turns with their floors, and returns what it found."""

import shutil
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.figures import Finding, slope
from tests.benchmarks.processes import Child, pss_mb, run_import
from tests.benchmarks.rows import write_rows

PICTURE = Path("practice/last-board.png")
AFTER_S = 3.0  # the heartbeat has kept the first picture, and the desk looked round, by then
ROWS = 100_000
FRAME_MS = 1000 / 60


@dataclass(frozen=True, slots=True)
class Bench:
    """What every run needs.

    Attributes:
        folder: for data; on the disk that the build is on.
        around: what the environment says about the screen.
        quick: fewer turns.
    """

    folder: Path
    around: dict[str, str]
    quick: bool

    def turns(self, full: int, quick: int) -> int:
        """Return how many times to do something."""
        return quick if self.quick else full

    def data(self, name: str) -> Path:
        """Return a copy of the demo ward's data folder."""
        copy = self.folder / name
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.folder / "demo", copy)
        return copy

    def board(self, data: Path, *flags: str) -> Child:
        """Start the real board."""
        return Child("board", "try", "--data", str(data), *flags, around=self.around)


def prepare(bench: Bench) -> None:
    """Write the demo ward, and let the board keep its first picture."""
    data = bench.folder / "demo"
    shutil.rmtree(data, ignore_errors=True)
    with bench.board(data) as board:
        board.hear()
        deadline = time.monotonic() + 60
        while not (data / PICTURE).exists() and time.monotonic() < deadline:
            time.sleep(0.2)
    for _ in range(2):  # byte code is written, the disk's cache is warm
        _start(bench, data)
        _blank(bench)


def start(bench: Bench) -> list[Finding]:
    """Start the board and a blank window in turns."""
    data = bench.data("start")
    ours, floor = [], []
    for _ in range(bench.turns(15, 3)):
        floor.append(_blank(bench))
        ours.append(_start(bench, data))
    return [
        _started("Start to the first true picture", "first_ms", ours, floor, 1.6),
        _started("Start to the first true picture, processor time", "first_cpu_ms", ours, floor),
        _started("Start to the complete live board", "complete_ms", ours, floor, 4.0),
        _started(
            "Start to the complete live board, processor time", "complete_cpu_ms", ours, floor
        ),
    ]


def blocks(bench: Bench) -> list[Finding]:
    """Start the board, and look how long its window's thread is kept from its events."""
    data = bench.data("blocks")
    longest = []
    for _ in range(bench.turns(7, 2)):
        with bench.board(data, "--ticking") as board:
            board.hear()
            time.sleep(AFTER_S)
            longest.append(board.ask("report")["longest_ms"])
    name = "Longest block of the window's thread after the first picture"
    return [Finding(name, "ms", longest, most=100)]


def taps(bench: Bench) -> list[Finding]:
    """Tap *Raise it* until "saved" is painted, in turns with a bare button that commits a row."""
    data = bench.data("taps")
    ours: list[float] = []
    floor: list[float] = []
    count = bench.turns(40, 10)
    for turn in range(bench.turns(4, 1)):
        row = str(bench.folder / "row.sqlite")
        with Child("row_and_label", row, str(count * 3), around=bench.around) as bare:
            floor += bare.hear()["taps_ms"][1:]
        with bench.board(data) as board:
            board.hear()
            time.sleep(AFTER_S if turn == 0 else 1.0)
            ours += board.ask(f"taps {count}")["taps_ms"][1:]
    return [
        Finding('Last tap to "saved" painted, median', "ms", ours, floor, 3.0),
        Finding('Last tap to "saved" painted, p99', "ms", ours, floor, share=0.99),
    ]


def redraws(bench: Bench) -> list[Finding]:
    """Draw the whole board, in turns with one colour and as many texts on a picture of the size."""
    with bench.board(bench.data("redraws")) as board:
        board.hear()
        time.sleep(1)
        found = board.ask(f"redraw {bench.turns(60, 15)}")["redraws"]
    note = "floor: as many texts of one size on one colour"
    return [
        Finding(f"Whole board {how}, {size}", "ms", times[how], times["floor"], note=note)
        for size, times in found.items()
        for how in ("anew", "uncovered")
    ]


def charts(bench: Bench) -> list[Finding]:
    """Compute charts of five years of months, with limits, signals and verdicts."""
    with Child("charts", str(bench.turns(30, 10)), around=bench.around) as computing:
        found = computing.hear()
    name = f"{found['charts']} charts of {found['points']} points computed"
    note = "floor: the target of 150 ms"
    return [Finding(name, "ms", found["charts_ms"], [150.0], 1.0, note=note)]


def flips(bench: Bench) -> list[Finding]:
    """Turn metric tiles to their groups and back, until they are painted."""
    with bench.board(bench.data("flips")) as board:
        board.hear()
        time.sleep(AFTER_S)
        found = board.ask(f"flips {bench.turns(40, 10)}")["flips"]
    most = round(2 * FRAME_MS, 1)
    return [
        Finding(f"Turning a tile to its groups, {size}, slowest", "ms", times, most=most, share=1.0)
        for size, times in found.items()
    ]


def released(bench: Bench) -> list[Finding]:
    """Open a warm store with half a million released values, and make the views of 12 tiles."""
    store = bench.folder / "released" / "ward.sqlite"
    shutil.rmtree(store.parent, ignore_errors=True)
    store.parent.mkdir()
    with Child("released_board", str(store), str(bench.turns(15, 5)), around=bench.around) as board:
        found = board.hear()
    name = f"{found['values']:,} released values: opened, and 12 tiles made"
    return [Finding(name, "ms", found["board_ms"], most=150)]


def importing(bench: Bench) -> list[Finding]:
    """Import many rows into a store, and beside an open board that takes them over."""
    file, figure_map = write_rows(bench.folder, ROWS)
    times, longest = [], []
    for turn in range(bench.turns(5, 1)):
        data = bench.data("importing")
        times.append(run_import(file, figure_map, data))
        with bench.board(bench.data(f"beside{turn % 2}"), "--ticking") as board:
            board.hear()
            time.sleep(AFTER_S)
            board.ask("forget")
            run_import(file, figure_map, bench.folder / f"beside{turn % 2}")
            time.sleep(2 * AFTER_S)  # the desk looks round every other second
            longest.append(board.ask("report")["longest_ms"])
    rows = f"{ROWS:,} rows"
    return [
        Finding(f"Import of {rows}, whole process", "s", times, most=5),
        Finding(f"Longest block beside an import of {rows}", "ms", longest, most=50),
    ]


def memory(bench: Bench) -> list[Finding]:
    """Weigh the process tree after start, and again and again while sheets open and close."""
    count = bench.turns(10_000, 600)
    with bench.board(bench.data("memory")) as board:
        board.hear()
        time.sleep(AFTER_S)
        after_start = pss_mb(board.process.pid)
        samples = board.ask(f"sheets {count}")["sheets"]
    late = samples[len(samples) // 4 :]  # every kind of sheet was open by then
    xs = [sample["sheets"] / 1000 for sample in late]
    found = [Finding("Memory after start (PSS of the process tree)", "MB", [after_start])]
    found.append(
        Finding(f"Memory after {count:,} sheets and redraws", "MB", [samples[-1]["pss_mb"]])
    )
    for key, unit in (("pss_mb", "MB"), ("widgets", ""), ("qobjects", ""), ("python_objects", "")):
        values = [sample[key] for sample in late]
        growth = slope(xs, values)
        spread = statistics.pstdev(values)
        note = f"scatter {spread:.2f}"
        found.append(Finding(f"Growth for 1,000 sheets: {key}", unit, [growth], note=note))
    return found


def _blank(bench: Bench) -> dict[str, float]:
    with Child("blank", around=bench.around) as blank:
        return blank.hear()


def _start(bench: Bench, data: Path) -> dict[str, float]:
    with bench.board(data) as board:
        found = board.hear()
    if not str(found.pop("words")).startswith("Board as of"):
        raise RuntimeError("The first picture was not the last board's.")
    return found


def _started(
    name: str,
    key: str,
    ours: list[dict[str, float]],
    floor: list[dict[str, float]],
    most: float | None = None,
) -> Finding:
    bare = [one[key.replace("complete", "first")] for one in floor]
    return Finding(name, "ms", [one[key] for one in ours], bare, most)
