"""Where central keeps everything: one protocol, three implementations (memory, SQLite, PostgreSQL)."""
