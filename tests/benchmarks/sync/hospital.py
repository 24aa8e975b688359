"""What every run of sync needs: a folder, a central of its own, and boards that belong to it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.processes import CHECKOUT, pss_mb
from tests.benchmarks.sync.boards import SmallBoard
from tests.fakes.central_process import CentralProcess, command, running_central


@dataclass(frozen=True, slots=True)
class Yard:
    """Where the runs work.

    Attributes:
        folder: on the disk that the build is on.
        around: what the environment says about the screen.
        quick: fewer turns.
    """

    folder: Path
    around: dict[str, str]
    quick: bool

    def turns(self, full: int, quick: int) -> int:
        """Return how many times to do something."""
        return quick if self.quick else full

    def new(self, name: str) -> Path:
        """Return a new and empty folder."""
        made = self.folder / name
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        return made


@dataclass(frozen=True, slots=True)
class Hospital:
    """A central over TLS with its own database, and the boards of one ward.

    Attributes:
        folder: of the boards.
        served: the process.
    """

    folder: Path
    served: CentralProcess

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.served.address.rpartition(":")[2])

    def board(self, name: str, port: int | None = None) -> SmallBoard:
        """Return a new board of the ward that is in sync.

        Args:
            name: of its folder.
            port: of a proxy before central, or None.
        """
        assert self.served.authority is not None
        board = SmallBoard(self.folder / name, self.served.authority)
        board.enrol(f"https://127.0.0.1:{port or self.port}", self.code())
        return board

    def code(self) -> str:
        """Return a code that lets one board in."""
        made = command(self.folder / "central", "code", "Ward 1", "--no-qr")
        if made.returncode:
            raise RuntimeError(made.stderr)
        return made.stdout.split()[0]


@contextmanager
def hospital(folder: Path) -> Iterator[Hospital]:
    """Start a central in a folder; it is killed at the end."""
    with running_central(folder / "central") as served:
        yield Hospital(folder, served)


def imports_mib(modules: str) -> float:
    """Return the memory of a process that only imports some modules."""
    words = [sys.executable, "-c", f"import {modules}; print(flush=True); input()"]
    with subprocess.Popen(
        words, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            return pss_mb(process.pid)
        finally:
            process.kill()
