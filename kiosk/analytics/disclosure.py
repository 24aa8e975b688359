"""What one window of released figures is to those who compare groups: shown, unreliable, hidden, or no data."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.analytics.intervals import Interval


class Measure(StrEnum):
    """What numerator and denominator are to each other."""

    PROPORTION = "proportion"
    """Some of those counted."""

    RATE = "rate"
    """Events in a time at risk."""


class CellStatus(StrEnum):
    """What a released cell is."""

    SHOWN = "shown"
    UNRELIABLE = "unreliable"
    HIDDEN = "hidden"
    NO_DATA = "no_data"


class NoData(StrEnum):
    """Why there is no figure."""

    NOT_COUNTED = "not_counted"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    NOBODY = "nobody"
    MORE_THAN_ALL = "more_than_all"


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A figure that may be read.

    Attributes:
        group: the group.
        numerator: as counted.
        denominator: as counted.
        value: numerator over denominator.
        interval: its 95 % interval.
    """

    status: ClassVar[CellStatus] = CellStatus.SHOWN
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
class UnreliableCell:
    """A figure too uncertain to be read: only its 95 % interval is given."""

    status: ClassVar[CellStatus] = CellStatus.UNRELIABLE
    group: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class HiddenCell:
    """A group hidden for privacy. It has no number, and no reason, which would narrow it down."""

    status: ClassVar[CellStatus] = CellStatus.HIDDEN
    group: str


@dataclass(frozen=True, slots=True)
class NoDataCell:
    """A group without a figure, and why."""

    status: ClassVar[CellStatus] = CellStatus.NO_DATA
    group: str
    reason: NoData


ReleasedCell = ShownCell | UnreliableCell | HiddenCell | NoDataCell


@dataclass(frozen=True, slots=True)
class ReleasedWindow:
    """What may be shown of one window.

    Attributes:
        groups: one cell per group, in the order given.
        overall: the cell of everyone, or None where there is no total.
    """

    groups: tuple[ReleasedCell, ...]
    overall: ReleasedCell | None
