"""One run: a hospital in a storm for some days, then fair weather, then whether everything is as it must be."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from kiosk.sync.protocol import Enrol
from kiosk.sync.status import SyncState
from tests.simulation.central import Central
from tests.simulation.hospital import SERVICE, hospital, node_id
from tests.simulation.invariants import violations
from tests.simulation.kiosks import Kiosk
from tests.simulation.network import FAIR, Network
from tests.simulation.world import DAY_S, HOUR_S, MINUTE_S, World

DRAIN_S: Final = 60.0
"""The queue drains within this time of healing (SYNC.md)."""
SPREAD_S: Final = 300.0
"""Boards come back over two minutes after an outage, and wait at most five before they try again."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a run is.

    Attributes:
        boards: of wards; the service has one besides.
        days: how long the storm lasts.
        acts: things that people do at each board, on average.
        burst: the most that are done one right after the other, as at a huddle.
    """

    boards: int = 4
    days: float = 1.0
    acts: int = 900
    burst: int = 48


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
    """A run, made of a seed and a size."""

    def __init__(self, seed: int, size: Size, folder: Path) -> None:
        self.world = World(seed)
        self.size = size
        wards = max(1, size.boards // 2)  # two boards to a ward, so that they meet in its own log
        names = [f"ward {number}" for number in range(1, wards + 1)]
        self.hospital = hospital(names)
        self.central = Central(self.world, self.hospital)
        self.network = Network(self.world, self.central)
        self.kiosks = [
            Kiosk(self.world, self.network, folder, f"pc {number}", node_id(names[number % wards]))
            for number in range(size.boards)
        ]
        self.kiosks.append(Kiosk(self.world, self.network, folder, "pc s", SERVICE, tier=2))
        self.copies: dict[str, Path] = {}
        self.failed_over = 0
        self.report = Report(seed)

    def run(self) -> Report:
        """Live through it."""
        try:
            self._begin()
            self.world.run_until(self.size.days * DAY_S)
            self._heal()
            self._judge()
        finally:
            for kiosk in self.kiosks:
                if kiosk.store is not None:
                    kiosk.store.close()
            self.central.close()
        return self.report

    # The storm

    def _begin(self) -> None:
        for kiosk in self.kiosks:
            kiosk.boot()
            # Some wards have run alone for a while before they enrol.
            alone_s = self.world.chance.choice([0.0, 0.0, HOUR_S, 12 * HOUR_S])
            self.world.after(alone_s, self._enrolling(kiosk))
            self._keep_acting(kiosk)
            self._look_after(kiosk)
        for act, every_h in (
            (self._cut_power, 6.0),
            (self._pull_cable, 8.0),
            (self._fill_disk, 10.0),
            (self._set_clock, 12.0),
            (self._copy_a_disk, 7.0),
            (self._put_a_copy_back, 30.0),
            (self._back_up_central, 5.0),
            (self._fail_over, 40.0),
        ):
            self._now_and_then(act, every_h * HOUR_S)

    def _look_after(self, kiosk: Kiosk) -> None:
        """Give a board another code that a restored central has forgotten, as IT does once an hour."""

        def look() -> None:
            if kiosk.store is not None and kiosk.status.state is SyncState.REVOKED:
                kiosk.enrolled_as = None
                self._enrolling(kiosk)()
            self.world.after(HOUR_S, look)

        self.world.after(HOUR_S, look)

    def _enrolling(self, kiosk: Kiosk) -> Callable[[], None]:
        def enrol() -> None:
            if kiosk.store is None:
                self.world.after(MINUTE_S, enrol)
                return
            local = kiosk.store.identity.node
            kiosk.application = Enrol(
                code=self.central.code(kiosk.node),
                public_key=kiosk.key.public_key().public_bytes_raw().hex(),
                fingerprint=kiosk.fingerprint,
                hostname=kiosk.name,
                local_node=local,
            )
            kiosk.start()
            self.world.after(8 * MINUTE_S, again)

        def again() -> None:
            if kiosk.enrolled_as is None:
                enrol()  # the code has run out: IT makes another

        return enrol

    def _keep_acting(self, kiosk: Kiosk) -> None:
        mean_burst = (1 + self.size.burst) / 2
        mean_s = self.size.days * DAY_S * mean_burst / max(1, self.size.acts)

        def act() -> None:
            if self._storming:
                burst = self.world.chance.randint(1, self.size.burst)
                self.report.operations += burst
                kiosk.act(burst)
                self.world.after(self.world.chance.expovariate(1 / mean_s), act)

        self.world.after(self.world.chance.expovariate(1 / mean_s), act)

    @property
    def _storming(self) -> bool:
        return self.world.now_s < self.size.days * DAY_S

    def _now_and_then(self, act: Callable[[], None], mean_s: float) -> None:
        def happen() -> None:
            if self._storming:
                act()
                self.world.after(self.world.chance.expovariate(1 / mean_s), happen)

        self.world.after(self.world.chance.expovariate(1 / mean_s), happen)

    def _one(self) -> Kiosk:
        return self.world.chance.choice(self.kiosks)

    def _cut_power(self) -> None:
        kiosk = self._one()
        if kiosk.store is None:
            return
        self.world.fault("power cut")
        kiosk.cut_power()
        self.world.after(self.world.chance.uniform(1.0, 4 * HOUR_S), lambda: self._boot(kiosk))

    def _boot(self, kiosk: Kiosk) -> None:
        if kiosk.store is None:
            kiosk.boot()

    def _pull_cable(self) -> None:
        kiosk = self._one()
        self.world.fault("partition")
        self.network.apart.add(kiosk.name)
        longest_s = min(8 * DAY_S, self.size.days * DAY_S / 2)
        seconds = self.world.chance.choice([MINUTE_S, HOUR_S, longest_s])

        def plug_in() -> None:
            self.network.apart.discard(kiosk.name)
            kiosk.network_changed()

        self.world.after(seconds, plug_in)

    def _fill_disk(self) -> None:
        kiosk = self._one()
        self.world.fault("disk full")
        kiosk.fuse.light(self.world.chance.randrange(60))
        self.world.after(self.world.chance.uniform(1.0, HOUR_S), kiosk.fuse.put_out)

    def _set_clock(self) -> None:
        kiosk = self._one()
        self.world.fault("clock set")
        kiosk.clock.off = timedelta(days=self.world.chance.uniform(-400, 2))

    def _copy_a_disk(self) -> None:
        kiosk = self._one()
        if kiosk.store is not None:
            self.copies[kiosk.name] = kiosk.copy_disk()

    def _put_a_copy_back(self) -> None:
        """Restore a PC from an older image; central has all that it had since, and a backup of it.

        A PC and central that both lose the same day at once lose it: nothing else has it as its own.
        """
        kiosk = self._one()
        copied = self.copies.get(kiosk.name)
        if copied is None or kiosk.store is None or not kiosk.in_sync:
            return
        self.world.fault("kiosk restored")
        self.central.keep_copy()
        kiosk.cut_power()
        kiosk.put_back(copied)
        self.world.after(MINUTE_S, lambda: self._boot(kiosk))

    def _back_up_central(self) -> None:
        self.central.keep_copy()

    def _fail_over(self) -> None:
        if self.central.fail_over():
            self.world.fault("central failed over")
            self.failed_over += 1

    # Fair weather

    def _heal(self) -> None:
        self.network.weather = FAIR
        self.network.apart.clear()
        for kiosk in self.kiosks:
            kiosk.fuse.put_out()
            self._boot(kiosk)
            kiosk.network_changed()
            if kiosk.status.state is SyncState.REVOKED:
                kiosk.enrolled_as = None
                self._enrolling(kiosk)()
        healed_s = self.world.now_s
        self.world.run_until(healed_s + SPREAD_S + DRAIN_S)

    def _judge(self) -> None:
        report = self.report
        report.violations = violations(self)
        report.faults = self.world.faults
        report.changes = self.central.total()
        for log, head in sorted(self.central.heads().items(), key=str):
            page = self.central.storage.page(log, 0, head + 1, 2**40)
            self.world.note(str(log), [(entry.seq, entry.body) for entry in page])
        report.digest = self.world.digest
