"""Placing nodes in the organisation: naming, moving, closing and locking one, as the root's config log keeps it."""

from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from kiosk.domain.changes import LogKind
from kiosk.domain.entities import Act, Decision, EntityKind, Happened, Outcome, Refusal
from kiosk.domain.placed_nodes import (
    HIGHEST_TIER,
    LOCKS,
    SUCCESSORS_LIMIT,
    NodeClosed,
    NodeDescribed,
    NodeKind,
    NodeLocked,
    NodeMoved,
    NodeOpenedAgain,
    NodePlaced,
    NodeRenamed,
    Placement,
    Seat,
    placement_id,
)
from kiosk.domain.sentences import NAME_LIMIT, tidied

NOT_THERE: Final = "That unit is not in the organisation."


@dataclass(frozen=True, slots=True)
class PlaceNode:
    """Put a new node into the organisation."""

    node_id: str
    name: str
    kind: NodeKind
    tier: int
    parent_id: str | None
    starts: date
    time_zone: str = "Europe/London"
    out_of_hours_id: str | None = None


@dataclass(frozen=True, slots=True)
class RenameNode:
    """Call a node something else."""

    node_id: str
    name: str


@dataclass(frozen=True, slots=True)
class DescribeNode:
    """Say what a node is, on which tier, in which time zone, and who answers at night."""

    node_id: str
    kind: NodeKind
    tier: int
    time_zone: str
    out_of_hours_id: str | None = None


@dataclass(frozen=True, slots=True)
class MoveNode:
    """Put a node below another one, from a day on."""

    node_id: str
    parent_id: str | None
    since: date


@dataclass(frozen=True, slots=True)
class CloseNode:
    """Close a node from a day on; successors take over, the first of them the open cards."""

    node_id: str
    ends: date
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenNodeAgain:
    """Take a closing back."""

    node_id: str


@dataclass(frozen=True, slots=True)
class LockNode:
    """Say what a node may not set for itself, of `LOCKS`; nothing lets it set everything."""

    node_id: str
    locks: tuple[str, ...]


PlacementCommand = (
    PlaceNode | RenameNode | DescribeNode | MoveNode | CloseNode | OpenNodeAgain | LockNode
)


@tidied
def decide(placement: Placement | None, command: PlacementCommand) -> Decision:
    """Return the change that a command makes of one node, or why it cannot.

    What needs the whole tree (a cycle, a node above that is closed) is decided in `kiosk.domain.reorganising`.

    Args:
        placement: the node's placement as it stands, or None.
        command: what somebody asked for.
    """
    if isinstance(command, PlaceNode):
        return _place(placement, command)
    if placement is None:
        return Refusal(NOT_THERE)
    match command:
        case RenameNode():
            return _rename(placement, command)
        case DescribeNode():
            return _describe(placement, command)
        case MoveNode():
            return _move(placement, command)
        case CloseNode():
            return _close(placement, command)
        case OpenNodeAgain():
            reopened = Act(placement_id(command.node_id), "placement.reopened", NodeOpenedAgain())
            return () if placement.ends is None else (reopened,)
        case LockNode():
            return _lock(placement, command)
        case _:
            assert_never(command)


def _place(placement: Placement | None, command: PlaceNode) -> Decision:
    if placement is not None:
        return Refusal("That unit is in the organisation already.")
    wrong = _name_wrong(command.name) or _facts_wrong(command.tier, command.time_zone)
    if wrong:
        return Refusal(wrong)
    placed = NodePlaced(
        node=command.node_id,
        name=command.name,
        kind=command.kind,
        tier=command.tier,
        parent=command.parent_id,
        time_zone=command.time_zone,
        starts=command.starts,
        out_of_hours=command.out_of_hours_id,
    )
    return (Act(placement_id(command.node_id), "placement.placed", placed),)


def _rename(placement: Placement, command: RenameNode) -> Decision:
    wrong = _name_wrong(command.name)
    if wrong:
        return Refusal(wrong)
    if command.name == placement.name:
        return ()
    return (
        Act(placement_id(command.node_id), "placement.renamed", NodeRenamed(name=command.name)),
    )


def _describe(placement: Placement, command: DescribeNode) -> Decision:
    wrong = _facts_wrong(command.tier, command.time_zone)
    if wrong:
        return Refusal(wrong)
    if command.out_of_hours_id == command.node_id:
        return Refusal("A unit cannot answer for itself when it is not there.")
    said = (command.kind, command.tier, command.time_zone, command.out_of_hours_id)
    if said == (placement.kind, placement.tier, placement.time_zone, placement.out_of_hours):
        return ()
    described = NodeDescribed(
        kind=command.kind,
        tier=command.tier,
        time_zone=command.time_zone,
        out_of_hours=command.out_of_hours_id,
    )
    return (Act(placement_id(command.node_id), "placement.described", described),)


def _move(placement: Placement, command: MoveNode) -> Decision:
    last = placement.seats[-1]
    if command.parent_id == last.parent:
        return ()
    if command.since < placement.starts:
        return Refusal(
            f"{placement.name} opens on {in_words(placement.starts)}; it cannot move before that."
        )
    if placement.closed(command.since):
        return Refusal(f"{placement.name} is closed then.")
    if command.since < last.since:
        return Refusal(
            f"{placement.name} moved on {in_words(last.since)}; the next move is on that day or later."
        )
    moved = NodeMoved(parent=command.parent_id, since=command.since)
    return (Act(placement_id(command.node_id), "placement.moved", moved),)


def _close(placement: Placement, command: CloseNode) -> Decision:
    successors = tuple(dict.fromkeys(command.successors))
    if placement.ends is not None:
        if (placement.ends, placement.successors) == (command.ends, successors):
            return ()
        return Refusal(
            f"{placement.name} closes on {in_words(placement.ends)} already. Open it again first."
        )
    if command.ends <= placement.starts:
        return Refusal(
            f"{placement.name} opens on {in_words(placement.starts)}; close it after that."
        )
    if command.ends < placement.seats[-1].since:
        return Refusal(
            f"{placement.name} moves on {in_words(placement.seats[-1].since)}; close it after that."
        )
    if command.node_id in successors:
        return Refusal("A unit cannot take over from itself.")
    if len(successors) > SUCCESSORS_LIMIT:
        return Refusal(f"At most {SUCCESSORS_LIMIT} units take over from one.")
    closed = NodeClosed(ends=command.ends, successors=successors)
    return (Act(placement_id(command.node_id), "placement.closed", closed),)


def _lock(placement: Placement, command: LockNode) -> Decision:
    unknown = [name for name in command.locks if name not in LOCKS]
    if unknown:
        return Refusal(f"{unknown[0]!r} cannot be locked. These can: {', '.join(LOCKS)}.")
    locks = tuple(sorted(set(command.locks)))
    if locks == placement.locks:
        return ()
    return (Act(placement_id(command.node_id), "placement.locked", NodeLocked(locks=locks)),)


def _name_wrong(name: str) -> str:
    return "" if name else f"A name has 1 to {NAME_LIMIT} characters."


def _facts_wrong(tier: int, time_zone: str) -> str:
    if not 1 <= tier <= HIGHEST_TIER:
        return f"A tier is 1 to {HIGHEST_TIER}."
    try:
        ZoneInfo(time_zone)
    except (KeyError, OSError, ValueError):
        return f"{time_zone!r} is not a known time zone. Write it as in Europe/London."
    return ""


def in_words(day: date) -> str:
    """Return a day as it is said: "1 April 2027"."""
    return f"{day.day} {day:%B %Y}"


def evolve(placement: Placement | None, happened: Happened) -> Outcome[Placement]:
    """Return the placement after a change."""
    payload = happened.payload
    if isinstance(payload, NodePlaced):
        if placement is not None:
            return Outcome(placement, "already in the organisation")
        return Outcome(_placed(payload))
    if placement is None:
        return Outcome(None, "there is no such unit")
    match payload:
        case NodeRenamed() | NodeDescribed() | NodeLocked():
            return Outcome(placement.model_copy(update=dict(payload)))
        case NodeMoved():
            kept = (seat for seat in placement.seats if seat.since < payload.since)
            return _with(placement, seats=(*kept, Seat(**dict(payload))))
        case NodeClosed():
            if placement.ends is not None:
                return Outcome(placement, "already closed")
            return Outcome(placement.model_copy(update=dict(payload)))
        case NodeOpenedAgain():
            return _with(placement, ends=None, successors=())
        case _:
            return Outcome(placement, "needs an update of this board")


def _placed(payload: NodePlaced) -> Placement:
    return Placement(
        node=payload.node,
        name=payload.name,
        kind=payload.kind,
        tier=payload.tier,
        time_zone=payload.time_zone,
        starts=payload.starts,
        seats=(Seat(parent=payload.parent, since=payload.starts),),
        out_of_hours=payload.out_of_hours,
    )


def _with(placement: Placement, **fields: object) -> Outcome[Placement]:
    return Outcome(placement.model_copy(update=fields))


PLACEMENT = EntityKind(
    name="placement",
    log=LogKind.CONFIG,
    state=Placement,
    payloads={
        "placement.placed": NodePlaced,
        "placement.renamed": NodeRenamed,
        "placement.described": NodeDescribed,
        "placement.moved": NodeMoved,
        "placement.closed": NodeClosed,
        "placement.reopened": NodeOpenedAgain,
        "placement.locked": NodeLocked,
    },
    evolve=evolve,
)
