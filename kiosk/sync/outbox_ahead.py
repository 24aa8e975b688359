"""Reading what is to be sent next while what is before it is on its way, for whoever does one thing after the other."""

from dataclasses import replace
from typing import cast

from kiosk.sync.acts import ReadOutbox, SendEntries, StoreAct
from kiosk.sync.effects import Begin
from kiosk.sync.events import OutboxRead, Stored, StoreRefused
from kiosk.sync.performing import StoreSide, report
from kiosk.sync.read_ahead import Answered, Asking, ask_aside
from kiosk.sync.replica import Replica


class OutboxAhead:
    """A store that has read already what follows, if all that it read before is acknowledged.

    What was read ahead is handed over only to somebody who asks for exactly that, and only if nothing else was done at
    the store meanwhile: else it is read anew.

    Args:
        replica: the store, in this thread.
        side: what stands around it.
    """

    def __init__(self, replica: Replica, side: StoreSide) -> None:
        self._replica, self._side = replica, side
        self._follows: ReadOutbox | None = None
        self._ahead: tuple[ReadOutbox, Stored] | None = None

    def report(self, begin: Begin) -> Stored | StoreRefused:
        """Do something at the store, or hand over what was read already, and say what became of it.

        Raises:
            Exception: as `kiosk.sync.performing.report`.
        """
        act = cast("StoreAct", begin.act)
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead[0] == act:
            stored: Stored | StoreRefused = replace(ahead[1], lane=begin.lane, number=begin.number)
        else:
            stored = report(begin, act, self._replica, self._side)
        self._follows = _following(act, stored)
        return stored

    def send(self, begin: Begin, ask: Asking, token: str | None) -> Answered:
        """Send what was read, and read what follows while central takes it.

        Args:
            begin: what is sent.
            ask: asks central; in another thread.
            token: trust.
        """
        answer = ask_aside(ask, cast("SendEntries", begin.act), token)
        follows, self._follows = self._follows, None
        if follows is not None:
            stored = report(begin, follows, self._replica, self._side)
            self._ahead = (follows, stored) if isinstance(stored, Stored) else None
        return answer()


def _following(act: StoreAct, stored: Stored | StoreRefused) -> ReadOutbox | None:
    """Return what is to be read once all that was read is acknowledged."""
    read = stored.outcome if isinstance(stored, Stored) else None
    if not isinstance(act, ReadOutbox) or not isinstance(read, OutboxRead) or read.log is None:
        return None
    places = {**dict(act.after), read.log: read.entries[-1].place}
    return replace(act, after=tuple(sorted(places.items())))
