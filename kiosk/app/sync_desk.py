"""The desk's part of sync: what its sheet is told, and what somebody may ask there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from kiosk.app.connection import Connection
from kiosk.domain.changes import Log, Record
from kiosk.domain.wards import Ward
from kiosk.services.board import BoardService
from kiosk.services.refused import Refused
from kiosk.sync.links import Link, read_code, read_link
from kiosk.sync.replica import Dead
from kiosk.sync.status import SyncState
from kiosk.ui.presenter import Kept, NotKept
from kiosk.viewmodels.status_view import known_status
from kiosk.viewmodels.sync_sight import DEAD_ROWS, QUEUE_ROWS, SyncSight

SETTLED = "That is settled already."


class Outbox(Protocol):
    """What lies in a store and is not in the log."""

    def pending_logs(self) -> list[Log]:
        """Return the logs that have unconfirmed changes of this device."""
        ...

    def pending(self, log: Log, limit: int = ..., after: tuple[int, int] = ...) -> list[Record]:
        """Return own unconfirmed records of a log, oldest first."""
        ...

    def pending_count(self) -> int:
        """Return how many own records are not confirmed, in all logs."""
        ...

    def dead(self) -> list[Dead]:
        """Return the dead changes, newest first."""
        ...

    def forget_dead(self, change_id: str) -> bool:
        """Forget a dead change; tell whether there was one."""
        ...


class SyncingDesk(Protocol):
    """What the requests about sync need of the desk."""

    service: BoardService

    @property
    def connection(self) -> Connection:
        """The connection to central."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What lies in the store that is open and is not in the log."""
        ...


Answer = Kept | NotKept
Values = Mapping[str, str]


def sight_of(outbox: Outbox, connection: Connection, ward: Ward, device: str) -> SyncSight:
    """Return what the sheets about sync may know; a board that stands alone reads nothing for it.

    Before sync has begun, a board that belongs to a hospital says that it is connecting.
    """
    status = connection.status
    if status.state is SyncState.ALONE and not ward.alone:
        status = known_status(ward)
    seen = SyncSight(status, connecting=connection.connecting, device=device)
    if not seen.enrolled:
        return seen
    queue = [record for log in outbox.pending_logs() for record in outbox.pending(log, QUEUE_ROWS)]
    queue.sort(key=lambda record: (record.change.occurred_at, record.change.id))
    return replace(
        seen,
        queue=tuple(queue[:QUEUE_ROWS]),
        pending=outbox.pending_count(),
        dead=tuple(outbox.dead()[:DEAD_ROWS]),
        log_words=connection.log_words,
    )


def try_now(desk: SyncingDesk, values: Values) -> Answer:
    """Try to connect now."""
    del values
    desk.connection.try_now()
    return Kept(said="Trying now.")


def send_log(desk: SyncingDesk, values: Values) -> Answer:
    """Send the program's log to IT.

    Raises:
        NoConnection: there is no connection, with what to do instead.
    """
    del values
    desk.connection.send_log()
    return Kept(said="The log is on its way to IT.")


def enrol(desk: SyncingDesk, values: Values) -> Answer:
    """Begin to connect this board with an address and a code; the address may carry the code.

    Raises:
        BadLink: the address or the code cannot be, with the reason.
        NoConnection: the board belongs to a system already.
    """
    link = read_link(values.get("address", ""))
    code = link.code or read_code(values.get("code", ""))
    desk.connection.enrol(Link(link.central, code))
    return Kept()


def retry(desk: SyncingDesk, values: Values) -> Answer:
    """Enter a dead change once more, as of now, and forget the dead one.

    Raises:
        Refused: it does not fit any more, or somebody settled it.
        StoreError: it could not be kept; the dead one is still there.
    """
    dead = _dead(desk, values)
    desk.service.enter_again(dead.record)
    desk.outbox.forget_dead(dead.record.change.id)
    desk.connection.wake(desk.outbox.pending_count())
    return Kept(said="Saved. It is entered again, as of now.")


def let_go(desk: SyncingDesk, values: Values) -> Answer:
    """Forget a dead change for good.

    Raises:
        Refused: somebody settled it.
        StoreError: it is still there.
    """
    desk.outbox.forget_dead(_dead(desk, values).record.change.id)
    return Kept(said="Let go. It counts nowhere.")


def _dead(desk: SyncingDesk, values: Values) -> Dead:
    wanted = values.get("change", "")
    for dead in desk.outbox.dead():
        if dead.record.change.id == wanted:
            return dead
    raise Refused(SETTLED)


SYNC_REQUESTS: Mapping[str, Callable[[SyncingDesk, Values], Answer]] = {
    "sync:now": try_now,
    "sync:log": send_log,
    "sync:enrol": enrol,
    "sync:retry": retry,
    "sync:let_go": let_go,
}
"""Every request about sync by name."""
BEHIND_PIN = frozenset({"sync:enrol", "sync:let_go"})
"""Those that take the PIN, where one is set."""
