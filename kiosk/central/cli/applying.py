"""`huddle-central apply`: make the organisation what a file says; the difference is shown before it is made."""

import argparse
from pathlib import Path

from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.organisation.applying import Plan, file_day, plan
from kiosk.central.organisation.applying import carry_out as carry_out_plan
from kiosk.central.organisation.checking import read_organisation
from kiosk.central.organisation.shipped import read_shipped
from kiosk.central.organisation.wording import printed
from kiosk.central.organisation.writing import Administration


def describe(parser: argparse.ArgumentParser, _name: str) -> None:
    """Say which options there are."""
    describe_storage(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="org.toml")
    parser.add_argument("--dry-run", action="store_true", help="show the difference, write nothing")
    parser.add_argument(
        "--prune",
        action="store_true",
        help="close, retire or take off what is not in the file; without it, that stays",
    )


def carry_out(options: argparse.Namespace) -> int:
    """Show the difference, and make it.

    Raises:
        KioskError: the file cannot be applied, with every problem and its line; or central does not answer.
    """
    declared = read_organisation(options.file, read_shipped())
    with opened(options, begins=True) as means:
        administration = Administration(means, WHO)
        today = file_day(declared.document, administration)
        if options.dry_run:
            planned = plan(declared, administration, means.storage, today, prune=options.prune)
            _show(planned)
            print(f"{planned.changes} changes. Nothing was written." if planned.changes else SAME)
            return 0
        with administration.alone():
            planned = plan(declared, administration, means.storage, today, prune=options.prune)
            _show(planned)
            carry_out_plan(administration, planned, declared)
    print(f"{planned.changes} changes, done." if planned.changes else SAME)
    return 0


SAME = "Nothing to change: it is as the file says."
NOT_IN_FILE = "not in the file"
KEPT = "What is not in the file stays. With --prune it is closed, retired or taken off."


def _show(planned: Plan) -> None:
    for lines in (planned.lines, planned.left):
        if lines:
            print(printed(lines), end="\n\n")
    if any(NOT_IN_FILE in line.words for line in planned.left):
        print(KEPT, end="\n\n")
