"""Known protocol bugs, each to be caught by the storm: `python -m tests.simulation.mutants --seeds 100`.

A proof that finds nothing has to show that it would find something. A mutant is caught by a seed when that run breaks
an invariant, does not drain, or cannot go on; without the mutant the same seed holds.
"""

import argparse
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.simulation import mutants_of_boards as boards
from tests.simulation import mutants_of_central as central
from tests.simulation.__main__ import memory_disk
from tests.simulation.flaws import SOUND, Flaw
from tests.simulation.storm import Size, Storm

SMALL: Final = Size(boards=2, days=0.3, acts=60, burst=6, hurry=15.0, snapshot_behind=40)
"""A short, hard storm with few boards: what mutants need, in few seconds."""
SEEDS: Final = 100
MUTANTS: Final[dict[str, type[Flaw]]] = {
    "no dedupe at central": central.NoDedupe,
    "a number burnt": central.NumberBurnt,
    "a snapshot leaves out": central.SnapshotLeavesOut,
    "acknowledged before commit": central.AcknowledgedTooSoon,
    "failover on the same timeline": central.SameTimeline,
    "page gap accepted": central.GapAccepted,
    "fork ignored": central.ForkIgnored,
    "delete on send": boards.DeletedOnSend,
    "high-water acknowledgement": boards.HighWater,
    "no fsync": boards.NoFsync,
    "cursor before page": boards.CursorFirst,
    "timeline ignored": boards.TimelineIgnored,
    "acknowledged for ever": boards.AcknowledgedForEver,
    "snapshot drops pending": boards.SnapshotDropsPending,
    "dead blocks the queue": boards.DeadBlocks,
    "dead dropped": boards.DeadDropped,
    "renumber loses order": boards.RenumberLosesOrder,
    "renumber leaves one": boards.RenumberLeavesOne,
    "erasure not forwarded": boards.ErasureNotForwarded,
    "enrolment duplicates": boards.EnrolmentDuplicates,
    "own edit sinks": boards.OwnEditSinks,
    "endless backoff": boards.EndlessBackoff,
}

FIRST_SEEDS: Final[dict[str, int]] = {
    "fork ignored": 4,
    "high-water acknowledgement": 3,
    "cursor before page": 18,
    "acknowledged for ever": 3,
    "snapshot drops pending": 3,
    "erasure not forwarded": 4,
    "own edit sinks": 4,
}
"""The seed that caught each first when all were hunted last, where it was not seed 1."""


@dataclass(frozen=True, slots=True)
class Caught:
    """What caught a mutant: the seed and the first thing that was wrong; 0 when it survived."""

    name: str
    seed: int
    why: str


def wrong_with(flaw: Flaw, seed: int, size: Size) -> str:
    """Live through a run with a flaw; return the first thing that is wrong, or nothing."""
    with TemporaryDirectory(prefix="huddle-", dir=memory_disk()) as folder:
        try:
            found = Storm(seed, size, Path(folder), flaw).run().violations
        except Exception as trouble:  # noqa: BLE001 - a bug may break anything
            return f"{type(trouble).__name__}: {trouble}"
    return found[0] if found else ""


@cache
def holds(seed: int, size: Size) -> bool:
    """Tell whether a run without a flaw holds."""
    return not wrong_with(SOUND, seed, size)


def hunt(name: str, seeds: Iterable[int], size: Size = SMALL) -> Caught:
    """Return what catches a mutant first."""
    for seed in seeds:
        why = wrong_with(MUTANTS[name](), seed, size)
        if why and holds(seed, size):
            return Caught(name, seed, why)
    return Caught(name, 0, "survived")


def main() -> int:
    """Hunt all mutants on all cores; print what caught them, and return 1 if one survives."""
    parser = argparse.ArgumentParser(prog="tests.simulation.mutants", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--only", choices=MUTANTS, nargs="*", default=list(MUTANTS))
    said = parser.parse_args()
    seeds = range(1, said.seeds + 1)
    survived = 0
    with ProcessPoolExecutor() as processes:
        for caught in processes.map(hunt, said.only, [seeds] * len(said.only)):
            survived += caught.seed == 0
            print(f"{caught.name:32} seed {caught.seed:3}  {caught.why}")
            sys.stdout.flush()
    print(f"{len(said.only) - survived} of {len(said.only)} caught within {said.seeds} seeds")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
