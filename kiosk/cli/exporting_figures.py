"""`export csv` and `export fhir`: the figures of a ward's releases; `export schema`: what a release file is."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from kiosk.app.means import machine_means
from kiosk.app.places import Places
from kiosk.cli.delivering import releases_on_board
from kiosk.cli.telling import so_many
from kiosk.config import read_settings
from kiosk.domain.errors import KioskError
from kiosk.domain.nodes import plain_name
from kiosk.domain.releases import Release
from kiosk.host.files import write_atomically
from kiosk.host.resources import resource_folder
from kiosk.interchange.fhir_json import JSON_LINES
from kiosk.interchange.fhir_validation import can_validate, structure_problems
from kiosk.interchange.measure_reports import bundle_of, lines_of
from kiosk.interchange.release_files import release_schema
from kiosk.interchange.released_csv import released_csv

NOT_CHECKED = "fhirclient is not installed: written, but not checked against FHIR R4."


def describe_csv(parser: argparse.ArgumentParser) -> None:
    """Add the words that `csv` knows."""
    _describe(parser, "the CSV file")


def describe_fhir(parser: argparse.ArgumentParser) -> None:
    """Add the words that `fhir` knows."""
    _describe(parser, "the file: a Bundle, or one resource a line when it ends in .ndjson")


def describe_schema(parser: argparse.ArgumentParser) -> None:
    """Add the words that `schema` knows."""
    parser.add_argument("--out", type=Path, metavar="FILE", help="where; in the program by default")


def carry_out_csv(options: argparse.Namespace) -> int:
    """Write the table."""
    releases = _wanted(options)
    write_atomically(options.out, released_csv(releases))
    _tell(releases, options.out)
    return 0


def carry_out_fhir(options: argparse.Namespace) -> int:
    """Write the resources, checked where that can be done."""
    releases = _wanted(options)
    write_atomically(options.out, _fhir(releases, options.out))
    _tell(releases, options.out)
    if not can_validate():
        print(NOT_CHECKED)
    return 0


def carry_out_schema(options: argparse.Namespace) -> int:
    """Write the schema of release files."""
    out = options.out or resource_folder("assets") / "schemas/release.schema.json"
    schema = json.dumps(release_schema(), indent=2, ensure_ascii=False)
    write_atomically(out, f"{schema}\n".encode())
    return 0


def _describe(parser: argparse.ArgumentParser, out: str) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=out)
    parser.add_argument("--metric", metavar="KEY", help="only this metric")
    parser.add_argument("--by", metavar="STRATIFIER", help="only what is by this stratifier")
    parser.add_argument("--data", help="folder of the ward's store and settings")
    parser.add_argument("--node", help="folder of the ward inside --data, where it holds several")


def _tell(releases: Sequence[Release], out: Path) -> None:
    windows = sum(len(release.windows) for release in releases)
    print(f"{so_many(len(releases), 'release')} with {so_many(windows, 'window')} in {out}.")


def _wanted(options: argparse.Namespace) -> list[Release]:
    places = Places(read_settings({"data": options.data}).data / (options.node or ""))
    releases = releases_on_board(places, machine_means())
    found = [
        release
        for release in releases
        if options.metric in {None, release.metric.key}
        and (options.by is None or plain_name(options.by) == plain_name(release.stratifier))
    ]
    if not found:
        there = sorted({f"{one.metric.key} by {one.stratifier or 'nothing'}" for one in releases})
        known = (
            f"There are: {', '.join(there)}." if there else "No figures were published here yet."
        )
        raise KioskError("There are no such figures.", to_do=known)
    return found


def _fhir(releases: Sequence[Release], out: Path) -> bytes:
    if out.suffix.casefold() in JSON_LINES:
        body = b"".join(lines_of(releases))
        resources = [json.loads(line) for line in body.splitlines()]
    else:
        body = bundle_of(releases)
        resources = [json.loads(body)]
    if can_validate():
        problems = [problem for one in resources for problem in structure_problems(one)]
        if problems:
            raise KioskError(f"Not written: it would not be FHIR R4: {problems[0]}.")
    return body
