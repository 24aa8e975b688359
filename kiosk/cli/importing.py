"""`import`: read figures from a CSV file as a map says, or a release file, and put them on the board."""

import argparse
import sys
from pathlib import Path

from kiosk.app.maps import read_map, shipped_maps
from kiosk.app.means import machine_means
from kiosk.app.places import Places
from kiosk.cli.delivering import deliver
from kiosk.cli.progress import ProgressBar
from kiosk.config import read_settings
from kiosk.domain.errors import KioskError
from kiosk.domain.releases import CellStatus, Release
from kiosk.host.files import read_up_to
from kiosk.interchange.mapping import FigureMap
from kiosk.interchange.publishing import Publication, publish
from kiosk.interchange.reading import Figures, read_figures
from kiosk.interchange.release_files import (
    FILE_LIMIT_BYTES,
    SUFFIX,
    TOO_LARGE,
    ReleaseFileRefusedError,
    read_release_file,
)

NO_MAP = "Name the map that says what its columns mean, with --map."


def describe(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the words that the command knows."""
    del command
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="figures (CSV), or a release file (JSON)"
    )
    parser.add_argument(
        "--map",
        metavar="MAP.toml",
        help="what the columns mean: a file, or a shipped map "
        f"({', '.join(shipped_maps())}); a release file needs none",
    )
    parser.add_argument("--data", help="folder of the ward's store and settings")
    parser.add_argument("--node", help="folder of the ward inside --data, where it holds several")
    parser.add_argument(
        "--skip-bad-rows",
        action="store_true",
        help="leave out rows that cannot be read, and the figures that they belong to",
    )


def carry_out(options: argparse.Namespace) -> int:
    """Read, publish and deliver; nothing is delivered unless all of it can be read."""
    means = machine_means()
    places = Places(read_settings({"data": options.data}).data / (options.node or ""))
    if options.map is None:
        release = read_release(options.file)
        print(_summary(release))
        print(deliver([release], places, means))
        return 0
    figure_map = read_named_map(options.map)
    figures = _read(options.file, figure_map, skip_bad_rows=options.skip_bad_rows)
    publication = publish(figures, figure_map, means.clock.now())
    _tell(figures, publication)
    print(deliver(publication.releases, places, means))
    return 0


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


def read_named_map(name: str) -> FigureMap:
    """Return the map of a file, or the shipped one of that name.

    Raises:
        FileProblemsError: it cannot be read, or says something that a map cannot; each with its line.
    """
    return read_map(shipped_maps().get(name, Path(name)))


def _read(path: Path, figure_map: FigureMap, *, skip_bad_rows: bool) -> Figures:
    bar = ProgressBar(f"Reading {path.name}", sys.stderr)
    try:
        return read_figures(path, figure_map, skip_bad_rows=skip_bad_rows, progress=bar)
    finally:
        bar.clear()


def _tell(figures: Figures, publication: Publication) -> None:
    skipped = figures.skipped
    if skipped.count:
        for line in skipped.lines():
            print(line, file=sys.stderr)
        print(
            f"Skipped {skipped.count:,} of {figures.rows:,} rows. "
            "The figures that they belong to are shown as no data.",
            file=sys.stderr,
        )
    for note in (*figures.notes, *publication.notes):
        print(note, file=sys.stderr)
    for release in publication.releases:
        print(_summary(release))


def _summary(release: Release) -> str:
    windows = release.windows
    cells = [cell for window in windows for cell in (window.overall, *window.groups)]
    hidden = sum(cell.status is CellStatus.HIDDEN for cell in cells)
    by = f" by {release.stratifier}" if release.stratifier else ""
    return (
        f"{release.metric.key}: {len(windows)} months{by}, "
        f"{windows[0].first:%B %Y} to {windows[-1].first:%B %Y}; "
        f"{hidden} of {len(cells)} figures hidden for privacy."
    )
