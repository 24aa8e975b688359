"""What refusals, failures and a store that cannot change: a new incarnation, another hello, smaller pieces, a wait."""

from dataclasses import replace
from typing import Final

from kiosk.sync.acts import (
    ApplyPages,
    AskEnrolment,
    AskNonce,
    AskPages,
    AskRelease,
    AskToken,
    Bury,
    SayHello,
    SendEntries,
)
from kiosk.sync.backoff import SLOW_S
from kiosk.sync.effects import Effect, Lane
from kiosk.sync.events import Failure, Moment, Trouble, Why
from kiosk.sync.occasions import apart
from kiosk.sync.protocol import Code, DeadReason, Refusal
from kiosk.sync.settling import FORKS_LIMIT, renumbering
from kiosk.sync.state import Belonging, Inbox, Outbox, Session, Stage, State, Task
from kiosk.sync.waiting import again, back_off, wait_for

Step = tuple[State, tuple[Effect, ...]]

POLL_LEAST_S: Final = 5.0
"""A pull waits at least so long for something new, whatever cuts it."""
GAPS_BEFORE_HELLO: Final = 2
"""Gaps running: the first is filled, the second leads to hello, the third to a new incarnation."""
WAITS_BEFORE_LOST: Final = 5
"""Answers running that ask to wait, before the board says that it is offline: a crowd's wait is over sooner."""
TOO_LARGE_ALONE: Final = "Central does not take a change of this size."


def refused(state: State, lane: Lane, task: Task, refusal: Refusal, at: Moment) -> Step:
    """Return what is known after central said no."""
    state = _let_go_of_batch(state, task)
    match refusal.error:
        case Code.TOKEN:
            return _without_token(state, lane, task, at)
        case Code.REVOKED:
            mood = replace(state.mood, lost_at=None, trouble=refusal.message)
            revoked = replace(apart(state), belonging=Belonging.REVOKED, mood=mood)
            return replace(revoked, session=Session()), ()
        case Code.FORK if isinstance(task.act, SendEntries):
            return _forked(state, task.act, refusal, at)
        case Code.GAP if isinstance(task.act, SendEntries):
            return _gap(state, task.act, refusal, at)
        case Code.TIMELINE | Code.HELLO | Code.FORK | Code.GAP:
            return again(apart(state), lane, at)
        case Code.TOO_LARGE if isinstance(task.act, SendEntries):
            return _too_large(state, task.act), ()
        case Code.NEEDS_UPDATE:
            return _needs_update(state, lane, task, at)
        case Code.SLOW_DOWN | Code.BUSY:
            return _told_to_wait(state, lane, task, refusal, at)
        case _:
            return _not_taken(state, lane, task, refusal, at)


def failed(state: State, lane: Lane, task: Task, failure: Failure, at: Moment) -> Step:
    """Return what is known when there was no answer: the connection is over, and hello comes first again."""
    state = _let_go_of_batch(state, task)
    if isinstance(task.act, AskPages) and task.act.wait_s and failure.why in {Why.TIMEOUT, Why.CUT}:
        # Something on the way ends quiet connections; shorter waits get through.
        poll_s = max(POLL_LEAST_S, task.act.wait_s / 2)
        state = replace(state, inbox=replace(state.inbox, poll_s=poll_s))
    lost_at = state.mood.lost_at or (at.now_s, state.mood.heard_at or at.wall)
    mood = replace(state.mood, failure=failure, lost_at=lost_at)
    state = apart(replace(state, mood=mood))
    outbox = replace(state.outbox, denied=frozenset())
    return back_off(replace(state, outbox=outbox), lane, at, failure.retry_after_s)


def _told_to_wait(state: State, lane: Lane, task: Task, refusal: Refusal, at: Moment) -> Step:
    """Come back when central says; who is told so again and again has no connection, and people are told."""
    if state.lane(lane).attempts + 1 < WAITS_BEFORE_LOST:
        return back_off(state, lane, at, refusal.retry_after_s)
    return failed(state, lane, task, Failure(Why.CENTRAL_BUSY, "", refusal.retry_after_s), at)


def store_refused(
    state: State, lane: Lane, why: tuple[Trouble, str], task: Task, at: Moment
) -> Step:
    """Return what is known when the store did not do it: it is asked again later, from how it stands then."""
    trouble, detail = why
    inbox = replace(state.inbox, cursors=None, pages=(), snapshot=None, release=None)
    if trouble in {Trouble.FORK, Trouble.GAP} and lane is Lane.PULL:
        quarrels = inbox.quarrels + 1
        state = replace(state, inbox=replace(inbox, quarrels=quarrels))
        if trouble is Trouble.FORK and quarrels == 1:
            return again(renumbering(state, (), 0), lane, at)
        quarrel = replace(state.mood, store_trouble=(lane, detail or trouble.value))
        return again(replace(state, mood=quarrel), lane, at)
    mood = replace(state.mood, store_trouble=(lane, detail or trouble.value))
    state = replace(state, inbox=inbox, mood=mood)
    if lane is Lane.PUSH:
        state = _let_go_of_batch(state, task)
        todo = state.session.todo
        if isinstance(task.act, ApplyPages):  # what was acknowledged comes again, as a page
            todo = tuple(one for one in todo if one != task.act)
        state = replace(state, session=replace(state.session, todo=todo))
        settling = state.session.stage is Stage.SETTLING
        state = apart(state) if settling else replace(state, outbox=_dirty(state))
    return back_off(state, lane, at)


def _let_go_of_batch(state: State, task: Task) -> State:
    """Read again what was to be sent; whatever became of it, nothing of it counts as acknowledged."""
    if not isinstance(task.act, SendEntries):
        return state
    return replace(state, outbox=replace(state.outbox, batch=None, dirty=True))


def _without_token(state: State, lane: Lane, task: Task, at: Moment) -> Step:
    """Ask for another token; one that central never accepted is not replaced at once."""
    if isinstance(task.act, AskNonce | AskToken):
        return back_off(replace(state, session=replace(state.session, nonce=None)), lane, at)
    token = state.session.token
    if token is None or task.begun_s < token.got_s:
        return state, ()
    state = replace(state, session=replace(state.session, token=None, nonce=None))
    return (state, ()) if token.proven else back_off(state, Lane.PUSH, at)


def _forked(state: State, sent: SendEntries, refusal: Refusal, at: Moment) -> Step:
    """Take a new incarnation; what central does not have is numbered again there."""
    newest = sent.entries[-1].place[0]
    forked_at: tuple[tuple[str, int], ...] = ()
    if refusal.incarnation == newest and refusal.counter is not None:
        forked_at = ((sent.log, refusal.counter),)
    forks = state.session.forks
    state = renumbering(state, forked_at, refusal.incarnation or 0)
    return back_off(state, Lane.PUSH, at) if forks >= FORKS_LIMIT else (state, ())


def _gap(state: State, sent: SendEntries, refusal: Refusal, at: Moment) -> Step:
    """Send from the counter that central expects; if it is not pending here, say hello; if that is no help, renumber.

    An entry that central misses and that is not pending here was confirmed once, or is dead: central is older than it
    was, and its timeline says so, or the stream cannot be continued and another begins.
    """
    session = replace(state.session, gaps=state.session.gaps + 1)
    state = replace(state, session=session)
    expects = refusal.incarnation is not None and refusal.counter is not None
    if session.gaps == 1 and expects:
        place = (refusal.incarnation or 0, max(0, (refusal.counter or 0) - 1))
        outbox = state.outbox
        presumed = {log: one for log, one in outbox.presumed.items() if log != sent.log}
        acknowledged = {**outbox.acknowledged, sent.log: place}
        return replace(
            state, outbox=replace(outbox, presumed=presumed, acknowledged=acknowledged)
        ), ()
    if session.gaps <= GAPS_BEFORE_HELLO:
        return again(apart(state), Lane.PUSH, at)
    again_soon = session.gaps == GAPS_BEFORE_HELLO + 1
    state = renumbering(state, (), 0)
    return (state, ()) if again_soon else back_off(state, Lane.PUSH, at)


def _too_large(state: State, sent: SendEntries) -> State:
    """Send smaller pieces; a change that is too large alone is shown to a person, so that the others go on."""
    if len(sent.entries) > 1:
        limit = len(sent.entries) // 2
        return replace(state, outbox=replace(state.outbox, limit=limit))
    dead = (sent.entries[0].id, DeadReason.MALFORMED.value, TOO_LARGE_ALONE)
    todo = (*state.session.todo, Bury((dead,)))
    return replace(state, session=replace(state.session, todo=todo))


def _needs_update(state: State, lane: Lane, task: Task, at: Moment) -> Step:
    """Go on pushing: the work has to get out, whatever this program can read."""
    state = replace(state, mood=replace(state.mood, needs_update=True))
    if not isinstance(task.act, SayHello):
        return _slowly(state, lane, at)
    standing = task.act.standing
    session = replace(state.session, stage=Stage.GREETED, standing=None)
    inbox = Inbox(cursors=dict(standing.cursors), poll_s=state.inbox.poll_s)
    mood = replace(state.mood, lost_at=None, failure=None)
    greeted = replace(state, session=session, inbox=inbox, mood=mood, timeline=standing.timeline)
    return _slowly(greeted, Lane.PULL, at) if greeted.pull.wait is None else (greeted, ())


def _not_taken(state: State, lane: Lane, task: Task, refusal: Refusal, at: Moment) -> Step:
    match task.act:
        case SendEntries() as sent:
            return _push_not_taken(state, sent, refusal, at)
        case AskRelease(name):
            inbox = replace(state.inbox, turn=False, unfetchable=state.inbox.unfetchable | {name})
            return replace(state, inbox=inbox), ()
        case _:
            mood = replace(state.mood, trouble=refusal.message or refusal.error.value)
            state = replace(state, mood=mood)
            if isinstance(task.act, AskEnrolment):
                return _slowly(state, lane, at)
            if refusal.error is Code.NOT_PERMITTED:
                return again(apart(state), lane, at)
            return _slowly(apart(state), lane, at)


def _push_not_taken(state: State, sent: SendEntries, refusal: Refusal, at: Moment) -> Step:
    """Find what it is about in smaller pieces; then leave that log alone, so that the others go on."""
    if refusal.error is Code.MALFORMED and len(sent.entries) > 1:
        limit = len(sent.entries) // 2
        return replace(state, outbox=replace(state.outbox, limit=limit)), ()
    outbox = replace(state.outbox, denied=state.outbox.denied | {sent.log})
    mood = replace(state.mood, trouble=refusal.message or refusal.error.value)
    state = replace(state, outbox=outbox, mood=mood)
    if refusal.error is Code.NOT_PERMITTED:
        return again(apart(state), Lane.PUSH, at)
    return state, ()


def _slowly(state: State, lane: Lane, at: Moment) -> Step:
    """Wait long, because asking again soon would hardly be answered otherwise."""
    attempts = state.lane(lane).attempts + 1
    state = state.with_lane(lane, replace(state.lane(lane), attempts=attempts))
    return wait_for(state, lane, SLOW_S * (0.5 + at.draw / 2), at)


def _dirty(state: State) -> Outbox:
    return replace(state.outbox, batch=None, dirty=True)
