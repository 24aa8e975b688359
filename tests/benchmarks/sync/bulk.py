"""A backlog: pushed to central, pulled to a second kiosk; and what the processes weigh meanwhile."""

import gc
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

from tests.benchmarks.figures import Finding
from tests.benchmarks.processes import CHECKOUT, pss_mb
from tests.benchmarks.sync.boards import SmallBoard, Went
from tests.benchmarks.sync.hospital import Hospital, Yard, hospital, imports_mib

CARDS = 10_000
AWAY = 2_000
AWAY_DAYS = 30
SAMPLE_S = 0.02
ONCE_IMPORTS = (
    "kiosk.cli, kiosk.cli.syncing, kiosk.sync.once, kiosk.store.store, kiosk.sync.transport, "
    "kiosk.domain.kinds, cryptography.hazmat.primitives.asymmetric.ed25519"
)
CENTRAL_IMPORTS = (
    "kiosk.central.app, kiosk.central.server, kiosk.central.cli.serving, uvloop, httptools, "
    "kiosk.central.storage.opening, kiosk.central.storage.sql.sqlite, uvicorn.lifespan.on"
)


def backlog(yard: Yard) -> list[Finding]:
    """Push a backlog from one kiosk, then pull it to a second."""
    pushed, pulled, confirmed = [], [], []
    for turn in range(yard.turns(5, 2)):
        with hospital(yard.new(f"backlog{turn}")) as place:
            one, other = place.board("one"), place.board("other")
            went = _send(one, CARDS)
            pushed.append(went.pushed_s)
            confirmed.append(went.whole_s - went.pushed_s)
            pulled.append(_fetch(other, CARDS).whole_s)
    cards = f"{CARDS:,} cards"
    return [
        Finding(f"Push {cards}, fsynced, over TLS", "s", pushed, most=1.9),
        Finding(f"Pull {cards} to a second kiosk", "s", pulled, most=1.4),
        Finding(f"Confirm the {cards} at the first (its own come back)", "s", confirmed),
    ]


def away(yard: Yard) -> list[Finding]:
    """Let a kiosk come back after 30 days, with changes of its own and of others."""
    times = []
    for turn in range(yard.turns(3, 1)):
        with hospital(yard.new(f"away{turn}")) as place:
            one, other = place.board("one"), place.board("other")
            _send(one, AWAY, timedelta(days=AWAY_DAYS))
            times.append(_send(other, AWAY, timedelta(days=AWAY_DAYS), fetches=AWAY).whole_s)
    name = f"{AWAY_DAYS} days away: {AWAY:,} of its own and {AWAY:,} of others"
    return [Finding(name, "s", times, most=5)]


def memory(yard: Yard) -> list[Finding]:
    """Weigh `sync once` and central at their heaviest, while a backlog is pushed and pulled."""
    with hospital(yard.new("memory")) as place:
        one, other = place.board("one"), place.board("other")
        store = one.open()
        one.write_cards(store, CARDS)
        store.close()
        sending, central = _weigh(one.folder, place)
        fetching, again = _weigh(other.folder, place)
    alone = imports_mib(ONCE_IMPORTS), imports_mib(CENTRAL_IMPORTS)
    imports = "imports alone {:.0f}"
    return [
        Finding(
            "Memory of `sync once`, PSS at its highest: push", "MiB", [sending], most=65,
            note=imports.format(alone[0]),
        ),
        Finding("Memory of `sync once`, PSS at its highest: pull", "MiB", [fetching], most=65),
        Finding(
            "Memory of central, PSS at its highest", "MiB", [max(central, again)], most=110,
            note=imports.format(alone[1]),
        ),
    ]  # fmt: skip


def _send(board: SmallBoard, count: int, over: timedelta = timedelta(), fetches: int = 0) -> Went:
    """Write cards and sync; what was sent comes back as confirmed, beside what others wrote."""
    store = board.open()
    try:
        board.write_cards(store, count, over)
        gc.collect()
        went = board.sync(store)
        if not went.once.in_sync or went.once.sent != count:
            raise RuntimeError(f"Not everything was sent: {went.once}")
        if went.once.fetched != count + fetches:
            raise RuntimeError(f"Not everything came: {went.once}")
    finally:
        store.close()
    return went


def _fetch(board: SmallBoard, count: int) -> Went:
    store = board.open()
    try:
        gc.collect()
        went = board.sync(store)
        if not went.once.in_sync or went.once.fetched != count:
            raise RuntimeError(f"Not everything came: {went.once}")
    finally:
        store.close()
    return went


def _weigh(folder: Path, place: Hospital) -> tuple[float, float]:
    """Run `sync once` as IT does; return the most that it and central held at any moment."""
    most = [0.0, 0.0]
    words = [sys.executable, "-m", "kiosk", "sync", "once", "--data", str(folder)]
    ended = threading.Event()
    with subprocess.Popen(words, cwd=CHECKOUT, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            for number, pid in enumerate((process.pid, place.served.process.pid)):
                most[number] = max(most[number], _pss(pid))
            ended.wait(SAMPLE_S)
    if process.returncode:
        raise RuntimeError("`sync once` failed; what it said stands above.")
    return most[0], most[1]


def _pss(pid: int) -> float:
    try:
        return pss_mb(pid)
    except (OSError, StopIteration):
        return 0.0  # it has just ended
