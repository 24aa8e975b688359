"""The shell around the engine: threads for the two lanes, a clock, chance, the store's door and the transport.

It decides nothing. It must never end, and nobody waits for it: what the world or a bug does to it becomes an event.
"""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Final, cast

from kiosk.domain.clock import Clock
from kiosk.sync.acts import (
    REQUESTS,
    Act,
    Adopt,
    ApplyPages,
    Request,
    StoreAct,
)
from kiosk.sync.backoff import wait_s
from kiosk.sync.effects import Begin, Effect, Lane, Publish, SetAnchor, SetTimer
from kiosk.sync.engine import step
from kiosk.sync.events import (
    Answered,
    Event,
    Failed,
    Failure,
    LocalWritten,
    Moment,
    NetworkChanged,
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
from kiosk.sync.lanes import LaneThread, Pieces, place_of
from kiosk.sync.performing import StoreSide, pieces, report
from kiosk.sync.protocol import Enrolled, Refusal
from kiosk.sync.replica import Replica
from kiosk.sync.state import NEW
from kiosk.sync.status import SyncStatus
from kiosk.sync.surroundings import Door, Report, Told, Wire

log = logging.getLogger(__name__)

PIECE: Final = 50
"""Records that are taken at once: a touch at the board waits no longer than for these."""
NUMBERS_SKIPPED: Final = 1_000
"""After a bug, so that what was begun before it is not taken for an answer."""


class Runner:
    """Runs sync until it is stopped.

    Args:
        started: what the engine begins with.
        door: the way to the store.
        side: what stands around the store.
        wire: the way to central.
        clock: tells the time.
        chance: draws from 0 to below 1.
        told: who is told what.
        piece: records that the store takes at once.
    """

    def __init__(  # noqa: PLR0913 - a composition
        self,
        started: Started,
        *,
        door: Door,
        side: StoreSide,
        wire: Wire,
        clock: Clock,
        chance: Callable[[], float],
        told: Told | None = None,
        piece: int = PIECE,
    ) -> None:
        self._started = started
        self._door, self._side, self._wire = door, side, wire
        self._clock, self._chance, self._told = clock, chance, told or Told()
        self._piece = piece
        self._state = NEW
        self._events: queue.SimpleQueue[What | None] = queue.SimpleQueue()
        self._timers: dict[Lane, tuple[int, float]] = {}
        self._crashes = 0
        self._restart_at_s: float | None = None
        self._stopping = threading.Event()
        self._unpaused = threading.Event()
        self._unpaused.set()
        self._lanes = {lane: LaneThread(lane, self._ask) for lane in Lane}
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    @property
    def status(self) -> SyncStatus:
        """How sync stands."""
        return self._state.published

    def start(self) -> None:
        """Begin."""
        for lane in self._lanes.values():
            lane.start()
        self._events.put(self._started)
        self._thread.start()

    def stop(self, timeout_s: float | None = 5.0) -> None:
        """End at once, whatever is waited for; what is not sent stays in the store."""
        self._stopping.set()
        self._unpaused.set()
        self._events.put(None)
        self._wire.close()
        for lane in self._lanes.values():
            lane.stop()
        for thread in (self._thread, *(lane.thread for lane in self._lanes.values())):
            if thread.is_alive() and thread is not threading.current_thread():
                thread.join(timeout_s)

    def wake(self, pending: int | None = None) -> None:
        """Send now: something was written here. Any thread may say so.

        Args:
            pending: how many own changes are not confirmed by now, where that was counted.
        """
        self._events.put(LocalWritten(pending))

    def try_now(self) -> None:
        """Try everything now: a person asked."""
        self._events.put(RetryAsked())

    def network_changed(self) -> None:
        """The computer has another connection than before."""
        self._wire.renew()
        self._events.put(NetworkChanged())

    def begin(self, started: Started) -> None:
        """Begin anew, as another: this computer was enrolled."""
        self._started = started
        self._events.put(started)

    def pause(self, *, paused: bool) -> None:
        """Take up nothing new while a practice ward is open; what is on its way is dealt with afterwards."""
        if paused:
            self._unpaused.clear()
        else:
            self._unpaused.set()

    def token(self) -> str | None:
        """Return the trust of this moment, for what the engine does not send: the log for IT."""
        token = self._state.session.token
        return None if token is None else token.token

    # The engine's thread

    def _run(self) -> None:
        while not self._stopping.is_set():
            what = self._next()
            self._unpaused.wait()
            if what is None or self._stopping.is_set():
                continue
            try:
                self._happened(what)
            except Exception as bug:  # noqa: BLE001 - the board goes on, whatever this is
                self._crashed(bug)

    def _next(self) -> What | None:
        """Wait for what happens next: an event, or the end of a wait."""
        try:
            return self._events.get(timeout=self._patience_s())
        except queue.Empty:
            return self._due()

    def _patience_s(self) -> float | None:
        ends = [until_s for _, until_s in self._timers.values()]
        if self._restart_at_s is not None:
            ends.append(self._restart_at_s)
        if not ends:
            return None
        return max(0.0, min(ends) - self._clock.monotonic_s())

    def _due(self) -> What | None:
        now_s = self._clock.monotonic_s()
        if self._restart_at_s is not None and self._restart_at_s <= now_s:
            self._restart_at_s = None
            return self._started_again()
        for lane, (number, until_s) in list(self._timers.items()):
            if until_s <= now_s:
                del self._timers[lane]
                return TimerFired(lane, number)
        return None

    def _started_again(self) -> Started:
        """Return the start with what people were told last: it may be long ago that the board was up."""
        told = self.status
        return replace(self._started, pending=told.waiting, dead=told.dead, heard_at=told.heard_at)

    def _happened(self, what: What) -> None:
        moment = Moment(self._clock.monotonic_s(), self._clock.now(), self._chance())
        adopted = self._adopted(what)
        self._state, effects = step(self._state, Event(what, moment))
        for effect in effects:
            self._carry_out(effect)
        if adopted is not None:
            self._told.enrolled(adopted)

    def _adopted(self, what: What) -> Enrolled | None:
        """Return what the store has just adopted, if that is what happened."""
        if not isinstance(what, Stored):
            return None
        task = self._state.lane(what.lane).task
        if task is None or task.number != what.number or not isinstance(task.act, Adopt):
            return None
        return task.act.enrolled

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Begin(lane, _, act) if isinstance(act, REQUESTS):
                self._lanes[lane].begin(effect)
            case Begin():
                self._store(effect)
            case SetTimer(lane, number, after_s):
                self._timers[lane] = (number, self._clock.monotonic_s() + after_s)
            case SetAnchor(now_s, server_now):
                self._told.anchor(now_s, server_now)
            case Publish(status):
                self._told.status(status)

    def _crashed(self, bug: Exception) -> None:
        """Forget all, and begin anew after a while; the store has everything that counts."""
        self._crashes += 1
        log.error("sync failed, try %d: %s", self._crashes, place_of(bug))
        self._state = replace(
            NEW, number=self._state.number + NUMBERS_SKIPPED, published=self._state.published
        )
        self._timers.clear()
        self._restart_at_s = self._clock.monotonic_s() + wait_s(self._crashes, self._chance())

    # The lanes

    def _ask(self, begin: Begin) -> None:
        """Ask central, in a lane's thread."""
        self._events.put(self._answer(begin, cast("Request", begin.act)))

    def _answer(self, begin: Begin, request: Request) -> What:
        lane, number = begin.lane, begin.number
        try:
            answer = self._wire.ask(request, self.token())
        except Exception as bug:  # noqa: BLE001 - the lane goes on, whatever this is
            log.error("sync failed at %s: %s", type(request).__name__, place_of(bug))  # noqa: TRY400 - its words may quote anything
            return Failed(lane, number, Failure(Why.BUG, type(bug).__name__))
        match answer:
            case Refusal():
                return Refused(lane, number, answer)
            case Failure():
                return Failed(lane, number, answer)
            case _:
                return Answered(lane, number, answer)

    # The store

    def _store(self, begin: Begin) -> None:
        act = begin.act
        if isinstance(act, ApplyPages):
            Pieces(self, begin, pieces(act, self._piece)).go_on()
        else:
            self.post(begin, act, self._events.put)

    def post(self, begin: Begin, act: Act, reply: Callable[[Report], None]) -> None:
        """Have the store do something."""
        side = self._side

        def job(replica: Replica) -> Report:
            try:
                return report(begin, cast("StoreAct", act), replica, side)
            except Exception as bug:  # noqa: BLE001 - the store's thread goes on
                log.error("sync failed at %s: %s", type(act).__name__, place_of(bug))  # noqa: TRY400 - its words may quote anything
                return StoreRefused(begin.lane, begin.number, Trouble.OTHER, type(bug).__name__)

        self._door.post(job, reply)

    def tell(self, what: What) -> None:
        """Let something have happened; any thread may say so."""
        self._events.put(what)
