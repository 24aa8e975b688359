"""The local SQLite file, and the only package that speaks SQLite."""
