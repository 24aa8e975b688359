"""What central keeps beside the logs: small documents, bodies, and who did what to the administration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

DOCUMENT_LIMIT_BYTES = 1024 * 1024
BLOB_LIMIT_BYTES = 64 * 1024 * 1024
LIST_LIMIT = 10_000
"""Documents or audit lines in one answer."""


class TooLarge(Exception):  # noqa: N818 - what it is
    """A document or a body is larger than its limit."""


class Registry(Protocol):
    """Small administrative documents by (kind, key): devices, codes, accounts, webhooks, settings.

    A document has a version: 1 when it is new, one more each time it is put.
    """

    def get(self, kind: str, key: str) -> "Document | None":
        """Return a document that has not expired, or None."""
        ...

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
        """Keep a document; return its version. One that has expired is as good as none.

        Args:
            kind: `device`, `code`, …
            key: its name among those of its kind.
            body: JSON.
            node: the node that it is about, for `listed`.
            expires_at: when it is gone.
            expecting: the version that must be there (0: none), or None to put it whatever is there.

        Raises:
            Changed: another version is there.
            TooLarge: it is over `DOCUMENT_LIMIT_BYTES` as JSON.
        """
        ...

    def take(self, kind: str, key: str, now: datetime) -> "Document | None":
        """Delete a document and return it: of several who ask at once, one gets it. None when it has expired."""
        ...

    def delete(self, kind: str, key: str) -> bool:
        """Delete a document; tell whether it was there."""
        ...

    def listed(
        self, kind: str, *, node: str | None = None, after: str = "", limit: int = 1_000
    ) -> "list[Document]":
        """Return documents of a kind that have not expired, by key; at most `LIST_LIMIT`, those after a key."""
        ...

    def expire(self, now: datetime) -> int:
        """Delete what has expired, documents and blobs, and the remains of erased words; return how many went."""
        ...


class Changed(Exception):  # noqa: N818 - what happened
    """A document is not the version that was expected."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the registry."""

    kind: str
    key: str
    version: int
    node: str
    body: Mapping[str, Any] = field(default_factory=dict)
    expires_at: datetime | None = None


class Blobs(Protocol):
    """Bodies by (kind, name): releases by their SHA-256, uploads of raw counts, logs for IT."""

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
        """Keep a body; the same name again replaces it.

        Raises:
            TooLarge: it is over `BLOB_LIMIT_BYTES`.
        """
        ...

    def blob(self, kind: str, name: str) -> bytes | None:
        """Return a body that has not expired, or None."""
        ...

    def blob_names(self, kind: str, *, node: str | None = None) -> list[tuple[str, datetime]]:
        """Return the names of a kind and when they came, oldest first."""
        ...

    def delete_blob(self, kind: str, name: str) -> bool:
        """Delete a body; tell whether it was there."""
        ...


class AuditLog(Protocol):
    """Who did what to the administration, append-only."""

    def audit(
        self, at: datetime, who: str, what: str, about: str, detail: Mapping[str, Any]
    ) -> None:
        """Add a line; the detail has no free text."""
        ...

    def audited(
        self, *, since: datetime | None = None, limit: int = 1_000
    ) -> list[Mapping[str, Any]]:
        """Return lines, newest first: at, who, what, about, detail."""
        ...
