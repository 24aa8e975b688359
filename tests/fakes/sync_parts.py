"""What sync on a board is made of, as a test wants it: no file, no key, no network."""

from dataclasses import dataclass, field
from typing import Any

from kiosk.app.sync_runner import Before
from kiosk.sync.enrolment import Enrolment
from kiosk.sync.links import Link
from kiosk.sync.surroundings import Told


@dataclass
class SetRunner:
    """A runner that remembers what was asked of it, and says what a test lets it say."""

    told: Told
    before: Before
    asked: list[str] = field(default_factory=list)
    trust: str | None = "token"

    def start(self) -> None:
        """Begin."""
        self.asked.append("start")

    def stop(self, timeout_s: float) -> None:
        """End."""
        del timeout_s
        self.asked.append("stop")

    def wake(self, pending: int) -> None:
        """Send now."""
        self.asked.append(f"wake with {pending}")

    def try_now(self) -> None:
        """Try everything now."""
        self.asked.append("try now")

    def network_changed(self) -> None:
        """Take the other network."""
        self.asked.append("network")

    def pause(self, *, paused: bool) -> None:
        """Rest, or go on."""
        self.asked.append("pause" if paused else "go on")

    def token(self) -> str | None:
        """Return the trust of this moment."""
        return self.trust


@dataclass
class SetParts:
    """Makes runners as a test wants them.

    Attributes:
        kept: the enrolment that is kept, or None.
        refuses: raised when somebody enrols.
        log_fails: why the log does not arrive, or empty.
    """

    kept: Enrolment | None = None
    refuses: Exception | None = None
    log_fails: str = ""
    runners: list[SetRunner] = field(default_factory=list)

    def enrolment(self) -> Enrolment | None:
        """Return what is kept."""
        return self.kept

    def enrol(self, link: Link, before: Before) -> Enrolment:
        """Let this PC in, or refuse."""
        del before
        if self.refuses is not None:
            raise self.refuses
        self.kept = Enrolment(link.central, device="device-1", name="PC-0417", approved=True)
        return self.kept

    def keep(self, enrolment: Enrolment) -> None:
        """Keep how this PC belongs to central."""
        self.kept = enrolment

    def runner(
        self, enrolment: Enrolment, before: Before, door: Any, took: Any, told: Told
    ) -> tuple[SetRunner, None]:
        """Make a runner."""
        del enrolment, door, took
        runner = SetRunner(told, before)
        self.runners.append(runner)
        return runner, None

    def send_log(self, wire: None, token: str) -> str:
        """Send the log, or say why not."""
        del wire, token
        return self.log_fails
