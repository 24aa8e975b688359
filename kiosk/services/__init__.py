"""Use cases: each checks, changes the store and returns what changed."""
