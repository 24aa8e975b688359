"""Applying `org.toml`: what it would change, then the changes, each in the log where it belongs; twice is once."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.central.organisation.checking import Declared, OrganisationFileError
from kiosk.central.organisation.configured import configured
from kiosk.central.organisation.deciding import ConfigCommand
from kiosk.central.organisation.document import Document
from kiosk.central.organisation.own_layouts import plan_layouts
from kiosk.central.organisation.planning_nodes import NodePlan, Wanted, plan_node, service_of
from kiosk.central.organisation.planning_tree import TreePlan, plan_tree
from kiosk.central.organisation.wording import Line
from kiosk.central.organisation.writing import Administration
from kiosk.central.storage.protocol import Logs
from kiosk.domain.clock import local_day
from kiosk.domain.organisation import Organisation
from kiosk.domain.placements import PlacementCommand


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would change.

    Attributes:
        root: the node that holds the tree.
        tree: changes of the tree, in order.
        nodes: changes of how nodes are set up, by node.
        lines: all of it in words.
        left: what the file does not say and stays as it is.
        today: the day from which changes count that say no day.
    """

    root: str
    tree: tuple[PlacementCommand, ...]
    nodes: Mapping[str, tuple[ConfigCommand, ...]]
    lines: tuple[Line, ...]
    left: tuple[Line, ...]
    today: date

    @property
    def changes(self) -> int:
        """How many commands there are."""
        return len(self.tree) + sum(map(len, self.nodes.values()))


def plan(
    declared: Declared,
    administration: Administration,
    storage: Logs,
    today: date,
    *,
    prune: bool = False,
) -> Plan:
    """Return what a file would change; nothing is written.

    Args:
        declared: the file.
        administration: gives the tree.
        storage: gives how nodes are set up.
        today: the day from which changes count that say no day.
        prune: whether what is not in the file is closed, retired or taken off.

    Raises:
        OrganisationFileError: with every problem, each with its line.
    """
    organisation = administration.tree.organisation()
    if not organisation.root:
        organisation = Organisation(root_of(declared.document), {})
    tree = plan_tree(declared.document, organisation, today, prune=prune)
    nodes = [] if tree.findings else _plan_nodes(declared, tree, storage, today, prune=prune)
    layouts = NodePlan(organisation.root)
    layouts.commands, layouts.lines, layouts.left = plan_layouts(
        declared.layouts, configured(storage, organisation.root), prune=prune
    )
    findings = [*tree.findings, *(finding for node in nodes for finding in node.findings)]
    if findings:
        raise OrganisationFileError(declared.problems(findings))
    return Plan(
        root=organisation.root,
        tree=tuple(tree.commands),
        nodes=_by_node([layouts, *nodes]),
        lines=(*tree.lines, *(line for node in (layouts, *nodes) for line in node.lines)),
        left=(*tree.left, *(line for node in (layouts, *nodes) for line in node.left)),
        today=today,
    )


def _by_node(plans: Iterable[NodePlan]) -> dict[str, tuple[ConfigCommand, ...]]:
    found: dict[str, tuple[ConfigCommand, ...]] = {}
    for one in plans:
        if one.commands:
            found[one.node] = (*found.get(one.node, ()), *one.commands)
    return found


def _plan_nodes(
    declared: Declared, tree: TreePlan, storage: Logs, today: date, *, prune: bool
) -> list[NodePlan]:
    placements, plans = tree.organisation.placements, list[NodePlan]()
    for index, part in enumerate(declared.document.nodes):
        placement = placements[part.node]
        if placement.closed(today):
            continue
        wanted = Wanted(
            index=index,
            part=part,
            document=declared.document,
            shipped=declared.shipped,
            placement=placement,
            service=service_of(placement, placements),
            now=configured(storage, part.node),
            today=today,
            prune=prune,
        )
        plans.append(plan_node(wanted))
    return plans


def carry_out(administration: Administration, planned: Plan, declared: Declared) -> None:
    """Write a plan: the tree first, then node by node; interrupted, it can be planned and carried out again.

    Raises:
        NotDoneError: something has changed since it was planned.
        StorageBusy: try again later.
    """
    if not planned.changes:
        return
    administration.begin(planned.root)
    administration.reorganise(planned.tree)
    for node, commands in planned.nodes.items():
        administration.configure(node, commands, planned.today)
    made = Counter(type(command).__name__ for command in planned.tree)
    made.update(type(one).__name__ for commands in planned.nodes.values() for one in commands)
    sha256 = hashlib.sha256(declared.text.encode()).hexdigest()
    administration.audit("organisation.applied", planned.root, {"sha256": sha256, **made})


def root_of(document: Document) -> str:
    """Return the node at the top of a file, whose log holds the tree of a new organisation."""
    return next(node.node for node in document.nodes if node.parent is None)


def file_day(document: Document, administration: Administration) -> date:
    """Return today, by the time zone of the file."""
    return local_day(administration.now(), document.time_zone)
