"""The warehouse's own thread in a serving central: it looks after the drop folder, and sweeps once a day."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Final

from kiosk.central.means import CentralMeans
from kiosk.central.publishing.drop_folder import FOLDER, DropFolder
from kiosk.central.publishing.retention import ABANDONED, leftovers, sweep
from kiosk.central.publishing.warehouse import Warehouse
from kiosk.central.storage.protocol import StorageBusy

LOOK_EVERY_S: Final = 10.0
SWEEP_EVERY: Final = timedelta(days=1)
INCOMING: Final = ".incoming"
"""The folder inside the drop folder where uploads over the network lie while they are published."""

_log = logging.getLogger(__name__)


class WarehouseRunner:
    """Looks after the drop folder and the last days of raw counts.

    Args:
        means: what central works with.
        warehouse: takes files.
        look_every_s: how long between two looks.
    """

    def __init__(
        self, means: CentralMeans, warehouse: Warehouse, look_every_s: float = LOOK_EVERY_S
    ) -> None:
        self._means = means
        self._warehouse = warehouse
        self._look_every_s = look_every_s
        self._drop_folder = DropFolder(drop_folder_of(means), warehouse)
        self._swept_at: datetime | None = None
        self._ending = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = Thread(target=self._run, name="warehouse", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, after the file at hand; whoever publishes it has been stopped before."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> None:
        """Take what lies in the drop folder, and sweep when a day has passed; what fails is tried again."""
        now = self._means.clock.now()
        try:
            if self._swept_at is None or now - self._swept_at >= SWEEP_EVERY:
                leftovers(drop_folder_of(self._means) / INCOMING, now - ABANDONED)
                sweep(self._means, self._warehouse, self._drop_folder)
                self._swept_at = now
            self._drop_folder.look()
        except StorageBusy:
            _log.warning("the database is away: the warehouse waits")
        except OSError as error:
            _log.warning("the drop folder cannot be used", extra={"error": error.strerror})

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - the thread lives; its words might quote a file
                _log.error("the warehouse failed", extra={"error": type(error).__name__})
            self._ending.wait(self._look_every_s)


def drop_folder_of(means: CentralMeans) -> Path:
    """Return where files of the warehouse are laid down."""
    return means.settings.data / FOLDER
