"""The first node of an empty central: a hospital, a service and one ward, so that a board can be enrolled at once."""

from contextlib import suppress
from typing import Final

from kiosk.central.means import CentralMeans
from kiosk.central.organisation.applying import carry_out, file_day, plan
from kiosk.central.organisation.checking import check_organisation
from kiosk.central.organisation.document import node_of
from kiosk.central.organisation.shipped import read_shipped
from kiosk.central.organisation.tree import Tree
from kiosk.central.organisation.writing import Administration, BusyError
from kiosk.domain.placed_nodes import NodeKind
from kiosk.host.zone import machine_zone

FIRST_WARD: Final = "first-ward"
"""The key of the ward in the file that makes it: `org.toml` may call it something else, and move it."""

FIRST: Final = """
time_zone = "{zone}"

[[nodes]]
key = "hospital"
name = "Hospital"
kind = "hospital"
tier = 3

[[nodes]]
key = "first-service"
name = "Service"
kind = "service"
tier = 2
parent = "hospital"

[[nodes]]
key = "first-ward"
name = "Ward 1"
kind = "unit"
tier = 1
parent = "first-service"
"""


def ensure_first_node(means: CentralMeans) -> str:
    """Return the node that a first board can be enrolled for; one that stands, else a new one.

    Several processes that start at once make it once; the others name it before it stands.

    Raises:
        StorageBusy: try again later.
    """
    administration = Administration(means, "central")
    if _first_unit(administration.tree) is None:
        with suppress(BusyError), administration.alone():
            if not administration.tree.organisation().placements:
                _make(means, administration)
    return _first_unit(administration.tree) or node_of(FIRST_WARD)


def _make(means: CentralMeans, administration: Administration) -> None:
    text = FIRST.format(zone=machine_zone())
    declared = check_organisation(text, "the first organisation", read_shipped())
    today = file_day(declared.document, administration)
    carry_out(administration, plan(declared, administration, means.storage, today), declared)


def _first_unit(tree: Tree) -> str | None:
    """Return the oldest unit that stands, else the oldest node that does."""
    standing = tree.standing()
    units = [placed.node for placed in standing if placed.kind is NodeKind.UNIT]
    return next(iter((*units, *(placed.node for placed in standing))), None)
