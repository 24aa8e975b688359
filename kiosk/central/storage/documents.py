"""Documents, bodies and audit lines as rows, and the rules of versions and expiry that every storage keeps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from kiosk.central.storage.protocol import (
    BLOB_LIMIT_BYTES,
    DOCUMENT_LIMIT_BYTES,
    Changed,
    Document,
    TooLarge,
)
from kiosk.central.storage.rows import AuditRow, BlobRow, DocumentRow
from kiosk.domain.clock import instant_from, instant_text


def write(document: Document) -> DocumentRow:
    """Return a document as it is stored.

    Raises:
        TooLarge: it is over `DOCUMENT_LIMIT_BYTES`.
    """
    body = orjson.dumps(dict(document.body))
    if len(body) > DOCUMENT_LIMIT_BYTES:
        message = f"A document has at most {DOCUMENT_LIMIT_BYTES} bytes, not {len(body)}."
        raise TooLarge(message)
    until = None if document.expires_at is None else instant_text(document.expires_at)
    return DocumentRow(
        document.kind, document.key, document.version, document.node, body.decode(), until
    )


def read(row: DocumentRow) -> Document:
    """Read what `write` wrote."""
    until = None if row.expires_at is None else instant_from(row.expires_at)
    return Document(row.kind, row.key, row.version, row.node, orjson.loads(row.body), until)


def is_over(row: DocumentRow | BlobRow, now: datetime) -> bool:
    """Tell whether a document or body has expired."""
    return row.expires_at is not None and row.expires_at <= instant_text(now)


def next_version(there: Document | None, expecting: int | None) -> int:
    """Return the version of what is put over a document.

    Raises:
        Changed: another version is there than was expected.
    """
    version = 0 if there is None else there.version
    if expecting is not None and expecting != version:
        message = f"Version {version} is there, not {expecting}."
        raise Changed(message)
    return version + 1


def demand_room(body: bytes) -> None:
    """Refuse a body over the limit.

    Raises:
        TooLarge: it is over `BLOB_LIMIT_BYTES`.
    """
    if len(body) > BLOB_LIMIT_BYTES:
        message = f"A body has at most {BLOB_LIMIT_BYTES} bytes, not {len(body)}."
        raise TooLarge(message)


def audit_line(row: AuditRow) -> Mapping[str, Any]:
    """Return a line of the audit log as it is shown."""
    return {
        "at": instant_from(row.at),
        "who": row.who,
        "what": row.what,
        "about": row.about,
        "detail": orjson.loads(row.detail),
    }
