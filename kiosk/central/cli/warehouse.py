"""`huddle-central warehouse`: maps, codes, accounts and uploads of the data warehouse."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.central.bearers import Bearers
from kiosk.central.cli.lists import print_list, when
from kiosk.central.cli.nodes import node_named, nodes_of
from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.means import CentralMeans
from kiosk.central.publishing.accounts import ACCOUNTS
from kiosk.central.publishing.drop_folder import DropFolder
from kiosk.central.publishing.retention import sweep
from kiosk.central.publishing.runner import drop_folder_of
from kiosk.central.publishing.uploads import Taken
from kiosk.central.publishing.warehouse import Warehouse
from kiosk.central.publishing.work import ProcessWork
from kiosk.domain.errors import KioskError
from kiosk.host.resources import resource_folder
from kiosk.layouts.check import FileProblemsError, Problem
from kiosk.layouts.files import read_text


def describe(parser: argparse.ArgumentParser, _name: str) -> None:
    """Say which doings there are."""
    describe_storage(parser)
    doing = parser.add_subparsers(dest="doing", required=True, metavar="DOING")
    for name, (_, what, words) in DOINGS.items():
        inner = doing.add_parser(
            name, help=what, description=what, argument_default=argparse.SUPPRESS
        )
        describe_storage(inner)
        words(inner)


def carry_out(options: argparse.Namespace) -> int:
    """Carry out one of the doings.

    Raises:
        KioskError: it cannot be done.
    """
    with opened(options) as means:
        DOINGS[options.doing][0](means, Warehouse(means, ProcessWork()), options)
    return 0


def _add_map(means: CentralMeans, here: Warehouse, options: argparse.Namespace) -> None:
    shipped = resource_folder("assets") / "maps" / f"{options.file}.toml"
    text = read_text(shipped if shipped.is_file() else Path(options.file))
    if isinstance(text, Problem):
        raise FileProblemsError([text])
    added = here.maps.add(options.name, text)
    _note(means, "warehouse.map_added", options.name)
    metrics = ", ".join(metric.id for metric in added.metrics)
    folder = drop_folder_of(means) / options.name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    print(f"The map {options.name} publishes {metrics}. Files can be laid down in {folder}.")
    codes = added.nodes.named if added.nodes else (added.board or "",)
    unknown = [code for code in codes if code not in here.codes.nodes()]
    if unknown:
        print(
            f"Say which nodes these codes mean: {', '.join(unknown)}\n"
            "  huddle-central warehouse code CODE NODE",
            file=sys.stderr,
        )


def _maps(_means: CentralMeans, here: Warehouse, _options: argparse.Namespace) -> None:
    print("\n".join(here.maps.names()) or "No maps.")


def _remove_map(means: CentralMeans, here: Warehouse, options: argparse.Namespace) -> None:
    here.maps.remove(options.name)
    _note(means, "warehouse.map_removed", options.name)
    print(f"The map {options.name} is gone. What it published stays.")


def _code(means: CentralMeans, here: Warehouse, options: argparse.Namespace) -> None:
    node, name = node_named(means, options.node)
    here.codes.bind(options.code, node)
    _note(means, "warehouse.code_bound", options.code)
    print(f"{options.code} means {name}.")


def _codes(means: CentralMeans, here: Warehouse, _options: argparse.Namespace) -> None:
    tree = nodes_of(means)
    bound = here.codes.nodes().items()
    print_list((f"{code}\t{tree.name(node) or node}" for code, node in bound), "No codes.")


def _remove_code(means: CentralMeans, here: Warehouse, options: argparse.Namespace) -> None:
    here.forget_code(options.code)
    _note(means, "warehouse.code_removed", options.code)
    print(f"{options.code} means no node any more.")


def _token(means: CentralMeans, here: Warehouse, options: argparse.Namespace) -> None:
    for name in options.maps:
        here.maps.text(name)  # raises for one that is not there
    token = _accounts(means).make(options.name, {"maps": sorted(set(options.maps))})
    _note(means, "warehouse.token_made", options.name)
    print(f"The token of {options.name}; it is not shown again:", file=sys.stderr)
    print(token)


def _list_accounts(means: CentralMeans, _here: Warehouse, _options: argparse.Namespace) -> None:
    listed = _accounts(means).listed()
    lines = (f"{one.name}\t{when(one.made_at)}\t{', '.join(one.grants['maps'])}" for one in listed)
    print_list(lines, "Nobody may send files.")


def _remove_token(means: CentralMeans, _here: Warehouse, options: argparse.Namespace) -> None:
    if not _accounts(means).remove(options.name):
        raise KioskError(f"There is no account {options.name!r}.")
    _note(means, "warehouse.token_removed", options.name)
    print(f"The token of {options.name} ends now.")


def _uploads(_means: CentralMeans, here: Warehouse, _options: argparse.Namespace) -> None:
    print_list(map(_upload_line, here.uploads.listed()), "No uploads.")


def _upload_line(one: Taken) -> str:
    raw = "gone" if one.raw_until is None else f"until {one.raw_until:%Y-%m-%d}"
    return f"{one.id}\t{when(one.at)}\t{one.map}\t{one.by}\t{one.releases}\t{raw}"


def _expire(means: CentralMeans, here: Warehouse, options: argparse.Namespace) -> None:
    if options.upload is None:
        gone = sweep(means, here, DropFolder(drop_folder_of(means), here))
        print(f"{gone:,} things have had their last day.")
        return
    if not here.uploads.forget_raw(options.upload):
        raise KioskError(f"There are no raw counts of the upload {options.upload!r}.")
    _note(means, "raw_counts.deleted", options.upload)
    print("The raw counts are gone. What was published of them stays.")


def _accounts(means: CentralMeans) -> Bearers:
    return Bearers(means.storage, means.clock, means.ids, ACCOUNTS)


def _note(means: CentralMeans, what: str, about: str) -> None:
    means.storage.audit(means.clock.now(), WHO, what, about, {})


def _nothing(_parser: argparse.ArgumentParser) -> None:
    """Ask for no words."""


def _name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name")


def _name_and_file(parser: argparse.ArgumentParser) -> None:
    _name(parser)
    parser.add_argument("file", metavar="MAP.toml", help="a file, or the name of a shipped map")


def _code_word(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="as it stands in the warehouse's files")


def _code_and_node(parser: argparse.ArgumentParser) -> None:
    _code_word(parser)
    parser.add_argument("node", metavar="UNIT", help="the unit that it means")


def _name_and_maps(parser: argparse.ArgumentParser) -> None:
    _name(parser)
    parser.add_argument("--maps", nargs="+", required=True, help="by which maps it may publish")


def _upload(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--upload", metavar="ID", default=None, help="delete the raw counts of this one now"
    )


Doing = Callable[[CentralMeans, Warehouse, argparse.Namespace], None]
DOINGS: dict[str, tuple[Doing, str, Callable[[argparse.ArgumentParser], None]]] = {
    "add-map": (_add_map, "keep a map, in place of one of the same name", _name_and_file),
    "maps": (_maps, "list the maps", _nothing),
    "remove-map": (_remove_map, "forget a map", _name),
    "code": (_code, "say which node a code means", _code_and_node),
    "codes": (_codes, "list the codes and the nodes that they mean", _nothing),
    "remove-code": (_remove_code, "forget a code by which nothing is out yet", _code_word),
    "token": (_token, "make an account that may publish by some maps", _name_and_maps),
    "accounts": (_list_accounts, "list the accounts", _nothing),
    "remove-token": (_remove_token, "end an account", _name),
    "uploads": (_uploads, "list who published what, and how long raw counts are kept", _nothing),
    "expire": (_expire, "delete what has had its last day", _upload),
}
"""Doing → what does it, what it is for, and the words that it asks for."""
