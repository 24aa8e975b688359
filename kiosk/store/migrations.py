"""The schema, as one function for each version; a migration is forever.

Loaded only for a file that is new or old: importing sqlite-utils looks for numpy and pandas, which costs a warm start
more than everything else the store does.
"""

from sqlite_utils import Database, Migrations

SCHEMA = Migrations("huddle-kiosk")

VERSION_1 = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """
    CREATE TABLE change (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        log TEXT NOT NULL,
        entity TEXT NOT NULL,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX change_of_entity ON change (entity)",
    """
    CREATE TABLE stream (
        row INTEGER PRIMARY KEY,
        log TEXT NOT NULL,
        device TEXT NOT NULL,
        incarnation INTEGER NOT NULL CHECK (incarnation >= 1),
        UNIQUE (log, device, incarnation)
    ) STRICT
    """,
    """
    CREATE TABLE entry (
        change INTEGER PRIMARY KEY REFERENCES change (row),
        stream INTEGER NOT NULL REFERENCES stream (row),
        counter INTEGER NOT NULL CHECK (counter >= 1),
        previous TEXT NOT NULL,
        clock_correction_ms INTEGER NOT NULL,
        hash TEXT NOT NULL,
        UNIQUE (stream, counter)
    ) STRICT
    """,
    """
    CREATE TABLE sequence (
        change INTEGER PRIMARY KEY REFERENCES entry (change),
        log TEXT NOT NULL,
        seq INTEGER NOT NULL CHECK (seq >= 1),
        received_at TEXT,
        UNIQUE (log, seq)
    ) STRICT
    """,
    """
    CREATE TABLE outbox (
        change INTEGER PRIMARY KEY REFERENCES entry (change),
        log TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX outbox_of_log ON outbox (log)",
    """
    CREATE TABLE erasable (
        change INTEGER PRIMARY KEY REFERENCES change (row),
        key BLOB NOT NULL,
        words TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE cursor (
        log TEXT PRIMARY KEY,
        seq INTEGER NOT NULL CHECK (seq >= 1)
    ) STRICT
    """,
    """
    CREATE TABLE entity (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        log TEXT NOT NULL,
        state TEXT,
        withdrawn TEXT,
        marks TEXT NOT NULL,
        version INTEGER NOT NULL,
        last_confirmed TEXT
    ) STRICT
    """,
    "CREATE INDEX entity_of_kind ON entity (kind)",
    """
    CREATE TABLE release (
        sha256 TEXT PRIMARY KEY,
        body BLOB NOT NULL,
        received_at TEXT NOT NULL
    ) STRICT
    """,
)


@SCHEMA()
def first_schema(db: Database) -> None:
    """Make changes, entries, logs, words, projections and releases."""
    for statement in VERSION_1:
        db.conn.execute(statement)


VERSION_2 = (
    """
    ALTER TABLE release ADD COLUMN
    coding TEXT NOT NULL DEFAULT 'plain' CHECK (coding IN ('plain', 'zlib'))
    """,
    """
    CREATE TABLE release_summary (
        sha256 TEXT PRIMARY KEY REFERENCES release (sha256) ON DELETE CASCADE,
        rules TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT
    """,
)


@SCHEMA()
def releases_compressed_and_summarised(db: Database) -> None:
    """Let bodies of releases be compressed, and keep beside each what a board needs of it first."""
    for statement in VERSION_2:
        db.conn.execute(statement)


VERSION_3 = (
    "ALTER TABLE stream ADD COLUMN counter INTEGER NOT NULL DEFAULT 0 CHECK (counter >= 0)",
    """
    ALTER TABLE stream ADD COLUMN hash TEXT NOT NULL
    DEFAULT '0000000000000000000000000000000000000000000000000000000000000000'
    """,
    "ALTER TABLE stream ADD COLUMN lineage TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE stream ADD COLUMN taken INTEGER NOT NULL DEFAULT 0 CHECK (taken >= 0)",
    "ALTER TABLE stream ADD COLUMN absent INTEGER NOT NULL DEFAULT 0",
    """
    UPDATE stream SET (counter, hash) = (
        SELECT counter, hash FROM entry WHERE stream = stream.row ORDER BY counter DESC LIMIT 1
    )
    WHERE row IN (SELECT stream FROM entry)
    """,
    "UPDATE stream SET taken = counter",
    "ALTER TABLE entry ADD COLUMN lineage TEXT",
    "ALTER TABLE entry ADD COLUMN former INTEGER",
    "ALTER TABLE outbox ADD COLUMN sent INTEGER NOT NULL DEFAULT 0 CHECK (sent IN (0, 1))",
    "ALTER TABLE outbox ADD COLUMN written_s REAL",
    "ALTER TABLE outbox ADD COLUMN written_at TEXT",
    "ALTER TABLE cursor ADD COLUMN absent INTEGER NOT NULL DEFAULT 0 CHECK (absent >= 0)",
    "ALTER TABLE cursor ADD COLUMN checkpoint TEXT NOT NULL DEFAULT ''",
    """
    CREATE TABLE dead (
        change INTEGER PRIMARY KEY REFERENCES change (row),
        stream INTEGER NOT NULL REFERENCES stream (row),
        counter INTEGER NOT NULL CHECK (counter >= 1),
        previous TEXT NOT NULL,
        clock_correction_ms INTEGER NOT NULL,
        hash TEXT NOT NULL,
        lineage TEXT,
        reason TEXT NOT NULL,
        detail TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE TABLE erased (id TEXT PRIMARY KEY) STRICT",
    """
    INSERT OR IGNORE INTO erased (id)
    SELECT json_extract(body, '$.payload.change') FROM change
    WHERE kind = 'text.erased' AND json_type(body, '$.payload.change') = 'text'
    """,
)


@SCHEMA()
def ready_for_central(db: Database) -> None:
    """Keep where streams stand and what they grew from, what was sent, what central refused, and what was let go."""
    for statement in VERSION_3:
        db.conn.execute(statement)
