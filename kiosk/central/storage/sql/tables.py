"""The tables as SQLAlchemy knows them; the migrations make them, and a test holds the two against each other.

Every key of a table that belongs to a node starts with the node, and no key points to another table, so that the tables
can be distributed by node (CONTRIBUTING.md). Documents, bodies and audit lines are small, and belong to the whole.
"""

from typing import Any, Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text

from kiosk.central.storage import backup

COLLATION: Final = "C"
"""Text is compared byte by byte, whatever language the database was made for."""

TextKey = Text().with_variant(Text(collation=COLLATION), "postgresql")
Number = BigInteger().with_variant(Integer(), "sqlite")
METADATA: Final = MetaData()


def _table(name: str, keys: int, numbers: str = "", bodies: str = "", may_lack: str = "") -> Table:
    """Return a table with the columns of its row.

    Args:
        name: of the table.
        keys: how many of the first columns are its key.
        numbers: names of the columns that are whole numbers.
        bodies: of those that are bytes.
        may_lack: of those that may be NULL.
    """
    columns: list[Column[Any]] = []
    for position, column in enumerate(backup.TABLES[name]._fields):
        kind: Any = TextKey
        if column in numbers.split():
            kind = Number
        elif column in bodies.split():
            kind = LargeBinary()
        columns.append(
            Column(
                column,
                kind,
                primary_key=position < keys,
                nullable=column in may_lack.split(),
                autoincrement=False,
            )
        )
    return Table(name, METADATA, *columns, sqlite_strict=True)


PLACE_NUMBERS = "incarnation counter clock_correction_ms"

log = _table("log", 2, "last_seq")
stream = _table("stream", 4, "incarnation counter")
change = _table("change", 3, f"seq {PLACE_NUMBERS}")
words = _table("words", 3, "seq", "key")
spent = _table("spent", 5, PLACE_NUMBERS, may_lack="reason detail body")
erased = _table("erased", 3)
document = _table("document", 2, "version", may_lack="expires_at")
blob = _table("blob", 2, "", "body", may_lack="expires_at")
audit = _table("audit", 1, "number")
meta = Table(
    "meta",
    METADATA,
    Column("name", TextKey, primary_key=True),
    Column("value", TextKey, nullable=False),
    sqlite_strict=True,
)

Index("change_id", change.c.node, change.c.kind, change.c.id, unique=True)
Index(
    "change_place",
    change.c.node,
    change.c.kind,
    change.c.device,
    change.c.incarnation,
    change.c.counter,
    unique=True,
)
Index("change_entity", change.c.node, change.c.kind, change.c.entity, change.c.seq)
Index("spent_change", spent.c.node, spent.c.kind, spent.c.change_id)
Index("stream_device", stream.c.device)
Index("document_node", document.c.kind, document.c.node, document.c.key)
Index("document_expiry", document.c.expires_at)
Index("blob_node", blob.c.kind, blob.c.node)
Index("blob_expiry", blob.c.expires_at)
Index("audit_at", audit.c.at)
