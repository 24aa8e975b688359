"""Simulate many seeds on all cores: `python -m tests.simulation --seeds 1000 --boards 22 --days 21`."""

import argparse
import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple
from pathlib import Path

from tests.simulation.storm import Report, Size, Storm

MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - files of a run, in a folder of its own


def memory_disk() -> Path | None:
    """Return a folder that lies in memory, or None where there is none."""
    return MEMORY_DISK if MEMORY_DISK.is_dir() and os.access(MEMORY_DISK, os.W_OK) else None


def live(seed: int, size: Size) -> Report:
    """Live through one seed."""
    with tempfile.TemporaryDirectory(prefix="huddle-", dir=memory_disk()) as folder:
        return Storm(seed, size, Path(folder)).run()


def total(reports: list[Report]) -> Report:
    """Add reports up."""
    whole = Report(0)
    for report in reports:
        whole.operations += report.operations
        whole.changes += report.changes
        whole.faults += report.faults
        whole.violations += [f"seed {report.seed}: {found}" for found in report.violations]
    return whole


def figures(whole: Report, seeds: int) -> str:
    """Return the figures of a simulation as lines."""
    faults = ", ".join(f"{count:,} {kind}" for kind, count in whole.faults.most_common())
    return "\n".join(
        (
            f"seeds       {seeds:,}",
            f"operations  {whole.operations:,}",
            f"changes     {whole.changes:,}",
            f"faults      {sum(whole.faults.values()):,}: {faults}",
            f"violations  {len(whole.violations)}",
            *whole.violations[:50],
        )
    )


def main() -> int:
    """Simulate, print figures, and return 1 on a violation."""
    size = Size()
    parser = argparse.ArgumentParser(prog="tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--boards", type=int, default=22)
    parser.add_argument("--days", type=float, default=21.0)
    parser.add_argument("--acts", type=int, default=size.acts)
    said = parser.parse_args()
    size = Size(boards=said.boards - 1, days=said.days, acts=said.acts)
    print(f"seeds {said.first} to {said.first + said.seeds - 1}, {astuple(size)}")
    seeds = range(said.first, said.first + said.seeds)
    reports: list[Report] = []
    kinds: Counter[str] = Counter()
    with ProcessPoolExecutor() as processes:
        for report in processes.map(live, seeds, [size] * len(seeds)):
            reports.append(report)
            kinds += report.faults
            state = f"{len(report.violations)} violations" if report.violations else "holds"
            print(f"seed {report.seed}: {report.changes:,} changes, {report.digest[:16]}, {state}")
            sys.stdout.flush()
    whole = total(reports)
    print(figures(whole, len(reports)))
    return 1 if whole.violations else 0


if __name__ == "__main__":
    sys.exit(main())
