"""The uploads that were taken: who published what, when, and the raw counts as long as they are kept."""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from kiosk.central.storage.protocol import Storage
from kiosk.domain.clock import instant_from, instant_text
from kiosk.domain.releases import CellStatus

KIND: Final = "upload"
RAW: Final = "raw-counts"
"""The kind of blob that raw counts are, named by the upload."""
REMEMBERED: Final = timedelta(days=800)
"""How long it is known who published; the counts go much earlier."""

_AT_ONCE: Final = 1_000
_QUICK: Final = 6
"""Of gzip's levels; raw counts are text, and pack to a tenth."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of raw counts that is to be published.

    Attributes:
        map: by which map.
        path: the file; its ending tells CSV from FHIR.
        by: who publishes, as a role or an account.
        profile: a privacy profile in place of the map's.
    """

    map: str
    path: Path
    by: str
    profile: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of an upload; it has counts of figures, and no figure.

    Attributes:
        upload: its id; empty where nothing new was published.
        map: by which map.
        releases: new releases.
        as_before: releases that were out already and say the same.
        nodes: nodes whose boards show something new.
        cells: how many figures of the new releases have which status.
        attacked: hidden counts that the audit attacked, none of which could be worked out.
        notes: what was left out or kept as it was.
    """

    upload: str
    map: str
    releases: int
    as_before: int
    nodes: int
    cells: Mapping[CellStatus, int] = field(default_factory=dict)
    attacked: int = 0
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as the answer to an upload."""
        return {
            "upload": self.upload or None,
            "map": self.map,
            "releases": self.releases,
            "as_before": self.as_before,
            "nodes": self.nodes,
            "figures": {status.value: self.cells.get(status, 0) for status in CellStatus},
            "audited": self.attacked,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Taken:
    """An upload that was published.

    Attributes:
        id: its id.
        map: by which map.
        by: who published.
        at: when.
        releases: how many were new.
        raw_until: when its raw counts go, or None when they are gone.
    """

    id: str
    map: str
    by: str
    at: datetime
    releases: int
    raw_until: datetime | None = None


class Uploads:
    """The uploads, and their raw counts for as many days as are set."""

    def __init__(self, storage: Storage, raw_days: int) -> None:
        self._storage = storage
        self._raw_for = timedelta(days=raw_days)

    def keep_raw(self, upload_id: str, path: Path, at: datetime) -> None:
        """Keep the raw counts of an upload until their last day."""
        raw = gzip.compress(path.read_bytes(), _QUICK, mtime=0)
        self._storage.put_blob(RAW, upload_id, raw, at=at, expires_at=at + self._raw_for)

    def note(self, taken: "Taken") -> None:
        """Note who published what; twice is once."""
        told = {
            "map": taken.map,
            "by": taken.by,
            "at": instant_text(taken.at),
            "releases": taken.releases,
        }
        self._storage.put(KIND, taken.id, told, expires_at=taken.at + REMEMBERED)

    def knows(self, upload_id: str) -> bool:
        """Tell whether an upload was published."""
        return self._storage.get(KIND, upload_id) is not None

    def forget_raw(self, upload_id: str) -> bool:
        """Delete the raw counts of an upload now; tell whether there were any."""
        return self._storage.delete_blob(RAW, upload_id)

    def raw(self, upload_id: str) -> bytes | None:
        """Return the raw counts as they came, or None when they are gone."""
        body = self._storage.blob(RAW, upload_id)
        return None if body is None else gzip.decompress(body)

    def listed(self) -> Iterator[Taken]:
        """Give the uploads that are remembered, oldest first."""
        there = {name for name, _ in self._storage.blob_names(RAW)}
        after = ""
        while True:
            page = self._storage.listed(KIND, after=after, limit=_AT_ONCE)
            for document in page:
                body = document.body
                at = instant_from(body["at"])
                until = at + self._raw_for if document.key in there else None
                yield Taken(document.key, body["map"], body["by"], at, body["releases"], until)
            if len(page) < _AT_ONCE:
                return
            after = page[-1].key
