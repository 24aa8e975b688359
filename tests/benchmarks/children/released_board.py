"""Five years of weekly figures by group in a store, written once and opened again and again for 12 tiles."""

import gc
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from kiosk.analytics.intervals import wilson
from kiosk.app import garbage
from kiosk.domain.kinds import KINDS
from kiosk.domain.metrics import Entered, MetricFacts
from kiosk.domain.nodes import DefineNode, NodeFacts, SetWallStratifiers
from kiosk.domain.releases import (
    Cell,
    CellStatus,
    PublishRelease,
    Release,
    Window,
    WindowKind,
    release_body,
)
from kiosk.host.resources import resource_folder
from kiosk.layouts.catalogue import load_catalogue
from kiosk.layouts.tiles import GroupsTile, MetricTile, Tile
from kiosk.services.board import BoardService
from kiosk.store.store import Store, open_store
from kiosk.viewmodels.board_view import tile_view
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.scenes import Scene
from tests.benchmarks.children.stopwatch import now_ms, say
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

METRICS = 40
STRATIFIERS = 8
GROUPS = 6
WEEKS = 260
TILES = 12
NEWEST = date(2026, 11, 16)
MORNING = datetime(2026, 11, 24, 7, tzinfo=UTC)


def main() -> None:
    """Write the store named first if it is not there, then open it so many times and say how long each took."""
    path, turns = Path(sys.argv[1]), int(sys.argv[2])
    if not path.exists():
        _write(path)
    catalogue = load_catalogue(resource_folder("assets") / "catalogue")
    times: list[float] = []
    garbage.begin()  # as in the board
    values = METRICS * STRATIFIERS * GROUPS * WEEKS
    for _ in range(turns + 1):  # the first warms the disk's cache and the modules
        begun = now_ms()
        store = _open(path)
        service = BoardService(store, FixedClock(MORNING), SeededIds("bench"), store.identity.node)
        scene = Scene(service.ward(), catalogue, Face.STAFF)
        views = [tile_view(tile, scene) for tile in _tiles()]
        times.append(now_ms() - begun)
        empty = [view.frame.title for view in views if view.frame.empty]
        store.close()
        gc.freeze()  # as the board does once it is up
        if empty:
            raise RuntimeError(f"These tiles show nothing: {empty}")
    say(board_ms=times[1:], values=values)


def _tiles() -> Iterator[Tile]:
    for number in range(TILES // 2):
        yield MetricTile(id=f"m{number}", type="metric", metric=f"metric_{number}", months=60)
        metric = f"metric_{number + TILES // 2}"
        yield GroupsTile(id=f"g{number}", type="groups", metric=metric, stratifier="by 0")


def _open(path: Path) -> Store:
    return open_store(
        path, kinds=KINDS, ids=SeededIds(str(path)), clock=FixedClock(MORNING), boot_id="bench"
    )


def _write(path: Path) -> None:
    chance = Random("released board")  # noqa: S311 - invented figures, the same each time
    store = _open(path)
    service = BoardService(store, FixedClock(MORNING), SeededIds("writer"), store.identity.node)
    node = service.node_id
    names = tuple(f"by {number}" for number in range(STRATIFIERS))
    service.perform_all(
        (DefineNode(node, NodeFacts(name="Ward 7 East")), SetWallStratifiers(node, names)), "begin"
    )
    for number in range(METRICS):
        releases = [_release(f"metric_{number}", name, chance) for name in names]
        for release in releases:
            store.put_release(release_body(release))
        service.perform_all([PublishRelease(node, release) for release in releases], f"m{number}")
    service.summarise_releases()
    store.close()


def _release(metric: str, stratifier: str, chance: Random) -> Release:
    groups = tuple(f"Group {number}" for number in range(GROUPS))
    weeks = [NEWEST - timedelta(weeks=ago) for ago in reversed(range(WEEKS))]
    return Release(
        metric=MetricFacts(key=metric, title=metric, entered=Entered.RELEASE),
        stratifier=stratifier,
        groups=groups,
        window=WindowKind.WEEK,
        windows=tuple(
            Window(
                first=week,
                last=week + timedelta(days=6),
                overall=_cell(None, 6, chance),
                groups=tuple(_cell(group, 1, chance) for group in groups),
            )
            for week in weeks
        ),
    )


def _cell(group: str | None, size: int, chance: Random) -> Cell:
    denominator = size * chance.randint(100, 140)
    numerator = round(denominator * chance.uniform(0.7, 0.85))
    interval = wilson(numerator, denominator)
    return Cell(
        group=group,
        status=CellStatus.SHOWN,
        value=100 * numerator / denominator,
        lower=100 * interval.lower,
        upper=100 * interval.upper,
        numerator=numerator,
        denominator=denominator,
    )


if __name__ == "__main__":
    main()
