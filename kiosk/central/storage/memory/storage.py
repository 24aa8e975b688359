"""The whole storage in memory."""

from collections.abc import Callable, Iterator
from itertools import chain

from typing_extensions import override

from kiosk.central.storage import backup, verification
from kiosk.central.storage.memory.administration import MemoryAudit, MemoryBlobs, MemoryRegistry
from kiosk.central.storage.memory.logs import MemoryLogs
from kiosk.central.storage.memory.tables import Tables
from kiosk.central.storage.protocol import Storage, StorageTrouble
from kiosk.central.storage.rows import ChangeRow, SpentRow
from kiosk.domain.clock import Clock, instant_text
from kiosk.domain.ids import IdSource


class MemoryStorage(MemoryLogs, MemoryRegistry, MemoryBlobs, MemoryAudit, Storage):
    """Keeps everything in dictionaries, until the process ends."""

    def __init__(self, clock: Clock, ids: IdSource) -> None:
        self._ids = ids
        self._secret = ids.new_key()
        MemoryLogs.__init__(self, Tables(clock))
        self._tables.begin_timeline(ids.new_id())

    @override
    def secret(self) -> bytes:
        return self._secret

    @override
    def ready(self) -> None:
        """Do nothing: memory always answers."""

    @override
    def dump(self) -> Iterator[bytes]:
        tables = self._tables
        with tables.lock:
            header = backup.Header(
                instant_text(tables.clock.now()),
                tables.meta["timeline"],
                int(tables.meta["incarnation"]),
            )
            rows = [(table, row) for table in backup.TABLES for row in self._rows(table)]
        return backup.write(header, rows)

    @override
    def load(self, pieces: Iterator[bytes], timeline: str) -> None:
        header, rows = backup.read(pieces)
        with self._tables.lock:
            if any(True for table in backup.TABLES for _ in self._rows(table)):
                raise StorageTrouble(
                    "The storage is not empty.",
                    "Nothing was changed.",
                    "Restore into a new, empty storage.",
                )
            loaded = Tables(self._tables.clock)
            loaded.meta["incarnation"] = str(header.incarnation)
            adding = _adders(loaded)
            for table, row in rows:
                adding[table](row)
            loaded.begin_timeline(timeline)
            self._tables = loaded

    @override
    def contradictions(self) -> Iterator[str]:
        tables = self._tables
        with tables.lock:
            places = sorted(map(self._place, tables.places.values()))
            logs = [
                (*key, row.last_seq, len(kept), kept[-1].seq if kept else 0)
                for key, row in tables.logs.items()
                for kept in [tables.changes.get(key, [])]
            ]
            heads = [
                (row.node, row.kind, row.device, row.counter, row.hash, found and found.entry_hash)
                for key, row in tables.streams.items()
                for found in [tables.places.get((*key, row.counter))]
            ]
        return chain(
            verification.broken_chains(places),
            verification.broken_numbers(logs),
            verification.broken_heads(heads),
        )

    @override
    def close(self) -> None:
        """Do nothing: the process's end lets go of memory."""

    def _rows(self, table: str) -> Iterator[backup.Row]:
        tables = self._tables
        kept: dict[str, Callable[[], Iterator[backup.Row]]] = {
            "log": lambda: iter(tables.logs.values()),
            "stream": lambda: iter(tables.streams.values()),
            "change": lambda: chain.from_iterable(tables.changes.values()),
            "words": lambda: iter(tables.words.values()),
            "spent": lambda: (
                row for row in tables.places.values() if not isinstance(row, ChangeRow)
            ),
            "erased": lambda: iter(tables.erased.values()),
            "document": lambda: iter(tables.documents.values()),
            "blob": lambda: iter(tables.blobs.values()),
            "audit": lambda: iter(tables.audit),
        }
        return kept[table]()

    def _place(self, row: ChangeRow | SpentRow) -> verification.PlaceRow:
        if isinstance(row, ChangeRow):
            change_id, seq = row.id, row.seq
            words = self._tables.words.get((row.node, row.kind, row.seq))
        else:
            change_id, seq, words = row.change_id, None, None
        return verification.PlaceRow(
            node=row.node,
            kind=row.kind,
            device=row.device,
            incarnation=row.incarnation,
            counter=row.counter,
            change_id=change_id,
            change_hash=row.change_hash,
            previous=row.previous,
            clock_correction_ms=row.clock_correction_ms,
            lineage=row.lineage,
            entry_hash=row.entry_hash,
            body=row.body,
            seq=seq,
            key=words.key if words else None,
            fields=words.fields if words else None,
        )


def _adders(tables: Tables) -> dict[str, Callable[[backup.Row], None]]:
    """Return how a row of each table of a backup is put back."""

    def put(kept: dict[backup.Row, backup.Row], key_columns: int) -> Callable[[backup.Row], None]:
        return lambda row: kept.update({tuple(row[:key_columns]): row})

    return {
        "log": put(tables.logs, 2),  # type: ignore[arg-type]
        "stream": put(tables.streams, 4),  # type: ignore[arg-type]
        "change": lambda row: tables.add([row], (), ()),  # type: ignore[list-item]
        "words": put(tables.words, 3),  # type: ignore[arg-type]
        "spent": lambda row: tables.add((), (), [row]),  # type: ignore[list-item]
        "erased": put(tables.erased, 3),  # type: ignore[arg-type]
        "document": put(tables.documents, 2),  # type: ignore[arg-type]
        "blob": put(tables.blobs, 2),  # type: ignore[arg-type]
        "audit": tables.audit.append,  # type: ignore[dict-item]
    }
