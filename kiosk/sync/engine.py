"""The sync engine: `step(state, event) -> (state, effects)`, total and deterministic, without clock, chance or I/O.

Every event changes what is known (`answers`, `refusals`, `outcomes`, `occasions`); then each lane that is free takes up
what follows from that (`planning`); then people are told, if there is something to tell (`telling`). A lane does one
thing at a time, and what is reported for anything else than that is old, and ignored.
"""

from dataclasses import replace
from typing import Final

from kiosk.sync import answers, occasions, outcomes, planning, refusals
from kiosk.sync.effects import Effect, Lane, Publish
from kiosk.sync.events import (
    Answered,
    Event,
    Failed,
    LocalWritten,
    Moment,
    NetworkChanged,
    Refused,
    RetryAsked,
    Started,
    Stored,
    StoreRefused,
    TimerFired,
)
from kiosk.sync.state import State, Task
from kiosk.sync.telling import status_of

LANES: Final = (Lane.PUSH, Lane.PULL)
Reported = Answered | Refused | Failed | Stored | StoreRefused
Step = tuple[State, tuple[Effect, ...]]


def step(state: State, event: Event) -> Step:
    """Return what is known after an event, and what the shell is to do.

    Args:
        state: what is known; `kiosk.sync.state.NEW` at first.
        event: what happened, with the time and a draw of chance.
    """
    known, effects = _absorb(state, event)
    for lane in LANES:
        known, begun = planning.take_up(known, lane, event.at)
        effects += begun
    status = status_of(known)
    if status != known.published:
        known = replace(known, published=status)
        effects += (Publish(status),)
    return known, effects


def _absorb(state: State, event: Event) -> Step:
    match event.what:
        case Answered() | Refused() | Failed() | Stored() | StoreRefused() as reported:
            task = state.lane(reported.lane).task
            if task is None or task.number != reported.number:
                return state, ()
            lane = replace(state.lane(reported.lane), task=None)
            return _report(state.with_lane(reported.lane, lane), task, reported, event.at)
        case TimerFired() as fired:
            return occasions.timer_fired(state, fired), ()
        case Started() as started:
            return occasions.started(state, started), ()
        case LocalWritten() as written:
            return occasions.local_written(state, written), ()
        case NetworkChanged():
            return occasions.network_changed(state, event.at)
        case RetryAsked():
            return occasions.retry_asked(state), ()


def _report(state: State, task: Task, reported: Reported, at: Moment) -> Step:
    match reported:
        case Answered(lane, _, answer):
            return answers.absorb(state, lane, task, answer, at)
        case Refused(lane, _, refusal):
            return refusals.refused(state, lane, task, refusal, at)
        case Failed(lane, _, failure):
            return refusals.failed(state, lane, task, failure, at)
        case Stored(lane, _, outcome):
            return outcomes.absorb(state, lane, task, outcome, at)
        case StoreRefused(lane, _, trouble, detail):
            return refusals.store_refused(state, lane, (trouble, detail), task, at)
