"""The way from sync's threads to the store, which belongs to the desk's: jobs in their turn, none during practice."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Protocol

from kiosk.app.connection import Connection
from kiosk.domain.offers import offer_of
from kiosk.services.board import BoardService

if TYPE_CHECKING:  # loaded in a thread of their own, after the first board
    from kiosk.app.sync_runner import Before
    from kiosk.sync.replica import Replica, Taken
    from kiosk.sync.surroundings import Report


class SyncedDesk(Protocol):
    """What sync needs of the desk, in the desk's own thread."""

    @property
    def service(self) -> BoardService:
        """The use cases on the ward's own store."""
        ...

    @property
    def replica(self) -> "Replica | None":
        """The ward's own store, or None while a practice ward is open."""
        ...

    def connect(self, connection: Connection) -> None:
        """Ask this connection from now on."""
        ...

    def take_in(self, taken: "Taken") -> None:
        """Show what came."""
        ...

    def settle(self) -> bool:
        """Follow the store where sync made it another node's, or another timeline's; tell whether it did."""
        ...


Work = Callable[[Any], Any]
Post = Callable[[Work], None]


class DeskDoor:
    """The runner's way to the store: jobs for the desk's thread; while a practice ward is open they wait.

    Args:
        post: queues work at the desk.
        changed: told when the board may show something else; in the desk's thread.
    """

    def __init__(self, post: Post, changed: Callable[[], None]) -> None:
        self._post = post
        self._changed = changed
        self._waiting: list[Work] = []
        self._taken: list[Taken] = []

    def post(self, job: "Callable[[Replica], Report]", reply: "Callable[[Report], None]") -> None:
        """Do a job when its turn comes, and hand over what it returns."""
        self._post(lambda desk: self._do(desk, job, reply))

    def took(self, taken: "Taken") -> None:
        """Take note of what a page changed; it is shown when the job is done."""
        if taken.changed:
            self._taken.append(taken)

    def standing(self) -> "Before":
        """Return how the store stands; waits for the desk's thread, so it is not called there.

        Raises:
            Exception: what the store raises.
        """
        found: Future[Before] = Future()

        def look(desk: SyncedDesk) -> None:
            try:
                found.set_result(_before(desk))
            except Exception as error:  # noqa: BLE001 - it belongs to whoever waits
                found.set_exception(error)

        self._post(lambda desk: self._when_open(desk, look))
        return found.result()

    def go_on(self) -> None:
        """Do what waited for the practice ward to close; in the desk's thread."""
        waiting, self._waiting = self._waiting, []
        for work in waiting:
            self._post(work)

    def _when_open(self, desk: SyncedDesk, work: Work) -> None:
        if desk.replica is None:
            self._waiting.append(lambda later: self._when_open(later, work))
        else:
            work(desk)

    def _do(
        self,
        desk: SyncedDesk,
        job: "Callable[[Replica], Report]",
        reply: "Callable[[Report], None]",
    ) -> None:
        replica = desk.replica
        if replica is None:
            self._waiting.append(lambda later: self._do(later, job, reply))
            return
        report = job(replica)
        taken, self._taken = self._taken, []
        for each in taken:
            desk.take_in(each)
        if desk.settle() or taken or _brought_figures(report):
            self._changed()
        reply(report)


def _before(desk: SyncedDesk) -> "Before":
    """Return how a ward's own store stands before sync begins."""
    from kiosk.app.sync_runner import Before, remembered_fingerprint  # noqa: PLC0415 - loaded by now

    ward, replica = desk.service.ward(), desk.replica
    fingerprint = None if replica is None else remembered_fingerprint(replica.meta)
    # A ward that was never set up has a name too, and what is done until it is let in goes by it.
    return Before(
        node=ward.node_id if ward.alone else None,
        offer=offer_of(ward) if ward.alone and ward.node is not None else None,
        fingerprint=fingerprint,
        pending=0 if replica is None else replica.pending_count(),
        dead=0 if replica is None else replica.dead_count(),
    )


def _brought_figures(report: "Report") -> bool:
    """Tell whether the body of a release may have come; what else is done and says nothing does no harm."""
    from kiosk.sync.events import Done, Stored  # noqa: PLC0415 - loaded by whoever made the report

    return isinstance(report, Stored) and isinstance(report.outcome, Done)
