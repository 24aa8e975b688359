"""Letting go of raw counts on their last day, and of everything else in the registry that has one."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.central.means import CentralMeans
from kiosk.central.publishing.drop_folder import DropFolder
from kiosk.central.publishing.warehouse import Warehouse

ABANDONED: Final = timedelta(hours=2)
"""What began so long ago and was not published never will be."""


def sweep(means: CentralMeans, warehouse: Warehouse, drop_folder: DropFolder) -> int:
    """Finish what is half-way, then delete what has had its last day; return how much went.

    Raises:
        StorageBusy: the database is away.
        OSError: the drop folder cannot be written.
    """
    warehouse.settle()
    now = means.clock.now()
    warehouse.forget_abandoned(now - ABANDONED)
    kept_for = timedelta(days=means.settings.raw_counts_days)
    gone = means.storage.expire(now) + drop_folder.forget_before(now - kept_for)
    if gone:
        means.storage.audit(now, "central", "raw_counts.expired", "warehouse", {})
    return gone


def leftovers(folder: Path, before: datetime) -> int:
    """Delete what uploads left in the folder for files that come in, when central was killed; return how many.

    Args:
        folder: the folder; it may be missing.
        before: only what came before this instant, so that no upload of another process is touched.
    """
    gone = 0
    for inner in sorted(folder.rglob("*"), reverse=True) if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if inner.stat().st_mtime >= before.timestamp():
                continue
            if inner.is_dir():
                inner.rmdir()
            else:
                inner.unlink()
                gone += 1
    return gone
