"""How a node is set up now: what its config log says, and the equity goals of its shared one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.central.storage.protocol import Logs
from kiosk.domain.agendas import Agenda, agenda_id
from kiosk.domain.board_layouts import BoardLayout
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.entities import State, fold
from kiosk.domain.equity_goals import EquityGoal
from kiosk.domain.ids import entity_kind
from kiosk.domain.kinds import KINDS
from kiosk.domain.metrics import Metric
from kiosk.domain.nodes import Node
from kiosk.domain.people import Person

ENTITIES_AT_ONCE = 500
"""Histories that are read in one go."""


@dataclass(frozen=True, slots=True)
class Configured:
    """A node's configuration.

    Attributes:
        node_id: the node.
        entities: whatever stands, by id.
    """

    node_id: str
    entities: Mapping[str, State] = field(default_factory=dict)

    @property
    def node(self) -> Node | None:
        """The node's facts, calendar and layout; None before they were first set."""
        node = self.entities.get(self.node_id)
        return node if isinstance(node, Node) else None

    @property
    def agenda(self) -> Agenda | None:
        """The node's agenda."""
        agenda = self.entities.get(agenda_id(self.node_id))
        return agenda if isinstance(agenda, Agenda) else None

    @property
    def metrics(self) -> dict[str, tuple[str, Metric]]:
        """The node's metrics and their entity ids by key, those that it does not follow any more among them."""
        return {
            state.facts.key: (entity, state)
            for entity, state in self.entities.items()
            if isinstance(state, Metric)
        }

    @property
    def people(self) -> dict[str, Person]:
        """Whoever is or was on the roster, by entity id."""
        return {name: state for name, state in self.entities.items() if isinstance(state, Person)}

    @property
    def equity_goals(self) -> dict[tuple[str, str], EquityGoal]:
        """The goals that are followed, by metric and stratifier."""
        return {
            (state.metric, state.stratifier): state
            for state in self.entities.values()
            if isinstance(state, EquityGoal) and state.active
        }

    @property
    def layouts(self) -> tuple[BoardLayout, ...]:
        """The layouts that the node gives to all below it, those that were taken back among them."""
        return tuple(one for one in self.entities.values() if isinstance(one, BoardLayout))

    def state(self, entity: str) -> State | None:
        """Return an entity as it stands, or None."""
        return self.entities.get(entity)


def configured(storage: Logs, node: str) -> Configured:
    """Return how a node is set up.

    Raises:
        StorageBusy: try again later.
    """
    kinds = {
        Log(node, LogKind.CONFIG): {"node", "agenda", "metric", "person", "layout"},
        Log(node, LogKind.SHARED): {"equity_goal"},
    }
    heads = storage.heads(list(kinds))
    entities: dict[str, State] = {}
    for log, wanted in kinds.items():
        if heads.get(log):
            entities.update(_standing(storage, log, wanted))
    return Configured(node, entities)


def _standing(storage: Logs, log: Log, kinds: set[str]) -> dict[str, State]:
    names = [one.entity for one in storage.touched(log) if entity_kind(one.entity) in kinds]
    found: dict[str, State] = {}
    for start in range(0, len(names), ENTITIES_AT_ONCE):
        some = names[start : start + ENTITIES_AT_ONCE]
        for entity, history in storage.histories(log, some).items():
            folded: Any = fold(KINDS[entity_kind(entity)], entity, history)
            if folded.stands:
                found[entity] = folded.state
    return {name: found[name] for name in names if name in found}
