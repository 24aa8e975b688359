"""Boards and centrals as processes that begin at once: forked by one that has imported them, and has done nothing else.

`python -m tests.simulation.chaos.nursery` reads one line of JSON for each process that is to begin, and answers with
its number. It ends, with all of them, when nobody writes to it any more.
"""

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import psycopg  # noqa: F401 - imported only once a database is opened
import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401
import sqlite_utils  # noqa: F401 - imported only when a store is made

from kiosk.central.cli import main as central_main
from kiosk.central.cli import serving  # noqa: F401
from kiosk.central.storage.sql import postgresql, storage  # noqa: F401
from tests.simulation.chaos.board import live

NICE: Final = 5
"""Of boards: on wards each has a computer of its own; here central and its database come first."""
ROOT: Final = Path(__file__).resolve().parents[3]


class Nursery:
    """Begins processes and kills them."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        """Begin; what is imported is imported while others begin."""
        words = [sys.executable, "-m", "tests.simulation.chaos.nursery"]
        self._process = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, and all processes with it."""
        if self._process is not None:
            self._process.communicate()

    def begin_board(self, log: Path, told: Mapping[str, Any]) -> int:
        """Begin a board; return its process.

        Args:
            log: where its error output goes.
            told: what `Board` is made with.
        """
        return int(self._ask("board", str(log), dict(told)))

    def begin_central(self, log: Path, *words: str) -> int:
        """Begin `huddle-central` with the words of a command; return its process."""
        return int(self._ask("central", str(log), words))

    def kill(self, pid: int) -> None:
        """Kill a process."""
        self._ask("kill", pid)

    def processor_s(self) -> dict[str, float]:
        """Return the processor time of all that were killed, by what they were."""
        return dict(self._ask("spent"))

    def ended(self) -> list[int]:
        """Return the processes that have ended by themselves since this was asked last."""
        return list(self._ask("ended"))

    def _ask(self, *words: Any) -> Any:
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        return json.loads(self._process.stdout.readline())


class Forks:
    """The processes, on the nursery's side."""

    def __init__(self) -> None:
        self._alive: dict[int, str] = {}
        self._spent_s = {"board": 0.0, "central": 0.0}

    def board(self, log: str, told: dict[str, Any]) -> int:
        """Fork a board."""

        def be() -> None:
            os.nice(NICE)
            live(**told)

        return self._fork("board", log, be)

    def central(self, log: str, words: list[str]) -> int:
        """Fork a central."""
        return self._fork("central", log, lambda: sys.exit(central_main(words)))

    def kill(self, pid: int) -> None:
        """Kill a process that lives, and wait for its end."""
        if pid in self._alive:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            self._wait(pid, 0)

    def ended(self) -> list[int]:
        """Find out who has ended."""
        return [pid for pid in list(self._alive) if self._wait(pid, os.WNOHANG)]

    def spent(self) -> dict[str, float]:
        """Tell the processor time of those who have ended."""
        return self._spent_s

    def kill_all(self) -> None:
        """Kill all that live."""
        for pid in list(self._alive):
            self.kill(pid)

    def _wait(self, pid: int, how: int) -> bool:
        found, _, used = os.wait4(pid, how)
        if found:
            self._spent_s[self._alive.pop(pid)] += used.ru_utime + used.ru_stime
        return bool(found)

    def _fork(self, what: str, log: str, be: Callable[[], object]) -> int:
        pid = os.fork()
        if pid == 0:
            _be(log, be)
        self._alive[pid] = what
        return pid


def _be(log: str, be: Callable[[], object]) -> None:
    """Be another process; nothing of the nursery's goes on in here."""
    code = 1
    try:
        said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        nothing = os.open(os.devnull, os.O_RDWR)
        for there, here in ((nothing, 0), (said, 1), (said, 2)):
            os.dup2(there, here)
        be()
        code = 0
    except BaseException:  # noqa: BLE001 - said where somebody looks for it
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def main() -> None:
    """Serve until nobody asks any more."""
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forks = Forks()
    try:
        for line in sys.stdin:
            what, *given = json.loads(line)
            print(json.dumps(getattr(forks, what)(*given)), flush=True)
    finally:
        forks.kill_all()


if __name__ == "__main__":
    main()
