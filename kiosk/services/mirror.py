"""The ward in memory: read once, then replaced entity by entity as changes come, from here and from other boards."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kiosk.domain.agendas import Agenda, agenda_id
from kiosk.domain.clock import local_day
from kiosk.domain.ids import entity_kind
from kiosk.domain.nodes import Node
from kiosk.domain.observations import observation_id
from kiosk.domain.release_shelf import Key, ParsedReleases, ReleaseShelf
from kiosk.domain.releases import Published
from kiosk.domain.wards import Ward
from kiosk.services.cards_standing import CardsStanding
from kiosk.services.neighbours import Neighbours, neighbours
from kiosk.services.shelves import Shelf
from kiosk.services.ward_store import AnyFolded

if TYPE_CHECKING:
    from kiosk.domain.metrics import Metric
    from kiosk.domain.observations import Observation
    from kiosk.domain.safety_days import SafetyDay

_DAILY = {
    "event": "events",
    "recognition": "recognitions",
    "ticket": "tickets",
    "announcement": "announcements",
    "voice": "voices",
    "equity_goal": "equity_goals",
}
"""Kind of entity → the field of `Ward` that holds those of this unit by id."""
_CONFIGURATION = {"person": "people", "metric": "metrics"}
"""The same of what is configured: a unit that enrolled shows its old configuration until there is a new one."""


class Mirror:
    """Holds what stands of a ward; each `Ward` that it gives away stays as it was.

    Args:
        node_id: whose board it is.
        read_release: gives the body of a release.
        aliases: the nodes as which this one ran alone before it enrolled.
    """

    def __init__(
        self,
        node_id: str,
        read_release: Callable[[str], bytes | None],
        aliases: Iterable[str] = (),
    ) -> None:
        self._node_id = node_id
        self._aliases = tuple(aliases)
        self._shelves: dict[str, Shelf] = {}
        self._standing = CardsStanding()
        self._near = Neighbours(own=self._named())
        self._looked_round: date | None = None
        self._parsed = ParsedReleases(read_release)
        self._announced: Mapping[str, Published] = {}
        self._published: Mapping[Key, Published] = {}
        self._days_by_id: Mapping[str, SafetyDay] = {}
        self._by_day: Mapping[date, SafetyDay] = {}

    @property
    def node(self) -> Node | None:
        """The node, or None before the set-up; what it was alone stands until its new configuration is here."""
        nodes = self._shelf("node").of(self._named())
        return next((nodes[name] for name in reversed(self._named()) if name in nodes), None)

    @property
    def published(self) -> Mapping[Key, Published]:
        """What was announced of the newest release of each metric and stratifier."""
        announced = self._shelf("release").of(self._near.own)
        if announced is not self._announced:
            self._announced = announced
            self._published = {(one.metric, one.stratifier): one for one in announced.values()}
        return self._published

    def take(self, entities: Iterable[AnyFolded]) -> None:
        """Put entities as they stand now in the place of what they were."""
        by_kind: dict[str, list[AnyFolded]] = {}
        for entity in entities:
            by_kind.setdefault(entity_kind(entity.id), []).append(entity)
        for kind, changed in by_kind.items():
            self._shelf(kind).take(changed)
        self._standing.take(by_kind.get("card", ()))
        self._looked_round = None

    def ward(self, now: datetime, standing: Mapping[str, Any]) -> Ward:
        """Return the ward as it stands.

        Args:
            now: the instant at which it is looked at.
            standing: the fields of `Ward` that are not entities.
        """
        near = self._look_round(now)
        return Ward(
            now=now,
            node_id=self._node_id,
            node=self.node,
            agenda=self._agenda(),
            observations=self._observations(),
            safety_days=self._days(),
            published=self.published,
            releases=ReleaseShelf(self.published, self._parsed),
            units=near.units,
            unsent=frozenset(self._standing.unsent),
            void=dict(self._standing.void),
            **self._cards(near),
            **self._by_field(near),
            **standing,
        )

    def _by_field(self, near: Neighbours) -> dict[str, Any]:
        daily = {field: self._shelf(kind).of(near.own) for kind, field in _DAILY.items()}
        configured = {field: self._configured(kind) for kind, field in _CONFIGURATION.items()}
        return {**daily, **configured}

    def _shelf(self, kind: str) -> Shelf:
        return self._shelves.setdefault(kind, Shelf())

    def _named(self) -> tuple[str, ...]:
        """Return the names of this node, the present one last."""
        return (*self._aliases, self._node_id)

    def _look_round(self, now: datetime) -> Neighbours:
        """Return the nodes that concern the board today, worked out when something came or the day turned."""
        node = self.node
        today = local_day(now, node.facts.time_zone if node is not None else "UTC")
        if self._looked_round != today:
            shelf = self._shelf("placement")
            seen = (*self._shelf("card").nodes(), *self._shelf("event").nodes())
            placed = shelf.of(shelf.nodes())
            self._near = neighbours(
                self._node_id, self._aliases, placed, dict.fromkeys(seen), today
            )
            self._looked_round = today
        return self._near

    def _configured(self, kind: str) -> Mapping[str, Any]:
        """Return what is configured of a kind: what it was alone only until the node's own configuration is here."""
        shelf = self._shelf(kind)
        has_own = self._node_id in self._shelf("node").of(self._named())
        return shelf.of((self._node_id,) if has_own else self._named())

    def _agenda(self) -> Agenda | None:
        agendas = self._configured("agenda")
        found = (agendas.get(agenda_id(name)) for name in reversed(self._named()))
        return next((agenda for agenda in found if agenda is not None), None)

    def _observations(self) -> "Mapping[str, Observation]":
        """Return the figures of every day; those of a metric as it was alone count for the node's of the same key."""
        found: Mapping[str, Observation] = self._shelf("observation").of(self._near.own)
        metrics: Mapping[str, Metric] = self._configured("metric")
        before: Mapping[str, Metric] = self._shelf("metric").of(self._named())
        moved = _same_metric(before, metrics)
        if not moved:
            return found
        read = {
            observation_id(moved[one.metric], one.day): one.model_copy(
                update={"metric": moved[one.metric]}
            )
            for one in found.values()
            if one.metric in moved
        }
        stays = {id_: one for id_, one in found.items() if one.metric not in moved}
        return {**read, **stays}

    def _days(self) -> "Mapping[date, SafetyDay]":
        days: Mapping[str, SafetyDay] = self._shelf("safety_day").of(self._near.own)
        if days is not self._days_by_id:
            self._days_by_id = days
            self._by_day = {day.day: day for day in days.values()}
        return self._by_day

    def _cards(self, near: Neighbours) -> dict[str, Any]:
        """Return the cards that the board acts on, those it may only read, and whose each of another unit is."""
        shelf = self._shelf("card")
        nodes = shelf.nodes()
        below = tuple(node for node in nodes if node in near.below)
        beside = tuple(node for node in nodes if node in near.beside)
        homes = {card: node for node in (*below, *beside) for card in shelf.of((node,))}
        theirs = shelf.of(beside) if beside else {}
        return {
            "cards": shelf.of((*below, *near.own)) if below else shelf.of(near.own),
            "neighbours": {key: card for key, card in theirs.items() if card.is_open},
            "homes": homes,
        }


def _same_metric(before: "Mapping[str, Metric]", now: "Mapping[str, Metric]") -> dict[str, str]:
    """Return former metric → the present one of the same key, of those that have another id now."""
    by_key = {metric.facts.key: id_ for id_, metric in now.items()}
    return {
        id_: by_key[metric.facts.key]
        for id_, metric in before.items()
        if by_key.get(metric.facts.key, id_) != id_
    }
