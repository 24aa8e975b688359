"""The organisation as a tree of placements: who stands above, beside and below whom on a day, and who takes over."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar

from kiosk.domain.changes import Log, LogKind
from kiosk.domain.clock import local_day
from kiosk.domain.placed_nodes import NodeKind, Placement

FOLLOW_LIMIT: Final = 2_000
"""Logs that one board follows; those furthest down are left out first."""

DAYS_KEPT: Final = 8
"""Days whose tree is kept worked out."""


Key = TypeVar("Key")


class Relation(StrEnum):
    """What a node is to the node of a log.

    `above`: it stands anywhere above. `support`: a support department that serves it. `out_of_hours`: it answers when
    the other one is not there. `successor`: it took over. `predecessor`: it was taken over. `below`: it stands
    anywhere below.
    """

    SELF = "self"
    SUCCESSOR = "successor"
    ABOVE = "above"
    SUPPORT = "support"
    OUT_OF_HOURS = "out_of_hours"
    SIBLING = "sibling"
    PREDECESSOR = "predecessor"
    BELOW = "below"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class _Day:
    """What is looked up of one day's tree: children by parent, closed nodes by who took over from them."""

    children: Mapping[str | None, tuple[str, ...]]
    taken_over: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Organisation:
    """Every node that was ever placed.

    Attributes:
        root: the node whose config log holds the placements; everybody follows it. Empty before the first node.
        placements: by node, oldest first.
    """

    root: str
    placements: Mapping[str, Placement]
    _days: dict[date, _Day] = field(default_factory=dict, init=False, repr=False)

    def placement(self, node: str) -> Placement | None:
        """Return where a node stands, or None for one that was never placed."""
        return self.placements.get(node)

    def stands(self, node: str, on: date) -> bool:
        """Tell whether a node stands on a day."""
        placement = self.placements.get(node)
        return placement is not None and placement.stands(on)

    def standing(self, at: datetime) -> tuple[Placement, ...]:
        """Return the nodes that stand at an instant, each by the day in its own time zone, oldest first."""
        placed = self.placements.values()
        return tuple(one for one in placed if one.stands(local_day(at, one.time_zone)))

    def parent(self, node: str, on: date) -> str | None:
        """Return the node above, or whoever took over from it; None for the top."""
        placement = self.placements.get(node)
        above = None if placement is None else placement.parent(on)
        return None if above is None else self.heir(above, on)

    def ancestors(self, node: str, on: date) -> tuple[str, ...]:
        """Return the nodes above, nearest first."""
        found: dict[str, None] = {}
        above = self.parent(node, on)
        while above is not None and above not in found and above != node:
            found[above] = None
            above = self.parent(above, on)
        return tuple(found)

    def children(self, node: str | None, on: date) -> tuple[str, ...]:
        """Return the nodes directly below that stand; those of None are the tops."""
        return self._day(on).children.get(node, ())

    def siblings(self, node: str, on: date) -> tuple[str, ...]:
        """Return the other nodes below the same node; a top has none."""
        above = self.parent(node, on)
        if above is None:
            return ()
        return tuple(other for other in self.children(above, on) if other != node)

    def subtree(self, node: str, on: date) -> tuple[str, ...]:
        """Return the nodes anywhere below that stand, nearest first."""
        found: dict[str, None] = {}
        waiting = deque(self.children(node, on))
        while waiting:
            below = waiting.popleft()
            if below not in found and below != node:
                found[below] = None
                waiting.extend(self.children(below, on))
        return tuple(found)

    def successors(self, node: str, on: date) -> tuple[str, ...]:
        """Return everyone who took over from a closed node, and from those who did; nearest first."""
        found: dict[str, None] = {}
        waiting = deque([node])
        while waiting:
            placement = self.placements.get(waiting.popleft())
            if placement is not None and placement.closed(on):
                new = [one for one in placement.successors if one not in found and one != node]
                found.update(dict.fromkeys(new))
                waiting.extend(new)
        return tuple(found)

    def predecessors(self, node: str, on: date) -> tuple[str, ...]:
        """Return the closed nodes that a node took over from, oldest first."""
        return self._day(on).taken_over.get(node, ())

    def heir(self, node: str, on: date) -> str | None:
        """Return the one node that closes the cards of a node: itself, or whoever took over.

        From a closed one that is its first successor, without any the node above; and on from there until one stands.
        None only when nothing stands above any more.
        """
        seen: set[str] = set()
        at: str | None = node
        while at is not None and at not in seen:
            placement = self.placements.get(at)
            if placement is None or not placement.closed(on):
                return at
            seen.add(at)
            at = placement.successors[0] if placement.successors else placement.parent(on)
        return None

    def out_of_hours(self, node: str, on: date) -> str | None:
        """Return the node that answers when a node is not there: its own choice, or that of the nearest above."""
        for one in (node, *self.ancestors(node, on)):
            placement = self.placements.get(one)
            if placement is not None and placement.out_of_hours is not None:
                return self.heir(placement.out_of_hours, on)
        return None

    def relation(self, node: str, other: str, on: date) -> Relation:
        """Return what a node is to another, whose log it may be; the closest, where it is several things.

        Args:
            node: whose device it is.
            other: whose log it is.
            on: the day.
        """
        if node == other:
            return Relation.SELF
        if node not in self.placements or other not in self.placements:
            return Relation.UNRELATED
        if node == self.heir(other, on) or node in self.successors(other, on):
            return Relation.SUCCESSOR
        above = self.ancestors(other, on)
        return self._relation(node, other, above, on)

    def _relation(self, node: str, other: str, above: tuple[str, ...], on: date) -> Relation:
        parent = self.parent(node, on)
        if node in above:
            return Relation.ABOVE
        if self.placements[node].kind is NodeKind.SUPPORT and parent in above:
            return Relation.SUPPORT
        if node == self.out_of_hours(other, on):
            return Relation.OUT_OF_HOURS
        if other in self.successors(node, on):
            return Relation.PREDECESSOR
        if parent is not None and above[:1] == (parent,):
            return Relation.SIBLING
        return Relation.BELOW if other in self.ancestors(node, on) else Relation.UNRELATED

    def follows(self, node: str, on: date) -> tuple[Log, ...]:
        """Return the logs that a node's boards follow (SYNC.md, *Logs*), the nearest first.

        Its own three; the configuration of all above it; the shared and own logs of its predecessors; the shared logs
        of its siblings, of everything below it, and of whatever those took over from. A support department follows the
        shared logs of all that it serves, an out-of-hours node of all that it answers for. At most `FOLLOW_LIMIT`.
        """
        logs: dict[Log, None] = {}
        for log in self._followed(node, on):
            if len(logs) == FOLLOW_LIMIT:
                break
            logs[log] = None
        return tuple(logs)

    def _followed(self, node: str, on: date) -> Iterator[Log]:
        yield from (Log(node, kind) for kind in LogKind)
        if self.root:
            yield Log(self.root, LogKind.CONFIG)
        yield from (Log(above, LogKind.CONFIG) for above in self.ancestors(node, on))
        for before in self.predecessors(node, on):
            yield Log(before, LogKind.SHARED)
            if node in self.successors(before, on):
                yield Log(before, LogKind.OWN)
        for other in self._seen(node, on):
            for one in (other, *self.predecessors(other, on)):
                yield Log(one, LogKind.SHARED)

    def _seen(self, node: str, on: date) -> Iterator[str]:
        """Yield the nodes whose shared log concerns a node, besides its own."""
        yield from self.siblings(node, on)
        placement = self.placements.get(node)
        above = self.parent(node, on)
        if placement is not None and placement.kind is NodeKind.SUPPORT and above is not None:
            yield from self.subtree(above, on)
        yield from self.subtree(node, on)
        for named in self.placements.values():
            if named.out_of_hours is not None and self.heir(named.out_of_hours, on) == node:
                below = (named.node, *self.subtree(named.node, on))
                yield from (one for one in below if self.out_of_hours(one, on) == node)

    def _day(self, on: date) -> _Day:
        day = self._days.get(on)
        if day is None:
            day = _Day(self._children_by_parent(on), self._taken_over(on))
            if len(self._days) >= DAYS_KEPT:
                self._days.clear()
            self._days[on] = day
        return day

    def _children_by_parent(self, on: date) -> dict[str | None, tuple[str, ...]]:
        return _grouped(
            (self.parent(placed.node, on), placed.node)
            for placed in self.placements.values()
            if placed.stands(on)
        )

    def _taken_over(self, on: date) -> dict[str, tuple[str, ...]]:
        closed = (placed.node for placed in self.placements.values() if placed.closed(on))
        pairs: list[tuple[str, str]] = []
        for node in closed:
            heir = self.heir(node, on)
            inheriting = dict.fromkeys(self.successors(node, on))
            if heir is not None:
                inheriting[heir] = None
            pairs += [(one, node) for one in inheriting]
        return _grouped(pairs)


def organisation_of(root: str, placements: Iterable[Placement]) -> Organisation:
    """Return the organisation of some placements.

    Args:
        root: the node whose config log holds them.
        placements: oldest first.
    """
    return Organisation(root, {placed.node: placed for placed in placements})


def _grouped(pairs: Iterable[tuple[Key, str]]) -> dict[Key, tuple[str, ...]]:
    groups: dict[Key, list[str]] = {}
    for key, one in pairs:
        groups.setdefault(key, []).append(one)
    return {key: tuple(members) for key, members in groups.items()}
