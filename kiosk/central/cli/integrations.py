"""`huddle-central integration`: accounts of systems that read cards and releases as FHIR."""

import argparse
import sys
from typing import Any

from kiosk.central.bearers import Bearer, Bearers
from kiosk.central.cli.lists import print_list, when
from kiosk.central.cli.nodes import node_named
from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.interop.fhir_room import ACCOUNTS
from kiosk.central.means import CentralMeans
from kiosk.domain.errors import KioskError


def describe(parser: argparse.ArgumentParser, _name: str) -> None:
    """Say which doings there are."""
    describe_storage(parser)
    doing = parser.add_subparsers(dest="doing", required=True, metavar="DOING")
    token = _doing(doing, "token", "make an account and show its token, once")
    token.add_argument("name", help="of the system, never of a person")
    token.add_argument(
        "--words", action="store_true", default=False, help="tell it what people wrote on cards"
    )
    token.add_argument(
        "--node", action="append", default=[], metavar="NODE", help="of this node only; repeat it"
    )
    _doing(doing, "remove", "end an account").add_argument("name")
    _doing(doing, "list", "list the accounts")


def carry_out(options: argparse.Namespace) -> int:
    """Carry out one of the doings.

    Raises:
        KioskError: it cannot be done.
    """
    with opened(options) as means:
        accounts = Bearers(means.storage, means.clock, means.ids, ACCOUNTS)
        match options.doing:
            case "token":
                _make(means, accounts, options)
            case "remove":
                if not accounts.remove(options.name):
                    raise KioskError(f"There is no account {options.name!r}.")
                means.storage.audit(means.clock.now(), WHO, "integration.removed", options.name, {})
                print(f"The token of {options.name} ends now.")
            case _:
                print_list(map(_described, accounts.listed()), "No system reads anything.")
    return 0


def _doing(doing: Any, name: str, what: str) -> argparse.ArgumentParser:
    """Add a doing, which takes the options of the storage behind its name too."""
    inner: argparse.ArgumentParser = doing.add_parser(
        name, help=what, argument_default=argparse.SUPPRESS
    )
    describe_storage(inner)
    return inner


def _described(one: Bearer) -> str:
    words = "with words" if one.grants.get("words") else "without words"
    nodes = ", ".join(one.grants.get("nodes") or ("all nodes",))
    return f"{one.name}\t{when(one.made_at)}\t{words}\t{nodes}"


def _make(means: CentralMeans, accounts: Bearers, options: argparse.Namespace) -> None:
    grants: dict[str, Any] = {"words": options.words}
    if options.node:
        grants["nodes"] = sorted({node_named(means, said)[0] for said in options.node})
    token = accounts.make(options.name, grants)
    means.storage.audit(
        means.clock.now(), WHO, "integration.made", options.name, {"words": options.words}
    )
    print(f"The token of {options.name}; it is not shown again:", file=sys.stderr)
    print(token)
