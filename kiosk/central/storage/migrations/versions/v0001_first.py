"""The first schema: logs, streams, changes, words, spent places, erasures; documents, bodies, audit lines."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_logs()
    _make_spent()
    _make_administration()


def _text(name: str, *, key: bool = False, nullable: bool = False) -> sa.Column[Any]:
    kind = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(name, kind, primary_key=key, nullable=nullable, autoincrement=False)


def _number(name: str, *, key: bool = False) -> sa.Column[Any]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, primary_key=key, nullable=False, autoincrement=False)


def _bytes(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _make_logs() -> None:
    op.create_table(
        "log",
        _text("node", key=True),
        _text("kind", key=True),
        _number("last_seq"),
        sqlite_strict=True,
    )
    op.create_table(
        "stream",
        _text("node", key=True),
        _text("kind", key=True),
        _text("device", key=True),
        _number("incarnation", key=True),
        _number("counter"),
        _text("hash"),
        _text("lineage"),
        sqlite_strict=True,
    )
    op.create_index("stream_device", "stream", ["device"])
    op.create_table(
        "change",
        _text("node", key=True),
        _text("kind", key=True),
        _number("seq", key=True),
        _text("id"),
        _text("entity"),
        _text("entity_kind"),
        _text("change_kind"),
        _text("device"),
        _number("incarnation"),
        _number("counter"),
        _text("previous"),
        _number("clock_correction_ms"),
        _text("lineage"),
        _text("change_hash"),
        _text("entry_hash"),
        _text("received_at"),
        _text("body"),
        sqlite_strict=True,
    )
    op.create_index("change_id", "change", ["node", "kind", "id"], unique=True)
    op.create_index(
        "change_place", "change", ["node", "kind", "device", "incarnation", "counter"], unique=True
    )
    op.create_index("change_entity", "change", ["node", "kind", "entity", "seq"])
    op.create_table(
        "words",
        _text("node", key=True),
        _text("kind", key=True),
        _number("seq", key=True),
        _bytes("key"),
        _text("fields"),
        sqlite_strict=True,
    )


def _make_spent() -> None:
    op.create_table(
        "spent",
        _text("node", key=True),
        _text("kind", key=True),
        _text("device", key=True),
        _number("incarnation", key=True),
        _number("counter", key=True),
        _text("change_id"),
        _text("change_hash"),
        _text("previous"),
        _number("clock_correction_ms"),
        _text("lineage"),
        _text("entry_hash"),
        _text("received_at"),
        _text("reason", nullable=True),
        _text("detail", nullable=True),
        _text("body", nullable=True),
        sqlite_strict=True,
    )
    op.create_index("spent_change", "spent", ["node", "kind", "change_id"])
    op.create_table(
        "erased",
        _text("node", key=True),
        _text("kind", key=True),
        _text("change_id", key=True),
        sqlite_strict=True,
    )


def _make_administration() -> None:
    op.create_table(
        "document",
        _text("kind", key=True),
        _text("key", key=True),
        _number("version"),
        _text("node"),
        _text("body"),
        _text("expires_at", nullable=True),
        sqlite_strict=True,
    )
    op.create_index("document_node", "document", ["kind", "node", "key"])
    op.create_index("document_expiry", "document", ["expires_at"])
    op.create_table(
        "blob",
        _text("kind", key=True),
        _text("name", key=True),
        _text("node"),
        _text("at"),
        _text("expires_at", nullable=True),
        _bytes("body"),
        sqlite_strict=True,
    )
    op.create_index("blob_node", "blob", ["kind", "node"])
    op.create_index("blob_expiry", "blob", ["expires_at"])
    op.create_table(
        "audit",
        _number("number", key=True),
        _text("at"),
        _text("who"),
        _text("what"),
        _text("about"),
        _text("detail"),
        sqlite_strict=True,
    )
    op.create_index("audit_at", "audit", ["at"])
    op.create_table("meta", _text("name", key=True), _text("value"), sqlite_strict=True)
