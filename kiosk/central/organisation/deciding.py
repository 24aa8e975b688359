"""Deciding how a node is configured: each command on what the ones before it made of the node."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from kiosk.domain import agendas, board_layouts, equity_goals, metrics, nodes, people
from kiosk.domain.changes import Actor, Change, Log, LogKind
from kiosk.domain.entities import Act, Decision, Happened, Refusal, State
from kiosk.domain.ids import entity_kind
from kiosk.domain.kinds import KINDS

ConfigCommand = (
    nodes.NodeCommand
    | agendas.SetAgenda
    | metrics.MetricCommand
    | people.PersonCommand
    | equity_goals.EquityGoalCommand
    | board_layouts.LayoutCommand
)
"""What can be said of how one node is set up."""

States = Callable[[str], State | None]
"""Return what an entity is now, from its id."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which entity a command is about, and what decides it, given its state, the command and the day."""

    entity: Callable[[Any], str]
    decide: Callable[[Any, Any, date], Decision]


def _undated(decide: Callable[[Any, Any], Decision]) -> Callable[[Any, Any, date], Decision]:
    return lambda state, command, _today: decide(state, command)


_NODE: Final = _Rule(lambda command: command.node_id, _undated(nodes.decide))
_METRIC: Final = _Rule(lambda command: command.metric_id, _undated(metrics.decide))
_PERSON: Final = _Rule(lambda command: command.person_id, _undated(people.decide))
_EQUITY_GOAL: Final = _Rule(
    lambda c: equity_goals.equity_goal_id(c.node, c.metric, c.stratifier), equity_goals.decide
)
_LAYOUT: Final = _Rule(
    lambda c: board_layouts.layout_id(c.node, c.file.name), _undated(board_layouts.decide)
)
RULES: Final[Mapping[type, _Rule]] = {
    nodes.DefineNode: _NODE,
    nodes.SetCalendar: _NODE,
    nodes.SetClocks: _NODE,
    nodes.ChooseLayout: _NODE,
    nodes.SetWallStratifiers: _NODE,
    agendas.SetAgenda: _Rule(lambda c: agendas.agenda_id(c.node), _undated(agendas.decide)),
    metrics.DefineMetric: _METRIC,
    metrics.SetGoal: _METRIC,
    metrics.RetireMetric: _METRIC,
    people.AddPerson: _PERSON,
    people.ChangePerson: _PERSON,
    people.RemovePerson: _PERSON,
    equity_goals.SetEquityGoal: _EQUITY_GOAL,
    equity_goals.DropEquityGoal: _EQUITY_GOAL,
    board_layouts.KeepLayout: _LAYOUT,
    board_layouts.DropLayout: _LAYOUT,
}


def log_kind(command: ConfigCommand) -> LogKind:
    """Return in which of a node's logs stands what a command is about."""
    return KINDS[entity_kind(RULES[type(command)].entity(command))].log


class Foresight:
    """What entities would be after acts that are not written yet."""

    def __init__(self, states: States) -> None:
        self._read = states
        self._states: dict[str, State | None] = {}

    def state(self, entity: str) -> State | None:
        """Return what an entity would be."""
        if entity not in self._states:
            self._states[entity] = self._read(entity)
        return self._states[entity]

    def decide(self, command: ConfigCommand, today: date) -> Decision:
        """Return the acts of a command on what the ones before it made, or why it cannot be."""
        rule = RULES[type(command)]
        decision = rule.decide(self.state(rule.entity(command)), command, today)
        if isinstance(decision, Refusal):
            return decision
        for act in decision:
            self._take(act)
        return decision

    def _take(self, act: Act) -> None:
        kind = KINDS[entity_kind(act.entity)]
        change = Change(
            "", Log("", kind.log), act.entity, act.kind, {}, Actor(), None, _NEVER, boot_id=""
        )
        happened = Happened(change, act.payload, _NEVER, act.words, ())
        self._states[act.entity] = kind.evolve(self.state(act.entity), happened).state


_NEVER: Final = datetime.min.replace(tzinfo=UTC)
