"""What every measured process does alike: count from its spawning, and say what it found as one line of JSON."""

import os
import sys
import time

SPAWNED = "BENCH_SPAWNED_NS"


def since_spawn_ms() -> float:
    """Return how long ago the parent started this process; the clock is the machine's own, shared by processes."""
    return (time.monotonic_ns() - int(os.environ[SPAWNED])) / 1e6


def now_ms() -> float:
    """Return an instant, for differences."""
    return time.perf_counter_ns() / 1e6


def cpu_ms() -> float:
    """Return the processor time that this process has used in all its threads."""
    return time.process_time_ns() / 1e6


def say(**found: object) -> None:
    """Write one line of JSON for the parent."""
    import json  # noqa: PLC0415 - not a cost of what is measured

    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
