"""`import`: read figures as a map says, publish them and put them on the board; or a release file as it is."""

import argparse
from importlib.util import find_spec
from pathlib import Path

from kiosk.app.maps import shipped_maps
from kiosk.app.means import machine_means
from kiosk.app.places import Places
from kiosk.cli.delivering import deliver
from kiosk.cli.figure_files import (
    describe_reading,
    read_file,
    read_named_map,
    read_release,
    released_before,
)
from kiosk.cli.telling import tell_audit, tell_reading, tell_releases
from kiosk.config import read_settings
from kiosk.domain.errors import KioskError
from kiosk.interchange.publishing import Publisher, board_of, publish_figures

NO_SCIPY = "SciPy is not installed, and without it nothing can be audited, so nothing is published."
TO_DO_ABOUT_SCIPY = (
    "Publish on a computer that has huddle-kiosk[publish], and import its release files here."
)


def describe(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the words that the command knows."""
    del command
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="figures (CSV, or FHIR R4 MeasureReport as .json or .ndjson), or a release file (.json)",
    )
    parser.add_argument(
        "--map",
        metavar="MAP.toml",
        help="what the file's columns and codes mean: a file, or a shipped map "
        f"({', '.join(shipped_maps())}); a release file needs none",
    )
    parser.add_argument("--data", help="folder of the ward's store and settings")
    parser.add_argument("--node", help="folder of the ward inside --data, where it holds several")
    parser.add_argument(
        "--board",
        metavar="CODE",
        help="whose board this is, where the figures are of several nodes",
    )
    describe_reading(parser)


def carry_out(options: argparse.Namespace) -> int:
    """Read, publish and deliver; nothing is delivered unless all of it can be read."""
    places = Places(read_settings({"data": options.data}).data / (options.node or ""))
    if options.map is None:
        return _take_release(options.file, places)
    means = machine_means()
    figure_map = read_named_map(options.map)
    figures = read_file(options.file, figure_map, skip_bad_rows=options.skip_bad_rows)
    demand_scipy()
    board = board_of(figures, figure_map, options.board)
    previous = released_before(places, [metric.id for metric in figure_map.metrics], means)
    publisher = Publisher(options.by, means.clock.now(), means.ids.new_id(), previous)
    published = publish_figures(figures, figure_map, publisher, board=board)
    releases = published.for_board(board)
    tell_reading(figures, published.notes)
    tell_releases(releases)
    tell_audit(published)
    print(deliver(releases, places, means))
    return 0


def demand_scipy() -> None:
    """Demand what the audit needs.

    Raises:
        KioskError: it is not installed.
    """
    if find_spec("scipy") is None:
        raise KioskError(NO_SCIPY, to_do=TO_DO_ABOUT_SCIPY)


def _take_release(path: Path, places: Places) -> int:
    release = read_release(path)
    tell_releases([release])
    print(deliver([release], places, machine_means()))
    return 0
