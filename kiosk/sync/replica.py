"""What sync asks of a board's store; the real one keeps these promises, and so do the simulator's."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from kiosk.domain.changes import Dead, Log, Record, Stream
from kiosk.domain.leaving import Leaving

__all__ = ["Dead", "Replica", "Taken", "Whose"]


class Whose(Protocol):
    """Who writes here."""

    @property
    def node(self) -> str:
        """The board's node."""
        ...

    @property
    def device(self) -> str:
        """This device."""
        ...

    @property
    def incarnation(self) -> int:
        """Which life of it."""
        ...

    @property
    def timeline(self) -> str:
        """The sequencer's timeline, or `local`."""
        ...

    @property
    def alone_as(self) -> str:
        """The node that its changes name from before it belonged to central, or empty."""
        ...


class Taken(Protocol):
    """What taking something did."""

    @property
    def changed(self) -> Sequence[Any]:
        """The entities that it touched, as they stand now."""
        ...


class Replica(Protocol):
    """A board's store, as sync sees it; every method that writes is one transaction, and on disk on return."""

    @property
    def identity(self) -> Whose:
        """Who writes here."""
        ...

    def cursors(self) -> dict[Log, int]:
        """Return the last sequence number of each log."""
        ...

    def streams(self) -> dict[Stream, tuple[int, str]]:
        """Return the last counter of each stream, and its entry's hash."""
        ...

    def pending_logs(self) -> list[Log]:
        """Return the logs that have unconfirmed changes of this device."""
        ...

    def pending(self, log: Log, limit: int = ..., after: tuple[int, int] = (0, 0)) -> list[Record]:
        """Return own unconfirmed records of a log whose (incarnation, counter) follows, oldest first."""
        ...

    def leaving(self, log: Log, limit: int = ..., after: tuple[int, int] = (0, 0)) -> list[Leaving]:
        """Return what `pending` does, as it is sent."""
        ...

    def pending_count(self) -> int:
        """Return how many own records are not confirmed, in all logs."""
        ...

    def receive(self, log: Log, page: Sequence[Record]) -> Taken:
        """Take a contiguous page: page and cursor in one transaction, each record once.

        Raises:
            GapError: the page begins after the end of the log, or has a hole.
            ForkError: it contradicts what is here: another change stands at a place of this device's stream.
            StoreError: it was not kept.
        """
        ...

    def receive_snapshot(self, log: Log, at: int, records: Iterable[Record]) -> Taken:
        """Take a whole snapshot in one transaction; the cursor is `at` afterwards. What is pending stays on top.

        The records are gone through once, and never held all at the same time.
        """
        ...

    def bury(self, change_id: str, reason: str, detail: str) -> Taken:
        """Take a dead change out of the overlay and the outbox, and keep it for the sheet; twice is once."""
        ...

    def dead(self) -> list[Dead]:
        """Return the dead changes, newest first."""
        ...

    def dead_count(self) -> int:
        """Return how many changes are dead; asked at every step, so it reads none of them."""
        ...

    def mark_sent(self, change_ids: Sequence[str]) -> None:
        """Remember that own changes are about to leave: they are not dated again. Called before they are sent.

        Of all methods this one need not be on disk on return: it counts until the computer starts anew.
        """
        ...

    def renumber(self, newest_known: int, forked_at: Mapping[Log, int] | None = None) -> None:
        """Begin an incarnation above `newest_known` and the store's own, and put all that is pending into it, in order.

        The changes stay; only their entries are written again. The new streams name what they grew from.

        Args:
            newest_known: the newest incarnation of this device that the sequencer knows.
            forked_at: by log, the first place of the present incarnation at which the sequencer has something that is
                not from here, where that is known; without it no more counts as shared than what was confirmed.
        """
        ...

    def enrol(self, node: str, timeline: str, device: str) -> None:
        """Let this board belong to a node; what was done before becomes pending there, in order. Twice is once."""
        ...

    def begin_timeline(self, name: str) -> None:
        """Follow another sequencer: nothing is confirmed any more, and one's own is to be sent again, in order."""
        ...

    def follow(self, logs: Sequence[Log]) -> Taken:
        """Forget the logs that are not followed any more; one's own pending changes stay."""
        ...

    def set_clock_anchor(self, monotonic_s: float, server_now: datetime) -> None:
        """Correct the clock from now on by the server's time at a moment of the monotonic clock, in this boot."""
        ...

    def redate(self, now_s: float, server_now: datetime) -> int:
        """Date again what was written in this boot and never sent; return how many.

        Args:
            now_s: the monotonic clock now.
            server_now: the server's time at that moment.
        """
        ...

    def meta(self, key: str) -> str | None:
        """Return a small value by its key, or None."""
        ...

    def set_meta(self, key: str, value: str | None) -> None:
        """Keep a small value by its key; None forgets it."""
        ...

    def missing_releases(self) -> list[str]:
        """Return the names of announced releases whose body is not here, newest first."""
        ...

    def put_release(self, body: bytes) -> str:
        """Keep a body; return its name."""
        ...
