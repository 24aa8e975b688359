"""The organisation of a central that is started on an empty folder: one hospital with one ward, to try it out."""

from typing import Final

from kiosk.central.authoring import Look, Scribe
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.tree import ORGANISATION, ROOT, Tree
from kiosk.central.storage.protocol import Changed
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.clock import local_day
from kiosk.domain.entities import Decision, Refusal
from kiosk.domain.nodes import DefineNode, NodeFacts
from kiosk.domain.nodes import decide as decide_node
from kiosk.domain.organisation import Organisation
from kiosk.domain.placed_nodes import NodeKind
from kiosk.domain.placements import PlaceNode
from kiosk.domain.reorganising import Reorganising

HOSPITAL: Final = "Hospital"
HOSPITAL_TIER: Final = 3
WARD: Final = "Ward 1"


def ensure_first_node(means: CentralMeans) -> str:
    """Return the first unit's node id; where there is no organisation yet, a hospital and a ward are made.

    Of several processes that start at once, one makes them.
    """
    tree = Tree(means.storage, means.clock)
    root, ward = (f"node:{means.ids.new_id()}" for _ in range(2))
    try:
        means.storage.put(ORGANISATION, ROOT, {"node": root}, expecting=0)
    except Changed:
        return _first_unit(tree.organisation())
    today = local_day(means.clock.now(), "UTC")
    plan = Reorganising(Organisation(root, {}))

    def place(_look: Look) -> Decision:
        above = plan.decide(
            PlaceNode(root, HOSPITAL, NodeKind.HOSPITAL, HOSPITAL_TIER, None, today)
        )
        below = plan.decide(PlaceNode(ward, WARD, NodeKind.UNIT, 1, root, today))
        if isinstance(above, Refusal) or isinstance(below, Refusal):
            return above if isinstance(above, Refusal) else below
        return (*above, *below)

    def define(_look: Look) -> Decision:
        return decide_node(None, DefineNode(ward, NodeFacts(name=WARD)))

    scribe = Scribe(means)
    scribe.write(Log(root, LogKind.CONFIG), place)
    scribe.write(Log(ward, LogKind.CONFIG), define)
    return ward


def _first_unit(organisation: Organisation) -> str:
    units = [
        placed.node
        for placed in organisation.placements.values()
        if placed.kind is NodeKind.UNIT and placed.ends is None
    ]
    return units[0] if units else organisation.root
