"""Changing the tree: what one node's placement allows, checked against all the others; splitting and merging."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from kiosk.domain.changes import Actor, Change, Log, LogKind
from kiosk.domain.entities import Act, Decision, Happened, Refusal
from kiosk.domain.organisation import Organisation
from kiosk.domain.placed_nodes import Placement
from kiosk.domain.placements import NOT_THERE, CloseNode, PlacementCommand, PlaceNode, evolve
from kiosk.domain.placements import decide as decide_alone
from kiosk.domain.tree_rules import TreeRules


@dataclass(frozen=True, slots=True)
class SplitNode:
    """Close a node and open others in its place; the first takes its open cards.

    Attributes:
        node_id: the node.
        into: the new ones: ids and names; tier, kind, time zone and the node above are those of the old one.
        on: the first day of the new ones.
    """

    node_id: str
    into: tuple[tuple[str, str], ...]
    on: date


@dataclass(frozen=True, slots=True)
class MergeNodes:
    """Close several nodes into another, which may be new.

    Attributes:
        node_ids: the nodes that close.
        into: the node that takes over.
        name: what a new one is called; empty for one that stands already.
        on: the first day on which they do not stand any more.
    """

    node_ids: tuple[str, ...]
    into: str
    on: date
    name: str = ""


TreeCommand = PlacementCommand | SplitNode | MergeNodes


class Reorganising:
    """Decides commands one after the other, each on the tree that the ones before it made."""

    def __init__(self, organisation: Organisation) -> None:
        self._root = organisation.root
        self._rules = TreeRules(organisation.placements.values())
        self._undo: list[tuple[str, Placement | None]] = []

    @property
    def organisation(self) -> Organisation:
        """The tree as it would be."""
        return Organisation(self._root, dict(self._rules.placements))

    def decide(self, command: TreeCommand) -> Decision:
        """Return the acts of a command, or why it cannot be; a refused one leaves nothing behind."""
        self._undo.clear()
        acts: list[Act] = []
        for step in self._steps(command):
            decision = step if isinstance(step, Refusal) else self._decide_step(step)
            if isinstance(decision, Refusal):
                for node, placement in reversed(self._undo):
                    self._rules.put(node, placement)
                return decision
            acts += decision
        return tuple(acts)

    def _steps(self, command: TreeCommand) -> Iterator[PlacementCommand | Refusal]:
        if isinstance(command, SplitNode):
            yield from self._split(command)
        elif isinstance(command, MergeNodes):
            yield from self._merge(command)
        else:
            yield command

    def _split(self, command: SplitNode) -> Iterator[PlacementCommand | Refusal]:
        old = self._rules.placements.get(command.node_id)
        if old is None:
            yield Refusal(NOT_THERE)
            return
        if len({name for _, name in command.into}) < max(2, len(command.into)):
            yield Refusal("Split a unit into two or more, each with a name of its own.")
            return
        for node, name in command.into:
            yield _like(old, node, name, command.on)
        yield CloseNode(command.node_id, command.on, tuple(node for node, _ in command.into))

    def _merge(self, command: MergeNodes) -> Iterator[PlacementCommand | Refusal]:
        old = [self._rules.placements.get(node) for node in command.node_ids]
        known = [placement for placement in old if placement is not None]
        if not known or len(known) < len(old):
            yield Refusal(NOT_THERE)
            return
        if command.into not in self._rules.placements:
            yield _like(known[0], command.into, command.name, command.on)
        for placement in known:
            yield CloseNode(placement.node, command.on, (command.into,))

    def _decide_step(self, command: PlacementCommand) -> Decision:
        decision = decide_alone(self._rules.placements.get(command.node_id), command)
        if isinstance(decision, Refusal) or not decision:
            return decision
        for act in decision:
            self._foresee(command.node_id, act)
        reason = self._rules.wrong(command)
        return Refusal(reason) if reason else decision

    def _foresee(self, node: str, act: Act) -> None:
        change = Change(
            "", Log(self._root, LogKind.CONFIG), act.entity, act.kind, {}, Actor(), None, _NEVER, ""
        )
        before = self._rules.placements.get(node)
        happened = Happened(change, act.payload, _NEVER, act.words, ())
        self._undo.append((node, before))
        self._rules.put(node, evolve(before, happened).state)


_NEVER: Final = datetime.min.replace(tzinfo=UTC)


def _like(old: Placement, node: str, name: str, on: date) -> PlaceNode:
    return PlaceNode(
        node, name, old.kind, old.tier, old.parent(on), on, old.time_zone, old.out_of_hours
    )
