"""The wire, version 1: every message between a kiosk and central, and the stories that it has to survive.

JSON over HTTPS, keep-alive, gzip above `GZIP_FROM_BYTES`; programs that both know it pack small messages with a
dictionary (`kiosk.sync.packing`). Every request but the first three carries a token.

==========  =========================  ====================================================================
message     path                       what it is for
==========  =========================  ====================================================================
Enrol       POST /v1/enrol             a code, a public key, a machine fingerprint; answered with a device
Nonce       POST /v1/nonce             something to sign
Token       POST /v1/token             the signed nonce; answered with 15 minutes of trust
Hello       POST /v1/hello             first on every reconnection: clocks, timeline, versions, streams; and with
                                       every new token, so that IT and the clock are told of what became of it
Push        POST /v1/push              at most 500 changes, 1 MiB, of one log
Pull        POST /v1/pull              a vector of cursors; waits up to 25 s for something new
Snapshot    POST /v1/snapshot          the changes of every entity open or touched in 90 days, whole
Release     GET /v1/releases/{sha256}  the body of published numbers
SupportLog  POST /v1/support-log       the program's log, for IT
==========  =========================  ====================================================================

Refusals have a stable code (`Code`) and words: ``{"error": code, "message": words, …}``.

======  ==============  ===========================================================================
status  code            what the kiosk does
======  ==============  ===========================================================================
400     malformed       says so, keeps everything, tries again slowly
401     token           gets a new token
403     revoked         stops, says so on the board, keeps everything
403     not_permitted   stops following that log after another hello
409     fork            takes a new incarnation and renumbers what central does not have
409     gap             sends again from the counter that central expects
409     timeline        says hello again, and offers again what was acknowledged
410     hello           says hello again: what it follows has changed
413     too_large       sends smaller pieces
426     needs_update    pushes, but pulls nothing that it could not read
429     slow_down       waits `Retry-After`
503     busy            waits `Retry-After`
======  ==============  ===========================================================================

Stories, A and B being kiosks:

1. A pushes, the answer is lost, A pushes again: central knows the ids, and answers the numbers that it gave.
2. A pushes 5 to 9, central has 1 to 3: *gap*, 4 is expected; A sends from 4.
3. A's disk is put into another PC, B: both write entry 41. The second to push is told *fork*, takes a new incarnation,
   and sends 41 again as entry 1 of a stream that names the first 40 as its own.
4. Central is restored from yesterday's backup and begins a new timeline: A and B are told *timeline*, drop their
   sequence numbers, and offer everything of their own again. What only they had is in the log again.
5. A change of A is not permitted: it is answered *dead* with a reason, it keeps its place in A's stream, A shows it on
   a sheet, and what comes after it goes on.
6. A is told sequence number 7 for a change, and B's 6 is not here yet: A keeps its change on top until 6 and 7 are
   pulled, in order.
7. A has everything up to 6 and is told *fresh* that its change is 7, the log's next: A has the entry, and now its
   number and when it was received, so A takes it into the log as it would take a page. Its pull says which incarnation
   of A is its `own`; what only A wrote in it does not end the wait. As soon as anybody else writes, the page begins
   after A's cursor, and what A has of it already is passed over. A board or a central that knows nothing of this waits
   for the page, or sends it.
"""

from enum import StrEnum
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

PROTOCOL: Final = 1
SCHEMA_OLDEST: Final = 1
SCHEMA_NEWEST: Final = 1
"""The versions of change payloads that this program folds."""

PUSH_LIMIT: Final = 500
"""Changes in one push."""
PAGE_LIMIT: Final = 500
"""Changes in one page of a log, and in one answer to a pull."""
BODY_LIMIT_BYTES: Final = 1024 * 1024
"""Of a request, before compression."""
GZIP_FROM_BYTES: Final = 1024
LONG_POLL_S: Final = 25.0
TOKEN_S: Final = 15 * 60
CODE_S: Final = 10 * 60
OWN_AT_ONCE: Final = 50
"""Own changes that a board takes from the answer to a push, and that do not end its pull; more come as pages."""
LOGS_LIMIT: Final = 2_000
"""Logs that one kiosk follows."""
SNAPSHOT_BEHIND: Final = 20_000
"""Changes by which a cursor is behind before a snapshot is cheaper than the log: more than a ward makes in 90 days."""
TOUCHED_DAYS: Final = 90
"""What was touched in these days is in a snapshot, open or not."""
SKEW_SHOWN_S: Final = 120
"""From here on the board says that its clock is off."""
SUPPORT_LOG_LIMIT_BYTES: Final = 2 * 1024 * 1024

LARGEST: Final = 2**53 - 1
"""Of every number that travels: JSON has no larger one that everybody reads alike."""

PLAIN: Final = r"^[^\x00-\x1f\x7f-\x9f]*$"
"""Text that somebody reads in a list: nothing in it moves a terminal's cursor, or ends a database's text."""
NODE_NAME: Final = r"^[a-z0-9][a-z0-9_:-]{0,79}$"

SHA256: Final = r"^[0-9a-f]{64}$"

PREFIX: Final = "/v1/"
"""With which every path of the wire begins."""
PATHS: Final = {
    "enrol": "/v1/enrol",
    "nonce": "/v1/nonce",
    "token": "/v1/token",
    "hello": "/v1/hello",
    "push": "/v1/push",
    "pull": "/v1/pull",
    "snapshot": "/v1/snapshot",
    "release": "/v1/releases/{sha256}",
    "support_log": "/v1/support-log",
}


class Code(StrEnum):
    """Why a request was refused; stable over versions."""

    MALFORMED = "malformed"
    TOKEN = "token"  # noqa: S105 - the name of a refusal
    REVOKED = "revoked"
    NOT_PERMITTED = "not_permitted"
    FORK = "fork"
    GAP = "gap"
    TIMELINE = "timeline"
    HELLO = "hello"
    TOO_LARGE = "too_large"
    NEEDS_UPDATE = "needs_update"
    SLOW_DOWN = "slow_down"
    BUSY = "busy"


class DeadReason(StrEnum):
    """Why one change will never be in the log."""

    MALFORMED = "malformed"
    NOT_PERMITTED = "not_permitted"


class Message(BaseModel):
    """A message; fields of a newer program are let through."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore")


class WireEntry(Message):
    """An entry as it travels; the change inside is kept word for word, whatever version wrote it.

    Central sends each change as its canonical text (RFC 8785), which is what its hash is of.

    `seq` and `received_at` are central's; a kiosk sends none. `words` are the free text beside the change with the hex
    key of their HMACs, or None where there are none or they were erased.
    """

    change: dict[str, Any]
    device: str = Field(max_length=64)
    incarnation: int = Field(ge=1)
    counter: int = Field(ge=1)
    previous: str = Field(pattern=SHA256)
    clock_correction_ms: int = 0
    lineage: list[tuple[int, int]] = Field(default_factory=list, max_length=64)
    words: dict[str, Any] | None = None
    seq: int | None = None
    received_at: str | None = None


class StreamHead(Message):
    """Where a stream has come to on one side."""

    log: str
    incarnation: int = Field(ge=1, le=LARGEST)
    counter: int = Field(ge=0, le=LARGEST)
    hash: str = Field(pattern=SHA256)


class Enrol(Message):
    """A kiosk asks to belong to a node.

    Attributes:
        code: the one-time or the bulk code.
        public_key: Ed25519, raw, in hex.
        fingerprint: of the machine, hashed; never a serial number in clear.
        hostname: what `fleet.csv` knows the PC by.
        local_node: the node id under which the ward ran alone, or None for a new board.
        offer: how the ward was set up alone (facts, calendar, layout, agenda, metrics, wall stratifiers).
        app: the program's version.
    """

    code: str = Field(min_length=4, max_length=64)
    public_key: str = Field(pattern=SHA256)
    fingerprint: str = Field(max_length=128, pattern=PLAIN)
    hostname: str = Field(max_length=255, pattern=PLAIN)
    local_node: str | None = Field(default=None, pattern=NODE_NAME)
    offer: dict[str, Any] | None = None
    app: str = Field(default="", max_length=40, pattern=PLAIN)


class Enrolled(Message):
    """What became of it; the same key asking again is answered alike.

    Attributes:
        device: the device's id from now on.
        name: what IT calls it, `PC-0417`.
        node: the node it belongs to, or None while it waits for approval.
        timeline: central's, once there is a node.
    """

    device: str
    name: str
    node: str | None
    node_name: str = ""
    timeline: str | None = None


class NonceRequest(Message):
    """A device asks for something to sign."""

    device: str = Field(max_length=64)


class Nonce(Message):
    """Something to sign, once, within a minute."""

    nonce: str
    expires_s: int


class TokenRequest(Message):
    """The signed nonce: Ed25519 over the UTF-8 text `huddle-token-1:{device}:{nonce}`, in hex."""

    device: str = Field(max_length=64)
    nonce: str = Field(max_length=200)
    signature: str = Field(pattern=r"^[0-9a-f]{128}$")


class Token(Message):
    """Fifteen minutes of trust, sent as `Authorization: Bearer`."""

    token: str
    expires_s: int


class Health(Message):
    """How the kiosk is, for IT; nothing of it is about a person."""

    app: str = Field(default="", max_length=40)
    pending: int = Field(default=0, ge=-LARGEST, le=LARGEST)
    dead: int = Field(default=0, ge=-LARGEST, le=LARGEST)
    store_bytes: int = Field(default=0, ge=-LARGEST, le=LARGEST)
    free_bytes: int = Field(default=0, ge=-LARGEST, le=LARGEST)
    uptime_s: int = Field(default=0, ge=-LARGEST, le=LARGEST)
    trouble: str = Field(default="", max_length=200)


class Hello(Message):
    """First on every reconnection, and again with every token that follows.

    Attributes:
        now: the kiosk's clock.
        timeline: the one that the kiosk follows, or None when it has just enrolled.
        local_node: the node id that the kiosk's changes name from before it belonged here: said each time, because a
            restored central may have forgotten it.
        streams: the kiosk's own streams, one head for each log and incarnation.
        cursors: log → last sequence number.
    """

    protocol: int = PROTOCOL
    schema_newest: int = Field(default=SCHEMA_NEWEST, ge=0, le=LARGEST)
    now: str
    timeline: str | None
    local_node: str | None = Field(default=None, pattern=NODE_NAME)
    fingerprint: str = Field(default="", max_length=128)
    streams: list[StreamHead] = Field(default_factory=list)
    cursors: dict[str, int] = Field(default_factory=dict)
    health: Health = Health()


class Welcome(Message):
    """The answer to hello.

    Attributes:
        now: the server's clock.
        timeline: the server's; another than the kiosk's means that acknowledged changes are to be offered again.
        node: the device's node now; a device can be moved.
        follow: the logs to pull, all of them.
        aliases: node ids under which the node ran alone before.
        streams: the heads that central has of the device's streams; a stream that it has nothing of is missing.
        vector: a name for the timeline and `follow` in its order, by which a pull may say its cursors; empty for none.
        forked: streams of which central has other entries than the kiosk.
        newest_incarnation: of the device, on central.
        schema_oldest, schema_newest: what central folds.
        needs_update: the kiosk may push, but cannot read everything.
        behind: central has less than it once gave the kiosk on this timeline: it was put back without a new one.
        retry_after_s: a wait before the rest, to spread a crowd.
    """

    protocol: int = PROTOCOL
    now: str
    timeline: str
    node: str
    name: str = ""
    follow: list[str]
    vector: str = ""
    aliases: list[str] = Field(default_factory=list)
    streams: list[StreamHead] = Field(default_factory=list)
    forked: list[StreamHead] = Field(default_factory=list)
    newest_incarnation: int = 0
    schema_oldest: int = SCHEMA_OLDEST
    schema_newest: int = SCHEMA_NEWEST
    needs_update: bool = False
    behind: bool = False
    retry_after_s: float = 0.0


class Push(Message):
    """A contiguous piece of one stream of the device, in one log, or of several of its incarnations in order."""

    timeline: str
    log: str
    entries: list[WireEntry] = Field(min_length=1, max_length=PUSH_LIMIT)


class Answer(Message):
    """What became of one change: its number in the log, or why it will never have one."""

    id: str
    seq: int | None = None
    dead: DeadReason | None = None
    detail: str = ""


class Pushed(Message):
    """An answer for each entry of the request, in order, and for nothing else.

    Attributes:
        answers: the answers.
        now: the server's clock.
        fresh: every number was given by this request: `now` is when those entries were received.
    """

    answers: list[Answer]
    now: str
    fresh: bool = False


class Pull(Message):
    """What the kiosk has; with `wait_s` the answer waits for something new.

    Attributes:
        timeline: the kiosk's.
        cursors: log → last sequence number, of every log that it follows.
        of: instead of both, the name that the welcome gave them; one that central does not know leads to *hello*.
        at: the cursors in the welcome's order, with `of`.
        wait_s: how long.
        own: the kiosk's incarnation of which it takes the numbers from answers to pushes: nothing new is what it wrote.
    """

    timeline: str = ""
    cursors: dict[str, int] = Field(default_factory=dict, max_length=LOGS_LIMIT)
    of: str | None = Field(default=None, max_length=64)
    at: list[int] = Field(default_factory=list, max_length=LOGS_LIMIT)
    wait_s: float = Field(default=0.0, ge=0.0, le=LONG_POLL_S)
    own: int | None = Field(default=None, ge=1, le=LARGEST)


class Page(Message):
    """A contiguous piece of one log, never filtered; `head` is where the log stood."""

    log: str
    entries: list[WireEntry]
    head: int


class Pulled(Message):
    """Pages of the logs that have something new; `snapshot` names logs whose cursor is too old for pages."""

    pages: list[Page]
    snapshot: list[str] = Field(default_factory=list)
    now: str


class SnapshotRequest(Message):
    """One log's snapshot, piece by piece.

    Attributes:
        at: the sequence number at which the first piece was taken; None asks for the first.
        after_seq: where the last piece ended.
    """

    timeline: str
    log: str
    at: int | None = Field(default=None, le=LARGEST)
    after_seq: int = Field(default=0, le=LARGEST)


class Snapshot(Message):
    """A piece of a snapshot: whole entities' changes in order of their numbers, with gaps between.

    Attributes:
        at: the sequence number at which it was taken: the cursor once all pieces are here.
        entries: the piece.
        more: whether there is another piece after the last of these.
    """

    log: str
    at: int
    entries: list[WireEntry]
    more: bool


class SupportLog(Message):
    """The program's log, for IT; it holds no free text."""

    text: str = Field(max_length=SUPPORT_LOG_LIMIT_BYTES)


class Refusal(Message):
    """Why a request was refused.

    Attributes:
        error: the code.
        message: for a person.
        log, incarnation, counter: of a fork or a gap: the first place that does not fit, or that is expected.
        timeline: central's, of *timeline*.
        retry_after_s: of *busy* and *slow_down*.
    """

    error: Code
    message: str = ""
    log: str | None = None
    incarnation: int | None = None
    counter: int | None = None
    timeline: str | None = None
    retry_after_s: float | None = None
