"""All that the engine knows, as one frozen value; nothing of it has to survive the program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from kiosk.domain.changes import Record
from kiosk.sync.acts import Act, LogPage, Outgoing, Place, Standing, StoreAct
from kiosk.sync.effects import Lane
from kiosk.sync.events import Failure
from kiosk.sync.protocol import LONG_POLL_S, PUSH_LIMIT, Enrol
from kiosk.sync.status import NOT_ENROLLED, SyncStatus


class Belonging(StrEnum):
    """Whether this board belongs to a central system."""

    ALONE = "alone"
    WAITING = "waiting"
    """It asked, and IT has not decided."""
    ENROLLED = "enrolled"
    REVOKED = "revoked"


class Stage(StrEnum):
    """How far this connection is."""

    APART = "apart"
    """Hello is to be said."""
    SETTLING = "settling"
    """What followed from hello is being done at the store."""
    GREETED = "greeted"


@dataclass(frozen=True, slots=True)
class Task:
    """What a lane is doing."""

    number: int
    act: Act
    begun_s: float
    begun_wall: datetime


@dataclass(frozen=True, slots=True)
class Wait:
    """A lane waits for its timer."""

    number: int
    until_s: float
    until_wall: datetime


@dataclass(frozen=True, slots=True)
class LaneState:
    """One lane.

    Attributes:
        task: what it is doing, or None.
        wait: what it waits for, or None.
        attempts: failures since it last got somewhere.
    """

    task: Task | None = None
    wait: Wait | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Pass:
    """A token, when it came and when it ends by the monotonic clock; `proven` once central has accepted it."""

    token: str
    got_s: float
    until_s: float
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """The connection.

    Attributes:
        stage: how far it is.
        token: trust, or None.
        nonce: something to sign, or None.
        standing: how the store stood just before hello, or None when that is to be read.
        todo: what is to be done at the store next, in order.
        newest_incarnation: of this device, on central.
        gaps: holes running that central found, without an accepted push between.
        forks: new incarnations running, without an accepted push between.
        hello_due: hello is to be said again, with the connection going on: how the board is, and by how much its clock
            is off, would else stay what it was when the connection began, weeks ago.
    """

    stage: Stage = Stage.APART
    token: Pass | None = None
    nonce: str | None = None
    standing: Standing | None = None
    todo: tuple[StoreAct, ...] = ()
    newest_incarnation: int = 0
    gaps: int = 0
    forks: int = 0
    hello_due: bool = False


@dataclass(frozen=True, slots=True)
class Outbox:
    """What is to be sent.

    Attributes:
        dirty: there may be something to send.
        batch: what is sent next, with its log, or None.
        limit: changes in a batch.
        acknowledged: log → the place up to which central has answered in this connection.
        presumed: log → the place up to which central's head has the same; only until the log is pulled to its end.
        held: logs of which central has more than there is here; they wait until that is pulled.
        denied: logs that central refused as a whole; they wait for the next connection.
        answered: ids that central has numbered and that are not pulled yet.
        pending, dead: how many changes there are.
    """

    dirty: bool = True
    batch: tuple[str, tuple[Outgoing, ...]] | None = None
    limit: int = PUSH_LIMIT
    acknowledged: Mapping[str, Place] = field(default_factory=dict)
    presumed: Mapping[str, Place] = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    pending: int = 0
    dead: int = 0

    @property
    def after(self) -> tuple[tuple[str, Place], ...]:
        """Each log's place behind which there is something to send."""
        places = dict(self.presumed)
        for log, place in self.acknowledged.items():
            places[log] = max(place, places.get(log, place))
        return tuple(sorted(places.items()))

    @property
    def waiting(self) -> int:
        """Own changes that central has not acknowledged."""
        return max(0, self.pending - len(self.answered))


@dataclass(frozen=True, slots=True)
class SnapshotSoFar:
    """The pieces of a snapshot that have come, how many records they have, and the number of the last."""

    log: str
    at: int | None = None
    pieces: tuple[Sequence[Record], ...] = ()
    whole: bool = False
    count: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Inbox:
    """What is to be fetched.

    Attributes:
        follow: the logs to pull.
        vector: central's name for them in this order, or empty.
        cursors: log → last sequence number here, or None when that is to be read.
        catching: logs not pulled to their end since hello.
        pages: pages to be taken.
        snapshots: logs whose snapshot is due.
        snapshot: the one that is coming.
        missing: releases to fetch, newest first.
        unfetchable: releases that central does not have, in this connection.
        release: a body to be kept, with its name.
        turn: whether a release is next, before another page.
        poll_s: how long a pull waits for something new.
        quarrels: pages running that did not fit.
        own: the incarnation of this board of which central tells numbers that are taken at once, or None.
    """

    follow: tuple[str, ...] = ()
    vector: str = ""
    cursors: Mapping[str, int] | None = None
    catching: frozenset[str] = frozenset()
    pages: tuple[LogPage, ...] = ()
    snapshots: tuple[str, ...] = ()
    snapshot: SnapshotSoFar | None = None
    missing: tuple[str, ...] = ()
    unfetchable: frozenset[str] = frozenset()
    release: tuple[str, bytes] | None = None
    turn: bool = True
    poll_s: float = LONG_POLL_S
    quarrels: int = 0
    own: int | None = None


@dataclass(frozen=True, slots=True)
class Mood:
    """What people are told.

    Attributes:
        heard_at: when there was a connection last, before this start.
        in_sync_at: when the board was last in sync.
        lost_at: since when there is no connection, by both clocks, or None.
        failure: why, or None.
        skew_s: this clock minus the server's.
        needs_update: central has what this program cannot read.
        trouble: words for IT.
        store_trouble: the lane for which the store could not do something, and words for IT, or None.
    """

    heard_at: datetime | None = None
    in_sync_at: datetime | None = None
    lost_at: tuple[float, datetime] | None = None
    failure: Failure | None = None
    skew_s: float | None = None
    needs_update: bool = False
    trouble: str = ""
    store_trouble: tuple[Lane, str] | None = None


@dataclass(frozen=True, slots=True)
class State:
    """All of it.

    Attributes:
        belonging: whether there is a central.
        central, device, name, node, timeline, fingerprint: who is who.
        application: how this board asks to belong, while it waits.
        copied: a new incarnation is due before anything is sent.
        push, pull: the lanes.
        number: of the last task or timer.
        published: the status as it was last shown.
    """

    belonging: Belonging = Belonging.ALONE
    central: str = ""
    device: str = ""
    name: str = ""
    node: str = ""
    timeline: str = ""
    fingerprint: str = ""
    application: Enrol | None = None
    copied: bool = False
    push: LaneState = LaneState()
    pull: LaneState = LaneState()
    session: Session = Session()
    outbox: Outbox = Outbox()
    inbox: Inbox = Inbox()
    mood: Mood = Mood()
    number: int = 0
    published: SyncStatus = NOT_ENROLLED

    def lane(self, lane: Lane) -> LaneState:
        """Return a lane."""
        return self.push if lane is Lane.PUSH else self.pull

    def with_lane(self, lane: Lane, lane_state: LaneState) -> "State":
        """Return the state with a lane as told."""
        if lane is Lane.PUSH:
            return replace(self, push=lane_state)
        return replace(self, pull=lane_state)


NEW = State()
"""Before anything has happened."""
