"""What happens at the board itself: a start, a change written, a wait over, another network, a person who asks."""

from dataclasses import replace

from kiosk.sync.backoff import spread_s
from kiosk.sync.effects import Effect, Lane
from kiosk.sync.events import LocalWritten, Moment, Started, TimerFired
from kiosk.sync.state import NEW, Belonging, Mood, Outbox, Session, Stage, State
from kiosk.sync.waiting import over, wait_for


def started(state: State, event: Started) -> State:
    """Begin anew; numbers go on, so that what an earlier run asked for is not taken for an answer."""
    if not event.central:
        belonging = Belonging.ALONE
    elif event.application is not None:
        belonging = Belonging.WAITING
    else:
        belonging = Belonging.ENROLLED
    return replace(
        NEW,
        belonging=belonging,
        central=event.central,
        device=event.device,
        name=event.name,
        fingerprint=event.fingerprint,
        application=event.application,
        copied=event.copied,
        outbox=Outbox(pending=event.pending, dead=event.dead),
        mood=Mood(heard_at=event.heard_at),
        number=state.number,
        published=state.published,
    )


def local_written(state: State, event: LocalWritten) -> State:
    """Something is to be sent; without a connection nobody else counts it."""
    pending = state.outbox.pending if event.pending is None else event.pending
    return replace(state, outbox=replace(state.outbox, dirty=True, pending=pending))


def timer_fired(state: State, fired: TimerFired) -> State:
    """Let a lane go on, if it still waits for this."""
    wait = state.lane(fired.lane).wait
    if wait is None or wait.number != fired.number:
        return state
    return over(state, fired.lane)


def network_changed(state: State, at: Moment) -> tuple[State, tuple[Effect, ...]]:
    """Try again soon: at once after a short outage, spread over two minutes after a long one."""
    lost = state.mood.lost_at
    effects: tuple[Effect, ...] = ()
    for lane in Lane:
        wait = state.lane(lane).wait
        if wait is None:
            continue
        soon_s = spread_s(at.now_s - lost[0], at.draw) if lost is not None else 0.0
        if at.now_s + soon_s < wait.until_s:
            state, timer = wait_for(state, lane, soon_s, at)
            effects += timer
    return state, effects


def retry_asked(state: State) -> State:
    """Try everything again now, also what was given up for this connection."""
    for lane in Lane:
        state = over(state, lane)
        state = state.with_lane(lane, replace(state.lane(lane), attempts=0))
    outbox = replace(state.outbox, dirty=True, denied=frozenset())
    inbox = replace(state.inbox, unfetchable=frozenset(), quarrels=0)
    state = replace(state, outbox=outbox, inbox=inbox)
    if state.belonging is Belonging.REVOKED:
        asks = state.application is not None
        again = Belonging.WAITING if asks else Belonging.ENROLLED
        return replace(state, belonging=again, session=Session())
    return state


def apart(state: State) -> State:
    """Let go of the connection: hello is to be said again, and until then nothing counts as acknowledged.

    What is on its way in the other lane goes on; its answer is still good, unless the timeline changes.
    """
    session = replace(state.session, stage=Stage.APART, standing=None, todo=(), nonce=None)
    before = state.outbox
    outbox = Outbox(
        denied=before.denied, answered=before.answered, pending=before.pending, dead=before.dead
    )
    return replace(state, session=session, outbox=outbox)
