"""A ward's store opened only to be looked at: for pictures, for paper, for exports."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.app.means import Means
from kiosk.app.practice import NOTE
from kiosk.domain.errors import KioskError
from kiosk.domain.kinds import KINDS
from kiosk.domain.wards import Ward
from kiosk.host.resources import resource_folder
from kiosk.layouts.catalogue import Catalogue, load_catalogue
from kiosk.services.board import BoardService
from kiosk.store.backups import copy_beside
from kiosk.store.faults import StoreInUse
from kiosk.store.store import Store, open_store

STORE = "huddle.sqlite"


@contextmanager
def reading_ward(folder: Path, means: Means) -> Iterator[Ward]:
    """Give the ward of a data folder; its releases can be read as long as this lasts.

    Where a board holds it open, a copy is read that is thrown away afterwards.

    Args:
        folder: the folder of the ward's store; in the folder of a practice it is a practice ward.
        means: clock and identities.

    Raises:
        KioskError: there is no ward, or its store cannot be opened.
    """
    path = folder / STORE
    if not path.exists():
        raise KioskError(
            f"There is no ward in {folder}.",
            to_do="Name its folder with --data, or set the ward up first.",
        )
    training = (folder.parent / NOTE).exists()
    with _opened(path, means) as store:
        node = store.identity.node
        yield BoardService(store, means.clock, means.ids, node, training=training).ward()


@contextmanager
def _opened(path: Path, means: Means) -> Iterator[Store]:
    with ExitStack() as last:
        try:
            store = _open(path, means)
        except StoreInUse:
            copy = Path(last.enter_context(TemporaryDirectory(prefix="huddle-copy-"))) / STORE
            copy_beside(path, copy)
            store = _open(copy, means)
        last.callback(store.close)
        yield store


def _open(path: Path, means: Means) -> Store:
    return open_store(
        path, kinds=KINDS, node=None, ids=means.ids, clock=means.clock, boot_id=means.boot_id
    )


def shipped_catalogue() -> Catalogue:
    """Return the catalogue that travels with the program."""
    return load_catalogue(resource_folder("assets") / "catalogue")
