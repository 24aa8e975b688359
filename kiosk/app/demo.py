"""The demo hospital with its figures published: what the practice ward, the pictures and `demo` are made of."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from kiosk.app.maps import read_map
from kiosk.domain.clock import Clock
from kiosk.domain.errors import KioskError
from kiosk.domain.ids import IdSource
from kiosk.domain.kinds import KINDS
from kiosk.domain.releases import Release
from kiosk.interchange.publishing import Publisher, publish_figures
from kiosk.interchange.reading import read_figures
from kiosk.layouts.catalogue import Catalogue
from kiosk.services.demo.hospital import DemoBoard, write_demo
from kiosk.services.demo.units import UNITS
from kiosk.store.store import Store, open_store

BOOT = "demo"
EARLIEST_YEAR = 1980


def make_demo(
    folder: Path,
    *,
    seed: int,
    until: datetime,
    catalogue: Catalogue,
    only: frozenset[str] | None = None,
) -> tuple[DemoBoard, ...]:
    """Write the demo hospital into a folder.

    Args:
        folder: where; each board gets a folder of its own in it.
        seed: the same seed and instant give the same hospital.
        until: the instant at which its story stops.
        catalogue: the shipped phrases and metrics.
        only: folders of the boards that are wanted; all of them unless told.

    Returns:
        The boards, the front ward first.

    Raises:
        KioskError: it cannot be written; says why.
    """

    def import_figures(figures: Path, map_file: Path) -> Sequence[Release]:
        figure_map = read_map(map_file)
        publisher = Publisher(by="demo", now=until, source_id="demo")
        read = read_figures(figures, figure_map)
        return publish_figures(read, figure_map, publisher, audit=False).releases

    if until.year < EARLIEST_YEAR:
        raise KioskError(
            f"The clock of this computer says {until:%d %B %Y}, and a demo needs two years before.",
            to_do="Ask IT to set the clock.",
        )
    try:
        return write_demo(
            folder,
            seed=seed,
            until=until,
            catalogue=catalogue,
            open_store=_open,
            import_figures=import_figures,
            only=only,
        )
    except OSError as error:
        raise KioskError(
            f"{folder} cannot be written: {error.strerror}.", to_do="Choose another folder."
        ) from error


def folder_for_layout(layout: str) -> str:
    """Return the folder of the demo's board that a shipped layout is for; the front ward's otherwise."""
    return next((unit.folder for unit in UNITS if unit.layout == layout), UNITS[0].folder)


def _open(path: Path, node: str, ids: IdSource, clock: Clock) -> Store:
    path.parent.mkdir(parents=True, exist_ok=True)
    return open_store(path, kinds=KINDS, node=node, ids=ids, clock=clock, boot_id=BOOT)
