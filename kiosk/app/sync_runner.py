"""What sync on a board is made of: enrolment, key, transport, runner; loaded after the first board is up."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from kiosk.app.means import Means
from kiosk.config import Settings
from kiosk.host.chance import draw
from kiosk.host.files import write_atomically
from kiosk.host.logs import kept_log
from kiosk.host.machine import hostname, machine_fingerprint
from kiosk.services.sync_side import trouble_of
from kiosk.sync.credentials import FILE_NAME as KEY_FILE
from kiosk.sync.credentials import Credentials, credentials_at
from kiosk.sync.enrolment import FILE_NAME, Applicant, Enrolment, EnrolmentFile, ask_to_enrol
from kiosk.sync.events import Failure, Started
from kiosk.sync.links import Link, read_link
from kiosk.sync.performing import FINGERPRINT, StoreSide
from kiosk.sync.protocol import SUPPORT_LOG_LIMIT_BYTES, Health, Refusal
from kiosk.sync.replica import Replica, Taken
from kiosk.sync.runner import Runner
from kiosk.sync.status_file import FILE_NAME as STATUS_FILE
from kiosk.sync.status_file import read_status
from kiosk.sync.surroundings import Door, Told
from kiosk.sync.telling import failure_words
from kiosk.sync.transport import Transport

DISTRIBUTION: Final = "huddle-kiosk"
POLICY_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Before:
    """How the store stood before sync began.

    Attributes:
        node: the node under which the ward runs alone, or None once it belongs to central.
        offer: how it was set up, or None for one that was never.
        fingerprint: of the machine on which the store was enrolled, or None.
        pending, dead: how many own changes were not confirmed, and how many not taken.
    """

    node: str | None
    offer: dict[str, Any] | None
    fingerprint: str | None
    pending: int = 0
    dead: int = 0


class SyncParts:
    """Makes what sync needs, from the data folder and the machine.

    Args:
        settings: how the board is set.
        means: clock and identities.
    """

    def __init__(self, settings: Settings, means: Means) -> None:
        self._settings = settings
        self._means = means
        self._file = EnrolmentFile(settings.data / FILE_NAME, write_atomically)
        self._fingerprint = machine_fingerprint()
        self._began_s = means.clock.monotonic_s()

    def enrolment(self) -> Enrolment | None:
        """Return how this PC belongs to central: what is kept, else what a policy says; None when it is alone.

        A policy that has changed since replaces what was never approved, and what central has refused: the key stays,
        and so does everything in the store. One that has not changed never undoes what IT decided.

        Raises:
            BadEnrolment: the file cannot be read or written.
            BadLink: the policy's address cannot be used.
        """
        kept = self._file.read()
        mark = self._policy()
        if not mark or (kept is not None and (kept.settled or kept.policy == mark)):
            return kept
        link = read_link(self._settings.central)
        policy = Enrolment(link.central, code=self._settings.enrol_code, ca=self._ca(), policy=mark)
        self._file.keep(policy)
        return policy

    def enrol(self, link: Link, before: Before) -> Enrolment:
        """Ask central to let this PC in, and keep what it said.

        Raises:
            NotEnrolled: it said no, or could not be asked.
            KioskError: the key, the certificate or the file cannot be used.
        """
        asked = Enrolment(link.central, code=link.code, ca=self._ca(), policy=self._policy())
        wire = self.wire(asked)
        try:
            enrolment = ask_to_enrol(wire, asked, self._applicant(before))
        finally:
            wire.close()
        self._file.keep(enrolment)
        return enrolment

    def keep(self, enrolment: Enrolment) -> None:
        """Keep how this PC belongs to central.

        Raises:
            BadEnrolment: it could not be written.
        """
        self._file.keep(enrolment)

    def wire(self, enrolment: Enrolment) -> Transport:
        """Return the way to central.

        Raises:
            BadCertificateFile: the pinned authority cannot be used.
            BadKey: this PC's key cannot be used.
        """
        ca = Path(enrolment.ca) if enrolment.ca else None
        return Transport(enrolment.central, self._credentials().sign, ca)

    def runner(
        self,
        enrolment: Enrolment,
        before: Before,
        door: Door,
        took: Callable[[Taken], None],
        told: Told,
    ) -> tuple[Runner, Transport]:
        """Return what runs sync, not started yet, and its way to central.

        Raises:
            KioskError: the key or the certificate cannot be used.
        """
        wire = self.wire(enrolment)
        runner = Runner(
            self.started(enrolment, before),
            door=door,
            side=self.side(took),
            wire=wire,
            clock=self._means.clock,
            chance=draw,
            told=told,
        )
        return runner, wire

    def started(self, enrolment: Enrolment, before: Before) -> Started:
        """Return what the engine starts with.

        Raises:
            BadKey: this PC's key cannot be used.
        """
        started = enrolment.started(self._applicant(before), fingerprint_then=before.fingerprint)
        told = read_status(self._settings.data / STATUS_FILE)
        heard_at = told.heard_at if told is not None and told.central == enrolment.central else None
        return replace(started, pending=before.pending, dead=before.dead, heard_at=heard_at)

    def side(self, took: Callable[[Taken], None]) -> StoreSide:
        """Return what stands around a store; `took` is told what comes, in the store's thread."""
        return StoreSide(trouble_of, self._fingerprint, self._health, took)

    def seal(self, sha256: str) -> str:
        """Sign the hash of a file of changes with this PC's key.

        Raises:
            BadKey: the key cannot be used.
        """
        return self._credentials().seal(sha256)

    def send_log(self, wire: Transport, token: str) -> str:
        """Send the program's log for IT; return why it did not arrive, or nothing."""
        text = kept_log(self._settings.data, SUPPORT_LOG_LIMIT_BYTES)
        match wire.send_log(text, token):
            case None:
                return ""
            case Refusal(message=message):
                return message or "Central said no."
            case Failure() as failure:
                return failure_words(failure)

    def _policy(self) -> str:
        """Return a mark of what the policy says, without its code; empty where there is none."""
        said = self._settings
        if not (said.central and said.enrol_code):
            return ""
        words = f"{said.central}\n{said.enrol_code}\n{self._ca()}"
        return hashlib.sha256(words.encode()).hexdigest()[:POLICY_DIGITS]

    def _ca(self) -> str:
        named = self._settings.central_ca
        return str(Path(named).expanduser().resolve()) if named else ""

    def _credentials(self) -> Credentials:
        return credentials_at(self._settings.data / KEY_FILE, self._means.ids)

    def _applicant(self, before: Before) -> Applicant:
        return Applicant(
            public_key=self._credentials().public_hex,
            fingerprint=self._fingerprint,
            hostname=hostname(),
            local_node=before.node,
            offer=before.offer,
            app=program_version(),
        )

    def _health(self, replica: Replica) -> Health:
        used, free = _room(self._settings.data)
        return Health(
            app=program_version(),
            pending=replica.pending_count(),
            dead=replica.dead_count(),
            store_bytes=used,
            free_bytes=free,
            uptime_s=int(self._means.clock.monotonic_s() - self._began_s),
        )


def _room(folder: Path) -> tuple[int, int]:
    """Return the bytes that a store takes and the bytes that are free; what cannot be told is 0."""
    try:
        used = sum(path.stat().st_size for path in folder.glob("huddle.sqlite*"))
        return used, shutil.disk_usage(folder).free
    except OSError:
        return 0, 0


def remembered_fingerprint(meta: Callable[[str], str | None]) -> str | None:
    """Return the fingerprint of the machine on which a store was enrolled, or None."""
    return meta(FINGERPRINT)


def program_version() -> str:
    """Return the program's version; empty where it runs uninstalled."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return ""
