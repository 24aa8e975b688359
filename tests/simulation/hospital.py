"""The hospital of a simulation: a service with wards, as placements and as what the wire asks of an organisation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.central import permissions
from kiosk.domain.changes import Change, Log
from kiosk.domain.ids import natural_id
from kiosk.domain.organisation import Organisation
from kiosk.domain.placed_nodes import NodeKind, Placement, Seat

BEGINS: Final = date(2020, 1, 1)
ON: Final = date(2026, 11, 2)
"""The tree of a simulation stands still; its days do not matter to it."""


def node_id(name: str) -> str:
    """Return a node's id."""
    return f"node:{natural_id('simulation', name)}"


HOSPITAL: Final = node_id("hospital")
SERVICE: Final = node_id("service")


def _placed(name: str, kind: NodeKind, tier: int, parent: str | None) -> Placement:
    return Placement(
        node=node_id(name),
        name=name,
        kind=kind,
        tier=tier,
        time_zone="UTC",
        starts=BEGINS,
        seats=(Seat(parent=parent, since=BEGINS),),
    )


@dataclass(frozen=True)
class Hospital:
    """A hospital, one service, and its wards; it is the directory that the wire asks.

    Attributes:
        organisation: the tree.
        wards: the wards' node ids.
    """

    organisation: Organisation
    wards: tuple[str, ...]

    def name(self, node: str) -> str | None:
        """Return what a node is called."""
        placed = self.organisation.placement(node)
        return None if placed is None else placed.name

    def follows(self, node: str) -> tuple[Log, ...]:
        """Return the logs that a node's boards follow."""
        return self.organisation.follows(node, ON)

    def is_within(self, node: str, top: str) -> bool:
        """Tell whether a node is another or stands below it."""
        return node == top or top in self.organisation.ancestors(node, ON)

    def forget(self) -> None:
        """Remember nothing that could change."""

    def refusals(self, node: str, log: Log) -> Callable[[Change], str | None]:
        """Return what tells why a board may not write something, or None."""
        return permissions.refusals(self.organisation, node, log, ON)


def hospital(ward_names: Sequence[str]) -> Hospital:
    """Return a hospital with one service and some wards."""
    placements = [
        _placed("hospital", NodeKind.HOSPITAL, 3, None),
        _placed("service", NodeKind.SERVICE, 2, HOSPITAL),
        *(_placed(name, NodeKind.UNIT, 1, SERVICE) for name in ward_names),
    ]
    return Hospital(
        Organisation(HOSPITAL, {placed.node: placed for placed in placements}),
        tuple(node_id(name) for name in ward_names),
    )
