"""What a free lane takes up next; it follows from what is known, and from nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kiosk.sync.acts import (
    Act,
    ApplyPages,
    ApplySnapshot,
    AskEnrolment,
    AskNonce,
    AskPages,
    AskRelease,
    AskSnapshot,
    AskToken,
    KeepRelease,
    ReadOutbox,
    ReadStanding,
    SayHello,
    SendEntries,
)
from kiosk.sync.effects import Begin, Effect, Lane
from kiosk.sync.events import Moment
from kiosk.sync.protocol import BODY_LIMIT_BYTES
from kiosk.sync.state import Belonging, Inbox, Stage, State, Task

TOKEN_SPARE_S: Final = 45.0
"""A token is replaced so long before it ends: longer than a long poll."""
ENVELOPE_BYTES: Final = 1_024
"""What a push has around its entries, at most."""
MOST_BYTES: Final = BODY_LIMIT_BYTES - ENVELOPE_BYTES
COUNT: Final = ReadOutbox((), frozenset(), 0, 0)
"""Nothing is sent from a board that was taken out, and people still see how much waits."""


def take_up(state: State, lane: Lane, at: Moment) -> tuple[State, tuple[Effect, ...]]:
    """Let a lane begin something, if it is free and there is something to do."""
    now = state.lane(lane)
    if now.task is not None or now.wait is not None:
        return state, ()
    act = _next_push(state, at) if lane is Lane.PUSH else _next_pull(state, at)
    if act is None:
        return state, ()
    number = state.number + 1
    task = Task(number, act, at.now_s, at.wall)
    state = replace(_begun(state, act), number=number)
    state = state.with_lane(lane, replace(state.lane(lane), task=task))
    return state, (Begin(lane, number, act),)


def has_token(state: State, at: Moment) -> bool:
    """Tell whether there is trust that lasts for another request."""
    token = state.session.token
    return token is not None and token.until_s - TOKEN_SPARE_S > at.now_s


def _begun(state: State, act: Act) -> State:
    """Return the state once something has begun: what happens from here on makes it due again."""
    match act:
        case ReadOutbox():
            return replace(state, outbox=replace(state.outbox, dirty=False))
        case SayHello():
            return replace(state, session=replace(state.session, hello_due=False))
        case _:
            return state


def _next_push(state: State, at: Moment) -> Act | None:
    match state.belonging:
        case Belonging.WAITING if state.application is not None:
            todo = state.session.todo
            return todo[0] if todo else AskEnrolment(state.application)
        case Belonging.ENROLLED:
            return _connect(state, at) or _send(state)
        case Belonging.REVOKED if state.outbox.dirty:
            return COUNT
        case _:
            return None


def _connect(state: State, at: Moment) -> Act | None:
    """Return what is missing before anything can be sent."""
    session = state.session
    if session.todo:
        return session.todo[0]
    if not has_token(state, at):
        if session.nonce is None:
            return AskNonce(state.device)
        return AskToken(state.device, session.nonce)
    if session.stage is not Stage.APART and not session.hello_due:
        return None
    if session.standing is None:
        return ReadStanding()
    return SayHello(session.standing, at.wall, state.fingerprint)


def _send(state: State) -> Act | None:
    outbox = state.outbox
    if outbox.batch is not None:
        log, entries = outbox.batch
        return SendEntries(state.timeline, log, entries)
    if not outbox.dirty:
        return None
    return ReadOutbox(outbox.after, outbox.held | outbox.denied, outbox.limit, MOST_BYTES)


def _next_pull(state: State, at: Moment) -> Act | None:
    inbox = state.inbox
    if state.session.stage is Stage.SETTLING:
        return None
    kept = _keep(inbox)
    if kept is not None:
        return kept
    ready = state.belonging is Belonging.ENROLLED and state.session.stage is Stage.GREETED
    if not ready or not has_token(state, at):
        return None
    if inbox.cursors is None:
        return ReadStanding()
    return _fetch(state, inbox, inbox.cursors)


def _keep(inbox: Inbox) -> Act | None:
    """Return what has come and is to be kept; that needs no connection."""
    if inbox.pages:
        return ApplyPages(inbox.pages)
    snapshot = inbox.snapshot
    if snapshot is not None and snapshot.whole and snapshot.at is not None:
        return ApplySnapshot(snapshot.log, snapshot.at, snapshot.pieces)
    if inbox.release is not None:
        return KeepRelease(*inbox.release)
    return None


def _fetch(state: State, inbox: Inbox, cursors: Mapping[str, int]) -> Act:
    if inbox.snapshot is not None:
        begun = inbox.snapshot
        return AskSnapshot(state.timeline, begun.log, begun.at, begun.last)
    if inbox.snapshots:
        return AskSnapshot(state.timeline, inbox.snapshots[0])
    wanted = [name for name in inbox.missing if name not in inbox.unfetchable]
    if wanted and inbox.turn:
        return AskRelease(wanted[0])
    here = tuple((log, cursors.get(log, 0)) for log in inbox.follow)
    wait_s = 0.0 if inbox.catching or wanted else inbox.poll_s
    # While a number that was told is not in the log here, whatever brings it is news.
    taken = {
        record.change.id
        for act in state.session.todo
        if isinstance(act, ApplyPages)
        for page in act.pages
        for record in page.records
    }
    own = None if not wait_s or state.outbox.answered - taken else inbox.own
    return AskPages(state.timeline, here, wait_s, own, inbox.vector)
