"""Recomputes cases that another program computed, and says where the two differ."""
