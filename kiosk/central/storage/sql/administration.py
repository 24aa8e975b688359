"""Documents, bodies and the audit log in tables; one statement each: of several who ask at once, one is first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, or_, select, text

from kiosk.central.storage import documents
from kiosk.central.storage.protocol import LIST_LIMIT, Changed, Document
from kiosk.central.storage.rows import AuditRow, BlobRow, DocumentRow
from kiosk.central.storage.sql import tables
from kiosk.central.storage.sql.database import Database
from kiosk.domain.clock import Clock, instant_from, instant_text

document, blob, audit = tables.document, tables.blob, tables.audit

GET: Final = select(document).where(
    document.c.kind == bindparam("kind"),
    document.c.key == bindparam("key"),
    or_(document.c.expires_at.is_(None), document.c.expires_at > bindparam("now")),
)
PUT: Final = """
    INSERT INTO document (kind, key, version, node, body, expires_at)
    VALUES (:kind, :key, 1, :node, :body, :expires_at)
    ON CONFLICT (kind, key) DO UPDATE SET
        version = CASE WHEN document.expires_at <= :now THEN 1 ELSE document.version + 1 END,
        node = excluded.node, body = excluded.body, expires_at = excluded.expires_at
"""
PUT_ANYWAY: Final = text(f"{PUT} RETURNING version")
PUT_NEW: Final = text(f"{PUT} WHERE document.expires_at <= :now RETURNING version")
PUT_AGAIN: Final = text("""
    UPDATE document SET version = version + 1, node = :node, body = :body, expires_at = :expires_at
    WHERE kind = :kind AND key = :key AND version = :expecting
        AND (expires_at IS NULL OR expires_at > :now)
    RETURNING version
""")
NUMBER_AUDIT: Final = text("""
    UPDATE meta SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE name = 'audited'
    RETURNING value
""")


class SqlRegistry:
    """The registry of small documents."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def get(self, kind: str, key: str) -> Document | None:
        """Return a document that has not expired, or None."""
        now = instant_text(self._clock.now())
        [rows] = self._database.ask((GET, {"kind": kind, "key": key, "now": now}))
        return documents.read(DocumentRow(*rows[0])) if rows else None

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
        """Keep a document; return its version."""
        row = documents.write(Document(kind, key, 1, node, body, expires_at))
        values = {**row._asdict(), "now": instant_text(self._clock.now())}
        if expecting is None:
            putting = PUT_ANYWAY
        elif expecting == 0:
            putting = PUT_NEW
        else:
            putting, values["expecting"] = PUT_AGAIN, expecting
        version = self._database.write(lambda connection: connection.scalar(putting, values))
        if version is None:
            message = f"Another version than {expecting} is there."
            raise Changed(message)
        return int(version)

    def take(self, kind: str, key: str, now: datetime) -> Document | None:
        """Delete a document and return it: of several who ask at once, one gets it."""
        taking = (
            delete(document)
            .where(document.c.kind == kind, document.c.key == key)
            .returning(*document.c)
        )
        found = self._database.write(lambda connection: connection.execute(taking).one_or_none())
        row = None if found is None else DocumentRow(*found)
        return None if row is None or documents.is_over(row, now) else documents.read(row)

    def delete(self, kind: str, key: str) -> bool:
        """Delete a document; tell whether it was there."""
        return self._delete(document, document.c.kind == kind, document.c.key == key) > 0

    def listed(
        self, kind: str, *, node: str | None = None, after: str = "", limit: int = 1_000
    ) -> list[Document]:
        """Return documents of a kind that have not expired, by key."""
        asking = (
            select(document)
            .where(document.c.kind == kind, document.c.key > after, self._lasts(document))
            .order_by(document.c.key)
            .limit(min(limit, LIST_LIMIT))
        )
        if node is not None:
            asking = asking.where(document.c.node == node)
        with self._database.reading() as connection:
            rows = connection.execute(asking).all()
        return [documents.read(DocumentRow(*row)) for row in rows]

    def expire(self, now: datetime) -> int:
        """Delete what has expired, documents and bodies, and what erasures left behind; return how many."""
        self._database.scrub()
        until = instant_text(now)
        return sum(self._delete(table, table.c.expires_at <= until) for table in (document, blob))

    def _lasts(self, table: Table) -> ColumnElement[bool]:
        now = instant_text(self._clock.now())
        return or_(table.c.expires_at.is_(None), table.c.expires_at > now)

    def _delete(self, table: Table, *which: ColumnElement[bool]) -> int:
        deleting = delete(table).where(*which)
        return self._database.write(lambda connection: connection.execute(deleting).rowcount)


class SqlBlobs(SqlRegistry):
    """Bodies."""

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
        """Keep a body; the same name again replaces it."""
        documents.demand_room(body)
        until = None if expires_at is None else instant_text(expires_at)
        row = BlobRow(kind, name, node, instant_text(at), until, body)
        self._database.write(lambda connection: self._database.keep(connection, [(blob, 2, [row])]))

    def blob(self, kind: str, name: str) -> bytes | None:
        """Return a body that has not expired, or None."""
        asking = select(blob.c.body).where(
            blob.c.kind == kind, blob.c.name == name, self._lasts(blob)
        )
        with self._database.reading() as connection:
            found = connection.scalar(asking)
        return None if found is None else bytes(found)

    def blob_names(self, kind: str, *, node: str | None = None) -> list[tuple[str, datetime]]:
        """Return the names of a kind and when they came, oldest first."""
        asking = (
            select(blob.c.name, blob.c.at)
            .where(blob.c.kind == kind, self._lasts(blob))
            .order_by(blob.c.at, blob.c.name)
        )
        if node is not None:
            asking = asking.where(blob.c.node == node)
        with self._database.reading() as connection:
            rows = connection.execute(asking).all()
        return [(name, instant_from(at)) for name, at in rows]

    def delete_blob(self, kind: str, name: str) -> bool:
        """Delete a body; tell whether it was there."""
        return self._delete(blob, blob.c.kind == kind, blob.c.name == name) > 0


class SqlAudit(SqlBlobs):
    """The audit log."""

    def audit(
        self, at: datetime, who: str, what: str, about: str, detail: Mapping[str, Any]
    ) -> None:
        """Add a line."""
        told = orjson.dumps(dict(detail)).decode()

        def add(connection: Connection) -> None:
            number = int(connection.scalar(NUMBER_AUDIT))
            row = AuditRow(number, instant_text(at), who, what, about, told)
            self._database.keep(connection, [(audit, 0, [row])])

        self._database.write(add)

    def audited(
        self, *, since: datetime | None = None, limit: int = 1_000
    ) -> list[Mapping[str, Any]]:
        """Return lines, newest first: at, who, what, about, detail."""
        asking = select(audit).order_by(audit.c.number.desc()).limit(min(limit, LIST_LIMIT))
        if since is not None:
            asking = asking.where(audit.c.at >= instant_text(since))
        with self._database.reading() as connection:
            rows = connection.execute(asking).all()
        return [documents.audit_line(AuditRow(*row)) for row in rows]
