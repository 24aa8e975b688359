"""A chaos run: what is started, what is killed, what must hold afterwards, and the figures of it."""

import json
import os
import random
import resource
import shutil
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from kiosk.central.means import CentralMeans
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import Storage, StorageBusy
from kiosk.domain.changes import Log
from kiosk.host.clock import SystemClock
from kiosk.host.ids import SystemIds
from tests.simulation.chaos.board import CONFIRMED, DATA, QUIET, STATUS, STORE
from tests.simulation.chaos.diary import Diary
from tests.simulation.chaos.nursery import ROOT, Nursery
from tests.simulation.chaos.organisation import Place, make_organisation
from tests.simulation.chaos.plan import Figures, Plan
from tests.simulation.chaos.proxy import FAIR, Proxy
from tests.simulation.chaos.small_disk import FILLER, SmallDisk
from tests.simulation.chaos.verdict import verdict_on
from tests.simulation.postgres import PostgresServer

CONVERGE_S: Final = 60.0
READY_S: Final = 120.0
LOOK_S: Final = 0.25
KEPT: Final = ROOT / "build" / "chaos"
"""What a run with a violation left: the log of every process, the data of every board."""
BELOW_EPHEMERAL: Final = (20_000, 30_000)
"""Ports that no connection is given by the system, so that a central that was killed finds its own free again."""
EVENTS: Final = {"board": 86, "central": 7, "postgres": 3, "disk": 4}
"""What is killed, or filled, how often; each of them once before chance decides."""

Said = dict[str, Any]


class Chaos:
    """The processes of one run."""

    def __init__(self, planned: Plan, folder: Path) -> None:
        self.plan = planned
        self.figures = Figures(planned)
        self._folder = folder
        self._chance = random.Random(planned.seed)  # noqa: S311 - a recorded seed is the point
        self._diary = Diary.at(folder / "diary.log")
        self._database = PostgresServer(durable=True)
        self._ports = [_free_port(self._chance), _free_port(self._chance)]
        self._centrals = [0, 0]
        self._nursery = Nursery()
        self._places: dict[str, Place] = {}
        self._boards: dict[str, int] = {}
        self._boots: Counter[str] = Counter()
        self._small: list[SmallDisk] = []
        self._first = self._chance.sample(list(EVENTS), len(EVENTS))

    def run(self) -> Figures:
        """Live through it."""
        with ExitStack() as ending:
            ending.callback(self._diary.close)
            ending.callback(self._database.remove)
            ending.callback(self._keep_traces)
            ending.enter_context(self._nursery)
            self._begin()
            proxy = ending.enter_context(Proxy(self._ports, self.plan.seed, self._diary))
            self._begin_boards(proxy)
            self._live(proxy)
            self._heal(proxy)
            self.figures.faults += proxy.faults
            self._judge()
            self.figures.demand_size()
        return self.figures

    # Beginning

    def _begin(self) -> None:
        self._database.start()
        self._database.new_database("central")
        storage = self._storage()
        try:
            means = CentralMeans(storage, SystemClock(), SystemIds(), self._settings())
            places = make_organisation(means, self.plan)
        finally:
            storage.close()
        self._places = {place.board: place for place in places}
        for number in range(2):
            self._start_central(number)
        for port in self._ports:
            _until(lambda port=port: _listens(port), READY_S, "central starts")  # type: ignore[misc]

    def _begin_boards(self, proxy: Proxy) -> None:
        for board in self._places:
            data = self._folder / "boards" / board / DATA
            data.mkdir(parents=True)
            if board.endswith("-left"):
                self._small.append(SmallDisk(data))
            self._start_board(board, proxy.port)
        self.figures.boards = len(self._boards)
        _until(self._all_enrolled, READY_S, "boards enrol")

    def _settings(self) -> CentralSettings:
        folder = self._folder / "central"
        folder.mkdir(exist_ok=True)
        return CentralSettings(data=folder, database=self._database.address("central"))

    def _storage(self) -> Storage:
        return open_storage(self._settings(), SystemClock(), SystemIds())

    def _start_central(self, number: int) -> None:
        self._centrals[number] = self._nursery.begin_central(
            self._folder / f"central-{number}.log", "serve",
            "--data", str(self._folder / "central"), "--port", str(self._ports[number]),
            "--database", self._database.address("central"),
        )  # fmt: skip

    def _start_board(self, board: str, port: int) -> None:
        self._boots[board] += 1
        place = self._places[board]
        told = {
            "folder": str(self._folder / "boards" / board),
            "central": f"http://127.0.0.1:{port}",
            "code": place.code,
            "seed": self.plan.seed * 1_000_000 + self._boots[board],
            "tier": place.tier,
            "every_s": self.plan.every_s,
            "at_once": self.plan.at_once,
        }
        log = self._folder / "boards" / board / "log"
        self._boards[board] = self._nursery.begin_board(log, told)

    # Chaos

    def _live(self, proxy: Proxy) -> None:
        end = time.monotonic() + self.plan.seconds
        due = time.monotonic()
        while (due := due + self._chance.expovariate(1 / self.plan.kill_every_s)) < end:
            time.sleep(max(0.0, due - time.monotonic()))
            self._do_harm(proxy)
            self._find_ended(proxy)
            if self._chance.random() < 0.5:
                proxy.weather()

    def _do_harm(self, proxy: Proxy) -> None:
        by_chance = self._chance.choices(list(EVENTS), list(EVENTS.values()))[0]
        what = self._first.pop() if self._first else by_chance
        if what == "central" and not any(map(_listens, self._ports)):
            what = "board"  # or on a slow machine none would ever come up
        if what == "disk":
            self._diary.note("full disk")
            self.figures.faults["full disk"] += self._chance.choice(self._small).fill()
            return
        if self._chance.random() < 0.5:
            self._empty_disks()
        self.figures.kills[what] += 1
        if what == "board":
            board = self._chance.choice(list(self._boards))
            self._diary.note("kill", board)
            self._nursery.kill(self._boards[board])
            self._start_board(board, proxy.port)
        elif what == "central":
            number = self._chance.randrange(2)
            self._diary.note("kill central", number)
            self._nursery.kill(self._centrals[number])
            self._start_central(number)
        else:
            self._diary.note("kill postgres")
            self._chance.choice((self._database.crash, self._database.kill))()
            self._database.start()

    def _find_ended(self, proxy: Proxy) -> None:
        """Start again what ended by itself, which nothing may."""
        for pid in self._nursery.ended():
            if pid in self._centrals:
                number = self._centrals.index(pid)
                self.figures.violations.append(f"central {number} ended by itself")
                self._start_central(number)
            else:
                board = next(name for name, one in self._boards.items() if one == pid)
                self.figures.violations.append(f"{board} ended by itself")
                self._start_board(board, proxy.port)

    def _empty_disks(self) -> None:
        for disk in self._small:
            disk.empty()

    def _heal(self, proxy: Proxy) -> None:
        (self._folder / "boards" / QUIET).touch()
        self._empty_disks()
        proxy.weather(FAIR)
        healed = time.monotonic()
        try:
            _until(self._converged, CONVERGE_S, "boards converge")
            self.figures.converged_s = time.monotonic() - healed
        except TimeoutError as late:
            self.figures.violations.append(f"{late}: {self._who_lags()}")
        self._diary.note("converged" if self.figures.converged_s else "not converged")
        self._find_ended(proxy)

    def _statuses(self) -> dict[str, Said]:
        """Return what boards say of themselves; what one said before it was killed does not count."""
        found: dict[str, Said] = {}
        for board, pid in self._boards.items():
            try:
                said = json.loads((self._folder / "boards" / board / STATUS).read_text())
            except FileNotFoundError:
                said = {}
            dumb = {"pending": -1, "cursors": {}, "state": "dumb", "trouble": ""}
            found[board] = said if said.get("pid") == pid else dumb
        return found

    def _all_enrolled(self) -> bool:
        return all(said["cursors"] for said in self._statuses().values())

    def _converged(self) -> bool:
        return not self._who_lags()

    def _who_lags(self) -> dict[str, Said]:
        """Return how those stand who are not where central is."""
        rows = self._database.ask("SELECT node, kind, last_seq FROM log", "central")
        heads = {str(Log.from_text(f"{node}/{kind}")): int(seq) for node, kind, seq in rows}
        lagging = {}
        for board, said in self._statuses().items():
            behind = {
                log: f"{seq} of {heads.get(log, 0)}"
                for log, seq in said["cursors"].items()
                if heads.get(log, 0) != seq
            }
            if said["pending"] or behind or said["state"] != "in_sync":
                lagging[board] = {**said, "cursors": behind}
        return lagging

    # Judgement

    def _judge(self) -> None:
        for pid in (*self._boards.values(), *self._centrals):
            self._nursery.kill(pid)
        self.figures.spent_s.update(self._nursery.processor_s())
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
        self.figures.twice = len(twice)
        if twice:
            self.figures.violations.append(f"{len(twice)} changes are twice, the first {twice[0]}")
        for board in self._boards:
            self._compare_board(board, counted, bodies)
        self.figures.violations += list(storage.contradictions())

    def _compare_board(
        self, board: str, counted: Counter[str], bodies: dict[Log, list[tuple[int, str]]]
    ) -> None:
        folder = self._folder / "boards" / board
        written = folder / CONFIRMED
        confirmed = written.read_text().split() if written.exists() else []
        self.figures.confirmed += len(confirmed)
        verdict = verdict_on(folder / DATA / STORE, bodies)
        self.figures.dead += len(verdict.dead)
        kept = verdict.dead | verdict.unsent
        lost = [name for name in confirmed if name not in counted and name not in kept]
        self.figures.lost += len(lost)
        if lost:
            self.figures.violations.append(f"{board} lost {len(lost)}, the first {lost[0]}")
        self.figures.violations += [f"{board}: {what}" for what in verdict.wrong]

    # Ending

    def _keep_traces(self) -> None:
        """Keep what a run with a violation left, and take the small disks away."""
        if self.figures.violations or sys.exc_info()[0] is not None:
            kept = KEPT / f"seed-{self.plan.seed}"
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(self._folder, kept, ignore=shutil.ignore_patterns(FILLER, "*.half"))
            shutil.copy(self._database.folder / "log", kept / "postgres.log")
            self.figures.violations.append(f"logs and boards lie in {kept}")
        for disk in self._small:
            disk.remove()


def _free_port(chance: random.Random) -> int:
    while True:
        port = chance.randrange(*BELOW_EPHEMERAL)
        if not _listens(port):
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
    before_s = _processor_s()
    with tempfile.TemporaryDirectory(prefix="huddle-chaos-") as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 - PostgreSQL runs as somebody else
        figures = Chaos(planned, Path(folder)).run()
    figures.spent_s["in all"] = _processor_s() - before_s
    return figures


def _processor_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
