"""`huddle-central`: the command line of the central system, a thin skin that loads the module of one command."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from kiosk.domain.errors import KioskError

COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("serving", "start central; on an empty folder too"),
    "code": ("codes", "make a code that lets one board in, within ten minutes"),
    "bulk-code": ("codes", "make a code that lets a fleet in, within limits"),
    "codes": ("codes", "list the codes that let boards in"),
    "revoke-code": ("codes", "take a code back"),
    "fleet": ("fleets", "say in a CSV file which PC belongs to which unit"),
    "devices": ("devices", "list the boards and how they are"),
    "approve": ("devices", "let a waiting board in, or move a board to another unit"),
    "revoke": ("devices", "take a board out: a stolen PC is out within seconds"),
    "support-log": ("devices", "print the log that a board sent to IT"),
    "apply": ("applying", "make the organisation what a file says; shows the difference first"),
    "org": ("organising", "show the tree; add, rename, move, split, merge, close and lock units"),
    "roster": ("setting", "list a unit's people, add and remove them"),
    "metrics": ("setting", "list the metrics that a unit follows; follow and retire them"),
    "goals": ("setting", "list a unit's goals, set and clear them"),
    "offers": ("offering", "list, accept or decline how wards that enrolled were set up alone"),
    "publish": ("publishing", "publish a file of raw counts from the warehouse"),
    "warehouse": ("warehouse", "say what the warehouse's files mean, and who may send them"),
    "integration": ("integrations", "let other systems read cards and releases as FHIR"),
    "webhook": ("webhooks", "tell other systems what happens, as CloudEvents"),
    "changes": ("carrying", "take changes in from a board's file, and answer by a file"),
    "audit": ("auditing", "print who did what to the administration"),
    "backup": ("backing_up", "write everything into one file, while central runs"),
    "restore": ("backing_up", "put a backup into a new, empty database"),
    "failover": ("backing_up", "after a standby took over: have boards send again what it lacks"),
    "verify": ("backing_up", "compute every hash, chain and number anew"),
    "account": ("accounts", "add, list or disable accounts of the leaders' page"),
}
"""Command → its module in this package, and what it does."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: the words after the program's name; the process's own by default.

    Returns:
        0 when it did what was asked, 1 when it could not and said why, 2 for words it does not know.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] not in COMMANDS:
        _about(words)
    module_name, what = COMMANDS[words[0]]
    module = import_module(f"kiosk.central.cli.{module_name}")
    sentence = f"{what[0].upper()}{what[1:]}."
    parser = argparse.ArgumentParser(prog=f"huddle-central {words[0]}", description=sentence)
    module.describe(parser, words[0])
    try:
        return int(module.carry_out(parser.parse_args(words[1:])))
    except KioskError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415 - slow, and rarely asked for

    return version("huddle-kiosk")


def _about(words: list[str]) -> NoReturn:
    parser = argparse.ArgumentParser(
        prog="huddle-central",
        description="The central system of the huddle boards.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:<12} {what}" for name, (_, what) in COMMANDS.items()),
    )
    parser.add_argument("command", metavar="COMMAND", help="what to do, as listed below")
    parser.add_argument("--version", action="version", version=_version())
    options = parser.parse_args(words or ["--help"])
    parser.error(f"{options.command!r} is no command. huddle-central --help lists them.")
