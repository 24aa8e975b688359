"""Sizes of windows and pictures as they are said on the command line."""

import re

SMALLEST_SIDE = 320
LARGEST_SIDE = 8192
ALLOWED = f"Say 1920x1080; each side {SMALLEST_SIDE} to {LARGEST_SIDE}."

_SIZE = re.compile(r"([0-9]{1,5})x([0-9]{1,5})", re.ASCII | re.IGNORECASE)


def size(text: str) -> tuple[int, int] | None:
    """Read `1920x1080`; None when it is no size that a board can have."""
    said = _SIZE.fullmatch(text)
    if said is None:
        return None
    width, height = int(said[1]), int(said[2])
    if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in (width, height)):
        return None
    return width, height
