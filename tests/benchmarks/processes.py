"""Starting the measured processes, asking them, and how much memory they hold."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.benchmarks.children.stopwatch import SPAWNED

CHECKOUT = Path(__file__).resolve().parents[2]
CHILDREN = "tests.benchmarks.children"


class Child:
    """A measured process: `hear` reads its next line, `ask` writes one first."""

    def __init__(self, module: str, *words: str, around: dict[str, str]) -> None:
        environment = {**os.environ, **around, SPAWNED: str(time.monotonic_ns())}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"{CHILDREN}.{module}", *words],
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None and kind is None:
            self.tell("leave")
            self.process.wait(30)
        self.process.kill()
        self.process.communicate()

    def tell(self, order: str) -> None:
        """Write an order."""
        assert self.process.stdin is not None
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Return what the process says next."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("The measured process ended early; what it said stands above.")
        found: dict[str, Any] = json.loads(line)
        return found

    def ask(self, order: str) -> dict[str, Any]:
        """Give an order, and return what comes of it."""
        self.tell(order)
        return self.hear()


def pss_mb(process: int) -> float:
    """Return the memory of a process and its children, shared pages by their share; 0 where it is not told."""
    folder = Path(f"/proc/{process}")
    rollup = folder / "smaps_rollup"
    if not rollup.exists():
        return 0.0
    line = next(line for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    children = (folder / "task" / str(process) / "children").read_text().split()
    return int(line.split()[1]) / 1024 + sum(pss_mb(int(child)) for child in children)


def cpu_s(process: int) -> float:
    """Return the processor time that a process has used, of all its threads; 0 where it is not told."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run_import(file: Path, figure_map: Path, data: Path) -> float:
    """Run the import command to its end; return its seconds."""
    command = [sys.executable, "-m", "kiosk", "import", str(file), "--map", str(figure_map)]
    environment = {**os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.monotonic()
    subprocess.run(
        [*command, "--data", str(data)],
        cwd=CHECKOUT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.monotonic() - begun
