"""The sheets about sync: how it stands and what waits, what was not taken, connecting to the hospital."""
