"""Published figures, kept as they came and named by their SHA-256; they never change."""

from datetime import datetime

from kiosk.domain.clock import instant_text
from kiosk.store.canonical import sha256
from kiosk.store.connection import Database
from kiosk.store.faults import TooLarge

RELEASE_LIMIT_BYTES = 32 * 1024 * 1024


def put(database: Database, body: bytes, received_at: datetime) -> str:
    """Keep a release inside a transaction; the same body twice is kept once.

    Returns:
        Its SHA-256, in hex.

    Raises:
        TooLarge: it is over `RELEASE_LIMIT_BYTES`.
    """
    if len(body) > RELEASE_LIMIT_BYTES:
        raise TooLarge("this set of figures", f"{RELEASE_LIMIT_BYTES // 1024 // 1024} MB")
    name = sha256(body)
    database.run(
        """
        INSERT INTO release (sha256, body, received_at) VALUES (?, ?, ?)
        ON CONFLICT (sha256) DO NOTHING
        """,
        (name, body, instant_text(received_at)),
    )
    return name


def get(database: Database, name: str) -> bytes | None:
    """Return the body of a release, or None when it is not here."""
    found = database.row("SELECT body FROM release WHERE sha256 = ?", (name,))
    return None if found is None else bytes(found[0])


def names(database: Database) -> list[str]:
    """Return the SHA-256 of every release, in the order in which they came."""
    return [str(row[0]) for row in database.rows("SELECT sha256 FROM release ORDER BY rowid")]
