"""`huddle-central account`: adds, lists, disables accounts of the leaders' page, and changes passwords and roles."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING, Any, Final

from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.tree import Tree
from kiosk.central.web.accounts import Account, Accounts
from kiosk.central.web.offices import Part
from kiosk.central.web.passwords import Passwords
from kiosk.domain.errors import KioskError

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"
UNSAID: Final[dict[str, Any]] = {
    "leader": None,
    "support": None,
    "administrator": False,
    "office": "",
    "ask": False,
    "proxy_only": False,
    "undo": False,
}
"""What holds where a command does not say it."""
GROUPS: Final = 5
GROUP: Final = 4


def describe(parser: argparse.ArgumentParser, _name: str) -> None:
    """Say which options there are."""
    describe_storage(parser)
    parser.set_defaults(**UNSAID)
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")

    def command(name: str, does: str) -> argparse.ArgumentParser:
        # What is not said after the command does not take away what was said before it.
        return what.add_parser(name, help=does, argument_default=argparse.SUPPRESS)

    add = command("add", "make an account; prints a password, or asks for one")
    role = command("role", "say what an account may do, and where")
    password = command("password", "give an account another password")
    disable = command("disable", "let an account not sign in any more")
    for each in (add, role, password, disable):
        each.add_argument("name", help="what they sign in with")
    for each in (add, role):
        _describe_part(each)
    for each in (add, password):
        _describe_password(each)
    add.add_argument(
        "--proxy-only", action="store_true", help="no password: a sign-in proxy lets them in"
    )
    disable.add_argument("--undo", action="store_true", help="let it sign in again")
    for each in (add, role, password, disable, command("list", "list the accounts")):
        describe_storage(each)


def carry_out(options: argparse.Namespace) -> int:
    """Carry the command out.

    Raises:
        KioskError: it cannot be done; it says why.
    """
    commands: dict[str, Callable[[CentralMeans, Accounts, argparse.Namespace], str]] = {
        "add": _add,
        "role": _role,
        "password": _password,
        "disable": _disable,
        "list": _list,
    }
    with opened(options) as means:
        print(commands[options.what](means, Accounts(means.storage, Passwords()), options))
    return 0


def _describe_part(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--leader", metavar="NODE", help="leader of this node")
    parser.add_argument("--support", metavar="NODE", help="of this support department")
    parser.add_argument(
        "--administrator", action="store_true", help="reads the administrator's page"
    )
    parser.add_argument(
        "--office",
        metavar="TITLE",
        help="what the office is called; stands on wards in the place of a name: 'service lead'",
    )


def _describe_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ask", action="store_true", help="ask for the password, or read it from a pipe"
    )


def _add(means: CentralMeans, accounts: Accounts, options: argparse.Namespace) -> str:
    part, node = _part(means, options)
    password = "" if options.proxy_only else _chosen_password(means, options)
    account = accounts.add(Account(options.name, part, options.office, node), password)
    _note(means, "account added", account)
    made = _told_password(options, password) if password else "A sign-in proxy lets them in."
    return f"{account.name} is {_words(means, account)}. {made}"


def _role(means: CentralMeans, accounts: Accounts, options: argparse.Namespace) -> str:
    part, node = _part(means, options)
    account = accounts.set_part(options.name, part, options.office, node)
    _note(means, "account changed", account)
    return f"{account.name} is {_words(means, account)} now, and signs in again."


def _password(means: CentralMeans, accounts: Accounts, options: argparse.Namespace) -> str:
    password = _chosen_password(means, options)
    account = accounts.set_password(options.name, password)
    _note(means, "password changed", account)
    return f"{account.name} has another password. {_told_password(options, password)}"


def _disable(means: CentralMeans, accounts: Accounts, options: argparse.Namespace) -> str:
    account = accounts.disable(options.name, on=not options.undo)
    _note(means, "account enabled" if options.undo else "account disabled", account)
    return f"{account.name} may sign in {'again' if options.undo else 'no more'}."


def _list(means: CentralMeans, accounts: Accounts, _options: argparse.Namespace) -> str:
    lines = [
        f"{each.name:<24} {_words(means, each)}"
        f"{'' if each.hash else ', through the proxy only'}{', disabled' if each.disabled else ''}"
        for each in accounts.all()
    ]
    return "\n".join(lines) or "No accounts yet. huddle-central account add NAME --leader NODE"


def _part(means: CentralMeans, options: argparse.Namespace) -> tuple[Part, str]:
    said = [bool(options.leader), bool(options.support), options.administrator]
    if sum(said) != 1:
        raise KioskError("Say one of --leader NODE, --support NODE, --administrator.")
    if options.administrator:
        return Part.ADMINISTRATOR, ""
    part = Part.LEADER if options.leader else Part.SUPPORT
    return part, _node(means, options.leader or options.support)


def _node(means: CentralMeans, said: str) -> str:
    """Return the node that an id or a name means."""
    organisation = Tree(means.storage, means.clock).organisation()
    if organisation.placement(said) is not None:
        return said
    named = [
        placed.node
        for placed in organisation.placements.values()
        if placed.name.casefold() == said.casefold()
    ]
    if len(named) == 1:
        return named[0]
    if named:
        raise KioskError(f"Several nodes are called {said!r}.", to_do="Give the node's id.")
    raise KioskError(f"There is no node {said!r}.", to_do="See huddle-central organisation.")


def _words(means: CentralMeans, account: Account) -> str:
    if account.part is Part.ADMINISTRATOR:
        return "administrator"
    name = Tree(means.storage, means.clock).name(account.node) or account.node
    return f"{account.title}, {name} ({account.part})"


def _chosen_password(means: CentralMeans, options: argparse.Namespace) -> str:
    if not options.ask:
        number = int.from_bytes(means.ids.new_key())
        letters = [LETTERS[number >> 5 * place & 31] for place in range(GROUPS * GROUP)]
        groups = range(0, len(letters), GROUP)
        return "-".join("".join(letters[first : first + GROUP]) for first in groups)
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise KioskError("The two passwords are not the same. Nothing was changed.")
    return password


def _told_password(options: argparse.Namespace, password: str) -> str:
    return "" if options.ask else f"Their password, shown this once: {password}"


def _note(means: CentralMeans, what: str, account: Account) -> None:
    detail = {"part": account.part.value, "node": account.node}
    means.storage.audit(means.clock.now(), WHO, what, account.name, detail)
