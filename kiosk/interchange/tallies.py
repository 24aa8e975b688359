"""The counts of a file, added up by month: what is held of it while it is read, and no more."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kiosk.interchange.figure_rows import Counts, Place
from kiosk.interchange.refusals import BadValueError, FiguresRefusedError

MOST_FIGURES = 300_000
"""Different figures (metric, node, day and groups) in one file."""

NOT_COUNTED = "not counted"
LEFT_OUT = "a row could not be read"

MonthKey = tuple[str, date, str | None]
"""A node's code, the first day of a month, and a group; None for everyone."""


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

    _seen: dict[tuple[Place, ...], tuple[str, Counts]] = field(default_factory=dict)
    _months: dict[tuple[str, str], dict[MonthKey, Month]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def add(self, places: Sequence[Place], where: str, counts: Counts) -> None:
        """Take in a row.

        Args:
            places: the figures that it counts for.
            where: where it stands in the file, in words ("line 3").
            counts: how many of how many.

        Raises:
            BadValueError: the figure was there before; if it said something else, its month is in doubt.
            FiguresRefusedError: there are too many figures.
        """
        key = tuple(places)
        before = self._seen.get(key)
        if before is not None:
            if before[1] != counts:
                self.doubt(places)
            raise BadValueError(f"the same metric, period and group stand in {before[0]}")
        if len(self._seen) >= MOST_FIGURES:
            raise FiguresRefusedError(f"The file has more than {MOST_FIGURES:,} different figures.")
        self._seen[key] = where, counts
        for place in places:
            month = self._month(place)
            if counts.numerator is None or counts.denominator is None:
                month.doubt = month.doubt or NOT_COUNTED
                continue
            month.numerator += counts.numerator
            month.denominator += counts.denominator

    def doubt(self, places: Sequence[Place]) -> None:
        """Take note that months of a group, or of everyone, lack a row that could not be read."""
        for place in places:
            self._month(place).doubt = LEFT_OUT

    def metrics(self) -> set[str]:
        """Return the metrics that have rows."""
        return {metric for metric, _ in self._months}

    def nodes(self) -> tuple[str, ...]:
        """Return the codes of the nodes that have rows, in the order of the alphabet."""
        return tuple(sorted({node for months in self._months.values() for node, _, _ in months}))

    def months(self, metric: str, stratifier: str) -> Mapping[MonthKey, Month]:
        """Return what was counted of a metric by a stratifier."""
        return self._months.get((metric, stratifier), {})

    def _month(self, place: Place) -> Month:
        first = place.day.replace(day=1)
        months = self._months[place.metric, place.stratifier]
        return months.setdefault((place.node, first, place.group), Month())
