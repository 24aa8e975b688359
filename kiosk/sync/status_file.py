"""How sync stands, as a small file beside the store: a running board holds the store, and IT wants to know."""

import json
from contextlib import suppress
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kiosk.domain.clock import instant_from, instant_text
from kiosk.sync.status import SyncState, SyncStatus

FILE_NAME: Final = "sync-status.json"
LIMIT_BYTES: Final = 16 * 1024
VERSION: Final = 1


def write_status(path: Path, status: SyncStatus) -> None:
    """Write how sync stands; under the name there is never half of it, and a disk that is full does not matter.

    Nothing waits for the disk here: the file is only news.
    """
    said = {name: _plain(value) for name, value in asdict(status).items()}
    half = path.with_name(f".{path.name}.half")
    with suppress(OSError):
        half.write_text(json.dumps({"version": VERSION, **said}, indent=2), encoding="utf-8")
        half.replace(path)


def read_status(path: Path) -> SyncStatus | None:
    """Return what was written last, or None where there is nothing that can be read."""
    try:
        with path.open("rb") as file:
            said = json.loads(file.read(LIMIT_BYTES))
        if said.get("version") != VERSION:
            return None
        known = {one.name for one in fields(SyncStatus)}
        values = {name: value for name, value in said.items() if name in known}
        for name in ("at", "offline_since", "next_try"):
            values[name] = None if values[name] is None else instant_from(values[name])
        return SyncStatus(**{**values, "state": SyncState(values["state"])})
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _plain(value: Any) -> Any:
    return instant_text(value) if isinstance(value, datetime) else value
