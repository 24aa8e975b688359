"""Which reported events a tile or a metric counts, and their local days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kiosk.domain.events import EventType, SafetyEvent, Standing
from kiosk.layouts.tiles import DaysSinceTile
from kiosk.viewmodels.scenes import Scene


@dataclass(frozen=True, slots=True)
class Counting:
    """Kinds of event ("harm") and, when there are any, only these types of them ("fall")."""

    kinds: tuple[EventType, ...]
    types: tuple[str, ...] = ()

    def takes(self, event: SafetyEvent) -> bool:
        """Tell whether an event is one of those that are counted."""
        return event.type in self.kinds and (not self.types or event.what in self.types)


def counting_of_metric(key: str, scene: Scene) -> Counting | None:
    """Return the events that a metric of the catalogue counts, or None if it counts others."""
    metric = scene.catalogue.metric(key)
    if metric is None or metric.events is None:
        return None
    return Counting((metric.events.kind,), metric.events.types)


def counting_of_tile(tile: DaysSinceTile, scene: Scene) -> Counting | None:
    """Return the events that set a days-since tile back, or None when its metric counts none."""
    if tile.metric is not None:
        return counting_of_metric(tile.metric, scene)
    return Counting(tile.events, tile.about)


def confirmed_days(counting: Counting, scene: Scene) -> tuple[date, ...]:
    """Return the local day of each confirmed event, oldest first, as often as it has events."""
    return tuple(sorted(event.day for event in _events(counting, scene) if event.counts))


def waiting_to_be_confirmed(counting: Counting, scene: Scene) -> int:
    """Return how many events were reported and count only once somebody confirms them."""
    return sum(event.standing is Standing.TO_CONFIRM for event in _events(counting, scene))


def first_closed_day(scene: Scene) -> date | None:
    """Return the first day that anybody closed, or None: before it, silence says nothing."""
    closed = (day for day, state in scene.ward.safety_days.items() if state.closed)
    return min(closed, default=None)


def _events(counting: Counting, scene: Scene) -> Iterable[SafetyEvent]:
    return (event for event in scene.ward.events.values() if counting.takes(event))
