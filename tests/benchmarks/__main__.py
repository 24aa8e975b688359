"""Runs everything that `make bench` measures, prints a table of ratios and keeps it as JSON."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import published, runs
from tests.benchmarks.display import screen
from tests.benchmarks.figures import HEAD, Finding
from tests.benchmarks.runs import Bench

RUNS: dict[str, Callable[[Bench], list[Finding]]] = {
    "start": runs.start,
    "blocks": runs.blocks,
    "taps": runs.taps,
    "redraws": runs.redraws,
    "charts": runs.charts,
    "flips": runs.flips,
    "released": runs.released,
    "importing": runs.importing,
    "memory": runs.memory,
    "publishing": published.publishing,
}


def main() -> int:
    """Measure; the exit code is 0 whatever was found: a busy machine is no failure."""
    options = _options()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    found: list[Finding] = []
    with screen() as around:
        bench = Bench(options.out.parent.absolute() / "bench", around, options.quick)
        bench.folder.mkdir(exist_ok=True)
        # What Python compiles is kept here, whatever the environment says, so that every start is a second start.
        os.environ["PYTHONPYCACHEPREFIX"] = str(bench.folder / "pycache")
        runs.prepare(bench)
        print(f"On {around['QT_QPA_PLATFORM']}; load of the machine {_load()}\n\n{HEAD}")
        for name in options.only or RUNS:
            for finding in RUNS[name](bench):
                print(finding.line(), flush=True)
                found.append(finding)
    facts = {"python": platform.python_version(), "machine": platform.machine(), "load": _load()}
    document = {**facts, "screen": around, "findings": [one.json() for one in found]}
    options.out.write_text(json.dumps(document, indent=2, ensure_ascii=False), encoding="utf-8")
    print(f"\nKept in {options.out}. Load of the machine at the end {_load()}.")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"), help="the JSON file")
    parser.add_argument("--quick", action="store_true", help="fewer turns: a minute or two")
    parser.add_argument("--only", nargs="*", choices=sorted(RUNS), help="only these")
    return parser.parse_args()


def _load() -> str:
    if not hasattr(os, "getloadavg"):
        return "unknown"
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


if __name__ == "__main__":
    sys.exit(main())
