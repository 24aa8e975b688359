"""What happens to the engine; time and chance come with every event, so that `step` needs neither."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.changes import Record
from kiosk.sync.acts import Outgoing, Place, Standing
from kiosk.sync.effects import Lane
from kiosk.sync.protocol import Enrol, Enrolled, Nonce, Pushed, Refusal, Token, Welcome


@dataclass(frozen=True, slots=True)
class Moment:
    """When an event happens, and a draw of chance.

    Attributes:
        now_s: the monotonic clock.
        wall: the wall clock, UTC; it can be wrong and it can jump.
        draw: evenly from 0 to below 1.
    """

    now_s: float
    wall: datetime
    draw: float


# Answers to requests


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page as it was read from an answer."""

    log: str
    records: tuple[Record, ...]
    head: int


@dataclass(frozen=True, slots=True)
class PagesRead:
    """An answer to a pull."""

    pages: tuple[PageRead, ...]
    snapshot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PieceRead:
    """A piece of a snapshot."""

    log: str
    at: int
    records: Sequence[Record]
    more: bool


@dataclass(frozen=True, slots=True)
class BodyRead:
    """The body of a release."""

    body: bytes


Answer = Enrolled | Nonce | Token | Welcome | Pushed | PagesRead | PieceRead | BodyRead


class Why(StrEnum):
    """Why there was no answer."""

    NO_NETWORK = "no_network"
    TIMEOUT = "timeout"
    TLS = "tls"
    PLAIN = "plain"
    """What answers speaks no TLS."""
    PROXY = "proxy"
    CUT = "cut"
    """The connection ended before its answer did."""
    NOT_CENTRAL = "not_central"
    """Something answered that is no central system, or none that can be understood."""
    CENTRAL_FAILED = "central_failed"
    CENTRAL_BUSY = "central_busy"
    """Central answers, again and again, that it cannot do anything now."""
    BEHIND = "behind"
    """Central has less than it once gave this board, and has not begun a new timeline."""
    BUG = "bug"


@dataclass(frozen=True, slots=True)
class Failure:
    """No answer.

    Attributes:
        why: what kind.
        detail: for IT; no free text of a person.
        retry_after_s: what a proxy asked for, or None.
    """

    why: Why
    detail: str = ""
    retry_after_s: float | None = None


# What became of work at the store


@dataclass(frozen=True, slots=True)
class OutboxRead:
    """What is to be sent next; `log` is None when nothing is."""

    log: str | None
    entries: tuple[Outgoing, ...]
    pending: int
    dead: int


@dataclass(frozen=True, slots=True)
class HeadsChecked:
    """Which of central's heads are the same here.

    Attributes:
        same: log → the place up to which central has the same as is pending here.
        behind: logs of which central has more of this device's stream than there is here.
        forked: log → a place where central has something else.
    """

    same: tuple[tuple[str, Place], ...] = ()
    behind: frozenset[str] = frozenset()
    forked: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """Pages or a snapshot are here.

    Attributes:
        cursors: of the logs that were touched.
        own: ids of changes of this device among them.
        pending, missing: as in `Standing`, afterwards.
    """

    cursors: tuple[tuple[str, int], ...]
    own: tuple[str, ...]
    pending: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Buried:
    """Dead changes are on the sheet."""

    pending: int
    dead: int


@dataclass(frozen=True, slots=True)
class Done:
    """It is done."""


Outcome = Standing | OutboxRead | HeadsChecked | Applied | Buried | Done


class Trouble(StrEnum):
    """Why the store did not do it."""

    GAP = "gap"
    """The page does not follow what is here."""
    FORK = "fork"
    """It contradicts what is here."""
    FULL = "full"
    """The disk is full."""
    OTHER = "other"


# Events


@dataclass(frozen=True, slots=True)
class Started:
    """The board is up.

    Attributes:
        central: the address, for IT; empty when the ward is alone.
        device: as central knows this computer, or empty while it does not.
        name: what IT calls it.
        application: how it asks to belong to a node, until that is decided.
        fingerprint: of this machine.
        copied: the file was enrolled on another machine.
        pending, dead: how many own changes are not confirmed, and how many were not taken.
        heard_at: when there was a connection last, before this start; None when that is not known.
    """

    central: str = ""
    device: str = ""
    name: str = ""
    application: Enrol | None = None
    fingerprint: str = ""
    copied: bool = False
    pending: int = 0
    dead: int = 0
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LocalWritten:
    """Something was written here.

    Attributes:
        pending: how many own changes are not confirmed now, for people; None where nobody counted.
    """

    pending: int | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """Central answered."""

    lane: Lane
    number: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Refused:
    """Central said no."""

    lane: Lane
    number: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Failed:
    """There was no answer."""

    lane: Lane
    number: int
    failure: Failure


@dataclass(frozen=True, slots=True)
class Stored:
    """The store did it."""

    lane: Lane
    number: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class StoreRefused:
    """The store did not do it; the detail is for IT."""

    lane: Lane
    number: int
    trouble: Trouble
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A wait is over."""

    lane: Lane
    number: int


@dataclass(frozen=True, slots=True)
class NetworkChanged:
    """The computer has another connection than before."""


@dataclass(frozen=True, slots=True)
class RetryAsked:
    """A person wants it tried now."""


What = (
    Started
    | LocalWritten
    | Answered
    | Refused
    | Failed
    | Stored
    | StoreRefused
    | TimerFired
    | NetworkChanged
    | RetryAsked
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened, and when."""

    what: What
    at: Moment
