"""A node's place in the organisation, and what is written when it changes."""

from datetime import date
from enum import StrEnum
from typing import Final

from pydantic import Field

from kiosk.domain.entities import Payload, State
from kiosk.domain.ids import natural_id
from kiosk.domain.sentences import NAME_LIMIT

HIGHEST_TIER: Final = 6
SUCCESSORS_LIMIT: Final = 20
"""Nodes into which one can be split."""
LOCKS: Final = (
    "agenda",
    "calendar",
    "clocks",
    "equity_goals",
    "goals",
    "groups",
    "layout",
    "people",
    "unit",
)
"""What a node sets for itself and central may lock (`kiosk.domain.authority` says which changes each one is)."""


class NodeKind(StrEnum):
    """What a node of the organisation is."""

    SYSTEM = "system"
    HOSPITAL = "hospital"
    SERVICE = "service"
    UNIT = "unit"
    SUPPORT = "support"


class NodePlaced(Payload):
    """A node begins to stand in the organisation."""

    node: str
    name: str = Field(min_length=1, max_length=NAME_LIMIT)
    kind: NodeKind
    tier: int = Field(ge=1, le=HIGHEST_TIER)
    parent: str | None
    time_zone: str = Field(max_length=NAME_LIMIT)
    starts: date
    out_of_hours: str | None = None


class NodeRenamed(Payload):
    """It is called something else; it is the same node."""

    name: str = Field(min_length=1, max_length=NAME_LIMIT)


class NodeDescribed(Payload):
    """What kind of node it is, its tier, its time zone, who answers at night; whole."""

    kind: NodeKind
    tier: int = Field(ge=1, le=HIGHEST_TIER)
    time_zone: str = Field(max_length=NAME_LIMIT)
    out_of_hours: str | None = None


class NodeMoved(Payload):
    """It stands below another node, from a day on."""

    parent: str | None
    since: date


class NodeClosed(Payload):
    """From a day on it does not stand any more; the first successor takes its open cards and the right to close."""

    ends: date
    successors: tuple[str, ...] = Field(default=(), max_length=SUCCESSORS_LIMIT)


class NodeOpenedAgain(Payload):
    """The closing does not count."""


class NodeLocked(Payload):
    """What the node may not set for itself, whole."""

    locks: tuple[str, ...] = Field(max_length=len(LOCKS))


class Seat(State):
    """Below which node a node stands, from which day on; None for the top."""

    parent: str | None
    since: date


class Placement(State):
    """A node's place in the organisation.

    Attributes:
        node: the node's entity id.
        name: what it is called.
        kind: what it is.
        tier: 1 for a unit that huddles at its own board, up to 6 for the system.
        time_zone: the IANA time zone of its days.
        starts: the first day on which it stands.
        ends: the first day on which it does not stand any more, or None.
        seats: below which node, from which day on; oldest first.
        successors: who takes over from a closed one; the first takes the open cards.
        out_of_hours: the node that answers when this one is not there; None for that of the node above.
        locks: what it may not set for itself, of `LOCKS`.
    """

    node: str
    name: str
    kind: NodeKind
    tier: int
    time_zone: str
    starts: date
    ends: date | None = None
    seats: tuple[Seat, ...]
    successors: tuple[str, ...] = ()
    out_of_hours: str | None = None
    locks: tuple[str, ...] = ()

    def stands(self, on: date) -> bool:
        """Tell whether the node stands on a day."""
        return self.starts <= on and (self.ends is None or on < self.ends)

    def closed(self, on: date) -> bool:
        """Tell whether the node stood once and does not stand any more."""
        return self.ends is not None and on >= self.ends

    def parent(self, on: date) -> str | None:
        """Return the node above on a day; before the first day the first, after the last day the last."""
        seated = [seat.parent for seat in self.seats if seat.since <= on]
        return seated[-1] if seated else self.seats[0].parent


def placement_id(node: str) -> str:
    """Return the entity id of a node's placement; there is one for each node."""
    return "placement:" + natural_id(node, "placement")
