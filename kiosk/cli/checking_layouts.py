"""`layouts`: check a layout file, list the shipped ones, write the JSON schema."""

import argparse
import sys
from pathlib import Path

from kiosk.host.resources import resource_folder
from kiosk.layouts.catalogue import load_catalogue
from kiosk.layouts.loader import Known, available_layouts, check_layout, write_schema


def describe(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the words that the command knows."""
    del command
    parser.add_argument("what", choices=("check", "list", "schema"))
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument(
        "--any-metric",
        action="store_true",
        help="do not look metrics up in the catalogue (figures that you import have their own)",
    )


def carry_out(options: argparse.Namespace) -> int:
    """Check, list or write."""
    if options.what == "list":
        for name, layout in available_layouts(resource_folder("board_layouts")).items():
            print(f"{name:<24} tier {layout.tier}  {layout.title}")
        return 0
    if options.what == "schema":
        target = resource_folder("board_layouts") / "layout.schema.json"
        write_schema(options.files[0] if options.files else target)
        return 0
    if not options.files:
        print("layouts check FILE: name the file to check.", file=sys.stderr)
        return 1
    return max(_check(path, any_metric=options.any_metric) for path in options.files)


def _check(path: Path, *, any_metric: bool) -> int:
    catalogue = load_catalogue(resource_folder("assets") / "catalogue")
    metrics = () if any_metric else tuple(metric.id for metric in catalogue.metrics)
    problems = check_layout(path, Known(metrics=metrics))
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{path.name}: fit to show")
    return 1 if problems else 0
