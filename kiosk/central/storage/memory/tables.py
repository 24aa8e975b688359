"""Everything that the storage in memory keeps, and the one lock over it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import RLock

from kiosk.central.storage.authoring import next_incarnation
from kiosk.central.storage.intake import Known, PlaceKey, SameKey
from kiosk.central.storage.rows import (
    AuditRow,
    BlobRow,
    ChangeRow,
    DocumentRow,
    ErasedRow,
    LogRow,
    SpentRow,
    StreamRow,
    WordsRow,
)
from kiosk.domain.clock import Clock

LogKey = tuple[str, str]
"""Node and kind."""


@dataclass(slots=True)
class Tables:
    """The rows by their keys, and what the database's indexes would find."""

    clock: Clock
    lock: RLock = field(default_factory=RLock)
    meta: dict[str, str] = field(default_factory=dict)
    logs: dict[LogKey, LogRow] = field(default_factory=dict)
    streams: dict[tuple[str, str, str, int], StreamRow] = field(default_factory=dict)
    changes: dict[LogKey, list[ChangeRow]] = field(default_factory=dict)
    words: dict[tuple[str, str, int], WordsRow] = field(default_factory=dict)
    erased: dict[tuple[str, str, str], ErasedRow] = field(default_factory=dict)
    documents: dict[tuple[str, str], DocumentRow] = field(default_factory=dict)
    blobs: dict[tuple[str, str], BlobRow] = field(default_factory=dict)
    audit: list[AuditRow] = field(default_factory=list)
    by_id: dict[tuple[str, str, str], ChangeRow] = field(default_factory=dict)
    dead: dict[tuple[str, str, str], list[SpentRow]] = field(default_factory=dict)
    entities: dict[tuple[str, str, str], list[ChangeRow]] = field(default_factory=dict)
    places: dict[tuple[str, str, str, int, int], ChangeRow | SpentRow] = field(default_factory=dict)

    def begin_timeline(self, name: str) -> None:
        """Begin a timeline, and another life of central's device."""
        with self.lock:
            last = int(self.meta.get("incarnation", "0"))
            self.meta["timeline"] = name
            self.meta["incarnation"] = str(next_incarnation(last, self.clock.now()))

    def known(self, key: LogKey, change_id: str) -> dict[SameKey, Known]:
        """Return whatever is known under an id."""
        found = {
            (change_id, dead.change_hash): Known(None, (dead.reason or "", dead.detail or ""))
            for dead in self.dead.get((*key, change_id), ())
        }
        row = self.by_id.get((*key, change_id))
        if row is not None:
            found[change_id, row.change_hash] = Known(row.seq)
        return found

    def place_of(self, key: LogKey, place: PlaceKey) -> str:
        """Return the id of the change at a place that is taken."""
        row = self.places[*key, *place]
        return row.id if isinstance(row, ChangeRow) else row.change_id

    def add(
        self, changes: Iterable[ChangeRow], words: Iterable[WordsRow], spent: Iterable[SpentRow]
    ) -> None:
        """Add rows of entries."""
        for change in changes:
            key = (change.node, change.kind)
            self.changes.setdefault(key, []).append(change)
            self.by_id[*key, change.id] = change
            self.entities.setdefault((*key, change.entity), []).append(change)
            self.places[*key, change.device, change.incarnation, change.counter] = change
        for row in words:
            self.words[row.node, row.kind, row.seq] = row
        for place in spent:
            self.places[place[:5]] = place
            if place.reason is not None:
                key = (place.node, place.kind)
                self.dead.setdefault((*key, place.change_id), []).append(place)

    def erase(self, erased: Iterable[ErasedRow]) -> None:
        """Delete words, and remember that nobody wants them."""
        for row in erased:
            self.erased[row] = row
            change = self.by_id.get(row)
            if change is not None:
                self.words.pop((change.node, change.kind, change.seq), None)
