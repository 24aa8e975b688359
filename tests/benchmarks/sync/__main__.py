"""Runs everything that `make bench-sync` measures, prints a table with targets and verdicts, and keeps it as JSON."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.display import screen
from tests.benchmarks.figures import HEAD, Finding
from tests.benchmarks.sync import bulk, ingest, live, waking, window
from tests.benchmarks.sync.hospital import Yard

RUNS: dict[str, Callable[[Yard], list[Finding]]] = {
    "backlog": bulk.backlog,
    "away": bulk.away,
    "memory": bulk.memory,
    "live": live.live,
    "ingest": ingest.ingest,
    "waking": waking.waking,
    "window": window.window,
}


def main() -> int:
    """Measure; the exit code is 0 whatever was found: a busy machine is no failure."""
    options = _options()
    folder = options.out.parent.absolute() / "bench-sync"
    folder.mkdir(parents=True, exist_ok=True)
    # What Python compiles is kept here, whatever the environment says.
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "pycache")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    found: list[Finding] = []
    with screen() as around:
        yard = Yard(folder, around, options.quick)
        print(f"Load of the machine {load()}\n\n{HEAD}", flush=True)
        for name in options.only or RUNS:
            for finding in RUNS[name](yard):
                print(finding.line(), flush=True)
                found.append(finding)
    facts = {"python": platform.python_version(), "machine": platform.machine(), "load": load()}
    document = {**facts, "quick": options.quick, "findings": [one.json() for one in found]}
    options.out.write_text(json.dumps(document, indent=2, ensure_ascii=False), encoding="utf-8")
    print(f"\nKept in {options.out}. Load of the machine at the end {load()}.")
    return 0


def load() -> str:
    """Return the load of the machine, in words."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.sync", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/bench-sync.json"), help="the JSON")
    parser.add_argument("--quick", action="store_true", help="fewer turns, and a smaller crowd")
    parser.add_argument("--only", nargs="*", choices=sorted(RUNS), help="only these")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
