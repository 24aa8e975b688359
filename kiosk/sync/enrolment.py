"""How this computer belongs to a central system: the file beside the store, and asking to be let in."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Protocol

from kiosk.domain.errors import KioskError
from kiosk.sync.acts import AskEnrolment, Request
from kiosk.sync.events import Answer, Failure, Started
from kiosk.sync.protocol import Code, Enrol, Enrolled, Refusal
from kiosk.sync.telling import WORDS

FILE_NAME: Final = "enrolment.json"
VERSION: Final = 1
FILE_LIMIT_BYTES: Final = 64 * 1024
STILL_WORKS: Final = "The board works as ever, and keeps everything."


class BadEnrolment(KioskError):  # noqa: N818 - said to a person, like every refusal
    """The file of the enrolment cannot be read."""


class NotEnrolled(KioskError):  # noqa: N818 - said to a person, like every refusal
    """Central did not let this computer in, or could not be asked."""


class Asks(Protocol):
    """What carries a request to central."""

    def ask(self, request: Request, token: str | None) -> Answer | Refusal | Failure:
        """Send a request and wait for what comes of it."""
        ...


@dataclass(frozen=True, slots=True)
class Enrolment:
    """How this computer belongs to central.

    Attributes:
        central: its address.
        device: as central knows this computer; empty while it does not.
        name: what IT calls it.
        approved: it belongs to a node; otherwise it waits for IT.
        code: what it was let in with, until it is approved.
        ca: a file with the certificate authority that is trusted alone; empty for the system's.
        refused: central said last that this computer does not belong to it, or no longer.
        policy: which policy stood when this was kept, so that a changed one is noticed; empty for none.
        unit: what the unit is called that it was let into just now; it is not kept, for IT moves and renames.
    """

    central: str
    device: str = ""
    name: str = ""
    approved: bool = False
    code: str = ""
    ca: str = ""
    refused: bool = False
    policy: str = ""
    unit: str = field(default="", compare=False)

    @property
    def settled(self) -> bool:
        """Whether it belongs to a node, and nobody has said otherwise since."""
        return self.approved and not self.refused

    @property
    def waiting_words(self) -> str:
        """What the board says while IT has not decided."""
        return f"Waiting for IT: {self.name}"

    def accepted(self, enrolled: Enrolled) -> "Enrolment":
        """Return the enrolment after an answer of central."""
        approved = enrolled.node is not None
        return replace(
            self,
            device=enrolled.device,
            name=enrolled.name,
            approved=approved,
            refused=False,
            unit=enrolled.node_name,
            code="" if approved else self.code,
        )

    def started(self, who: "Applicant", *, fingerprint_then: str | None) -> Started:
        """Return what the engine starts with.

        Args:
            who: this computer.
            fingerprint_then: of the machine on which the store was enrolled, or None.
        """
        copied = bool(fingerprint_then and who.fingerprint and fingerprint_then != who.fingerprint)
        application = None if self.approved else who.application(self.code)
        return Started(
            central=self.central,
            device=self.device,
            name=self.name,
            application=application,
            fingerprint=who.fingerprint,
            copied=copied,
        )


@dataclass(frozen=True, slots=True)
class Applicant:
    """This computer, as it asks to be let in.

    Attributes:
        public_key: in hex.
        fingerprint: of the machine.
        hostname: its name in the network.
        local_node: under which the ward ran alone, or None.
        offer: how the ward was set up alone, or None.
        app: the program's version.
    """

    public_key: str
    fingerprint: str
    hostname: str
    local_node: str | None = None
    offer: dict[str, Any] | None = None
    app: str = ""

    def application(self, code: str) -> Enrol:
        """Return the wire's message."""
        return Enrol(
            code=code,
            public_key=self.public_key,
            fingerprint=self.fingerprint,
            hostname=self.hostname,
            local_node=self.local_node,
            offer=self.offer,
            app=self.app,
        )


class EnrolmentFile:
    """The file beside the store.

    Args:
        path: where it is.
        write: writes a file whole and on disk, or not at all.
    """

    def __init__(self, path: Path, write: Callable[[Path, bytes], None]) -> None:
        self._path = path
        self._write = write

    def read(self) -> Enrolment | None:
        """Return the enrolment, or None while the ward is alone.

        Raises:
            BadEnrolment: the file cannot be read.
        """
        try:
            with self._path.open("rb") as file:
                body = file.read(FILE_LIMIT_BYTES)
            said = json.loads(body)
            if said.pop("version") != VERSION:
                raise self._bad("is of another version of the program")
            return Enrolment(**said)
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise self._bad(f"cannot be read: {problem.strerror}") from problem
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as problem:
            raise self._bad("is not what the program wrote") from problem

    def keep(self, enrolment: Enrolment) -> None:
        """Keep an enrolment.

        Raises:
            BadEnrolment: it could not be written.
        """
        kept = {name: value for name, value in asdict(enrolment).items() if name != "unit"}
        body = json.dumps({"version": VERSION, **kept}, indent=2)
        try:
            self._write(self._path, body.encode())
        except OSError as problem:
            raise self._bad(f"cannot be written: {problem.strerror}") from problem

    def forget(self) -> None:
        """Be alone again; what is in the store stays."""
        self._path.unlink(missing_ok=True)

    def _bad(self, problem: str) -> BadEnrolment:
        return BadEnrolment(
            f"{self._path} {problem}.", STILL_WORKS, "IT mends the file, or enrols this PC again."
        )


def ask_to_enrol(asks: Asks, enrolment: Enrolment, who: Applicant) -> Enrolment:
    """Ask central to let this computer in; the same key asking again is answered alike.

    Args:
        asks: carries the request.
        enrolment: address and code.
        who: this computer.

    Returns:
        The enrolment as it is now; it waits for IT, or is approved. Nothing is kept yet.

    Raises:
        NotEnrolled: central said no, or could not be asked; says what to do.
    """
    answer = asks.ask(AskEnrolment(who.application(enrolment.code)), None)
    match answer:
        case Enrolled():
            return enrolment.accepted(answer)
        case Refusal():
            raise NotEnrolled(answer.message or "Central said no.", STILL_WORKS, _to_do(answer))
        case Failure():
            raise NotEnrolled(
                WORDS[answer.why], STILL_WORKS, f"Check the address {enrolment.central} with IT."
            )
        case _:
            raise NotEnrolled("Central answered something else.", STILL_WORKS, "Tell IT.")


def _to_do(refusal: Refusal) -> str:
    if refusal.error in {Code.BUSY, Code.SLOW_DOWN}:
        return "Try again in a minute."
    return "Ask IT for a new code." if refusal.error is not Code.REVOKED else "Ask IT."
