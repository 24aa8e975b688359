"""A real central in a process of its own, on loopback, that can be killed and started again on the same data."""

import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"^Central is running at (\S+)$", re.MULTILINE)
LAST_LINE = "Leaders' page:"
CODE = re.compile(r"#([0-9A-Z]{4}-[0-9A-Z]{4})'")
ADMINISTRATOR = re.compile(r"administrator's code: (\S+)")
STOPS_WITHIN_S = 30


@dataclass
class CentralProcess:
    """A central that listens.

    Attributes:
        process: the process.
        address: where.
        codes: the codes that it printed for the first boards.
        administrator: the code that it printed for the first account, or empty.
        authority: the file that clients trust, or None for plain HTTP.
    """

    process: subprocess.Popen[str]
    address: str
    codes: Sequence[str]
    authority: Path | None
    administrator: str = ""

    def client(self) -> httpx.AsyncClient:
        """Return a client that speaks to it."""
        if self.authority is None:
            return httpx.AsyncClient(base_url=self.address)
        trusting = ssl.create_default_context(cafile=str(self.authority))
        return httpx.AsyncClient(base_url=self.address, verify=trusting)

    def kill(self) -> None:
        """Kill it, as a power cut does."""
        self.process.kill()
        self.process.communicate()

    def stop(self) -> int:
        """Ask it to stop; return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=STOPS_WITHIN_S)
        return self.process.returncode


@contextmanager
def running_central(
    data: Path, *arguments: str, dev_tls: bool = True, errors: Path | None = None
) -> Iterator[CentralProcess]:
    """Start a central on a folder; it is killed at the end of the context if it still runs.

    Args:
        data: its folder.
        arguments: further words of `serve`.
        dev_tls: over TLS with an authority of its own, or plain.
        errors: where its log goes; nowhere unless told.
    """
    words = [sys.executable, "-m", "kiosk.central", "serve", "--data", str(data), "--port", "0"]
    words += ["--dev-tls"] if dev_tls else []
    with (
        (errors or Path("/dev/null")).open("a") as log,
        subprocess.Popen(  # noqa: S603 - our own Python, our own module
            [*words, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        try:
            said = _greeting(process)
            found = ADDRESS.search(said)
            assert found is not None, f"central did not start: {said!r}"
            authority = data / "tls" / "ca.pem" if dev_tls else None
            made = ADMINISTRATOR.search(said)
            administrator = made[1] if made is not None else ""
            yield CentralProcess(process, found[1], CODE.findall(said), authority, administrator)
        finally:
            process.kill()


def command(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run another command of central on the same data."""
    words = [sys.executable, "-m", "kiosk.central", arguments[0], "--data", str(data)]
    return subprocess.run(  # noqa: S603 - our own Python, our own module
        [*words, *arguments[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )


def _greeting(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith(LAST_LINE):
            break
    return said
