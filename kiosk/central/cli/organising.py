"""`huddle-central org`: the tree shown, and changed unit by unit without losing history, cards or who may close."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from kiosk.central.cli.nodes import node_named
from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.document import node_of
from kiosk.central.organisation.setting_up import Reorganiser
from kiosk.central.organisation.shipped import read_shipped
from kiosk.central.organisation.tree import Tree
from kiosk.central.organisation.writing import Administration
from kiosk.domain.errors import KioskError
from kiosk.domain.organisation import Organisation
from kiosk.domain.placed_nodes import LOCKS, NodeKind, Placement
from kiosk.domain.placements import (
    CloseNode,
    DescribeNode,
    LockNode,
    MoveNode,
    OpenNodeAgain,
    PlaceNode,
    RenameNode,
    in_words,
)
from kiosk.domain.reorganising import MergeNodes, SplitNode, TreeCommand

NOBODY: Final = "none"
NEW: Final = "KEY=NAME"


def describe(parser: argparse.ArgumentParser, _name: str) -> None:
    """Say which options there are."""
    describe_storage(parser)
    does = parser.add_subparsers(dest="does", metavar="WHAT")
    show = does.add_parser("show", help="print the tree (what `org` alone does)")
    show.add_argument("--closed", action="store_true", help="closed units too")
    show.add_argument("--ids", action="store_true", help="with the nodes' ids")
    add = does.add_parser("add", help="put a new unit into the tree, with the usual board")
    add.add_argument("new", metavar=NEW, help="a key for the file, and the name")
    add.add_argument("--under", required=True, metavar="UNIT")
    add.add_argument("--kind", default="unit", choices=[str(kind) for kind in NodeKind])
    add.add_argument("--tier", type=int, default=1)
    rename = _about(does, "rename", "call a unit something else; it stays the same unit")
    rename.add_argument("name")
    _facts(_about(does, "describe", "say what a unit is, its tier and zone, who answers at night"))
    move = _about(does, "move", "put a unit below another one; its logs go with it")
    move.add_argument("under", metavar="UNDER")
    split = _about(does, "split", "close a unit and open others in its place, set up alike")
    split.add_argument("--into", action="append", required=True, metavar=NEW)
    merge = does.add_parser("merge", help="close units into another one, which may be new")
    merge.add_argument("units", nargs="+", metavar="UNIT")
    merge.add_argument("--into", required=True, metavar=f"UNIT|{NEW}")
    close = _about(does, "close", "close a unit; its history stays")
    close.add_argument(
        "--successor",
        action="append",
        default=[],
        metavar="UNIT",
        help="takes over; the first takes the open cards (without any, the unit above does)",
    )
    _about(does, "reopen", "take a closing back")
    lock = _about(does, "lock", "say what a board may not set for itself")
    lock.add_argument("locks", nargs="*", metavar="WHAT", help=f"none, or of: {', '.join(LOCKS)}")
    for dated in (add, move, split, merge, close):
        dated.add_argument(
            "--on", type=_day, metavar="DAY", help="from this day on, as 2027-04-01 (today)"
        )


def _facts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", choices=[str(kind) for kind in NodeKind])
    parser.add_argument("--tier", type=int)
    parser.add_argument("--time-zone", metavar="ZONE", help="as in Europe/London")
    parser.add_argument(
        "--out-of-hours", metavar="UNIT", help="who answers when it does not; 'none' for nobody"
    )


def _about(does: Any, name: str, what: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = does.add_parser(name, help=what)
    parser.add_argument("unit", metavar="UNIT", help="its name, a path of names, its key or its id")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        message = f"{text!r} is no day: write it as 2027-04-01"
        raise argparse.ArgumentTypeError(message) from problem


def carry_out(options: argparse.Namespace) -> int:
    """Show the tree, or change it.

    Raises:
        KioskError: it cannot be done, in words.
    """
    with opened(options) as means:
        if options.does in {None, "show"}:
            return _show(means, options)
        command = COMMANDS[options.does](means, options)
        reorganiser = Reorganiser(Administration(means, WHO), means.storage, read_shipped())
        made = reorganiser.change(command)
        print("Done." if made else "It is so already.")
        return 0


def _show(means: CentralMeans, options: argparse.Namespace) -> int:
    reader = Tree(means.storage, means.clock)
    tree, today = reader.organisation(), _today(reader)
    ids, closed = getattr(options, "ids", False), getattr(options, "closed", False)
    if not tree.placements:
        print(
            "There is no organisation yet: `huddle-central apply org.toml`, or `serve` makes one."
        )
        return 0
    for top in tree.children(None, today):
        _print_below(tree, top, today, 0, with_ids=ids)
    coming = [p for p in tree.placements.values() if p.starts > today]
    gone = [p for p in tree.placements.values() if p.closed(today)]
    for title, some in (("To come", coming), ("Closed", gone if closed else [])):
        if some:
            print(f"\n{title}:")
            for placement in some:
                print(f"  {_line(tree, placement, with_ids=ids)}")
    return 0


def _print_below(tree: Organisation, node: str, today: date, depth: int, *, with_ids: bool) -> None:
    placement = tree.placements[node]
    print("  " * depth + _line(tree, placement, with_ids=with_ids))
    for below in tree.children(node, today):
        _print_below(tree, below, today, depth + 1, with_ids=with_ids)


def _line(tree: Organisation, placement: Placement, *, with_ids: bool) -> str:
    more = [f"{placement.kind}, tier {placement.tier}"]
    if placement.ends is not None:
        more.append(f"closed from {in_words(placement.ends)}")
    if placement.successors:
        names = ", ".join(tree.placements[node].name for node in placement.successors)
        more.append(f"{names} takes over")
    if placement.out_of_hours is not None:
        more.append(f"out of hours {tree.placements[placement.out_of_hours].name}")
    if placement.locks:
        more.append(f"set centrally: {', '.join(placement.locks)}")
    name = f"{placement.name} ({'; '.join(more)})"
    return f"{name}  {placement.node}" if with_ids else name


def _new(text: str) -> tuple[str, str]:
    """Return the id and the name of a new node, from `KEY=NAME`."""
    key, equals, name = text.partition("=")
    if not equals or not key.strip() or not name.strip():
        raise KioskError(f"{text!r} names no new unit.", to_do="Write it as ward-9='Ward 9'.")
    return node_of(key.strip()), name.strip()


def _one(means: CentralMeans, said: str) -> str:
    return node_named(means, said)[0]


def _on(means: CentralMeans, options: argparse.Namespace) -> date:
    said: date | None = options.on
    return said or _today(Tree(means.storage, means.clock))


def _today(tree: Tree) -> date:
    return tree.today(tree.organisation().root)


def _closed(means: CentralMeans, said: str) -> str:
    """Return the one closed unit of a name, or whatever else is meant."""
    placements = Tree(means.storage, means.clock).organisation().placements.values()
    named = [p for p in placements if p.ends is not None and p.name.casefold() == said.casefold()]
    return named[0].node if len(named) == 1 else _one(means, said)


def _add(means: CentralMeans, options: argparse.Namespace) -> TreeCommand:
    node, name = _new(options.new)
    above = _one(means, options.under)
    zone = Tree(means.storage, means.clock).organisation().placements[above].time_zone
    kind, on = NodeKind(options.kind), _on(means, options)
    return PlaceNode(node, name, kind, options.tier, above, on, zone)


def _describe(means: CentralMeans, options: argparse.Namespace) -> TreeCommand:
    node = _one(means, options.unit)
    now = Tree(means.storage, means.clock).organisation().placements[node]
    at_night = now.out_of_hours
    if options.out_of_hours is not None:
        nobody = options.out_of_hours == NOBODY
        at_night = None if nobody else _one(means, options.out_of_hours)
    return DescribeNode(
        node,
        NodeKind(options.kind or now.kind),
        now.tier if options.tier is None else options.tier,
        options.time_zone or now.time_zone,
        at_night,
    )


def _move(means: CentralMeans, options: argparse.Namespace) -> TreeCommand:
    return MoveNode(_one(means, options.unit), _one(means, options.under), _on(means, options))


def _split(means: CentralMeans, options: argparse.Namespace) -> TreeCommand:
    into = tuple(_new(text) for text in options.into)
    return SplitNode(_one(means, options.unit), into, _on(means, options))


def _merge(means: CentralMeans, options: argparse.Namespace) -> TreeCommand:
    units: Sequence[str] = [_one(means, said) for said in options.units]
    if "=" in options.into:
        node, name = _new(options.into)
        return MergeNodes(tuple(units), node, _on(means, options), name)
    into = _one(means, options.into)
    others = tuple(node for node in units if node != into)
    return MergeNodes(others, into, _on(means, options))


def _close(means: CentralMeans, options: argparse.Namespace) -> TreeCommand:
    successors = tuple(_one(means, said) for said in options.successor)
    return CloseNode(_one(means, options.unit), _on(means, options), successors)


COMMANDS: Final[Mapping[str, Callable[[CentralMeans, argparse.Namespace], TreeCommand]]] = {
    "add": _add,
    "rename": lambda means, options: RenameNode(_one(means, options.unit), options.name),
    "describe": _describe,
    "move": _move,
    "split": _split,
    "merge": _merge,
    "close": _close,
    "reopen": lambda means, options: OpenNodeAgain(_closed(means, options.unit)),
    "lock": lambda means, options: LockNode(_one(means, options.unit), tuple(options.locks)),
}
