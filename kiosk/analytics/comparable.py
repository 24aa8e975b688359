"""What one window of released figures is to those who compare groups: the figures that are shown, and their measure."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.analytics.intervals import Interval


class Measure(StrEnum):
    """What numerator and denominator are to each other."""

    PROPORTION = "proportion"
    """Some of those counted."""

    RATE = "rate"
    """Events in a time at risk."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A figure that may be read.

    Attributes:
        group: the group.
        numerator: as counted.
        denominator: as counted.
        value: numerator over denominator, in the metric's unit.
        interval: its 95 % interval, likewise.
    """

    group: str
    numerator: int
    denominator: float
    value: float
    interval: Interval

    @property
    def reliable(self) -> bool:
        """Whether it may be compared: a real zero is shown, but is no ground for a comparison."""
        return self.numerator > 0


@dataclass(frozen=True, slots=True)
class ShownWindow:
    """The figures that are shown in one window.

    Attributes:
        groups: one cell for each group that is shown, in the order given.
        overall: the cell of everyone, or None where that is not shown.
    """

    groups: tuple[ShownCell, ...]
    overall: ShownCell | None
