"""Documents, bodies and the audit log, in dictionaries."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from typing_extensions import override

from kiosk.central.storage import documents
from kiosk.central.storage.memory.tables import Tables
from kiosk.central.storage.protocol import (
    LIST_LIMIT,
    AuditLog,
    Blobs,
    Document,
    Registry,
)
from kiosk.central.storage.rows import AuditRow, BlobRow
from kiosk.domain.clock import instant_from, instant_text


class MemoryRegistry(Registry):
    """The registry of small documents."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @override
    def get(self, kind: str, key: str) -> Document | None:
        with self._tables.lock:
            row = self._tables.documents.get((kind, key))
            now = self._tables.clock.now()
            return None if row is None or documents.is_over(row, now) else documents.read(row)

    @override
    def put(
        self,
        kind: str,
        key: str,
        body: Mapping[str, Any],
        *,
        node: str = "",
        expires_at: datetime | None = None,
        expecting: int | None = None,
    ) -> int:
        with self._tables.lock:
            there = self.get(kind, key)
            version = documents.next_version(there, expecting)
            written = documents.write(Document(kind, key, version, node, body, expires_at))
            self._tables.documents[kind, key] = written
            return version

    @override
    def take(self, kind: str, key: str, now: datetime) -> Document | None:
        with self._tables.lock:
            row = self._tables.documents.pop((kind, key), None)
            return None if row is None or documents.is_over(row, now) else documents.read(row)

    @override
    def delete(self, kind: str, key: str) -> bool:
        with self._tables.lock:
            return self._tables.documents.pop((kind, key), None) is not None

    @override
    def listed(
        self, kind: str, *, node: str | None = None, after: str = "", limit: int = 1_000
    ) -> list[Document]:
        with self._tables.lock:
            now = self._tables.clock.now()
            rows = [
                row
                for row in sorted(self._tables.documents.values())
                if row.kind == kind
                and row.key > after
                and node in {None, row.node}
                and not documents.is_over(row, now)
            ]
        return [documents.read(row) for row in rows[: min(limit, LIST_LIMIT)]]

    @override
    def expire(self, now: datetime) -> int:
        with self._tables.lock:
            over = [k for k, row in self._tables.documents.items() if documents.is_over(row, now)]
            gone = [k for k, row in self._tables.blobs.items() if documents.is_over(row, now)]
            for key in over:
                del self._tables.documents[key]
            for name in gone:
                del self._tables.blobs[name]
            return len(over) + len(gone)


class MemoryBlobs(Blobs):
    """Bodies."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @override
    def put_blob(
        self,
        kind: str,
        name: str,
        body: bytes,
        *,
        node: str = "",
        at: datetime,
        expires_at: datetime | None = None,
    ) -> None:
        documents.demand_room(body)
        until = None if expires_at is None else instant_text(expires_at)
        with self._tables.lock:
            self._tables.blobs[kind, name] = BlobRow(
                kind, name, node, instant_text(at), until, body
            )

    @override
    def blob(self, kind: str, name: str) -> bytes | None:
        with self._tables.lock:
            row = self._tables.blobs.get((kind, name))
            now = self._tables.clock.now()
            return None if row is None or documents.is_over(row, now) else row.body

    @override
    def blob_names(self, kind: str, *, node: str | None = None) -> list[tuple[str, datetime]]:
        with self._tables.lock:
            now = self._tables.clock.now()
            rows = [
                (row.at, row.name)
                for row in self._tables.blobs.values()
                if row.kind == kind and node in {None, row.node} and not documents.is_over(row, now)
            ]
        return [(name, instant_from(at)) for at, name in sorted(rows)]

    @override
    def delete_blob(self, kind: str, name: str) -> bool:
        with self._tables.lock:
            return self._tables.blobs.pop((kind, name), None) is not None


class MemoryAudit(AuditLog):
    """The audit log."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @override
    def audit(
        self, at: datetime, who: str, what: str, about: str, detail: Mapping[str, Any]
    ) -> None:
        text = orjson.dumps(dict(detail)).decode()
        with self._tables.lock:
            number = len(self._tables.audit) + 1
            self._tables.audit.append(AuditRow(number, instant_text(at), who, what, about, text))

    @override
    def audited(
        self, *, since: datetime | None = None, limit: int = 1_000
    ) -> list[Mapping[str, Any]]:
        from_text = "" if since is None else instant_text(since)
        with self._tables.lock:
            rows = [row for row in reversed(self._tables.audit) if row.at >= from_text]
        return [documents.audit_line(row) for row in rows[: min(limit, LIST_LIMIT)]]
