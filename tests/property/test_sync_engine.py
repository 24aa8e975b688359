"""The engine in any state at any event: it never raises, does one thing at a time, and says what it waits for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.acts import REQUESTS, Outgoing, Standing
from kiosk.sync.effects import Begin, Lane, SetTimer
from kiosk.sync.engine import step
from kiosk.sync.events import (
    Answered,
    Applied,
    BodyRead,
    Buried,
    Done,
    Event,
    Failed,
    Failure,
    HeadsChecked,
    LocalWritten,
    Moment,
    NetworkChanged,
    OutboxRead,
    PageRead,
    PagesRead,
    PieceRead,
    Refused,
    RetryAsked,
    Started,
    Stored,
    StoreRefused,
    TimerFired,
    Trouble,
    What,
    Why,
)
from kiosk.sync.protocol import (
    Answer,
    Code,
    DeadReason,
    Enrol,
    Enrolled,
    Nonce,
    Pushed,
    Refusal,
    StreamHead,
    Token,
    Welcome,
)
from kiosk.sync.state import NEW, State
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.engine_room import SHARED, change
from tests.fakes.replica import MemoryReplica

LOGS = st.sampled_from(["ward-1/shared", "ward-1/own", "ward-2/shared"])
SMALL = st.integers(0, 4)
IDS = st.sampled_from(["a-1", "a-2", "a-3"])
NAMES = st.sampled_from(["t1", "t2"])
LANES = st.sampled_from(list(Lane))
HEADS = st.builds(
    StreamHead,
    log=LOGS,
    incarnation=st.integers(1, 3),
    counter=SMALL,
    hash=st.sampled_from(["0" * 64, "1" * 64]),
)
RECORD = MemoryReplica().write(SHARED, change(1))


@st.composite
def records(draw: st.DrawFn) -> tuple[Any, ...]:
    seqs = draw(st.lists(st.one_of(st.none(), SMALL), max_size=4))
    return tuple(replace(RECORD, seq=seq) for seq in seqs)


ANSWERS = st.one_of(
    st.builds(
        Enrolled,
        device=st.just("device-a"),
        name=st.just("PC"),
        node=st.sampled_from([None, "ward-1"]),
        timeline=st.one_of(st.none(), NAMES),
    ),
    st.just(Nonce(nonce="n", expires_s=60)),
    st.builds(Token, token=st.just("t"), expires_s=st.sampled_from([0, -5, 900])),
    st.builds(
        Welcome,
        now=st.sampled_from(["2026-11-23T07:30:00.000Z", "never", "0001-01-01T00:00:00Z"]),
        timeline=NAMES,
        node=st.sampled_from(["ward-1", "ward-2"]),
        follow=st.lists(LOGS, max_size=3),
        streams=st.lists(HEADS, max_size=2),
        forked=st.lists(HEADS, max_size=1),
        newest_incarnation=SMALL,
        needs_update=st.booleans(),
        retry_after_s=st.sampled_from([0.0, -1.0, 30.0, float("nan")]),
    ),
    st.builds(
        Pushed,
        answers=st.lists(
            st.builds(
                Answer,
                id=IDS,
                seq=st.one_of(st.none(), SMALL),
                dead=st.sampled_from([None, DeadReason.MALFORMED]),
            ),
            max_size=3,
        ),
        now=st.just(""),
    ),
    st.builds(
        PagesRead,
        st.lists(st.builds(PageRead, LOGS, records(), SMALL), max_size=2).map(tuple),
        st.lists(LOGS, max_size=1).map(tuple),
    ),
    st.builds(PieceRead, LOGS, SMALL, records(), st.booleans()),
    st.builds(BodyRead, st.binary(max_size=4)),
)
STANDINGS = st.builds(
    Standing,
    node=st.just("ward-1"),
    device=st.sampled_from(["device-a", "device-x"]),
    incarnation=st.integers(1, 3),
    timeline=st.sampled_from(["t1", "t2", "local"]),
    cursors=st.lists(st.tuples(LOGS, SMALL), max_size=2).map(tuple),
    pending=SMALL,
    dead=SMALL,
    missing=st.lists(st.sampled_from(["m1", "m2"]), max_size=2).map(tuple),
)
OUTGOING = st.builds(Outgoing, IDS, st.tuples(st.integers(1, 3), SMALL), st.just("{}"))
OUTCOMES = st.one_of(
    STANDINGS,
    st.builds(
        OutboxRead,
        st.one_of(st.none(), LOGS),
        st.lists(OUTGOING, max_size=3).map(tuple),
        SMALL,
        SMALL,
    ),
    st.builds(
        HeadsChecked,
        st.lists(st.tuples(LOGS, st.tuples(SMALL, SMALL)), max_size=2).map(tuple),
        st.frozensets(LOGS, max_size=2),
        st.lists(st.tuples(LOGS, SMALL), max_size=1).map(tuple),
    ),
    st.builds(
        Applied,
        st.lists(st.tuples(LOGS, SMALL), max_size=2).map(tuple),
        st.lists(IDS, max_size=2).map(tuple),
        SMALL,
        st.just(()),
    ),
    st.builds(Buried, SMALL, SMALL),
    st.just(Done()),
)
REFUSALS = st.builds(
    Refusal,
    error=st.sampled_from(list(Code)),
    log=st.one_of(st.none(), LOGS),
    incarnation=st.one_of(st.none(), SMALL),
    counter=st.one_of(st.none(), SMALL),
    retry_after_s=st.sampled_from([None, -3.0, 0.0, 5.0, 1e9]),
)
STARTS = st.builds(
    Started,
    central=st.sampled_from(["", "https://central"]),
    device=st.just("device-a"),
    application=st.sampled_from(
        [None, Enrol(code="ABCD", public_key="a" * 64, fingerprint="f", hostname="h")]
    ),
    copied=st.booleans(),
)
FREE = st.one_of(STARTS, st.just(LocalWritten()), st.just(NetworkChanged()), st.just(RetryAsked()))


def reported(data: st.DataObject, state: State, lane: Lane) -> What:
    """Return a report on what a lane is doing, or on something else."""
    now = state.lane(lane)
    task, wait = now.task, now.wait
    number = task.number if task is not None else data.draw(SMALL)
    fitting: st.SearchStrategy[What]
    if task is not None and isinstance(task.act, REQUESTS):
        fitting = st.one_of(
            ANSWERS.map(lambda answer: Answered(lane, number, answer)),
            REFUSALS.map(lambda refusal: Refused(lane, number, refusal)),
            st.sampled_from(list(Why)).map(lambda why: Failed(lane, number, Failure(why))),
        )
    else:
        fitting = st.one_of(
            OUTCOMES.map(lambda outcome: Stored(lane, number, outcome)),
            st.sampled_from(list(Trouble)).map(lambda one: StoreRefused(lane, number, one)),
            st.just(TimerFired(lane, wait.number if wait is not None else number)),
        )
    return data.draw(fitting)


@given(st.data())
def test_any_event_in_any_state_is_taken(data: st.DataObject) -> None:
    state, now_s = NEW, 0.0
    state, _ = step(state, Event(data.draw(STARTS), Moment(0.0, MONDAY_MORNING, 0.0)))
    for _ in range(data.draw(st.integers(1, 25))):
        lane = data.draw(LANES)
        what = reported(data, state, lane) if data.draw(st.integers(0, 4)) else data.draw(FREE)
        now_s += data.draw(st.sampled_from([0.0, 0.1, 40.0, 1_000.0]))
        draw = data.draw(st.sampled_from([0.0, 0.5, 0.999]))
        wall = MONDAY_MORNING + timedelta(days=data.draw(st.sampled_from([0, -400, 2])))
        event = Event(what, Moment(now_s, wall, draw))

        after, effects = step(state, event)

        assert step(state, event) == (after, effects)
        check(state, after, effects)
        state = after


def check(before: State, after: State, effects: tuple[Any, ...]) -> None:
    """Demand what holds after every step."""
    begun = [effect for effect in effects if isinstance(effect, Begin)]
    assert len({effect.lane for effect in begun}) == len(begun)
    for effect in effects:
        if isinstance(effect, Begin):
            task = after.lane(effect.lane).task
            assert task is not None
            assert (task.number, task.act) == (effect.number, effect.act)
        if isinstance(effect, SetTimer):
            assert effect.after_s >= 0
    for lane in Lane:
        now = after.lane(lane)
        assert now.task is None or now.wait is None or before.lane(lane).task is not None
        if now.task is not None and now.task != before.lane(lane).task:
            assert now.task.number > before.number
    assert after.outbox.waiting >= 0
