"""`import`: read figures from a CSV file as a map says, and put them on the board as releases."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.app.maps import read_map, shipped_maps
from kiosk.app.means import Means, machine_means
from kiosk.app.places import Places
from kiosk.cli.progress import ProgressBar
from kiosk.config import read_settings
from kiosk.domain.errors import KioskError
from kiosk.domain.kinds import KINDS
from kiosk.domain.metrics import DefineMetric, metric_id
from kiosk.domain.releases import CellStatus, PublishRelease, Release, release_body
from kiosk.domain.wards import Ward
from kiosk.interchange.mapping import FigureMap
from kiosk.interchange.publishing import Publication, publish
from kiosk.interchange.reading import Figures, read_figures
from kiosk.services.board import BoardService
from kiosk.services.deciding import Command
from kiosk.services.inbox import drop
from kiosk.store.faults import StoreInUse
from kiosk.store.store import Store, open_store

ON_THE_BOARD = "On the board."
ON_THE_PRACTICE_BOARD = "On the practice board: no ward is set up here yet."
BOARD_TAKES_THEM = "The board is open: it shows them in a moment."
NOT_SET_UP = "Kept. They show once this ward is set up: huddle-kiosk run."


def describe(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the words that the command knows."""
    del command
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="the figures")
    parser.add_argument(
        "--map",
        required=True,
        metavar="MAP.toml",
        help=f"what its columns mean: a file, or a shipped map ({', '.join(shipped_maps())})",
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
    figure_map = read_named_map(options.map)
    figures = _read(options.file, figure_map, skip_bad_rows=options.skip_bad_rows)
    publication = publish(figures, figure_map, means.clock.now())
    _tell(figures, publication)
    data = read_settings({"data": options.data}).data
    print(deliver(publication.releases, Places(data / (options.node or "")), means))
    return 0


def read_named_map(name: str) -> FigureMap:
    """Return the map of a file, or the shipped one of that name.

    Raises:
        FileProblemsError: it cannot be read, or says something that a map cannot; each with its line.
    """
    return read_map(shipped_maps().get(name, Path(name)))


def deliver(releases: Sequence[Release], places: Places, means: Means) -> str:
    """Put releases on the board of a data folder; return where they went, in words.

    A board that is open takes them from its inbox. Otherwise the ward's store is opened and gets them.
    As long as no ward is set up, the practice ward gets them, if there is one.

    Raises:
        KioskError: they could not be kept.
    """
    practice = None if _is_set_up(places, means) else _practice_store(places, means)
    try:
        store = _open(practice or places.store, means)
    except StoreInUse:
        return _drop(releases, places.inbox if practice is None else places.practice_inbox)
    try:
        service = BoardService(store, means.clock, means.ids, store.identity.node)
        for release in releases:
            store.put_release(release_body(release))
        service.perform_all(_commands(releases, service.ward()), means.ids.new_id())
        if practice is not None:
            return ON_THE_PRACTICE_BOARD
        return NOT_SET_UP if service.ward().node is None else ON_THE_BOARD
    finally:
        store.close()


def _is_set_up(places: Places, means: Means) -> bool:
    """Tell whether there is a ward; a store that a board holds open counts as one."""
    if not places.store.exists():
        return False
    try:
        store = _open(places.store, means)
    except StoreInUse:
        return True
    try:
        return store.entity(store.identity.node) is not None
    finally:
        store.close()


def _practice_store(places: Places, means: Means) -> Path | None:
    if not places.practice.exists():
        return None
    from kiosk.app.practice import Practice  # noqa: PLC0415 - brings the demo along

    store = Practice(places.practice, means.clock.now()).store
    return store if store.exists() else None


def _open(path: Path, means: Means) -> Store:
    return open_store(
        path, kinds=KINDS, node=None, ids=means.ids, clock=means.clock, boot_id=means.boot_id
    )


def _drop(releases: Sequence[Release], inbox: Path) -> str:
    try:
        for release in releases:
            drop(inbox, release)
    except OSError as error:
        raise KioskError(f"{inbox} cannot be written: {error.strerror}.") from error
    return BOARD_TAKES_THEM


def _commands(releases: Sequence[Release], ward: Ward) -> list[Command]:
    """Return what announces releases, all in one transaction; metrics that nobody follows yet are followed."""
    new = [one.metric for one in releases if ward.metric_by_key(one.metric.key) is None]
    return [
        *(DefineMetric(metric_id(ward.node_id, facts.key), facts) for facts in new),
        *(PublishRelease(ward.node_id, release) for release in releases),
    ]


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
