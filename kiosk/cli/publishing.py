"""`publish`: read figures of any number of nodes, publish them together, and write their release files."""

import argparse
from pathlib import Path

from kiosk.app.maps import shipped_maps
from kiosk.app.means import machine_means
from kiosk.cli.figure_files import describe_reading, read_file, read_named_map, releases_in
from kiosk.cli.importing import demand_scipy
from kiosk.cli.telling import so_many, tell_audit, tell_reading, tell_releases
from kiosk.host.files import write_atomically
from kiosk.interchange.publishing import Publisher, publish_figures
from kiosk.interchange.release_files import file_name, release_file


def describe(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the words that the command knows."""
    del command
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="figures: CSV, or FHIR R4 MeasureReport"
    )
    parser.add_argument(
        "--map",
        required=True,
        metavar="MAP.toml",
        help=f"what they mean: a file, or a shipped map ({', '.join(shipped_maps())})",
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help="folder of the release files; those of earlier runs stay there and are read together "
        "with the new ones, so that no difference between them gives anybody away",
    )
    describe_reading(parser)


def carry_out(options: argparse.Namespace) -> int:
    """Read, publish and write; nothing is written unless all of it can be read and passes the audit."""
    means = machine_means()
    figure_map = read_named_map(options.map)
    figures = read_file(options.file, figure_map, skip_bad_rows=options.skip_bad_rows)
    demand_scipy()
    previous = releases_in(options.out)
    publisher = Publisher(options.by, means.clock.now(), means.ids.new_id(), previous)
    published = publish_figures(figures, figure_map, publisher)
    tell_reading(figures, published.notes)
    tell_releases(published.releases)
    tell_audit(published)
    new = [release for release in published.releases if release not in previous]
    for release in new:
        write_atomically(options.out / file_name(release), release_file(release))
    same = len(published.releases) - len(new)
    as_before = f" {same:,} out already." if same else ""
    print(f"{so_many(len(new), 'new release file')} in {options.out}.{as_before}")
    return 0
