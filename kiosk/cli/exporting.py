"""`export`: write what the board knows into a file; each kind of file has its own words and its own module."""

import argparse
from importlib import import_module

KINDS = {
    "csv": ("exporting_figures", "released figures as a table"),
    "fhir": ("exporting_figures", "released figures as FHIR R4 MeasureReport"),
    "schema": ("exporting_figures", "the JSON schema of release files"),
    "pdf": ("printing", "one page about a metric"),
    "plan": ("printing", "the equity action plan, as PDF or CSV"),
}
"""What can be exported: the module of the kind, with `describe_KIND` and `carry_out_KIND`, and a few words."""


def describe(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the kinds, each with the words that it knows."""
    del command
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind, (module, words) in KINDS.items():
        words_of = import_module(f"kiosk.cli.{module}")
        getattr(words_of, f"describe_{kind}")(kinds.add_parser(kind, help=words))


def carry_out(options: argparse.Namespace) -> int:
    """Write the file, and print where it is."""
    module, _words = KINDS[options.kind]
    return int(getattr(import_module(f"kiosk.cli.{module}"), f"carry_out_{options.kind}")(options))
