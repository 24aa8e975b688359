"""Two boards and a central system as values, every step of which is remembered: small enough to look at all of it.

A board is the real engine over a replica in memory. What it does at its store happens at once, in the same step; what
is on its way to central or back can be anywhere, be lost, be taken twice, or outlive the program that sent it.
"""

from collections.abc import Hashable
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, Final

from pydantic import BaseModel

from kiosk.domain.changes import Actor, Change, Entry, Log, LogKind, Record
from kiosk.sync.acts import REQUESTS, AskNonce, AskToken, Request
from kiosk.sync.effects import Begin, Lane
from kiosk.sync.engine import step
from kiosk.sync.events import (
    Answered,
    Event,
    Failed,
    Failure,
    LocalWritten,
    Moment,
    Refused,
    Started,
    TimerFired,
    What,
    Why,
)
from kiosk.sync.performing import StoreSide, report
from kiosk.sync.protocol import Refusal
from kiosk.sync.state import NEW, Mood, State, Wait
from kiosk.sync.status import NOT_ENROLLED
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.replica import Disk, MemoryReplica, Whom, trouble_of
from tests.fakes.small_central import Books, Reply, ask

SHARED: Final = Log("ward-1", LogKind.SHARED)
MOMENT: Final = Moment(0.0, MONDAY_MORNING, 0.0)
SIDE: Final = StoreSide(trouble_of)
ATTEMPTS_TOLD_APART: Final = 1
NUMBERS: Final = {Lane.PUSH: 1, Lane.PULL: 2}
TIMERS: Final = {Lane.PUSH: 3, Lane.PULL: 4}
LAST_NUMBER: Final = 10


@dataclass(frozen=True, slots=True)
class Board:
    """A board between two steps.

    Attributes:
        state: what the engine knows, its numbers made small again.
        disk: what is on its disk.
        written: how many changes people have made here.
    """

    state: State
    disk: Disk
    written: int = 0

    def request(self, lane: Lane) -> Request | None:
        """Return what a lane has asked central, or None."""
        task = self.state.lane(lane).task
        return task.act if task is not None and isinstance(task.act, REQUESTS) else None

    @property
    def confirmed(self) -> tuple[str, ...]:
        """Ids of what is confirmed, by number."""
        return tuple(record.change.id for _, record in self.disk.confirmed)

    @property
    def pending(self) -> tuple[str, ...]:
        """Ids of what is to be sent."""
        return tuple(record.change.id for _, record in self.disk.pending)


def change(device: str, number: int) -> Change:
    """Return the nth change that people make at a board."""
    name = f"{device}-{number}"
    return Change(
        id=name,
        log=SHARED,
        entity=f"card:{name}",
        kind="card.raised",
        payload={},
        actor=Actor(),
        based_on=None,
        occurred_at=MONDAY_MORNING,
        boot_id="boot",
    )


def switched_on(device: str, disk: Disk | None = None, written: int = 0) -> Board:
    """Return a board that has just started; what an earlier run knew is gone, what is on its disk is there."""
    here = disk or Disk(Whom("ward-1", device, 1, "t1"))
    started = Started(central="https://central", device=device, name=device)
    return happened(Board(NEW, here, written), started)


def wrote(board: Board) -> Board:
    """Return a board after somebody wrote something."""
    replica = MemoryReplica(board.disk)
    replica.write(SHARED, change(board.disk.whose.device, board.written + 1))
    after = replace(board, disk=replica.disk, written=board.written + 1)
    return happened(after, LocalWritten())


def answered(board: Board, lane: Lane, reply: Reply) -> Board:
    """Return a board after an answer or a refusal came."""
    number = NUMBERS[lane]
    what: What = (
        Refused(lane, number, reply)
        if isinstance(reply, Refusal)
        else Answered(lane, number, reply)
    )
    return happened(board, what)


def unanswered(board: Board, lane: Lane) -> Board:
    """Return a board after no answer came."""
    return happened(board, Failed(lane, NUMBERS[lane], Failure(Why.NO_NETWORK)))


def waited(board: Board, lane: Lane) -> Board:
    """Return a board after a wait was over."""
    return happened(board, TimerFired(lane, TIMERS[lane]))


def happened(board: Board, what: What) -> Board:
    """Return a board after an event, and after everything that it then did at its store and for its token."""
    replica = MemoryReplica(board.disk)
    state = board.state
    events: list[What] = [what]
    while events:
        state, effects = step(state, Event(events.pop(0), MOMENT))
        for effect in effects:
            if not isinstance(effect, Begin):
                continue
            act = effect.act
            if isinstance(act, AskNonce | AskToken):
                _, trust = ask(Books(), "", act)
                assert not isinstance(trust, Refusal)
                events.append(Answered(effect.lane, effect.number, trust))
            elif not isinstance(act, REQUESTS):
                events.append(report(effect, act, replica, SIDE))
    return replace(board, state=_small(state), disk=_clean(replica.disk))


def _clean(disk: Disk) -> Disk:
    """Leave out what this replica keeps and nothing is decided by: others' streams, what was theirs, what was sent."""
    own = [one for one in disk.heads if one[0].device == disk.whose.device]
    heads = tuple(sorted(own, key=lambda one: one[0].incarnation))
    return replace(disk, heads=heads, apart=(), sent=frozenset[str]())


def _small(state: State) -> State:
    """Number tasks and waits by their lanes, and leave out what people are told: nothing is decided by it."""
    for lane in Lane:
        known = state.lane(lane)
        task = None if known.task is None else replace(known.task, number=NUMBERS[lane])
        wait = None if known.wait is None else Wait(TIMERS[lane], 0.0, MONDAY_MORNING)
        attempts = min(known.attempts, ATTEMPTS_TOLD_APART)
        state = state.with_lane(lane, replace(known, task=task, wait=wait, attempts=attempts))
    # With one log, what was acknowledged and is not there counts only once a pull hides what the board wrote itself.
    answered = frozenset[str]() if state.inbox.own is None else state.outbox.answered
    outbox = replace(state.outbox, answered=answered, pending=0, dead=0)
    return replace(state, number=LAST_NUMBER, published=NOT_ENROLLED, mood=Mood(), outbox=outbox)


def key_of(value: Any) -> Hashable:  # noqa: C901, PLR0911 - one for each kind of value
    """Return what tells a value from every other one, to look it up by."""
    if isinstance(value, Record):
        return (_entry_key(value.entry), value.seq)
    if isinstance(value, Entry):
        return _entry_key(value)
    if isinstance(value, Enum) or value is None or isinstance(value, str | int | float | bytes):
        return value
    if isinstance(value, BaseModel):
        return value.model_dump_json()
    if is_dataclass(value):
        return (
            type(value).__name__,
            *(key_of(getattr(value, one.name)) for one in fields(value)),
        )
    if isinstance(value, dict):
        return tuple(sorted((str(name), key_of(one)) for name, one in value.items()))
    if isinstance(value, frozenset):
        return value
    if isinstance(value, list | tuple):
        return tuple(map(key_of, value))
    return str(value)


def _entry_key(entry: Entry) -> Hashable:
    return (
        entry.change.id,
        entry.device,
        entry.incarnation,
        entry.counter,
        entry.previous,
        entry.lineage,
    )
