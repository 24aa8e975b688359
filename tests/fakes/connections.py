"""A connection that a test sets as it likes, and an outbox in a list; both remember what was asked of them."""

from dataclasses import dataclass, field

from typing_extensions import override

from kiosk.app.connection import Connection
from kiosk.app.sync_desk import Outbox
from kiosk.domain.changes import Log, Record
from kiosk.domain.errors import KioskError
from kiosk.sync.links import Link
from kiosk.sync.replica import Dead
from kiosk.sync.status import NOT_ENROLLED, SyncStatus
from kiosk.viewmodels.sync_sight import Connecting


@dataclass
class SetConnection(Connection):
    """Stands as it was set.

    Attributes:
        now: how it stands.
        trying: the last try to enrol.
        asked: what was asked of it, in order.
        fault: raised by the next thing that may fail.
        looked: how often it looked round.
    """

    now: SyncStatus = NOT_ENROLLED
    trying: Connecting = field(default_factory=Connecting)
    asked: list[object] = field(default_factory=list)
    fault: KioskError | None = None
    looked: int = 0

    @property
    @override
    def status(self) -> SyncStatus:
        return self.now

    @property
    @override
    def connecting(self) -> Connecting:
        return self.trying

    @property
    @override
    def log_words(self) -> str:
        return ""

    @override
    def look_round(self) -> None:
        self.looked += 1

    @override
    def wake(self, pending: int) -> None:
        del pending
        self.asked.append("wake")

    @override
    def try_now(self) -> None:
        self.asked.append("try now")

    @override
    def send_log(self) -> None:
        self._may_fail()
        self.asked.append("log")

    @override
    def enrol(self, link: Link) -> None:
        self._may_fail()
        self.asked.append(link)

    @override
    def pause(self, *, paused: bool) -> None:
        self.asked.append("pause" if paused else "go on")

    def _may_fail(self) -> None:
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault


@dataclass
class ListedOutbox(Outbox):
    """Holds what it was given.

    Attributes:
        waiting: own records that are not confirmed.
        letters: dead changes.
    """

    waiting: list[Record] = field(default_factory=list)
    letters: list[Dead] = field(default_factory=list)

    @override
    def pending_logs(self) -> list[Log]:
        return list(dict.fromkeys(record.change.log for record in self.waiting))

    @override
    def pending(self, log: Log, limit: int = 500, after: tuple[int, int] = (0, 0)) -> list[Record]:
        del after
        return [record for record in self.waiting if record.change.log == log][:limit]

    @override
    def pending_count(self) -> int:
        return len(self.waiting)

    @override
    def dead(self) -> list[Dead]:
        return list(self.letters)

    @override
    def forget_dead(self, change_id: str) -> bool:
        left = [dead for dead in self.letters if dead.record.change.id != change_id]
        found = len(left) < len(self.letters)
        self.letters = left
        return found
