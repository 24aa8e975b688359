"""Reading files from the command line: figures by a map, release files, and what was released before."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from kiosk.app.maps import read_map, shipped_maps
from kiosk.app.means import Means
from kiosk.app.places import Places
from kiosk.cli.delivering import released_bodies_of
from kiosk.cli.progress import ProgressBar
from kiosk.domain.errors import KioskError
from kiosk.domain.releases import Release
from kiosk.host.files import files_in, read_up_to
from kiosk.interchange.fhir_json import ENDINGS
from kiosk.interchange.mapping import FigureMap
from kiosk.interchange.measure_report_reading import read_reports
from kiosk.interchange.reading import Figures, read_figures
from kiosk.interchange.release_files import (
    FILE_LIMIT_BYTES,
    SUFFIX,
    TOO_LARGE,
    ReleaseFileRefusedError,
    is_release_file,
    read_release_file,
)

NO_MAP = "Name the map that says what its columns mean, with --map."

MOST_ROLE = 60
"""Characters of who publishes."""

_HEAD_BYTES = 200
"""Where the body of a release says what metric it is of."""


def describe_reading(parser: argparse.ArgumentParser) -> None:
    """Add the words for how figures are read."""
    parser.add_argument(
        "--by",
        type=_role,
        default="import command",
        help="who publishes, as a role or an account; it stands in the release",
    )
    parser.add_argument(
        "--skip-bad-rows",
        action="store_true",
        help="leave out rows that cannot be read, and the figures that they belong to",
    )


def read_named_map(name: str) -> FigureMap:
    """Return the map of a file, or the shipped one of that name.

    Raises:
        FileProblemsError: it cannot be read, or says something that a map cannot; each with its line.
    """
    return read_map(shipped_maps().get(name, Path(name)))


def read_file(path: Path, figure_map: FigureMap, *, skip_bad_rows: bool) -> Figures:
    """Return the raw counts of a file: FHIR resources by its ending, else CSV.

    Raises:
        KioskError: it cannot be read; says why.
    """
    if path.suffix.casefold() in ENDINGS:
        return read_reports(path, figure_map, skip_bad_rows=skip_bad_rows)
    bar = ProgressBar(f"Reading {path.name}", sys.stderr)
    try:
        return read_figures(path, figure_map, skip_bad_rows=skip_bad_rows, progress=bar)
    finally:
        bar.clear()


def read_release(path: Path) -> Release:
    """Return the release of a file.

    Raises:
        KioskError: it is none, or not as it was published; says so with the file's name.
        OSError: it cannot be read.
    """
    if path.suffix.casefold() != SUFFIX:
        raise KioskError(f"{path.name}: this is not a release file.", to_do=NO_MAP)
    body = read_up_to(path, FILE_LIMIT_BYTES)
    if body is None:
        raise KioskError(f"{path.name}: {TOO_LARGE}")
    try:
        return read_release_file(body)
    except ReleaseFileRefusedError as refusal:
        raise KioskError(f"{path.name}: {refusal}") from refusal


def releases_in(folder: Path) -> tuple[Release, ...]:
    """Return the releases of the release files in a folder, by name; other files are left alone.

    Raises:
        KioskError: one is not as it was published: what is out already has to be known.
        OSError: one cannot be read.
    """
    found = []
    for path in files_in(folder, SUFFIX):
        with path.open("rb") as file:
            if is_release_file(file.read(_HEAD_BYTES)):
                found.append(path)
    return tuple(read_release(path) for path in found)


def released_before(places: Places, metrics: Iterable[str], means: Means) -> tuple[Release, ...]:
    """Return the releases of some metrics that a ward has, those included that its board has not taken yet.

    Raises:
        StoreError: its store cannot be read.
    """
    wanted = set(metrics)
    keys = [f'"key":"{metric}"'.encode() for metric in wanted]
    bodies = [
        body
        for body in released_bodies_of(places, means)
        if any(key in body[:_HEAD_BYTES] for key in keys)
    ]
    waiting = releases_in(places.inbox)
    return (*_parsed(bodies), *(one for one in waiting if one.metric.key in wanted))


def _role(text: str) -> str:
    if len(text) > MOST_ROLE:
        raise argparse.ArgumentTypeError(f"at most {MOST_ROLE} characters")
    return text


def _parsed(bodies: Iterable[bytes]) -> Iterator[Release]:
    for body in bodies:
        try:
            yield Release.model_validate_json(body)
        except ValidationError:  # of a newer program; it cannot be read together with ours
            continue
