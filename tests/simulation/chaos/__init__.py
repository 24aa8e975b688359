"""Real processes that are killed: boards, two centrals and PostgreSQL behind a network that breaks."""
