"""Nodes as somebody types them: by name, by the path of names above, by their key in `org.toml`, or by id."""

from datetime import date

from kiosk.central.means import CentralMeans
from kiosk.central.organisation.document import node_of
from kiosk.central.organisation.tree import Tree
from kiosk.domain.errors import KioskError
from kiosk.domain.organisation import Organisation
from kiosk.domain.placed_nodes import Placement


def nodes_of(means: CentralMeans) -> Tree:
    """Return the organisation as it is stored."""
    return Tree(means.storage, means.clock)


def node_named(means: CentralMeans, said: str) -> tuple[str, str]:
    """Return the id and the name of the node that somebody means: `Ward 7`, or `St Elsewhere/Ward 7`.

    Raises:
        KioskError: there is none, or several.
    """
    tree = nodes_of(means)
    placed = tree.organisation().placements.values()
    found = [
        one for one in placed if _is_meant(tree.organisation(), one, said, tree.today(one.node))
    ]
    if len(found) == 1:
        return found[0].node, found[0].name
    if not found:
        known = ", ".join(sorted(one.name for one in tree.standing())[:10])
        raise KioskError(f"There is no unit {said!r}.", to_do=f"Known are: {known or 'none yet'}.")
    raise KioskError(
        f"{len(found)} units are called {said!r}.",
        to_do="Name the one above too, as in 'St Elsewhere/Ward 7', or the node's id.",
    )


def _is_meant(tree: Organisation, placed: Placement, said: str, today: date) -> bool:
    if placed.node in {said, node_of(said)}:
        return True
    *path, own = (part.strip().casefold() for part in said.split("/"))
    if not placed.stands(today) or placed.name.casefold() != own:
        return False
    above = [tree.placement(node) for node in tree.ancestors(placed.node, today)]
    names = iter(one.name.casefold() for one in above if one is not None)
    return all(wanted in names for wanted in reversed(path))  # in this order, others between
