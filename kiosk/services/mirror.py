"""The ward in memory: read once, then replaced entity by entity as changes come."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kiosk.domain.agendas import Agenda, agenda_id
from kiosk.domain.ids import entity_kind
from kiosk.domain.nodes import Node
from kiosk.domain.release_shelf import Key, ParsedReleases, ReleaseShelf
from kiosk.domain.releases import Published
from kiosk.domain.wards import Ward
from kiosk.services.ward_store import AnyFolded

if TYPE_CHECKING:
    from kiosk.domain.safety_days import SafetyDay

_SHELVES = {
    "person": "people",
    "metric": "metrics",
    "observation": "observations",
    "event": "events",
    "card": "cards",
    "recognition": "recognitions",
    "ticket": "tickets",
    "announcement": "announcements",
    "voice": "voices",
    "equity_goal": "equity_goals",
}
"""Kind of entity → the field of `Ward` that holds it by id."""


class Mirror:
    """Holds what stands of a ward; each `Ward` that it gives away stays as it was."""

    def __init__(self, node_id: str, read_release: Callable[[str], bytes | None]) -> None:
        self._node_id = node_id
        self._node: Node | None = None
        self._agenda: Agenda | None = None
        self._shelves: dict[str, Any] = {field: {} for field in _SHELVES.values()}
        self._days_by_id: dict[str, SafetyDay] = {}
        self._days: dict[date, SafetyDay] = {}
        self._announced: dict[str, Published] = {}
        self._published: dict[Key, Published] = {}
        self._parsed = ParsedReleases(read_release)

    @property
    def node(self) -> Node | None:
        """The node, or None before the set-up."""
        return self._node

    @property
    def published(self) -> Mapping[Key, Published]:
        """What was announced of the newest release of each metric and stratifier."""
        return self._published

    def take(self, entities: Iterable[AnyFolded]) -> None:
        """Put entities as they stand now in the place of what they were."""
        by_kind: dict[str, list[AnyFolded]] = {}
        for entity in entities:
            by_kind.setdefault(entity_kind(entity.id), []).append(entity)
        for kind, changed in by_kind.items():
            self._take_kind(kind, changed)

    def ward(self, now: datetime, standing: Mapping[str, Any]) -> Ward:
        """Return the ward as it stands.

        Args:
            now: the instant at which it is looked at.
            standing: the fields of `Ward` that are not entities.
        """
        return Ward(
            now=now,
            node_id=self._node_id,
            node=self._node,
            agenda=self._agenda,
            safety_days=self._days,
            published=self._published,
            releases=ReleaseShelf(self._published, self._parsed),
            **{**self._shelves, **standing},
        )

    def _take_kind(self, kind: str, changed: list[AnyFolded]) -> None:
        if kind in _SHELVES:
            field = _SHELVES[kind]
            self._shelves[field] = _replaced(self._shelves[field], changed)
        elif kind == "safety_day":
            self._days_by_id = _replaced(self._days_by_id, changed)
            self._days = {day.day: day for day in self._days_by_id.values()}
        elif kind == "release":
            self._announced = _replaced(self._announced, changed)
            self._published = {(p.metric, p.stratifier): p for p in self._announced.values()}
        else:
            self._take_configuration(changed)

    def _take_configuration(self, changed: list[AnyFolded]) -> None:
        for entity in changed:
            state = entity.state if entity.stands else None
            if entity.id == self._node_id:
                self._node = state
            elif entity.id == agenda_id(self._node_id):
                self._agenda = state


def _replaced(shelf: Mapping[str, Any], changed: Iterable[AnyFolded]) -> dict[str, Any]:
    """Return a new shelf; the old one stays as it was for those who look at it."""
    new = dict(shelf)
    for entity in changed:
        if entity.stands:
            new[entity.id] = entity.state
        else:
            new.pop(entity.id, None)
    return new
