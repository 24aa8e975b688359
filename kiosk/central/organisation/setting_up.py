"""Setting nodes up besides the file: a new one like the one it comes from, any one in step with its placement."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kiosk.central.organisation.checking import Shipped
from kiosk.central.organisation.configured import Configured, configured
from kiosk.central.organisation.deciding import ConfigCommand
from kiosk.central.organisation.defaults import defaults_of
from kiosk.central.organisation.planning_nodes import service_of
from kiosk.central.organisation.writing import Administration
from kiosk.central.storage.protocol import Logs
from kiosk.domain.agendas import SetAgenda
from kiosk.domain.metrics import DefineMetric, MetricFacts, SetGoal, metric_id
from kiosk.domain.nodes import (
    ChooseLayout,
    DefineNode,
    NodeFacts,
    SetCalendar,
    SetClocks,
    SetWallStratifiers,
)
from kiosk.domain.offers import Offer
from kiosk.domain.organisation import Organisation
from kiosk.domain.placed_nodes import Placement
from kiosk.domain.placements import PlaceNode
from kiosk.domain.reorganising import MergeNodes, SplitNode, TreeCommand

OFFERED: Final = ("agenda", "calendar", "clocks", "facts", "groups", "layout", "metrics")
"""The parts of an offer that can be taken over."""


@dataclass(frozen=True, slots=True)
class Reorganiser:
    """Changes the tree by commands, and sets the nodes up that they make or touch."""

    administration: Administration
    storage: Logs
    shipped: Shipped

    def change(self, command: TreeCommand) -> int:
        """Carry a command out; return by how many changes.

        Raises:
            NotDoneError: it cannot be, in words.
            BusyError: somebody else is changing the organisation.
            StorageBusy: try again later.
        """
        with self.administration.alone():
            before = self.administration.tree.organisation()
            made = self.administration.reorganise([command])
            after = self.administration.tree.organisation()
            for node, placement in after.placements.items():
                if placement != before.placement(node):
                    like = None if node in before.placements else _like(command)
                    made += self._set_up(after, placement, like)
            self.administration.audit(
                f"organisation.{_what(command)}", _about(command), {"changes": made}
            )
        return made

    def _set_up(self, organisation: Organisation, placement: Placement, like: str | None) -> int:
        now = configured(self.storage, placement.node)
        service = service_of(placement, organisation.placements)
        commands: Iterable[ConfigCommand]
        if now.node is None:
            example = None if like is None else configured(self.storage, like)
            commands = new_commands(placement, service, self.shipped, example)
        else:
            commands = in_step(placement, now)
        today = self.administration.tree.today(placement.node)
        return self.administration.configure(placement.node, list(commands), today)


def in_step(placement: Placement, now: Configured) -> Iterator[ConfigCommand]:
    """Yield what makes a node's facts say the name, tier, time zone and place that its placement says."""
    if now.node is None:
        return
    facts = now.node.facts.model_copy(update=_tree_facts(placement))
    if facts != now.node.facts:
        yield DefineNode(placement.node, facts)


def new_commands(
    placement: Placement, service: str, shipped: Shipped, like: Configured | None = None
) -> Iterator[ConfigCommand]:
    """Yield what sets a new node up: like another one, else the usual way."""
    node = placement.node
    usual = defaults_of(placement.tier, shipped)
    if like is None or like.node is None:
        yield DefineNode(
            node, NodeFacts.model_validate({"service": service, **_tree_facts(placement)})
        )
        yield SetCalendar(node, usual.calendar)
        yield ChooseLayout(node, usual.layout)
        yield SetAgenda(node, usual.agenda)
        preset = shipped.layouts.get(usual.layout, "sqcdp")
        for key in usual.metrics:
            known = shipped.catalogue.metric(key)
            if known is not None:
                yield DefineMetric(metric_id(node, key), known.facts(preset))
        return
    yield DefineNode(node, like.node.facts.model_copy(update=_tree_facts(placement)))
    yield SetCalendar(node, like.node.calendar)
    yield SetClocks(node, like.node.clocks)
    yield ChooseLayout(node, like.node.layout)
    yield SetAgenda(node, usual.agenda if like.agenda is None else like.agenda.items)
    yield SetWallStratifiers(node, like.node.wall_stratifiers)
    for key, (_, metric) in like.metrics.items():
        if metric.active:
            yield DefineMetric(metric_id(node, key), metric.facts)
            yield SetGoal(metric_id(node, key), metric.goal, metric.goal_by)


def accepting(
    offer: Offer, parts: Iterable[str], placement: Placement, now: Configured
) -> Iterator[ConfigCommand]:
    """Yield what takes over parts of an offer; a metric that the node follows keeps central's definition.

    Args:
        offer: how the ward was set up alone.
        parts: which of `OFFERED`.
        placement: where the node stands; its name, tier, time zone and place stay.
        now: how the node is set up.
    """
    node, chosen = placement.node, set(parts)
    facts = offer.facts.model_copy(update=_tree_facts(placement))
    offered: tuple[tuple[str, ConfigCommand | None], ...] = (
        ("facts", DefineNode(node, facts)),
        ("calendar", SetCalendar(node, offer.calendar)),
        ("clocks", SetClocks(node, offer.clocks)),
        ("layout", ChooseLayout(node, offer.layout) if offer.layout else None),
        ("agenda", SetAgenda(node, offer.agenda) if offer.agenda else None),
        ("groups", SetWallStratifiers(node, offer.wall_stratifiers)),
    )
    yield from (command for part, command in offered if part in chosen and command is not None)
    for metric in offer.metrics if "metrics" in chosen else ():
        entity, known = now.metrics.get(metric.facts.key, (metric_id(node, metric.facts.key), None))
        if known is None or not known.active:
            yield DefineMetric(entity, metric.facts)
        yield SetGoal(entity, metric.goal, metric.goal_by)


def follow(node: str, facts: MetricFacts, now: Configured) -> Iterator[ConfigCommand]:
    """Yield what makes a node follow a metric as it is defined."""
    entity, known = now.metrics.get(facts.key, (metric_id(node, facts.key), None))
    if known is None or not known.active or known.facts != facts:
        yield DefineMetric(entity, facts)


def _tree_facts(placement: Placement) -> dict[str, object]:
    return {
        "name": placement.name,
        "tier": placement.tier,
        "time_zone": placement.time_zone,
        "parent": placement.seats[-1].parent,
    }


def _like(command: TreeCommand) -> str | None:
    """Return the node like which a command's new ones are set up."""
    match command:
        case SplitNode():
            return command.node_id
        case MergeNodes():
            return command.node_ids[0]
        case _:
            return None


def _about(command: TreeCommand) -> str:
    return command.into if isinstance(command, MergeNodes) else command.node_id


def _what(command: TreeCommand) -> str:
    """Return what a command did, for the audit log: `split` of `SplitNode`."""
    if isinstance(command, PlaceNode):
        return "placed"
    words = {"Rename": "renamed", "Describe": "described", "Move": "moved", "Close": "closed"}
    more = {"Split": "split", "Merge": "merged", "Lock": "locked", "Open": "reopened"}
    name = type(command).__name__
    return next(word for verb, word in {**words, **more}.items() if name.startswith(verb))
