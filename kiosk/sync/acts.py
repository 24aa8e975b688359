"""What the engine asks the shell to do and to report on: requests to central, and work at the store."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.changes import Record
from kiosk.sync.protocol import Enrol, Enrolled, Health, StreamHead

Place = tuple[int, int]
"""Incarnation and counter; places of one log are ordered by both."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An own entry that is ready to be sent.

    Attributes:
        id: of the change.
        place: in its stream.
        body: the entry as wire JSON.
    """

    id: str
    place: Place
    body: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How the store stands, all of it read at one moment.

    Attributes:
        node, device, incarnation, timeline: who writes here.
        alone_as: the node that its changes name from before it belonged to central, or empty.
        cursors: log → last sequence number.
        streams: the heads of this device's own streams.
        pending: own changes that are not confirmed.
        dead: changes that central will never take.
        missing: announced releases whose body is not here, newest first.
        health: what IT is told.
    """

    node: str
    device: str
    incarnation: int
    timeline: str
    alone_as: str = ""
    cursors: tuple[tuple[str, int], ...] = ()
    streams: tuple[StreamHead, ...] = ()
    pending: int = 0
    dead: int = 0
    missing: tuple[str, ...] = ()
    health: Health = field(default_factory=Health)


# Requests to central


@dataclass(frozen=True, slots=True)
class AskEnrolment:
    """Ask to belong to a node, or whether IT has decided."""

    application: Enrol


@dataclass(frozen=True, slots=True)
class AskNonce:
    """Ask for something to sign."""

    device: str


@dataclass(frozen=True, slots=True)
class AskToken:
    """Ask for trust; the shell signs, so that the key stays out of the engine."""

    device: str
    nonce: str


@dataclass(frozen=True, slots=True)
class SayHello:
    """First on every reconnection.

    Attributes:
        standing: what the store says.
        now: the board's wall clock, UTC.
        fingerprint: of the machine.
    """

    standing: Standing
    now: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SendEntries:
    """Push a piece of one log."""

    timeline: str
    log: str
    entries: tuple[Outgoing, ...]


@dataclass(frozen=True, slots=True)
class AskPages:
    """Pull what follows some cursors, waiting up to `wait_s` for something new.

    What this board wrote in the incarnation `own` is nothing new: it was taken when it was acknowledged. `vector` is
    central's name for the timeline and the logs in this order, or empty.
    """

    timeline: str
    cursors: tuple[tuple[str, int], ...]
    wait_s: float
    own: int | None = None
    vector: str = ""


@dataclass(frozen=True, slots=True)
class AskSnapshot:
    """Ask for a piece of a log's snapshot; `at` is None for the first."""

    timeline: str
    log: str
    at: int | None = None
    after_seq: int = 0


@dataclass(frozen=True, slots=True)
class AskRelease:
    """Ask for the body of published figures by its SHA-256."""

    name: str


Request = (
    AskEnrolment
    | AskNonce
    | AskToken
    | SayHello
    | SendEntries
    | AskPages
    | AskSnapshot
    | AskRelease
)
REQUESTS = (
    AskEnrolment,
    AskNonce,
    AskToken,
    SayHello,
    SendEntries,
    AskPages,
    AskSnapshot,
    AskRelease,
)


# Work at the store


@dataclass(frozen=True, slots=True)
class LogPage:
    """A contiguous piece of a log that fits the cursor; `head` is where the log stood."""

    log: str
    records: tuple[Record, ...]
    head: int


@dataclass(frozen=True, slots=True)
class ReadStanding:
    """Say how the store stands."""


@dataclass(frozen=True, slots=True)
class ReadOutbox:
    """Read what is to be sent next: of the first log that has something behind its place.

    Attributes:
        after: log → the place up to which central has it.
        held: logs that wait.
        limit: changes at most.
        most_bytes: of JSON at most; one change is read however large.
    """

    after: tuple[tuple[str, Place], ...]
    held: frozenset[str]
    limit: int
    most_bytes: int


@dataclass(frozen=True, slots=True)
class CheckHeads:
    """Compare central's heads of this device's streams with what stands there here."""

    heads: tuple[StreamHead, ...]


@dataclass(frozen=True, slots=True)
class BeginTimeline:
    """Follow another timeline: everything own is to be sent again."""

    name: str


@dataclass(frozen=True, slots=True)
class Renumber:
    """Begin an incarnation above the newest known one, and put all that is pending into it.

    Attributes:
        newest_known: of this device, on central.
        forked_at: log → the first place of the present incarnation that is not this board's on central.
        settles_in: also remember this machine's fingerprint: the file was copied here.
    """

    newest_known: int
    forked_at: tuple[tuple[str, int], ...] = ()
    settles_in: bool = False


@dataclass(frozen=True, slots=True)
class Follow:
    """Belong to a node, know its other names, follow these logs and forget all others."""

    node: str
    name: str
    aliases: tuple[str, ...]
    logs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Redate:
    """Date again what was written in this boot and never sent.

    Attributes:
        now_s: a moment of the monotonic clock.
        server_now: the server's time then.
    """

    now_s: float
    server_now: datetime


@dataclass(frozen=True, slots=True)
class Bury:
    """Take dead changes out of the outbox: id, reason, central's words."""

    dead: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ApplyPages:
    """Take pages, each with its cursor in one transaction."""

    pages: tuple[LogPage, ...]


@dataclass(frozen=True, slots=True)
class ApplySnapshot:
    """Take a whole snapshot, piece by piece, in one transaction."""

    log: str
    at: int
    pieces: tuple[Sequence[Record], ...]


@dataclass(frozen=True, slots=True)
class KeepRelease:
    """Keep the body of published figures, whose hash is checked already."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Adopt:
    """Belong to central from now on: local numbers are dropped, everything own becomes pending."""

    enrolled: Enrolled


StoreAct = (
    ReadStanding
    | ReadOutbox
    | CheckHeads
    | BeginTimeline
    | Renumber
    | Follow
    | Redate
    | Bury
    | ApplyPages
    | ApplySnapshot
    | KeepRelease
    | Adopt
)
Act = Request | StoreAct
