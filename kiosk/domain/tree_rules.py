"""What a tree may look like: no cycles, nobody below a closed unit, tiers that rise, one name once; in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

from kiosk.domain.placed_nodes import NodeKind, Placement
from kiosk.domain.placements import (
    CloseNode,
    DescribeNode,
    LockNode,
    MoveNode,
    OpenNodeAgain,
    PlacementCommand,
    PlaceNode,
    RenameNode,
    in_words,
)

NODES_LIMIT: Final = 20_000
"""Nodes in one organisation, closed ones among them."""

DEPTH_LIMIT: Final = 12
"""Nodes above one another."""


@dataclass(frozen=True, slots=True)
class _Below:
    """Below whom a node stands, from when on."""

    parent: str
    since: date


class TreeRules:
    """A tree that is being changed, and what is wrong with it after each change."""

    def __init__(self, placements: Iterable[Placement]) -> None:
        self._placements: dict[str, Placement] = {}
        self._below: dict[str | None, dict[str, None]] = {}
        for placement in placements:
            self.put(placement.node, placement)

    @property
    def placements(self) -> Mapping[str, Placement]:
        """The placements by node, oldest first."""
        return self._placements

    def put(self, node: str, placement: Placement | None) -> None:
        """Replace a node's placement; None takes it away again."""
        before = (
            self._placements.pop(node, None) if placement is None else self._placements.get(node)
        )
        if before is not None:
            self._below[before.seats[-1].parent].pop(node, None)
        if placement is not None:
            self._placements[node] = placement
            self._below.setdefault(placement.seats[-1].parent, {})[node] = None

    def wrong(self, command: PlacementCommand) -> str:
        """Return why the tree cannot be as a command has just made it; empty when it can."""
        placement = self._placements[command.node_id]
        match command:
            case PlaceNode() | MoveNode() | OpenNodeAgain():
                return self._place_wrong(placement, moves=not isinstance(command, PlaceNode))
            case DescribeNode():
                return self._tiers_wrong(placement) or self._out_of_hours_wrong(placement)
            case RenameNode():
                return self._twin(placement)
            case CloseNode():
                return self._closing_wrong(placement)
            case LockNode():
                return ""
            case _:
                assert_never(command)

    def _place_wrong(self, placement: Placement, *, moves: bool) -> str:
        if len(self._placements) > NODES_LIMIT:
            return f"An organisation has at most {NODES_LIMIT} units."
        return (
            self._seats_wrong(placement)
            or self._way_up_wrong(placement, moves=moves)
            or self._tiers_wrong(placement)
            or self._out_of_hours_wrong(placement)
            or self._twin(placement)
        )

    def _way_up_wrong(self, placement: Placement, *, moves: bool) -> str:
        """Look for a way up that never ends, on every day from the move on, on which somebody moves."""
        since = placement.seats[-1].since
        days = {since}
        if moves:
            days.update(
                seat.since
                for one in self._placements.values()
                for seat in one.seats
                if seat.since > since
            )
        for day in sorted(days):
            wrong = self._way_up_wrong_on(placement, day)
            if wrong:
                return wrong
        return ""

    def _way_up_wrong_on(self, placement: Placement, day: date) -> str:
        seen, above = {placement.node}, placement.parent(day)
        while above is not None:
            if above == placement.node:
                return f"{placement.name} would stand below itself."
            if len(seen) >= DEPTH_LIMIT or above in seen:
                return f"At most {DEPTH_LIMIT} units stand above one another."
            seen.add(above)
            placed = self._placements.get(above)
            above = placed.parent(day) if placed is not None else None
        return ""

    def _seats_wrong(self, placement: Placement) -> str:
        """Check that whoever a node stands below is there all that time."""
        for seat, until in _spells(placement):
            above = self._placements.get(seat.parent)
            if above is None:
                return "The unit above is not in the organisation."
            if above.starts > seat.since:
                return f"{above.name} opens on {in_words(above.starts)}: nothing stands below it before."
            if above.ends is not None and (until is None or until > above.ends):
                return (
                    f"{above.name} is closed from {in_words(above.ends)}: choose one that stands."
                )
        return ""

    def _tiers_wrong(self, placement: Placement) -> str:
        """Check that tiers rise on the way up; a support department may be on the tier of those above."""
        above = self._placements.get(placement.seats[-1].parent or "")
        if above is not None and not _rises(placement, above):
            return (
                f"{placement.name} is on tier {placement.tier}, and {above.name} above it on tier "
                f"{above.tier}: tiers rise on the way up."
            )
        for node in self._below.get(placement.node, ()):
            below = self._placements[node]
            if below.ends is None and not _rises(below, placement):
                return (
                    f"{below.name} is on tier {below.tier}, and {placement.name} above it on tier "
                    f"{placement.tier}: tiers rise on the way up."
                )
        return ""

    def _out_of_hours_wrong(self, placement: Placement) -> str:
        if placement.out_of_hours is None or placement.out_of_hours in self._placements:
            return ""
        return "The unit that answers out of hours is not in the organisation."

    def _twin(self, placement: Placement) -> str:
        """Two units that stand below the same one never have the same name."""
        last = placement.seats[-1]
        for node in self._below.get(last.parent, ()):
            other = self._placements[node]
            overlap = other.ends is None or other.ends > last.since
            same = other.name.casefold() == placement.name.casefold()
            if node != placement.node and same and overlap:
                return f"There is another unit called {placement.name} there."
        return ""

    def _closing_wrong(self, placement: Placement) -> str:
        if placement.ends is None:
            return ""
        if placement.seats[-1].parent is None and not placement.successors:
            return f"{placement.name} stands at the top: say who takes over."
        return (
            self._children_left(placement.node, placement.ends)
            or self._successors_wrong(placement, placement.ends)
            or self._needed(placement, placement.ends)
        )

    def _children_left(self, node: str, ends: date) -> str:
        left = [
            below.name
            for below in self._placements.values()
            if any(
                seat.parent == node and (until is None or until > ends)
                for seat, until in _spells(below)
            )
        ]
        if not left:
            return ""
        if len(left) == 1:
            return f"{left[0]} still stands below it. Move or close it first."
        return f"{left[0]} and {len(left) - 1} more still stand below it. Move or close them first."

    def _successors_wrong(self, placement: Placement, ends: date) -> str:
        for successor in placement.successors:
            placed = self._placements.get(successor)
            if placed is None:
                return "A unit that takes over is not in the organisation."
            if not placed.stands(ends):
                return (
                    f"{placed.name} does not stand on {in_words(ends)}: it cannot take over then."
                )
        return ""

    def _needed(self, placement: Placement, ends: date) -> str:
        """Check that a node stands on the day on which it is to take over from another one."""
        for other in self._placements.values():
            if placement.node in other.successors and other.ends is not None and other.ends >= ends:
                return (
                    f"{placement.name} takes over from {other.name} on {in_words(other.ends)}: "
                    "close it after that."
                )
        return ""


def _spells(placement: Placement) -> Iterator[tuple[_Below, date | None]]:
    """Yield below whom a node stands, and until when: its next move, its closing, or for good (None)."""
    ends = [seat.since for seat in placement.seats[1:]]
    for seat, until in zip(placement.seats, (*ends, placement.ends), strict=True):
        if seat.parent is not None:
            yield _Below(seat.parent, seat.since), until


def _rises(below: Placement, above: Placement) -> bool:
    if below.kind is NodeKind.SUPPORT:
        return below.tier <= above.tier
    return below.tier < above.tier
