"""From the nodes of a file to changes of the tree, in whatever order they can be carried out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from kiosk.central.organisation.document import Document, NodePart, node_of
from kiosk.central.organisation.wording import Line, Mark, was
from kiosk.domain.entities import Refusal
from kiosk.domain.organisation import Organisation
from kiosk.domain.placed_nodes import Placement
from kiosk.domain.placements import (
    CloseNode,
    DescribeNode,
    LockNode,
    MoveNode,
    PlacementCommand,
    PlaceNode,
    RenameNode,
    in_words,
)
from kiosk.domain.reorganising import Reorganising
from kiosk.layouts.findings import Finding, Path


@dataclass(slots=True)
class TreePlan:
    """What becomes of the tree.

    Attributes:
        commands: in the order in which they can be carried out.
        lines: what they change.
        left: what the file does not say and stays as it is.
        findings: what cannot be, and where the file asks for it.
        organisation: the tree as it would be.
    """

    commands: list[PlacementCommand] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    organisation: Organisation = field(default_factory=lambda: Organisation("", {}))


@dataclass(frozen=True, slots=True)
class _Wish:
    """A change that the file asks for, where it does, and its line."""

    command: PlacementCommand
    path: Path
    line: Line


def plan_tree(
    document: Document, organisation: Organisation, today: date, *, prune: bool
) -> TreePlan:
    """Return how the tree becomes what a file says.

    Args:
        document: the file.
        organisation: the tree as it is; its root is known even where nothing stands yet.
        today: the day from which changes count that say no day.
        prune: whether nodes that are not in the file are closed.
    """
    plan, changing = TreePlan(), Reorganising(organisation)
    wishes = list(_wishes(document, organisation, today))
    gone = list(_not_in_file(document, organisation, today))
    if prune:
        wishes += gone
    else:
        plan.left += [
            Line(wish.line.subject, Mark.LEFT, "is not in the file; it stays") for wish in gone
        ]
    plan.left += _closed_already(document, organisation)
    _settle(plan, changing, wishes)
    plan.organisation = changing.organisation
    return plan


def _settle(plan: TreePlan, changing: Reorganising, wishes: list[_Wish]) -> None:
    """Carry wishes out round by round: what cannot be yet may be once another has been carried out."""
    waiting = wishes
    while waiting:
        refused: list[tuple[_Wish, str]] = []
        for wish in waiting:
            decision = changing.decide(wish.command)
            if isinstance(decision, Refusal):
                refused.append((wish, decision.reason))
            elif decision:
                plan.commands.append(wish.command)
                plan.lines.append(wish.line)
        if len(refused) == len(waiting):
            plan.findings += [Finding(wish.path, reason) for wish, reason in refused]
            return
        waiting = [wish for wish, _ in refused]


def _wishes(document: Document, organisation: Organisation, today: date) -> Iterator[_Wish]:
    """Yield what the file asks for: new nodes from the top down, then changes, closings from the bottom up, locks."""
    names = {node.key: node.name for node in document.nodes}
    entries = sorted(enumerate(document.nodes), key=lambda entry: -entry[1].tier)
    known = [(i, node, organisation.placement(node.node)) for i, node in entries]
    for index, node, placement in known:
        if placement is None:
            yield _place(index, node, document, names, today)
        else:
            yield from _change(index, node, placement, names, today)
    for index, node, placement in reversed(known):
        if node.ends is not None and (placement is None or placement.ends is None):
            yield _close(index, node, node.ends, names)
    for index, node, placement in known:
        locks = () if placement is None else placement.locks
        if node.locks is not None and tuple(sorted(set(node.locks))) != locks:
            words = was(tuple(sorted(node.locks)), locks or None)
            line = Line(node.name, Mark.CHANGED, f"set centrally: {words}")
            yield _Wish(LockNode(node.node, node.locks), ("nodes", index, "locks"), line)


def _place(
    index: int, node: NodePart, document: Document, names: dict[str, str], today: date
) -> _Wish:
    command = PlaceNode(
        node.node,
        node.name,
        node.kind,
        node.tier,
        node_of(node.parent) if node.parent else None,
        node.starts or today,
        node.time_zone or document.time_zone,
        node_of(node.out_of_hours) if node.out_of_hours else None,
    )
    below = f", below {names[node.parent]}" if node.parent else ", at the top"
    words = f"new {node.kind}, tier {node.tier}{below}, from {in_words(command.starts)}"
    return _Wish(command, ("nodes", index), Line(node.name, Mark.NEW, words))


def _change(
    index: int, node: NodePart, placement: Placement, names: dict[str, str], today: date
) -> Iterator[_Wish]:
    path: Path = ("nodes", index)
    described = DescribeNode(
        node.node,
        node.kind,
        node.tier,
        node.time_zone or placement.time_zone,
        node_of(node.out_of_hours) if node.out_of_hours else placement.out_of_hours,
    )
    parent = node_of(node.parent) if node.parent else None
    if parent != placement.seats[-1].parent:
        since = node.since or today
        where = f"below {names[node.parent]}" if node.parent else "to the top"
        line = Line(node.name, Mark.MOVED, f"moves {where} on {in_words(since)}")
        yield _Wish(MoveNode(node.node, parent, since), (*path, "parent"), line)
    changed = {
        "kind": (described.kind, placement.kind),
        "tier": (described.tier, placement.tier),
        "time zone": (described.time_zone, placement.time_zone),
    }
    words = [f"{name} {was(new, old)}" for name, (new, old) in changed.items() if new != old]
    if described.out_of_hours_id != placement.out_of_hours:
        words.append(f"out of hours {names.get(node.out_of_hours or '', '')}")
    if words:
        yield _Wish(described, path, Line(node.name, Mark.CHANGED, ", ".join(words)))
    if node.name != placement.name:
        line = Line(node.name, Mark.CHANGED, f"is called {was(node.name, placement.name)}")
        yield _Wish(RenameNode(node.node, node.name), (*path, "name"), line)


def _close(index: int, node: NodePart, ends: date, names: dict[str, str]) -> _Wish:
    successors = tuple(node_of(key) for key in node.successors)
    taken = ", ".join(names[key] for key in node.successors)
    words = f"closes on {in_words(ends)}" + (f"; {taken} takes over" if taken else "")
    command = CloseNode(node.node, ends, successors)
    return _Wish(command, ("nodes", index, "ends"), Line(node.name, Mark.CLOSED, words))


def _not_in_file(document: Document, organisation: Organisation, today: date) -> Iterator[_Wish]:
    """Yield the closing of every node that stands and is not in the file, from the bottom up.

    The one at the top has nobody above that would take over: the file's own top does.
    """
    said = {node.node for node in document.nodes}
    tops = [node for node in document.nodes if node.parent is None and node.ends is None]
    left = [
        placed
        for node, placed in organisation.placements.items()
        if node not in said and placed.ends is None
    ]
    for placed in sorted(left, key=lambda placed: placed.tier):
        ends = max(today, placed.starts + timedelta(days=1))
        heirs = tops[:1] if placed.seats[-1].parent is None else []
        words = f"closes on {in_words(ends)}: it is not in the file"
        taken = "".join(f"; {node.name} takes over" for node in heirs)
        line = Line(placed.name, Mark.CLOSED, words + taken)
        yield _Wish(
            CloseNode(placed.node, ends, tuple(node.node for node in heirs)), ("nodes",), line
        )


def _closed_already(document: Document, organisation: Organisation) -> Iterator[Line]:
    """Yield what the file says otherwise and cannot be: a closing that stands, a first day that was."""
    for node in document.nodes:
        placement = organisation.placement(node.node)
        if placement is None:
            continue
        if placement.ends is not None and node.ends != placement.ends:
            words = f"is closed from {in_words(placement.ends)}; open it again with `org reopen`"
            yield Line(node.name, Mark.LEFT, words)
        if node.starts is not None and node.starts != placement.starts:
            words = f"opened on {in_words(placement.starts)}, which stays"
            yield Line(node.name, Mark.LEFT, words)
