"""Small organisations for tests: built by commands, as central builds them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from kiosk.domain import placements
from kiosk.domain.changes import Actor, Change, Log, LogKind
from kiosk.domain.entities import Act, Happened
from kiosk.domain.organisation import Organisation, organisation_of
from kiosk.domain.placed_nodes import NodeKind, Placement, placement_id

ROOT = "node:hospital"
MEDICINE, SURGERY = "node:medicine", "node:surgery"
WARD_7, WARD_8, WARD_9 = "node:ward-7", "node:ward-8", "node:ward-9"
ESTATES, SITE = "node:estates", "node:site"
FIRST = date(2026, 1, 1)
DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def placing(
    node: str, kind: NodeKind, tier: int, parent: str | None, **more: Any
) -> placements.PlaceNode:
    """Return the command that puts a node into the organisation."""
    return placements.PlaceNode(
        node,
        node.removeprefix("node:").title(),
        kind,
        tier,
        parent,
        more.pop("starts", FIRST),
        **more,
    )


HOSPITAL = (
    placing(ROOT, NodeKind.HOSPITAL, 3, None),
    placing(MEDICINE, NodeKind.SERVICE, 2, ROOT),
    placing(SURGERY, NodeKind.SERVICE, 2, ROOT),
    placing(WARD_7, NodeKind.UNIT, 1, MEDICINE),
    placing(WARD_8, NodeKind.UNIT, 1, MEDICINE),
    placing(WARD_9, NodeKind.UNIT, 1, SURGERY),
    placing(ESTATES, NodeKind.SUPPORT, 2, ROOT),
    placing(SITE, NodeKind.SUPPORT, 2, SURGERY),
    placements.DescribeNode(MEDICINE, NodeKind.SERVICE, 2, "Europe/London", SITE),
)
"""A hospital with two services, three wards, estates, and a site coordinator who answers for medicine at night."""


def after(placement: Placement | None, act: Act) -> Placement | None:
    """Return a placement after an act."""
    log = Log(ROOT, LogKind.CONFIG)
    change = Change("", log, act.entity, act.kind, {}, Actor(), None, AT, "")
    return placements.evolve(placement, Happened(change, act.payload, AT, {}, ())).state


def organised(*commands: placements.PlacementCommand) -> Organisation:
    """Return the organisation that commands make."""
    placed: dict[str, Placement] = {}
    for command in commands:
        decision = placements.decide(placed.get(command.node_id), command)
        assert isinstance(decision, tuple), decision
        carry_out(placed, decision)
    return organisation_of(ROOT, placed.values())


def carry_out(placed: dict[str, Placement], acts: Iterable[Act]) -> None:
    """Let acts change placements by node."""
    for act in acts:
        node = next((n for n in placed if placement_id(n) == act.entity), "")
        new = after(placed.get(node), act)
        assert new is not None
        placed[new.node] = new
