"""What goes wrong in a storm: power, cables, disks, clocks, copies of disks, and central itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tests.simulation.kiosks import Kiosk
from tests.simulation.world import DAY_S, HOUR_S, MINUTE_S

if TYPE_CHECKING:
    from pathlib import Path

    from tests.simulation.storm import Storm

CLONES: Final = 2
"""The most PCs of one run that are set up as copies of others."""
AT_ONCE: Final = 5
"""The most things that people do at a copied or restored board before it has heard of anything."""


class Mishaps:
    """Lets things go wrong while it storms.

    Attributes:
        failed_over: how often central went on from a backup.
    """

    def __init__(self, storm: "Storm") -> None:
        self._storm = storm
        self._world = storm.world
        self._copies: dict[str, Path] = {}
        self._clones = 0
        self.failed_over = 0

    def begin(self) -> None:
        """Let everything go wrong now and then."""
        for act, every_h in (
            (self._cut_power, 6.0),
            (self._pull_cable, 8.0),
            (self._fill_disk, 10.0),
            (self._set_clock, 12.0),
            (self._copy_a_disk, 7.0),
            (self._put_a_copy_back, 30.0),
            (self._clone_a_pc, 20.0),
            (self._back_up_central, 5.0),
            (self._kill_central, 15.0),
            (self._fail_over, 40.0),
        ):
            self._now_and_then(act, every_h * HOUR_S / self._storm.size.hurry)

    def boot(self, kiosk: Kiosk) -> None:
        """Switch a PC on that is off."""
        if kiosk.store is None:
            kiosk.boot()

    def _now_and_then(self, act: Callable[[], None], mean_s: float) -> None:
        def happen() -> None:
            if self._storm.storming:
                act()
                self._world.after(self._world.chance.expovariate(1 / mean_s), happen)

        self._world.after(self._world.chance.expovariate(1 / mean_s), happen)

    def _one(self) -> Kiosk:
        return self._world.chance.choice(self._storm.kiosks)

    def _one_that_sends(self) -> Kiosk:
        """Choose a board that has something to send, if there is one: what is copied then goes out twice."""
        busy = [one for one in self._storm.kiosks if one.store and one.store.pending_count()]
        return self._world.chance.choice(busy or self._storm.kiosks)

    def _for_a_while(self, longest_s: float) -> float:
        return self._world.chance.uniform(1.0, longest_s / self._storm.size.hurry)

    # Boards

    def _cut_power(self) -> None:
        kiosk = self._one()
        if kiosk.store is None:
            return
        self._world.fault("power cut")
        kiosk.cut_power()
        self._world.after(self._for_a_while(4 * HOUR_S), lambda: self.boot(kiosk))

    def _pull_cable(self) -> None:
        kiosk, network = self._one(), self._storm.network
        self._world.fault("partition")
        network.apart.add(kiosk.name)
        longest_s = min(8 * DAY_S, self._storm.size.days * DAY_S / 2)
        seconds = self._world.chance.choice([MINUTE_S, HOUR_S, longest_s])

        def plug_in() -> None:
            network.apart.discard(kiosk.name)
            kiosk.network_changed()

        self._world.after(seconds, plug_in)

    def _fill_disk(self) -> None:
        kiosk = self._one()
        self._world.fault("disk full")
        kiosk.fuse.light(self._world.chance.randrange(60))
        self._world.after(self._for_a_while(HOUR_S), kiosk.fuse.put_out)

    def _set_clock(self) -> None:
        kiosk = self._one()
        self._world.fault("clock set")
        kiosk.clock.off = timedelta(days=self._world.chance.uniform(-400, 2))

    def _copy_a_disk(self) -> None:
        kiosk = self._one_that_sends()
        if kiosk.store is not None:
            self._copies[kiosk.name] = kiosk.copy_disk()

    def _put_a_copy_back(self) -> None:
        """Restore a PC from an older image; central has all that it had since, and a backup of it.

        A PC and central that both lose the same day at once lose it: nothing else has it as its own.
        """
        kiosk = self._one()
        copied, timeline = self._copies.get(kiosk.name), self._storm.central.storage.timeline()
        if copied is None or kiosk.store is None or not kiosk.in_sync:
            return
        if kiosk.store.identity.timeline != timeline:
            return
        self._world.fault("kiosk restored")
        self._back_up_central()
        kiosk.cut_power()
        kiosk.put_back(copied)

        def begin() -> None:
            self.boot(kiosk)
            kiosk.act(self._world.chance.randint(0, AT_ONCE))

        self._world.after(MINUTE_S, begin)

    def _clone_a_pc(self) -> None:
        """Set another PC up from a running one's disk, as IT does with an image; the first goes on."""
        kiosk = self._one_that_sends()
        if kiosk.store is None or kiosk.enrolled_as is None or self._clones == CLONES:
            return
        self._world.fault("PC cloned")
        self._clones += 1
        twin = kiosk.clone(f"twin {self._clones}")
        self._storm.join(twin)
        twin.act(self._world.chance.randint(0, AT_ONCE))

    # Central

    def _back_up_central(self) -> None:
        self._storm.central.keep_copy()

    def _kill_central(self) -> None:
        self._world.fault("central killed")
        self._storm.central.restart()

    def _fail_over(self) -> None:
        if self._storm.central.fail_over():
            self._world.fault("central failed over")
            self.failed_over += 1
