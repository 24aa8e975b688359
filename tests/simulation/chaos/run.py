"""A chaos run: what is started, what is killed, what must hold afterwards, and the figures of it."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kiosk.central.devices.codes import Codes
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.applying import carry_out, file_day, plan
from kiosk.central.organisation.checking import check_organisation
from kiosk.central.organisation.document import node_of
from kiosk.central.organisation.shipped import read_shipped
from kiosk.central.organisation.writing import Administration
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import Storage, StorageBusy
from kiosk.domain.changes import Log
from kiosk.host.clock import SystemClock
from kiosk.host.ids import SystemIds
from tests.simulation.chaos.board import CONFIRMED, QUIET, STATUS, STORE
from tests.simulation.chaos.proxy import Proxy
from tests.simulation.chaos.verdict import replica_differs
from tests.simulation.postgres import PostgresServer

ROOT: Final = Path(__file__).resolve().parents[3]
CONVERGE_S: Final = 60.0
READY_S: Final = 90.0
LOOK_S: Final = 0.25
SMALL_DISK: Final = "64m"
FILLER: Final = "filler"


@dataclass(frozen=True, slots=True)
class Plan:
    """How large a run is.

    Attributes:
        seconds: how long the chaos lasts.
        wards: below each of two services; each ward has two boards, each service one.
        every_s: how often people at a board do something.
        kill_every_s: how often something is killed, on average.
        seed: of what is killed when.
    """

    seconds: float
    wards: int = 4
    every_s: float = 0.12
    kill_every_s: float = 1.2
    seed: int = 1


@dataclass
class Figures:
    """What a run was.

    Attributes:
        changes: in all logs at the end.
        confirmed: changes that screens confirmed.
        kills: by kind of process.
        faults: of the network, by kind.
        converged_s: how long the boards took after healing, or None.
        violations: in words.
    """

    changes: int = 0
    confirmed: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    converged_s: float | None = None
    violations: list[str] = field(default_factory=list)

    def lines(self) -> str:
        """Return the figures as lines."""
        kills = ", ".join(f"{count} {kind}" for kind, count in self.kills.most_common())
        faults = ", ".join(f"{count} {kind}" for kind, count in self.faults.most_common())
        took = "not" if self.converged_s is None else f"{self.converged_s:.1f} s"
        return "\n".join(
            (
                f"changes     {self.changes:,} in the logs, {self.confirmed:,} confirmed on screens",
                f"kills       {self.kills.total()}: {kills}",
                f"connections {self.faults.total()} met a fault: {faults}",
                f"converged   {took} after healing",
                f"violations  {len(self.violations)}",
                *self.violations[:50],
            )
        )


class Chaos:
    """The processes of one run."""

    def __init__(self, planned: Plan, folder: Path) -> None:
        self.plan = planned
        self.figures = Figures()
        self._folder = folder
        self._chance = random.Random(planned.seed)  # noqa: S311 - a recorded seed is the point
        self._database = PostgresServer(durable=True)
        self._ports = [_free_port(), _free_port()]
        self._centrals: list[subprocess.Popen[bytes] | None] = [None, None]
        self._boards: dict[str, subprocess.Popen[bytes]] = {}
        self._codes: dict[str, str] = {}
        self._tiers: dict[str, int] = {}
        self._boots: Counter[str] = Counter()
        self._small: dict[str, SmallDisk] = {}

    def run(self) -> Figures:
        """Live through it."""
        try:
            self._begin()
            with Proxy(self._ports, self.plan.seed) as proxy:
                self._live(proxy)
                self._judge()
                self.figures.faults += proxy.faults
        finally:
            self._end()
        return self.figures

    # Beginning

    def _begin(self) -> None:
        self._database.start()
        self._database.new_database("central")
        storage = self._storage()
        try:
            self._make_organisation(storage)
        finally:
            storage.close()
        for number in range(2):
            self._start_central(number)
        for port in self._ports:
            _until(lambda port=port: _listens(port), READY_S, "central starts")  # type: ignore[misc]

    def _storage(self) -> Storage:
        settings = CentralSettings(
            data=self._folder / "central", database=self._database.address("central")
        )
        settings.data.mkdir(exist_ok=True)
        self._means = CentralMeans(
            open_storage(settings, SystemClock(), SystemIds()), SystemClock(), SystemIds(), settings
        )
        return self._means.storage

    def _make_organisation(self, storage: Storage) -> None:
        nodes = ['[[nodes]]\nkey = "hospital"\nname = "Hospital"\nkind = "hospital"\ntier = 3\n']
        boards: list[tuple[str, str, int]] = []
        for service in ("a", "b"):
            nodes.append(_node(f"service-{service}", "service", 2, "hospital"))
            boards.append((f"s-{service}", f"service-{service}", 2))
            for number in range(self.plan.wards):
                ward = f"ward-{service}{number}"
                nodes.append(_node(ward, "unit", 1, f"service-{service}"))
                boards += [(f"{ward}-left", ward, 1), (f"{ward}-right", ward, 1)]
        shipped = read_shipped()
        declared = check_organisation('time_zone = "UTC"\n' + "\n".join(nodes), "chaos", shipped)
        administration = Administration(self._means, "chaos")
        with administration.alone():
            today = file_day(declared.document, administration)
            carry_out(administration, plan(declared, administration, storage, today), declared)
        codes = Codes(storage, SystemClock(), SystemIds())
        for board, node, tier in boards:
            self._codes[board] = codes.once(node_of(node))
            self._tiers[board] = tier

    def _start_central(self, number: int) -> None:
        words = [
            sys.executable, "-m", "kiosk.central", "serve", "--data", str(self._folder / "central"),
            "--database", self._database.address("central"), "--port", str(self._ports[number]),
        ]  # fmt: skip
        self._centrals[number] = self._start(words, f"central-{number}.log")

    def _start_board(self, board: str, port: int) -> None:
        self._boots[board] += 1
        folder = self._folder / "boards" / board
        folder.mkdir(parents=True, exist_ok=True)
        if board.endswith("-left") and board not in self._small:
            self._small[board] = SmallDisk(folder)
        seed = self.plan.seed * 1_000_000 + len(self._boards) * 1_000 + self._boots[board]
        words = [
            sys.executable, "-m", "tests.simulation.chaos.board", "--folder", str(folder),
            "--central", f"http://127.0.0.1:{port}", "--code", self._codes[board],
            "--seed", str(seed), "--tier", str(self._tiers[board]), "--every", str(self.plan.every_s),
        ]  # fmt: skip
        self._boards[board] = self._start(words, f"{board}.log")

    def _start(self, words: list[str], log: str) -> "subprocess.Popen[bytes]":
        with (self._folder / log).open("ab") as errors:
            return subprocess.Popen(words, cwd=ROOT, stdout=errors, stderr=errors)

    # Chaos

    def _live(self, proxy: Proxy) -> None:
        for board in self._codes:
            self._start_board(board, proxy.port)
        _until(self._all_enrolled, READY_S, "boards enrol")
        end = time.monotonic() + self.plan.seconds
        while time.monotonic() < end:
            time.sleep(self._chance.expovariate(1 / self.plan.kill_every_s))
            self._kill_something(proxy)
            if self._chance.random() < 0.5:
                proxy.weather()
        proxy.weather("fair")
        for disk in self._small.values():
            disk.empty()
        (self._folder / "boards" / QUIET).touch()
        healed = time.monotonic()
        try:
            _until(self._converged, CONVERGE_S, "boards converge")
            self.figures.converged_s = time.monotonic() - healed
        except TimeoutError as late:
            self.figures.violations.append(str(late) + self._who_lags())

    def _kill_something(self, proxy: Proxy) -> None:
        what = self._chance.choices(("board", "central", "postgres", "disk"), (86, 7, 3, 4))[0]
        if what == "disk":
            disk = self._chance.choice(list(self._small.values()))
            self.figures.faults["full disk"] += disk.fill()
            return
        for disk in self._small.values():
            disk.empty()
        self.figures.kills[what] += 1
        if what == "board":
            board = self._chance.choice(list(self._boards))
            _kill(self._boards[board])
            self._start_board(board, proxy.port)
        elif what == "central":
            number = self._chance.randrange(2)
            _kill(self._centrals[number])
            self._start_central(number)
        else:
            self._chance.choice((self._database.crash, self._database.kill))()
            self._database.start()

    def _statuses(self) -> dict[str, dict[str, object]]:
        found = {}
        for board in self._boards:
            path = self._folder / "boards" / board / STATUS
            try:
                found[board] = json.loads(path.read_text())
            except (FileNotFoundError, ValueError):
                found[board] = {"pending": -1, "cursors": {}, "state": "not seen"}
        return found

    def _all_enrolled(self) -> bool:
        return all(said["cursors"] for said in self._statuses().values())

    def _converged(self) -> bool:
        for number, central in enumerate(self._centrals):
            if central is None or central.poll() is not None:
                self._start_central(number)
        statuses = self._statuses().values()
        if any(said["pending"] != 0 or said["state"] != "in_sync" for said in statuses):
            return False
        heads = self._heads()
        return all(
            heads.get(log, 0) == seq
            for said in statuses
            for log, seq in dict(said["cursors"]).items()  # type: ignore[call-overload]
        )

    def _heads(self) -> dict[str, int]:
        rows = self._database.ask("SELECT node, kind, last_seq FROM log", "central")
        return {str(Log.from_text(f"{node}/{kind}")): int(seq) for node, kind, seq in rows}

    def _who_lags(self) -> str:
        lagging = {
            board: (said["state"], said["pending"], said.get("trouble", ""))
            for board, said in self._statuses().items()
            if said["pending"] != 0 or said["state"] != "in_sync"
        }
        return f": {lagging}"

    # Judgement

    def _judge(self) -> None:
        for process in self._boards.values():
            process.send_signal(signal.SIGKILL)
            process.wait()
        storage = self._storage()
        try:
            self._compare(storage)
        finally:
            storage.close()

    def _compare(self, storage: Storage) -> None:
        counted: Counter[str] = Counter()
        bodies: dict[Log, list[tuple[int, str]]] = {}
        for log, head in storage.all_logs().items():
            page = storage.page(log, 0, head + 1, 2**40)
            bodies[log] = [(entry.seq, json.loads(entry.body)["id"]) for entry in page]
            counted.update(name for _, name in bodies[log])
            if [seq for seq, _ in bodies[log]] != list(range(1, head + 1)):
                self.figures.violations.append(f"{log} is not contiguous")
        self.figures.changes = counted.total()
        twice = [name for name, count in counted.items() if count > 1]
        if twice:
            self.figures.violations.append(f"{len(twice)} changes are twice, the first {twice[0]}")
        for board in self._boards:
            self._compare_board(board, counted, bodies)
        self.figures.violations += list(storage.contradictions())

    def _compare_board(
        self, board: str, counted: Counter[str], bodies: dict[Log, list[tuple[int, str]]]
    ) -> None:
        folder = self._folder / "boards" / board
        confirmed = (
            (folder / CONFIRMED).read_text().split() if (folder / CONFIRMED).exists() else []
        )
        self.figures.confirmed += len(confirmed)
        dead, differs = replica_differs(folder / STORE, bodies)
        lost = [name for name in confirmed if name not in counted and name not in dead]
        if lost:
            self.figures.violations.append(f"{board} lost {len(lost)}, the first {lost[0]}")
        self.figures.violations += [f"{board}: {what}" for what in differs]

    def _end(self) -> None:
        for process in (*self._boards.values(), *self._centrals):
            if process is not None:
                _kill(process)
        for disk in self._small.values():
            disk.remove()
        self._database.remove()


class SmallDisk:
    """A small disk under a board's folder, where this user may mount one; otherwise it is never full."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        words = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", str(folder)]
        mounted = subprocess.run(words, check=False, capture_output=True)
        self._mounted = mounted.returncode == 0

    def fill(self) -> int:
        """Fill it to the last byte; return 1, or 0 where there is no small disk."""
        if not self._mounted:
            return 0
        with (self._folder / FILLER).open("ab", buffering=0) as file:
            for size in (65_536, 512, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue
        return 1

    def empty(self) -> None:
        """Make room again."""
        (self._folder / FILLER).unlink(missing_ok=True)

    def remove(self) -> None:
        """Take it away."""
        if self._mounted:
            subprocess.run(["umount", str(self._folder)], check=False)  # noqa: S607 - of any system


def _node(key: str, kind: str, tier: int, parent: str) -> str:
    return (
        f'[[nodes]]\nkey = "{key}"\nname = "{key}"\nkind = "{kind}"\ntier = {tier}\n'
        f'parent = "{parent}"\n'
    )


def _kill(process: "subprocess.Popen[bytes] | None") -> None:
    if process is not None:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _until(holds: Callable[[], bool], seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not _tried(holds):
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(LOOK_S)


def _tried(holds: Callable[[], bool]) -> bool:
    try:
        return holds()
    except (OSError, StorageBusy):
        return False


def run(planned: Plan) -> Figures:
    """Make a folder, live through a run in it, and return its figures."""
    with tempfile.TemporaryDirectory(prefix="huddle-chaos-") as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 - PostgreSQL runs as somebody else
        return Chaos(planned, Path(folder)).run()
