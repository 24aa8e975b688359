"""The post between boards and central: what boards send waits here until a test says what becomes of it."""

from collections import deque
from collections.abc import Callable
from enum import Enum

from typing_extensions import override

from kiosk.sync.acts import REQUESTS, StoreAct
from kiosk.sync.engine import Step, step
from kiosk.sync.events import Event, Stored
from kiosk.sync.state import State
from tests.simulation.flaws import Flaw
from tests.simulation.kiosks import Kiosk
from tests.simulation.network import Asked, Came, Wake


class Fate(Enum):
    """What becomes of a message."""

    ANSWERED = "answered"
    LOST = "the request is lost"
    ANSWER_LOST = "the answer is lost"
    TWICE = "the request comes twice"
    LATE = "the answer comes later"


class Post:
    """Keeps what boards send until somebody carries it.

    Attributes:
        mail: requests that nobody has carried yet, by board.
        polls: boards that wait for news, each with what wakes it.
        asking: whose answer is being handed over.
    """

    def __init__(self) -> None:
        self.mail: dict[str, deque[tuple[Asked, Came]]] = {}
        self.polls: dict[str, Callable[[Wake], None]] = {}
        self.asking = ""

    def send(self, name: str, asked: Asked, came: Came) -> None:
        """Take a request."""
        self.mail.setdefault(name, deque()).append((asked, came))

    def wait_for_news(self, total: int, seconds: float, woken: Callable[[Wake], None]) -> None:
        """Let the board whose answer is being handed over wait for news."""
        del total, seconds
        self.polls[self.asking] = woken

    def forget(self, name: str) -> list[Asked]:
        """Give up what a board that has stopped waits for; return what is still on its way."""
        self.polls.pop(name, None)
        return [asked for asked, _ in self.mail.pop(name, ())]


class Watched(Flaw):
    """No flaw: the seam through which the model hears of what a board's store has done."""

    def __init__(self) -> None:
        self.heard: Callable[[Kiosk, StoreAct], None] = lambda _kiosk, _act: None

    @override
    def step(self, kiosk: Kiosk, state: State, event: Event) -> Step:
        """Take a step of a board's engine."""
        what = event.what
        if isinstance(what, Stored):
            task = state.lane(what.lane).task
            if task is not None and task.number == what.number:
                assert not isinstance(task.act, REQUESTS)
                self.heard(kiosk, task.act)
        return step(state, event)
