"""`huddle-central publish`: a file of raw counts, hidden where it must be, announced to the boards it is about."""

import argparse
import sys
from pathlib import Path

from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.publishing.jobs import PROFILES
from kiosk.central.publishing.uploads import Receipt, Upload
from kiosk.central.publishing.warehouse import Warehouse
from kiosk.central.publishing.work import ProcessWork
from kiosk.domain.releases import CellStatus


def describe(parser: argparse.ArgumentParser, _name: str) -> None:
    """Say which options there are."""
    describe_storage(parser)
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="CSV, or FHIR R4 MeasureReport (.json, .ndjson)"
    )
    parser.add_argument(
        "--map", required=True, help="what it means: a map of `huddle-central warehouse maps`"
    )
    parser.add_argument("--profile", choices=PROFILES, help="a privacy profile, for the map's own")
    parser.add_argument(
        "--by", default=WHO, help="who publishes, as a role or an account; it stands in the release"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be published")


def carry_out(options: argparse.Namespace) -> int:
    """Publish all of the file, or nothing.

    Raises:
        KioskError: it cannot be published; says why, with row and column.
    """
    with opened(options) as means:
        upload = Upload(options.map, options.file, options.by[:60], options.profile)
        receipt = Warehouse(means, ProcessWork()).take(upload, keep=not options.dry_run)
    for note in receipt.notes:
        print(note, file=sys.stderr)
    print(told(receipt, would=options.dry_run))
    return 0


def told(receipt: Receipt, *, would: bool = False) -> str:
    """Return in words what came of an upload."""
    before = f" {_so_many(receipt.as_before, 'release')} out already." if receipt.as_before else ""
    if not receipt.releases and not receipt.nodes:
        return f"Nothing new.{before}"
    cells = receipt.cells
    whole = sum(cells.values())
    begin = "Would be published" if would else "Published"
    return (
        f"{begin}: {_so_many(receipt.releases, 'new release')} on the boards of "
        f"{_so_many(receipt.nodes, 'node')}; {cells.get(CellStatus.HIDDEN, 0):,} of {whole:,} figures hidden for "
        f"privacy, {receipt.attacked:,} attacked, none of which can be worked out.{before}"
    )


def _so_many(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else f'{noun}s'}"
