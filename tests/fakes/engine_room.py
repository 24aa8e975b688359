"""The engine with a store in memory and a small central, one event at a time: a test decides what is answered when."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from kiosk.domain.changes import Actor, Change, Log, LogKind
from kiosk.domain.leaving import leaving
from kiosk.sync.acts import REQUESTS, Act, AskPages, Request, SendEntries
from kiosk.sync.effects import Begin, Effect, Lane, Publish, SetTimer
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
    StoreRefused,
    TimerFired,
    Trouble,
    What,
    Why,
)
from kiosk.sync.performing import StoreSide, outgoing, report
from kiosk.sync.protocol import Code, Refusal
from kiosk.sync.state import NEW, State
from kiosk.sync.status import SyncStatus
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.replica import Disk, MemoryReplica, Whom, trouble_of
from tests.fakes.small_central import Books, Reply, ask, has_news

SHARED = Log("ward-1", LogKind.SHARED)
OWN = Log("ward-1", LogKind.OWN)
CENTRAL = "https://central"
DEVICE = "device-a"


def change(number: int, log: Log = SHARED, author: str = "a", size: int = 0) -> Change:
    """Return the nth change of an author."""
    return Change(
        id=f"{author}-{number}",
        log=log,
        entity=f"card:{author}-{number}",
        kind="card.raised",
        payload={"padding": "x" * size} if size else {},
        actor=Actor(),
        based_on=None,
        occurred_at=MONDAY_MORNING,
        boot_id="boot",
    )


class Room:
    """One board's engine.

    Attributes:
        state: what it knows.
        replica: its store.
        books: central.
        flying: what each lane has asked and nobody answered yet.
        timers: what each lane waits for.
        acts: everything that was begun, in order.
        statuses: what people were told.
        now_s, draw: of the next events.
        refuse_store: what the store answers to the next act of a kind.
    """

    def __init__(
        self,
        books: Books | None = None,
        replica: MemoryReplica | None = None,
        fingerprint: str = "",
    ) -> None:
        self.state: State = NEW
        self.replica = replica or MemoryReplica(Disk(Whom("ward-1", DEVICE, 1, "t1")))
        self.books = books or Books(follow=(str(SHARED), str(OWN)))
        self.flying: dict[Lane, Begin] = {}
        self.timers: dict[Lane, SetTimer] = {}
        self.acts: list[Act] = []
        self.statuses: list[SyncStatus] = []
        self.effects: list[Effect] = []
        self.now_s, self.draw = 0.0, 0.0
        self.refuse_store: dict[type[Any], Trouble] = {}
        self._side = StoreSide(trouble_of, fingerprint)
        self._written = 0

    @property
    def status(self) -> SyncStatus:
        """How sync stands."""
        return self.state.published

    def start(self, **more: Any) -> "Room":
        """Start the engine of an enrolled board."""
        self.happen(Started(central=CENTRAL, device=DEVICE, name="PC-0417", **more))
        return self

    def in_sync(self) -> "Room":
        """Start, and answer everything until the pull waits for news."""
        self.start()
        self.answer_all()
        assert isinstance(self.asked(Lane.PULL), AskPages)
        return self

    def write(self, log: Log = SHARED, count: int = 1, size: int = 0) -> None:
        """Write changes here."""
        for _ in range(count):
            self._written += 1
            self.replica.write(log, change(self._written, log, size=size))
        self.happen(LocalWritten())

    def others_write(self, count: int = 1, log: Log = SHARED, device: str = "device-b") -> None:
        """Let another board write into a log at central."""
        other = MemoryReplica(Disk(Whom("ward-1", device, 1, self.books.timeline)))
        before = len(self.books.log(str(log)))
        for number in range(before + 1, before + count + 1):
            record = other.write(log, change(number, log, author=device))
            # Each in an incarnation of its own: this board only sees what is in the log.
            entry = replace(record.entry, incarnation=number, counter=1, previous="0" * 64)
            push = SendEntries(
                self.books.timeline, str(log), (outgoing(leaving(replace(record, entry=entry))),)
            )
            self.books, _ = ask(self.books, device, push)

    def happen(self, what: What) -> None:
        """Let something happen; what the store is asked is done at once."""
        events: list[What] = [what]
        while events:
            moment = Moment(self.now_s, MONDAY_MORNING + timedelta(seconds=self.now_s), self.draw)
            self.state, effects = step(self.state, Event(events.pop(0), moment))
            self.effects += effects
            for effect in effects:
                events += self._carry_out(effect)

    def asked(self, lane: Lane) -> Request | None:
        """Return what a lane waits to have answered, or None."""
        begin = self.flying.get(lane)
        if begin is None:
            return None
        assert isinstance(begin.act, REQUESTS)
        return begin.act

    def answer(self, lane: Lane, reply: Reply | None = None) -> None:
        """Answer a lane: as central would, or as told."""
        begin = self.flying.pop(lane)
        assert isinstance(begin.act, REQUESTS)
        if reply is None:
            self.books, reply = ask(self.books, DEVICE, begin.act)
        if isinstance(reply, Refusal):
            self.happen(Refused(lane, begin.number, reply))
        else:
            self.happen(Answered(lane, begin.number, reply))

    def refuse(self, lane: Lane, code: Code, **more: Any) -> None:
        """Have central say no to a lane."""
        self.answer(lane, Refusal(error=code, **more))

    def fail(self, lane: Lane, why: Why = Why.NO_NETWORK, **more: Any) -> None:
        """Let a lane go without an answer."""
        begin = self.flying.pop(lane)
        self.happen(Failed(lane, begin.number, Failure(why, **more)))

    def wait_over(self, lane: Lane) -> None:
        """Let a lane's wait be over."""
        timer = self.timers.pop(lane)
        self.now_s += timer.after_s
        self.happen(TimerFired(lane, timer.number))

    def answer_all(self, most: int = 200) -> None:
        """Answer as central would, until nothing is asked that it would answer now."""
        for _ in range(most):
            ready = [lane for lane, begin in self.flying.items() if self._would_answer(begin)]
            if not ready:
                return
            self.answer(ready[0])
        raise AssertionError("it never comes to rest")

    def since(self, mark: int, kind: type[Any]) -> list[Any]:
        """Return the acts of a kind that were begun since a number of acts."""
        return [act for act in self.acts[mark:] if isinstance(act, kind)]

    def _would_answer(self, begin: Begin) -> bool:
        assert isinstance(begin.act, REQUESTS)
        return has_news(self.books, DEVICE, begin.act)

    def _carry_out(self, effect: Effect) -> list[What]:
        match effect:
            case Begin(lane, number, act):
                self.acts.append(act)
                if isinstance(act, REQUESTS):
                    self.flying[lane] = effect
                    return []
                trouble = self.refuse_store.pop(type(act), None)
                if trouble is not None:
                    return [StoreRefused(lane, number, trouble)]
                return [report(effect, act, self.replica, self._side)]
            case SetTimer(lane=lane):
                self.timers[lane] = effect
            case Publish(status):
                self.statuses.append(status)
            case _:
                pass
        return []
