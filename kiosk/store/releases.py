"""Published figures, named by their SHA-256, which never change; and beside each what was worked out from it."""

import zlib
from collections.abc import Iterator
from datetime import datetime

from kiosk.domain.canonical import sha256
from kiosk.domain.clock import instant_text
from kiosk.store.connection import Database
from kiosk.store.faults import TooLarge

RELEASE_LIMIT_BYTES = 32 * 1024 * 1024
KEEP_DAYS = 731
"""A release that another has replaced is kept for the 24 months in which figures may overlap."""


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
        INSERT INTO release (sha256, body, coding, received_at) VALUES (?, ?, 'zlib', ?)
        ON CONFLICT (sha256) DO NOTHING
        """,
        (name, zlib.compress(body), instant_text(received_at)),
    )
    return name


def get(database: Database, name: str) -> bytes | None:
    """Return the body of a release, or None when it is not here or can no longer be read."""
    found = database.row("SELECT body, coding FROM release WHERE sha256 = ?", (name,))
    if found is None:
        return None
    try:
        return _decoded(*found)
    except zlib.error:  # the disk's doing; `verify` names it, and a publisher can send it again
        return None


def names(database: Database) -> list[str]:
    """Return the SHA-256 of every release, in the order in which they came."""
    return [str(row[0]) for row in database.rows("SELECT sha256 FROM release ORDER BY rowid")]


def damaged(database: Database) -> Iterator[str]:
    """Return the names of releases whose bodies are not what their names say."""
    for name, body, coding in database.rows("SELECT sha256, body, coding FROM release"):
        try:
            whole = sha256(_decoded(body, coding)) == name
        except zlib.error:
            whole = False
        if not whole:
            yield str(name)


def put_summary(database: Database, name: str, rules: str, body: str) -> None:
    """Keep inside a transaction what was worked out from a release; what was kept before is replaced.

    Args:
        database: the file.
        name: the release's SHA-256; the release is here.
        rules: by which rules it was worked out; under others it has to be worked out again.
        body: what was worked out.
    """
    database.run(
        """
        INSERT INTO release_summary (sha256, rules, body) VALUES (?, ?, ?)
        ON CONFLICT (sha256) DO UPDATE SET rules = excluded.rules, body = excluded.body
        """,
        (name, rules, body),
    )


def summaries(database: Database) -> dict[str, tuple[str, str]]:
    """Return the rules and the body of every summary, by the name of its release."""
    rows = database.rows("SELECT sha256, rules, body FROM release_summary")
    return {str(name): (str(rules), str(body)) for name, rules, body in rows}


def expire(database: Database, current: frozenset[str], before: datetime) -> int:
    """Delete inside a transaction the releases that came before an instant and are not on the board.

    Args:
        database: the file.
        current: the names of those that are on the board, which stay.
        before: the instant.

    Returns:
        How many were deleted; their summaries went with them.
    """
    rows = database.rows(
        "SELECT sha256 FROM release WHERE received_at < ?", (instant_text(before),)
    )
    old = [str(row[0]) for row in rows if row[0] not in current]
    for name in old:
        database.run("DELETE FROM release WHERE sha256 = ?", (name,))
    return len(old)


def _decoded(body: bytes, coding: str) -> bytes:
    return zlib.decompress(body) if coding == "zlib" else bytes(body)
