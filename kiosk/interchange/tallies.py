"""The counts of a file, added up by month: what is held of it while it is read, and no more."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from kiosk.interchange.figure_rows import Counts, Place
from kiosk.interchange.refusals import BadValueError, FiguresRefusedError

MOST_FIGURES = 300_000
"""Different figures (metric, day and group) in one file."""

NOT_COUNTED = "not counted"
LEFT_OUT = "a row could not be read"


@dataclass(slots=True)
class Month:
    """One month of one group, or of everyone.

    Attributes:
        numerator: added up over its rows.
        denominator: the same.
        doubt: why the sums are not the whole month, or empty.
    """

    numerator: int = 0
    denominator: int = 0
    doubt: str = ""


@dataclass(slots=True)
class Tally:
    """Adds up rows as they come; the same figure may stand in a file once."""

    _seen: dict[Place, tuple[int, Counts]] = field(default_factory=dict)
    _months: dict[tuple[str, date], dict[str | None, Month]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def add(self, place: Place, line: int, counts: Counts) -> None:
        """Take in a row.

        Raises:
            BadValueError: the figure was there before; if it said something else, its month is in doubt.
            FiguresRefusedError: there are too many figures.
        """
        before = self._seen.get(place)
        if before is not None:
            if before[1] != counts:
                self.doubt(place)
            raise BadValueError(f"the same metric, period and group stand in line {before[0]}")
        if len(self._seen) >= MOST_FIGURES:
            raise FiguresRefusedError(f"The file has more than {MOST_FIGURES:,} different figures.")
        self._seen[place] = line, counts
        month = self._month(place)
        if counts.numerator is None or counts.denominator is None:
            month.doubt = month.doubt or NOT_COUNTED
            return
        month.numerator += counts.numerator
        month.denominator += counts.denominator

    def doubt(self, place: Place) -> None:
        """Take note that a month of a group, or of everyone, lacks a row that could not be read."""
        self._month(place).doubt = LEFT_OUT

    def metrics(self) -> set[str]:
        """Return the metrics that have rows."""
        return {metric for metric, _ in self._months}

    def months(self, metric: str) -> Iterator[tuple[date, dict[str | None, Month]]]:
        """Return each month of a metric by its first day, in order, with what was counted by group."""
        for name, first in sorted(self._months):
            if name == metric:
                yield first, self._months[name, first]

    def _month(self, place: Place) -> Month:
        first = place.day.replace(day=1)
        return self._months[place.metric, first].setdefault(place.group, Month())
