"""Syncing once, without a board and without threads: connect, send all, fetch all, and say how it went."""

import gc
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, cast

from kiosk.domain.clock import Clock
from kiosk.sync.acts import REQUESTS, Adopt, ApplyPages, ApplySnapshot, AskPages, SendEntries
from kiosk.sync.effects import Begin, Effect, Lane, SetTimer
from kiosk.sync.engine import step
from kiosk.sync.events import (
    Answered,
    Event,
    Failed,
    Failure,
    Moment,
    PagesRead,
    Refused,
    Started,
    Stored,
    TimerFired,
    What,
)
from kiosk.sync.outbox_ahead import OutboxAhead
from kiosk.sync.performing import StoreSide
from kiosk.sync.protocol import Enrolled, Pushed, Refusal
from kiosk.sync.read_ahead import ReadAhead
from kiosk.sync.replica import Replica
from kiosk.sync.state import NEW, State
from kiosk.sync.status import SyncState, SyncStatus
from kiosk.sync.surroundings import Wire

PATIENCE_S: Final = 150.0
"""How long it waits because central asks it to: longer than the spread after an outage."""
WAITS_LIMIT: Final = 5
GARBAGE_THRESHOLD: Final = 100_000
"""A page makes thousands of objects and no cycle; looking for cycles all the while took a fifth of the time."""


@dataclass(frozen=True, slots=True)
class Once:
    """How it went.

    Attributes:
        in_sync: everything is sent, and everything is here.
        sent: changes that central has now.
        fetched: changes that came.
        dead: changes that central will never take, of those sent now.
        status: how sync stands.
        enrolled: what central said when it let this computer in, now, or None.
    """

    in_sync: bool
    sent: int
    fetched: int
    dead: int
    status: SyncStatus
    enrolled: Enrolled | None = None


class SyncOnce:
    """Drives the engine until it is in sync or cannot go on.

    Args:
        replica: the store, in this thread.
        side: what stands around it.
        wire: the way to central.
        clock: tells the time.
        chance: draws from 0 to below 1.
        wait: waits some seconds.
    """

    def __init__(
        self,
        *,
        replica: Replica,
        side: StoreSide,
        wire: Wire,
        clock: Clock,
        chance: Callable[[], float],
        wait: Callable[[float], None] | None = None,
    ) -> None:
        self._store, self._wire = OutboxAhead(replica, side), ReadAhead(wire)
        self._clock, self._chance = clock, chance
        self._wait = wait or (lambda seconds: (threading.Event().wait(seconds), None)[1])
        self._state: State = NEW
        self._todo: deque[Begin] = deque()
        self._timers: dict[Lane, SetTimer] = {}
        self._poll: Begin | None = None
        self._unseen = False  # whether there is something at central that has not come yet
        self._figures = Once(in_sync=False, sent=0, fetched=0, dead=0, status=NEW.published)

    def run(self, started: Started) -> Once:
        """Sync once, from a start of the engine."""
        before = gc.get_threshold()
        gc.set_threshold(GARBAGE_THRESHOLD, *before[1:])
        try:
            return self._run(started)
        finally:
            gc.set_threshold(*before)

    def _run(self, started: Started) -> Once:
        self._happened(started)
        waits = 0
        while True:
            if self._todo:
                self._happened(self._carry_out(self._todo.popleft()))
            elif self._poll is not None and self._unseen:
                self._happened(self._looked(self._poll))
            elif self._timers and waits < WAITS_LIMIT and self._is_asked_to_wait():
                waits += 1
                self._happened(self._waited())
            else:
                break
        status = self._state.published
        in_sync = status.state is SyncState.IN_SYNC and not status.waiting
        return replace(self._figures, in_sync=in_sync, status=status)

    def _happened(self, what: What) -> None:
        moment = Moment(self._clock.monotonic_s(), self._clock.now(), self._chance())
        self._state, effects = step(self._state, Event(what, moment))
        for effect in effects:
            self._note(effect)

    def _note(self, effect: Effect) -> None:
        match effect:
            case Begin(_, _, AskPages(wait_s=wait_s)) if wait_s:
                self._poll = effect  # everything is here; a board would now wait for news
            case Begin():
                self._todo.append(effect)
            case SetTimer(lane=lane):
                self._timers[lane] = effect
            case _:
                pass

    def _looked(self, poll: Begin) -> What:
        """Look without waiting for what a board would wait for: at least what was just sent comes back."""
        self._poll = None
        self._unseen = False
        act = cast("AskPages", poll.act)
        return self._carry_out(replace(poll, act=replace(act, wait_s=0.0, own=None)))

    def _carry_out(self, begin: Begin) -> What:
        if not isinstance(begin.act, REQUESTS):
            stored = self._store.report(begin)
            if isinstance(stored, Stored):
                self._count_stored(begin.act)
            return stored
        token = self._state.session.token
        trust = None if token is None else token.token
        if isinstance(begin.act, SendEntries):
            answer = self._store.send(begin, self._wire.ask, trust)
        else:
            answer = self._wire.ask(begin.act, trust)
        match answer:
            case Refusal():
                return Refused(begin.lane, begin.number, answer)
            case Failure():
                return Failed(begin.lane, begin.number, answer)
            case Pushed():
                self._count_pushed(answer)
            case PagesRead(pages, snapshot):
                self._unseen = bool(pages or snapshot)
            case _:
                pass
        return Answered(begin.lane, begin.number, answer)

    def _count_stored(self, act: object) -> None:
        match act:
            case ApplyPages(pages):
                came = sum(len(page.records) for page in pages)
            case ApplySnapshot(_, _, pieces):
                came = sum(map(len, pieces))
            case Adopt(enrolled):
                self._figures = replace(self._figures, enrolled=enrolled)
                came = 0
            case _:
                came = 0
        self._figures = replace(self._figures, fetched=self._figures.fetched + came)

    def _count_pushed(self, pushed: Pushed) -> None:
        dead = sum(answer.dead is not None for answer in pushed.answers)
        self._unseen = True
        self._figures = replace(
            self._figures,
            sent=self._figures.sent + len(pushed.answers) - dead,
            dead=self._figures.dead + dead,
        )

    def _is_asked_to_wait(self) -> bool:
        """Tell whether central answers and asks for patience; where nothing answers, waiting is for boards."""
        shortest = min(timer.after_s for timer in self._timers.values())
        answers = self._state.mood.failure is None
        asked = self._state.published.state is not SyncState.WAITING
        return answers and asked and shortest <= PATIENCE_S

    def _waited(self) -> What:
        lane, timer = min(self._timers.items(), key=lambda one: one[1].after_s)
        del self._timers[lane]
        self._wait(timer.after_s)
        return TimerFired(lane, timer.number)
