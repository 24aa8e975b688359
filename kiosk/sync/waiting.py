"""Waits of a lane: begun with a timer, ended by it or by something better."""

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.sync.backoff import wait_s
from kiosk.sync.effects import Effect, Lane, SetTimer
from kiosk.sync.events import Moment
from kiosk.sync.state import State, Wait

Step = tuple[State, tuple[Effect, ...]]


def wait_for(state: State, lane: Lane, after_s: float, at: Moment) -> Step:
    """Let a lane wait for some seconds."""
    number = state.number + 1
    wait = Wait(number, at.now_s + after_s, _later(at.wall, after_s))
    waiting = replace(state.lane(lane), wait=wait)
    state = replace(state.with_lane(lane, waiting), number=number)
    return state, (SetTimer(lane, number, after_s),)


def over(state: State, lane: Lane) -> State:
    """Let a lane go on."""
    return state.with_lane(lane, replace(state.lane(lane), wait=None))


def back_off(state: State, lane: Lane, at: Moment, retry_after_s: float | None = None) -> Step:
    """Count a failure of a lane, and let it wait."""
    attempts = state.lane(lane).attempts + 1
    state = state.with_lane(lane, replace(state.lane(lane), attempts=attempts))
    lost = state.mood.lost_at
    outage_s = None if lost is None else at.now_s - lost[0]
    return wait_for(state, lane, wait_s(attempts, at.draw, retry_after_s, outage_s), at)


def again(state: State, lane: Lane, at: Moment) -> Step:
    """Go on at once the first time, and back off when it happens again before the lane got anywhere."""
    if state.lane(lane).attempts:
        return back_off(state, lane, at)
    return state.with_lane(lane, replace(state.lane(lane), attempts=1)), ()


def got_somewhere(state: State, lane: Lane) -> State:
    """Forget a lane's failures."""
    return state.with_lane(lane, replace(state.lane(lane), attempts=0))


def _later(wall: datetime, after_s: float) -> datetime:
    try:
        return wall + timedelta(seconds=after_s)
    except OverflowError:
        return wall
