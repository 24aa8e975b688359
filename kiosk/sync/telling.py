"""How sync stands, told from what the engine knows."""

from datetime import datetime
from typing import Final

from kiosk.sync.events import Failure, Why
from kiosk.sync.state import Belonging, Stage, State
from kiosk.sync.status import SyncState, SyncStatus

WORDS: Final = {
    Why.NO_NETWORK: "Central cannot be reached.",
    Why.TIMEOUT: "Central does not answer in time.",
    Why.TLS: "The certificate of central is not trusted.",
    Why.PLAIN: "What answers at this address speaks no TLS: another port, or central has no certificate.",
    Why.PROXY: "The proxy does not let the board through.",
    Why.CUT: "The connection to central ended before its answer did.",
    Why.NOT_CENTRAL: "What answers at this address is not a central system that this board understands.",
    Why.CENTRAL_FAILED: "Central failed at this. IT finds the reason in its log.",
    Why.CENTRAL_BUSY: "Central answers, but can do nothing now: it is busy, or its database is away.",
    Why.BEHIND: "Central has lost changes that it had. IT runs `huddle-central failover` there; boards then fill it.",
    Why.BUG: "The board's program failed at this. IT finds the reason in its log.",
}
UNTRUSTED: Final = frozenset({Why.TLS, Why.PLAIN, Why.NOT_CENTRAL, Why.BEHIND})


def status_of(state: State) -> SyncStatus:
    """Return how sync stands."""
    mood, outbox = state.mood, state.outbox
    shown = _state_of(state)
    return SyncStatus(
        state=shown,
        central=state.central,
        name=state.name,
        at=mood.in_sync_at,
        offline_since=None if mood.lost_at is None else mood.lost_at[1],
        waiting=outbox.waiting,
        dead=outbox.dead,
        skew_s=mood.skew_s,
        needs_update=mood.needs_update,
        trouble=_trouble(state),
        next_try=_next_try(state) if shown in {SyncState.OFFLINE, SyncState.REFUSED} else None,
    )


def failure_words(failure: Failure) -> str:
    """Return why there is no connection, for IT."""
    words = WORDS[failure.why]
    return f"{words} ({failure.detail})" if failure.detail else words


def _state_of(state: State) -> SyncState:
    match state.belonging:
        case Belonging.ALONE:
            return SyncState.ALONE
        case Belonging.REVOKED:
            return SyncState.REVOKED
        case Belonging.WAITING if state.mood.failure is None:
            return SyncState.NOT_LET_IN if state.mood.trouble else SyncState.WAITING
        case Belonging.WAITING | Belonging.ENROLLED:
            return _connection(state)


def _connection(state: State) -> SyncState:
    mood = state.mood
    if mood.failure is not None and mood.failure.why in UNTRUSTED:
        return SyncState.REFUSED
    if mood.lost_at is not None:
        return SyncState.OFFLINE
    if state.session.stage is not Stage.GREETED and mood.in_sync_at is None:
        return SyncState.STARTING
    busy = state.outbox.waiting or state.outbox.batch is not None or state.inbox.catching
    return SyncState.SENDING if busy else SyncState.IN_SYNC


def _trouble(state: State) -> str:
    mood = state.mood
    if mood.store_trouble is not None:
        return mood.store_trouble[1]
    return failure_words(mood.failure) if mood.failure is not None else mood.trouble


def _next_try(state: State) -> datetime | None:
    waits = [lane.wait.until_wall for lane in (state.push, state.pull) if lane.wait is not None]
    return min(waits, default=None)
