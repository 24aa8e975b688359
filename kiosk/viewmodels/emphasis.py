"""The few ways in which something on screen may stand out: a tone for the colour and a mark for the shape."""

from enum import StrEnum


class Tone(StrEnum):
    """A colour role; `kiosk.ui.theme` gives each its colour in every theme."""

    INK = "ink"
    MUTED = "muted"
    ACCENT = "accent"
    BETTER = "better"
    WORSE = "worse"
    COMMON = "common"
    HARM = "harm"


class Mark(StrEnum):
    """A shape that says the same as the tone, for eyes that do not see the colour."""

    NONE = "none"
    DOT = "dot"
    DIAMOND = "diamond"  # worse, harm
    TRIANGLE = "triangle"  # better, late
    RING = "ring"  # near miss, good catch
    STAR = "star"  # hidden: too few to show
    HATCH = "hatch"  # unreliable, stale
    DASHES = "dashes"  # not yet
    TICK = "tick"  # chosen, done
