"""When Python looks for garbage: for a few milliseconds at a time, and for old garbage when nobody touches the board.

A look holds up every thread, the window's too, and takes a millisecond for some two thousand objects. A board that
takes ten thousand changes holds several hundred thousand.
"""

import gc

STARTING = (50_000, 10, 10)
"""New objects between two looks, and looks between older ones: starting makes many that stay."""
STANDING = (2_000, 5, 1_000_000)
"""Of a board that stands: the young at once, those that stayed a little later, the old never by themselves."""
OLD_EVERY_S = 3600.0
"""How often the old are looked through on a board that nobody touches."""


def begin() -> None:
    """Look seldom while the board starts."""
    gc.set_threshold(*STARTING)


def stand() -> None:
    """Let what is there be no garbage, and look at few objects at a time from now on."""
    gc.set_threshold(*STANDING)
    gc.freeze()


def look_through() -> None:
    """Look through everything, which takes a tenth of a second and more; what stays is not looked at until the next."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
