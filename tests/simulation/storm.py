"""One run: a hospital in a storm for some days, then fair weather, then whether everything is as it must be."""

import gc
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kiosk.sync.protocol import SNAPSHOT_BEHIND
from kiosk.sync.status import SyncState
from tests.simulation.central import Central
from tests.simulation.flaws import SOUND, Flaw
from tests.simulation.hospital import SERVICE, hospital, node_id
from tests.simulation.invariants import undrained, violations
from tests.simulation.kiosks import Kiosk
from tests.simulation.mishaps import Mishaps
from tests.simulation.network import FAIR, Network
from tests.simulation.world import DAY_S, HOUR_S, MINUTE_S, World

DRAIN_S: Final = 60.0
"""The queue drains within this time of healing (SYNC.md)."""
SPREAD_S: Final = 300.0
"""Boards come back over two minutes after an outage, and wait at most five before they try again."""
RARELY: Final = (200_000, 10, 10)
"""Nearly nothing of a run is garbage in a circle, and looking for it costs a tenth of the run."""
REVOKED: Final = 0.5
AFTERWARDS: Final = 5
"""Things that people do at each board after one was turned away."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a run is.

    Attributes:
        boards: of wards; the service has one besides.
        days: how long the storm lasts.
        acts: things that people do at each board, on average.
        burst: the most that are done one right after the other, as at a huddle.
        hurry: how many times faster than in a bad week things go wrong.
        snapshot_behind: how far a board may be behind before it is sent a snapshot.
    """

    boards: int = 4
    days: float = 1.0
    acts: int = 900
    burst: int = 48
    hurry: float = 1.0
    snapshot_behind: int = SNAPSHOT_BEHIND


@dataclass
class Report:
    """What a run was, and what was wrong.

    Attributes:
        seed: of the run.
        digest: what happened and what came of it; the same for the same seed.
        operations: things people did.
        changes: in all logs at the end.
        faults: by kind.
        violations: in words; none when all holds.
    """

    seed: int
    digest: str = ""
    operations: int = 0
    changes: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)


class Storm:
    """A run, made of a seed and a size.

    Attributes:
        kiosks: every PC; some join later, as copies of others.
        revoked: devices that were turned away at the end.
        report: what the run was.
    """

    def __init__(self, seed: int, size: Size, folder: Path, flaw: Flaw = SOUND) -> None:
        self.world = World(seed, flaw)
        self.size = size
        wards = max(1, size.boards // 2)  # two boards to a ward, so that they meet in its own log
        names = [f"ward {number}" for number in range(1, wards + 1)]
        self.hospital = hospital(names)
        self.central = Central(self.world, self.hospital, snapshot_behind=size.snapshot_behind)
        self.network = Network(self.world, self.central)
        self.kiosks = [
            Kiosk(self.world, self.network, folder, f"pc {number}", node_id(names[number % wards]))
            for number in range(size.boards)
        ]
        self.kiosks.append(Kiosk(self.world, self.network, folder, "pc s", SERVICE, tier=2))
        self.revoked: set[str] = set()
        self._mishaps = Mishaps(self)
        self.report = Report(seed)

    def run(self) -> Report:
        """Live through it."""
        collector = gc.get_threshold()
        gc.set_threshold(*RARELY)
        try:
            self._begin()
            self.world.run_until(self.size.days * DAY_S)
            self._heal()
            self._revoke_one()
            self._judge()
        finally:
            for kiosk in self.kiosks:
                if kiosk.store is not None:
                    kiosk.store.close()
            self.central.close()
            gc.set_threshold(*collector)
        return self.report

    # The storm

    def _begin(self) -> None:
        for kiosk in self.kiosks:
            kiosk.boot()
            # Some wards have run alone for a while before they enrol.
            longest_s = min(12 * HOUR_S, self.size.days * DAY_S / 2)
            alone_s = self.world.chance.choice([0.0, 0.0, longest_s / 12, longest_s])
            self.world.after(alone_s, self._enrolling(kiosk))
            self._keep_acting(kiosk)
        self._mishaps.begin()

    def join(self, kiosk: Kiosk) -> None:
        """Let a PC join in that was enrolled when it was another."""
        self.kiosks.append(kiosk)
        kiosk.boot()
        self._look_after(kiosk)
        self._keep_acting(kiosk)

    def _enrolling(self, kiosk: Kiosk) -> Callable[[], None]:
        def enrol() -> None:
            if kiosk.store is None or kiosk.fuse.is_lit:
                self.world.after(MINUTE_S, enrol)
                return
            kiosk.apply(self.central.code(kiosk.node))
            self.world.after(8 * MINUTE_S, look)

        def look() -> None:
            if kiosk.enrolled_as is None:
                enrol()  # the code has run out: IT makes another
            else:
                self._look_after(kiosk)

        return enrol

    def _look_after(self, kiosk: Kiosk) -> None:
        """Give a board a new code when it says that central, restored, does not know it."""

        def look() -> None:
            if self.revoked:
                return
            if kiosk.store is not None and kiosk.status.state is SyncState.REVOKED:
                self.world.fault("enrolled again")
                kiosk.enrolled_as = None
                self._enrolling(kiosk)()
            elif self.storming:
                self.world.after(HOUR_S / self.size.hurry, look)

        look()

    def _keep_acting(self, kiosk: Kiosk) -> None:
        mean_burst = (1 + self.size.burst) / 2
        mean_s = self.size.days * DAY_S * mean_burst / max(1, self.size.acts)

        def act() -> None:
            if self.storming:
                burst = self.world.chance.randint(1, self.size.burst)
                self.report.operations += burst
                kiosk.act(burst)
                self.world.after(self.world.chance.expovariate(1 / mean_s), act)

        self.world.after(self.world.chance.expovariate(1 / mean_s), act)

    @property
    def storming(self) -> bool:
        """Whether it still storms."""
        return self.world.now_s < self.size.days * DAY_S

    # Fair weather

    def _heal(self) -> None:
        self.network.weather = FAIR
        self.network.apart.clear()
        for kiosk in self.kiosks:
            kiosk.fuse.put_out()
            self._mishaps.boot(kiosk)
            kiosk.network_changed()
            self._look_after(kiosk)
        healed_s = self.world.now_s
        self.world.run_until(healed_s + SPREAD_S + DRAIN_S)
        self.report.violations += undrained(self)

    def _revoke_one(self) -> None:
        """Turn one device away, in every second run; the others go on, and it keeps what it has."""
        if not self.world.maybe(REVOKED):
            return
        kiosk = self.world.chance.choice(self.kiosks)
        if kiosk.enrolled_as is None or undrained(self):
            return
        self.world.fault("revoked")
        self.revoked.add(kiosk.enrolled_as[0])
        self.central.revoke(kiosk.enrolled_as[0])
        for each in self.kiosks:
            each.act(AFTERWARDS)
        self.world.run_until(self.world.now_s + DRAIN_S)

    def _judge(self) -> None:
        report = self.report
        report.violations += violations(self)
        report.faults = self.world.faults
        report.changes = self.central.total()
        for log, head in sorted(self.central.heads().items(), key=str):
            page = self.central.storage.page(log, 0, head + 1, 2**40)
            self.world.note(str(log), [(entry.seq, entry.body) for entry in page])
        report.digest = self.world.digest
