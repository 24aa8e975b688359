"""`huddle-central code`, `bulk-code`, `codes` and `revoke-code`: what lets boards in."""

import argparse
import sys

import segno

from kiosk.central.cli.lists import print_list, when
from kiosk.central.cli.nodes import node_named, nodes_of
from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.devices.codes import BULK_BOARDS, BULK_DAYS, Codes, ListedCode
from kiosk.central.first_steps import served_address
from kiosk.central.means import CentralMeans
from kiosk.domain.errors import KioskError
from kiosk.sync.links import Link


def describe(parser: argparse.ArgumentParser, name: str) -> None:
    """Say which options a command has."""
    describe_storage(parser)
    if name == "code":
        parser.add_argument(
            "node", metavar="UNIT", help="its name, a path of names, its key or its id"
        )
        parser.add_argument("--no-qr", action="store_true", help="print no picture to scan")
        parser.add_argument("--public-url", metavar="URL", help="the address that boards use")
    elif name == "bulk-code":
        parser.add_argument("node", metavar="UNIT", help="boards may belong to it or below it")
        parser.add_argument(
            "--boards", metavar="N", type=int, required=True, help=f"1 to {BULK_BOARDS}"
        )
        parser.add_argument(
            "--days", metavar="N", type=int, default=7, help=f"1 to {BULK_DAYS} (7)"
        )
        parser.add_argument("--network", default="", help="ask only from here: 10.20.0.0/16")
    elif name == "revoke-code":
        parser.add_argument("code", metavar="CODE", help="the code, or what `codes` shows of it")


def carry_out(options: argparse.Namespace) -> int:
    """Carry out one of the commands.

    Raises:
        KioskError: it cannot be done.
    """
    with opened(options) as means:
        codes = Codes(means.storage, means.clock, means.ids)
        if "boards" in options:
            return _bulk(means, codes, options)
        if "node" in options:
            return _once(means, codes, options)
        if "code" in options:
            return _revoke(means, codes, options.code)
        return _list(means, codes.listed())


def _once(means: CentralMeans, codes: Codes, options: argparse.Namespace) -> int:
    node, name = node_named(means, options.node)
    code = codes.once(node)
    means.storage.audit(means.clock.now(), WHO, "code.made", node, {})
    address = means.settings.public_url or served_address(means)
    if not address:
        print(f"{code}   lets one board into {name}, within 10 minutes.")
        print("Central has not been served yet: start it, or say --public-url, for a link to scan.")
        return 0
    link = Link(address.rstrip("/"), code)
    print(f"{code}   lets one board into {name}, within 10 minutes.")
    print(link.text)
    if not options.no_qr and sys.stdout.isatty():
        segno.make(link.text, micro=False).terminal(compact=True)
    return 0


def _bulk(means: CentralMeans, codes: Codes, options: argparse.Namespace) -> int:
    node, name = node_named(means, options.node)
    code = codes.bulk(node, options.boards, options.days, options.network)
    detail = {"boards": options.boards, "days": options.days, "network": options.network}
    means.storage.audit(means.clock.now(), WHO, "bulk_code.made", node, detail)
    where = f" from {options.network}" if options.network else ""
    print(f"{code}   lets {options.boards} boards into {name} for {options.days} days{where}.")
    print("PCs that the fleet's list does not name wait: see `huddle-central devices --waiting`.")
    return 0


def _revoke(means: CentralMeans, codes: Codes, code: str) -> int:
    if not codes.revoke(code):
        raise KioskError("There is no such code.", to_do="See `huddle-central codes`.")
    means.storage.audit(means.clock.now(), WHO, "code.revoked", "", {})
    print("It lets nobody in any more.")
    return 0


def _list(means: CentralMeans, codes: list[ListedCode]) -> int:
    tree = nodes_of(means)
    print_list(
        (
            f"{code.id}  {_kind(code)}  until {when(code.expires_at) if code.expires_at else '-'}"
            f"  {tree.name(code.node) or code.node}"
            for code in codes
        ),
        "No code lets a board in.",
    )
    return 0


def _kind(code: ListedCode) -> str:
    if code.bulk is None:
        return "one board"
    if code.bulk.revoked:
        return "revoked"
    network = f" from {code.bulk.network}" if code.bulk.network else ""
    return f"{code.bulk.left} of {code.bulk.made} boards{network}"
