"""The machine's chance, for waits that are to differ from PC to PC."""

import secrets

STEPS = 2**53
"""The whole numbers that a float holds exactly."""


def draw() -> float:
    """Return a number that is evenly anywhere from 0 to below 1."""
    return secrets.randbelow(STEPS) / STEPS
