"""The storage in SQLite and in PostgreSQL: one implementation in SQLAlchemy Core over small seams."""
