"""What the desk knows of the connection to central: how it stands, and what somebody at the board may ask of it."""

from typing import Protocol

from typing_extensions import override

from kiosk.domain.errors import KioskError
from kiosk.sync.links import Link
from kiosk.sync.status import NOT_ENROLLED, SyncStatus
from kiosk.viewmodels.sync_sight import Connecting


class NoConnection(KioskError):  # noqa: N818 - said to a person, like every refusal
    """There is nothing that could be asked."""


class Connection(Protocol):
    """The connection to central, as the desk uses it; nothing here waits for the network."""

    @property
    def status(self) -> SyncStatus:
        """How it stands."""
        ...

    @property
    def connecting(self) -> Connecting:
        """The last try to enrol."""
        ...

    @property
    def log_words(self) -> str:
        """What became of the log that was sent to IT last, or nothing."""
        ...

    def wake(self, pending: int) -> None:
        """Send now: a touch was saved, and so many own changes are not confirmed by now."""
        ...

    def try_now(self) -> None:
        """Try to connect now, whatever was to be waited for."""
        ...

    def send_log(self) -> None:
        """Send the program's log to IT.

        Raises:
            NoConnection: there is no connection, with what to do instead.
        """
        ...

    def enrol(self, link: Link) -> None:
        """Begin to enrol this board; `connecting` says how it goes.

        Raises:
            NoConnection: the board is not ready for it, or belongs to a system already.
        """
        ...

    def pause(self, *, paused: bool) -> None:
        """Stop sending and asking while a practice ward is open, or go on."""
        ...

    def look_round(self) -> None:
        """Look whether somebody enrolled this PC beside the board; called every few seconds, and quick."""
        ...


class NotConnected(Connection):
    """What there is before sync has started, and wherever there is none: a board that stands alone."""

    @property
    @override
    def status(self) -> SyncStatus:
        return NOT_ENROLLED

    @property
    @override
    def connecting(self) -> Connecting:
        return Connecting()

    @property
    @override
    def log_words(self) -> str:
        return ""

    @override
    def wake(self, pending: int) -> None:
        """Nothing is to be sent."""
        del pending

    @override
    def try_now(self) -> None:
        """Nothing is to be tried."""

    @override
    def send_log(self) -> None:
        raise NoConnection("There is no connection.", to_do="IT finds the log in the data folder.")

    @override
    def enrol(self, link: Link) -> None:
        raise NoConnection("The board is still starting.", to_do="Try again in a few seconds.")

    @override
    def pause(self, *, paused: bool) -> None:
        """Nothing runs."""

    @override
    def look_round(self) -> None:
        """Nothing is looked for."""
