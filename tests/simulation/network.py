"""The network of a simulation: it drops, delays, duplicates, reorders, loses answers, and falls apart for days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Generic, TypeVar

from kiosk.domain.changes import Log
from kiosk.sync.events import Failure, Why
from tests.simulation.central import Central, Response
from tests.simulation.world import World

Asked = tuple[str, str, Mapping[str, str], bytes]
"""Method, path, headers, body."""
Came = Callable[[Response | Failure], None]

TIMEOUT_S: Final = 30.0
PATIENCE: Final = 60
"""Idle polls last so many times longer than they do, so that quiet nights cost nothing."""


@dataclass
class Weather:
    """How often what goes wrong, while the storm lasts: probabilities for each request."""

    lost_request: float = 0.03
    lost_answer: float = 0.03
    twice: float = 0.03
    slow: float = 0.05
    busy: float = 0.02


FAIR: Final = Weather(0.0, 0.0, 0.0, 0.0, 0.0)


class Network:
    """Carries requests from boards to central, and answers back.

    Attributes:
        weather: what goes wrong.
        apart: boards that reach nothing.
    """

    def __init__(self, world: World, central: Central) -> None:
        self._world = world
        self._central = central
        self.weather = Weather()
        self.apart: set[str] = set()

    def send(self, name: str, asked: Asked, came: Came) -> None:
        """Carry a request; exactly one answer or failure comes back."""
        world, weather = self._world, self.weather
        told: Once[Response | Failure] = Once(came)
        if name in self.apart:
            world.after(0.05, lambda: told(Failure(Why.NO_NETWORK)))
            return
        delay_s = world.chance.uniform(0.001, 0.02)
        if world.maybe(weather.slow):
            world.fault("slow")
            delay_s += world.chance.uniform(1.0, 60.0)
        world.after(TIMEOUT_S, lambda: told(Failure(Why.TIMEOUT)))
        if world.maybe(weather.lost_request):
            world.fault("request lost")
            return
        if world.maybe(weather.busy):
            world.fault("busy")
            world.after(delay_s, lambda: told(Failure(Why.CENTRAL_FAILED, "503", 2.0)))
            return
        world.after(delay_s, lambda: self._arrive(name, asked, told))
        if world.maybe(weather.twice):
            world.fault("request twice")
            late_s = delay_s + world.chance.uniform(0.0, 20.0)
            world.after(late_s, lambda: self._arrive(name, asked, Once(_nobody)))

    def _arrive(self, name: str, asked: Asked, told: "Once[Response | Failure]") -> None:
        world = self._world
        before = self._central.heads()
        response = self._central.ask(*asked)
        world.note(name, asked[1], response.status)
        grown = {log for log, seq in response.heads.items() if seq != before.get(log, 0)}
        if grown:
            self._central.tell(grown)
        if name in self.apart or world.maybe(self.weather.lost_answer):
            world.fault("answer lost")
            return
        world.after(world.chance.uniform(0.001, 0.02), lambda: told(response))

    def wait_for_news(
        self, seen: Mapping[Log, int], seconds: float, woken: "Callable[[Wake], None]"
    ) -> None:
        """Wait as a long poll does: until a log has grown since an empty answer, or until the time is over.

        Args:
            seen: how far central was in the logs that were asked for when it gave that answer.
            seconds: how long.
            woken: told why the wait is over.
        """
        told = Once(woken)
        heads = self._central.heads()
        if any(heads.get(log, 0) != seq for log, seq in seen.items()):
            self._world.after(0.001, lambda: told(Wake.NEWS))
        self._central.wait(seen, lambda: told(Wake.NEWS))
        self._world.after(seconds * PATIENCE, lambda: told(Wake.TIME))


class Wake(Enum):
    """Why a long poll ends."""

    NEWS = "news"
    TIME = "time"


Told = TypeVar("Told")


class Once(Generic[Told]):
    """A callback that is called at most once."""

    def __init__(self, call: Callable[[Told], None]) -> None:
        self._call: Callable[[Told], None] | None = call

    def __call__(self, what: Told) -> None:
        """Call it, unless it was called."""
        call, self._call = self._call, None
        if call is not None:
            call(what)


def _nobody(_: Response | Failure) -> None:
    """Take an answer that nobody waits for."""
