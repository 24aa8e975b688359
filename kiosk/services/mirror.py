"""The ward in memory: read once, then replaced entity by entity as changes come, from here and from other boards."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kiosk.domain.agendas import Agenda, agenda_id
from kiosk.domain.clock import local_day
from kiosk.domain.ids import entity_kind
from kiosk.domain.nodes import Node
from kiosk.domain.placed_nodes import placement_id
from kiosk.domain.release_shelf import Key, ParsedReleases, ReleaseShelf
from kiosk.domain.releases import Published
from kiosk.domain.wards import Ward
from kiosk.services.cards_standing import CardsStanding
from kiosk.services.neighbours import Neighbours, neighbours
from kiosk.services.present_names import (
    RENAMED,
    by_date,
    older_metrics,
    renamed,
    under_present_name,
)
from kiosk.services.shelves import Shelf
from kiosk.services.ward_store import AnyFolded

if TYPE_CHECKING:
    from kiosk.domain.observations import Observation
    from kiosk.domain.safety_days import SafetyDay

_DAILY = {
    "event": "events",
    "recognition": "recognitions",
    "ticket": "tickets",
    "announcement": "announcements",
    "voice": "voices",
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
        self._renamed: dict[
            str, tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]
        ] = {}
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
    def aliases(self) -> tuple[str, ...]:
        """The nodes as which this one ran alone before it enrolled."""
        return self._aliases

    def is_ours(self, node: str) -> bool:
        """Tell whether what a node raised is this one's: it was called so, or was taken over by it."""
        return node in self._near.own and node not in self._near.passed

    def kept_as(self, entity: str) -> str:
        """Return the id under which an entity is kept; what was done under an older name is shown under another."""
        kind = entity_kind(entity)
        if not self._aliases or kind not in RENAMED:
            return entity
        shelf = self._shelf(kind).of(self._near.own)
        if entity in shelf:
            return entity
        metrics = self._shelf("metric").of((self._node_id,)).values()
        names = older_metrics(metrics, self._node_id, self._aliases)
        shown = (
            kept
            for kept, state in shelf.items()
            if renamed(kind, (kept, state), self._node_id, names)[0] == entity
        )
        return next(shown, entity)

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
            locks=self._locks(),
            layouts=self._layouts(),
            unsent=frozenset(self._standing.unsent),
            void=dict(self._standing.void),
            **self._cards(near),
            **self._by_field(near),
            **standing,
        )

    def _by_field(self, near: Neighbours) -> dict[str, Any]:
        daily = {field: self._shelf(kind).of(near.own) for kind, field in _DAILY.items()}
        daily["equity_goals"] = self._present("equity_goal")
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

    def _locks(self) -> frozenset[str]:
        """Return what this unit may not set for itself; a ward that runs alone has no place, and sets everything."""
        shelf = self._shelf("placement")
        placed = shelf.of(shelf.nodes()).get(placement_id(self._node_id))
        return frozenset() if placed is None else frozenset(placed.locks)

    def _layouts(self) -> Mapping[str, str]:
        """Return the layouts that anybody above gives, by name."""
        shelf = self._shelf("layout")
        kept = shelf.of(shelf.nodes()).values()
        return {layout.name: layout.text for layout in kept if layout.active}

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
        return self._present("observation")

    def _present(self, kind: str) -> Mapping[str, Any]:
        """Return what stands of a kind by the ids that it has under the node's present name."""
        shelf = self._shelf(kind).of(self._near.own)
        if not self._aliases:
            return shelf
        metrics = self._shelf("metric").of((self._node_id,))
        seen = self._renamed.get(kind)
        if seen is None or seen[0] is not shelf or seen[1] is not metrics:
            names = older_metrics(metrics.values(), self._node_id, self._aliases)
            renamed = under_present_name(kind, shelf, self._node_id, names)
            seen = self._renamed[kind] = (shelf, metrics, renamed)
        return seen[2]

    def _days(self) -> "Mapping[date, SafetyDay]":
        days: Mapping[str, SafetyDay] = self._shelf("safety_day").of(self._near.own)
        if days is not self._days_by_id:
            self._days_by_id = days
            self._by_day = by_date(days, self._node_id)
        return self._by_day

    def _cards(self, near: Neighbours) -> dict[str, Any]:
        """Return the cards that the board acts on, those it may only read, and whose each of another unit is."""
        shelf = self._shelf("card")
        nodes = shelf.nodes()
        below = tuple(node for node in nodes if node in near.below | near.passed)
        own = tuple(node for node in near.own if node not in near.passed)
        beside = tuple(node for node in nodes if node in near.beside)
        homes = {card: node for node in (*below, *beside) for card in shelf.of((node,))}
        theirs = shelf.of(beside) if beside else {}
        return {
            "cards": shelf.of((*below, *own)) if below else shelf.of(own),
            "neighbours": {key: card for key, card in theirs.items() if card.is_open},
            "homes": homes,
        }
