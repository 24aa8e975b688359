"""Sync on a running board: begun once the board is up, in threads of its own; it reaches the store only by the desk."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from typing_extensions import override

from kiosk.app.connection import Connection, NoConnection
from kiosk.app.desk_door import DeskDoor, Post, SyncedDesk
from kiosk.app.means import Means
from kiosk.config import Settings
from kiosk.domain.errors import KioskError
from kiosk.host.files import Stamp, stamp_of
from kiosk.host.network import network_way
from kiosk.sync.links import Link
from kiosk.sync.status import NOT_ENROLLED, SyncState, SyncStatus
from kiosk.sync.status_file import FILE_NAME as STATUS_FILE
from kiosk.sync.status_file import write_status
from kiosk.viewmodels.sync_sight import Connecting

if TYPE_CHECKING:  # loaded in a thread of their own, after the first board
    from kiosk.app.sync_runner import Before, SyncParts
    from kiosk.sync.enrolment import Enrolment
    from kiosk.sync.protocol import Enrolled
    from kiosk.sync.runner import Runner
    from kiosk.sync.transport import Transport

log = logging.getLogger(__name__)

ENROLMENT_FILE = "enrolment.json"
"""`kiosk.sync.enrolment.FILE_NAME`, which a board that stands alone does not load."""
STOP_S = 2.0
"""How long leaving the program waits for threads that are in the middle of something."""
ALREADY = "This board belongs to a hospital already."
HEARD = frozenset({SyncState.IN_SYNC, SyncState.SENDING})
"""In these states central takes what this PC says."""
FAILED = "Something went wrong. It is written down for IT."


def _parts(settings: Settings, means: Means) -> "SyncParts":
    from kiosk.app.sync_runner import SyncParts  # noqa: PLC0415 - in a thread, after the first board

    return SyncParts(settings, means)


class Syncing(Connection):
    """The connection of a running board: nothing at all for one that stands alone, else a runner in its own threads.

    Args:
        settings: how the board is set.
        means: clock and identities.
        post: queues work at the desk; any thread may call it.
        changed: told when the board may show something else; from any thread.
        make_parts: makes what sync needs; loads it.
        way: asks by which way this machine would speak to the world; quick, and other once the network is another.
    """

    def __init__(
        self,
        settings: Settings,
        means: Means,
        post: Post,
        changed: Callable[[], None],
        make_parts: "Callable[[Settings, Means], SyncParts] | None" = None,
        way: Callable[[], tuple[str, ...]] = network_way,
    ) -> None:
        self._settings = settings
        self._means = means
        self._post = post
        self._changed = changed
        self._make_parts = make_parts or _parts
        self._door = DeskDoor(post, changed)
        self._status = NOT_ENROLLED
        self._connecting = Connecting()
        self._log_words = ""
        self._lock = threading.Lock()
        self._busy = False
        self._stopped = False
        self._running: tuple[Runner, Transport, Enrolment] | None = None
        self._stamp: Stamp = None
        self._way = way
        self._took_way: tuple[str, ...] | None = None
        self._paused = False

    # What the desk asks (kiosk.app.connection.Connection)

    @property
    @override
    def status(self) -> SyncStatus:
        return self._status

    @property
    @override
    def connecting(self) -> Connecting:
        return self._connecting

    @property
    @override
    def log_words(self) -> str:
        return self._log_words

    @override
    def wake(self, pending: int) -> None:
        if self._running is not None:
            self._running[0].wake(pending)

    @override
    def try_now(self) -> None:
        if self._running is not None:
            self._running[0].try_now()
        else:
            self.begin()

    @override
    def send_log(self) -> None:
        running = self._running
        token = None if running is None else running[0].token()
        if running is None or token is None:
            raise NoConnection(
                "There is no connection now.",
                to_do="Try again when there is one. IT finds the log in the data folder, too.",
            )
        wire = running[1]
        self._in_a_thread("log for IT", lambda: self._send_log(wire, token))

    @override
    def enrol(self, link: Link) -> None:
        if self._running is not None and not self._status.takes_code:
            raise NoConnection(ALREADY, to_do="Only IT disconnects it.")
        if not self._claim():
            raise NoConnection("The board is connecting already.", to_do="Wait a few seconds.")
        self._connecting = Connecting(running=True, central=link.central)
        self._in_a_thread("enrolling", lambda: self._enrol(link))

    @override
    def pause(self, *, paused: bool) -> None:
        self._paused = paused
        if self._running is not None:
            self._running[0].pause(paused=paused)
        if not paused:
            self._door.go_on()

    @override
    def look_round(self) -> None:
        self._look_for_another_network()
        stamp = self._file_stamp()
        if stamp is None or (self._running is not None and stamp == self._stamp):
            return
        if self._claim():
            self._in_a_thread("sync start", self._begin)

    # Beginning and ending

    def attach(self, desk: SyncedDesk) -> None:
        """Become the desk's connection and begin; in the desk's thread, once the first board is up."""
        desk.connect(self)
        self._paused = desk.replica is None
        if self._settings.central or (self._settings.data / ENROLMENT_FILE).exists():
            self.begin()

    def begin(self) -> None:
        """Begin to sync, if this PC belongs to a hospital's system; loads what that needs in a thread of its own."""
        if self._running is None and self._claim():
            self._in_a_thread("sync start", self._begin)

    def stop(self) -> None:
        """End; what is not sent stays in the store."""
        self._stopped = True
        running, self._running = self._running, None
        if running is not None:
            running[0].stop(STOP_S)

    # In threads of its own

    def _begin(self) -> None:
        try:
            parts = self._make_parts(self._settings, self._means)
            self._stamp = self._file_stamp()
            enrolment = parts.enrolment()
            if enrolment is not None and not self._runs(enrolment):
                self._run(parts, enrolment, self._door.standing())
        except KioskError as error:
            log.error("sync could not begin: %s", type(error).__name__)  # noqa: TRY400 - its words may name files
            self._tell(SyncStatus(SyncState.REFUSED, trouble=str(error)))
        except Exception:
            log.exception("sync could not begin")
            self._tell(SyncStatus(SyncState.REFUSED, trouble=FAILED))
        finally:
            self._busy = False

    def _enrol(self, link: Link) -> None:
        problem = ""
        try:
            parts = self._make_parts(self._settings, self._means)
            before = self._door.standing()
            self._run(parts, parts.enrol(link, before), before)
        except KioskError as error:
            problem = str(error)
        except Exception:
            log.exception("enrolling failed")
            problem = FAILED
        finally:
            self._busy = False
        self._connecting = replace(self._connecting, running=False, problem=problem)
        self._changed()

    def _run(self, parts: "SyncParts", enrolment: "Enrolment", before: "Before") -> None:
        from kiosk.sync.surroundings import Told  # noqa: PLC0415 - loaded with the parts

        mine: list[Runner] = []

        def is_mine() -> bool:
            return self._running is not None and self._running[0] is mine[0]

        def enrolled(answer: "Enrolled") -> None:
            if is_mine():
                self._keep(parts, lambda now: now.accepted(answer))

        def told_status(status: SyncStatus) -> None:
            if is_mine():
                self._note(parts, status)
                self._tell(status)

        told = Told(status=told_status, enrolled=enrolled)
        runner, wire = parts.runner(enrolment, before, self._door, self._door.took, told)
        mine.append(runner)
        former, self._running = self._running, None
        if former is not None:
            former[0].stop(STOP_S)
        if self._stopped:
            return
        self._stamp = self._file_stamp()
        self._running = (runner, wire, enrolment)
        runner.pause(paused=self._paused)
        runner.start()

    def _runs(self, enrolment: "Enrolment") -> bool:
        """Tell whether what is kept is what runs: then the file was only written again."""
        return self._running is not None and self._running[2] == enrolment

    def _note(self, parts: "SyncParts", status: SyncStatus) -> None:
        """Keep that central refuses this PC, or that it takes it again: a changed policy asks for it later."""
        running = self._running
        refused = status.state is SyncState.REVOKED
        if running is None or running[2].refused == refused:
            return
        if refused or status.state in HEARD:
            self._keep(parts, lambda now: replace(now, refused=refused))

    def _keep(self, parts: "SyncParts", change: "Callable[[Enrolment], Enrolment]") -> None:
        """Keep what has become of the enrolment that runs."""
        running = self._running
        if running is None:
            return
        enrolment = change(running[2])
        self._running = (*running[:2], enrolment)
        try:
            parts.keep(enrolment)
            self._stamp = self._file_stamp()
        except KioskError as error:
            log.error("the enrolment could not be kept: %s", type(error).__name__)  # noqa: TRY400 - its words may name files

    def _look_for_another_network(self) -> None:
        """Have it tried again soon where a cable was plugged in, or another network is there."""
        running = self._running
        if running is None:
            return
        before, self._took_way = self._took_way, self._way()
        if self._took_way and before is not None and self._took_way != before:
            self._in_a_thread("another network", running[0].network_changed)

    def _file_stamp(self) -> Stamp:
        return stamp_of(self._settings.data / ENROLMENT_FILE)

    def _send_log(self, wire: "Transport", token: str) -> None:
        parts = self._make_parts(self._settings, self._means)
        problem = parts.send_log(wire, token)
        self._log_words = (
            f"The log did not reach IT. {problem}" if problem else "The log is with IT."
        )
        self._changed()

    def _tell(self, status: SyncStatus) -> None:
        self._status = status
        write_status(self._settings.data / STATUS_FILE, status)
        self._changed()

    def _claim(self) -> bool:
        with self._lock:
            if self._busy or self._stopped:
                return False
            self._busy = True
            return True

    def _in_a_thread(self, name: str, work: Callable[[], None]) -> None:
        threading.Thread(target=work, name=name, daemon=True).start()
