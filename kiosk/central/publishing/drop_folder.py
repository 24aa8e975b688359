"""The drop folder: files that the warehouse lays down on central's machine are published, or set aside with the reason.

::

    <data>/warehouse/MAP/anything.csv     published by the map MAP, then deleted here
    <data>/warehouse/MAP.csv              the same
    <data>/warehouse/refused/             what could not be published, and beside each file why
"""

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.central.publishing.jobs import NotNowError
from kiosk.central.publishing.maps import RESERVED
from kiosk.central.publishing.uploads import Receipt, Upload
from kiosk.central.publishing.warehouse import Warehouse
from kiosk.domain.errors import KioskError
from kiosk.host.files import move_into, write_atomically
from kiosk.interchange.fhir_json import ENDINGS

FOLDER: Final = "warehouse"
REFUSED: Final = "refused"
REASON: Final = ".reason.txt"
BY: Final = "drop folder"
FILES_AT_ONCE: Final = 20
SUFFIXES: Final = (".csv", *ENDINGS)
MOST_BYTES: Final = 32 * 1024 * 1024
"""Of one file, as for an upload over the network."""

_log = logging.getLogger(__name__)

_Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file.

    Attributes:
        path: where it lay.
        receipt: what was published, or None when it was refused or waits.
        problem: why it was refused or waits, or empty.
    """

    path: Path
    receipt: Receipt | None = None
    problem: str = ""


class DropFolder:
    """Looks after the drop folder.

    A file is taken once it has stood unchanged from one look to the next, so that one that is still being written is
    left alone; so is one whose name begins with a dot.

    Args:
        folder: the folder; it may be missing.
        warehouse: takes the files.
    """

    def __init__(self, folder: Path, warehouse: Warehouse) -> None:
        self._folder = folder
        self._warehouse = warehouse
        self._seen: dict[Path, _Stamp] = {}

    def look(self) -> list[Outcome]:
        """Take what lies there and has not changed since the last look.

        Raises:
            StorageBusy: the database is away; the files wait.
            OSError: the folder cannot be read or written; the files wait.
        """
        there = {path: stamp for path in self._files() if (stamp := _stamp(path)) is not None}
        ready = [path for path, stamp in there.items() if self._seen.get(path) == stamp]
        self._seen = there
        return [self._take(path) for path in ready[:FILES_AT_ONCE]]

    def forget_before(self, instant: datetime) -> int:
        """Delete refused files and reasons that came before an instant, raw counts among them; return how many."""
        refused = self._folder / REFUSED
        gone = 0
        for path in refused.iterdir() if refused.is_dir() else ():
            with suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_mtime < instant.timestamp():
                    path.unlink()
                    gone += 1
        return gone

    def _files(self) -> Iterator[Path]:
        if not self._folder.is_dir():
            return
        for path in sorted(self._folder.iterdir()):
            if path.is_dir() and path.name not in RESERVED and not path.is_symlink():
                yield from sorted(path.iterdir())
            else:
                yield path

    def _take(self, path: Path) -> Outcome:
        directly = path.parent == self._folder
        map_name = path.stem if directly else path.parent.name
        try:
            _demand_readable(path)
            receipt = self._warehouse.take(Upload(map_name, path, BY))
        except FileNotFoundError:  # another process was faster
            return Outcome(path, problem="it is gone")
        except NotNowError as busy:
            return Outcome(path, problem=busy.what)
        except KioskError as refusal:
            self._set_aside(path, str(refusal))
            return Outcome(path, problem=str(refusal))
        path.unlink(missing_ok=True)
        _log.info("figures published", extra={"map": map_name, "releases": receipt.releases})
        return Outcome(path, receipt)

    def _set_aside(self, path: Path, reason: str) -> None:
        refused = self._folder / REFUSED
        write_atomically(refused / (path.name + REASON), f"{reason}\n".encode())
        with suppress(FileNotFoundError):
            move_into(path, refused).touch()
        _log.warning("figures refused: the reason lies beside the file", extra={"what": "refused"})


def _demand_readable(path: Path) -> None:
    if path.suffix.casefold() not in SUFFIXES:
        raise KioskError(f"{path.name}: only {', '.join(SUFFIXES)} are read here.")
    if path.stat().st_size > MOST_BYTES:
        limit = MOST_BYTES // 1024 // 1024
        raise KioskError(f"{path.name}: it is larger than {limit} MiB. Part it by year.")


def _stamp(path: Path) -> _Stamp | None:
    """Return by what a change of a file is noticed, or None for what is no file to be taken."""
    if path.name.startswith(".") or path.is_symlink():
        return None
    try:
        if not path.is_file():
            return None
        told = path.stat()
    except FileNotFoundError:
        return None
    return told.st_size, told.st_mtime_ns
