"""Closed windows: months, quarters and rolling years that have ended, and the raw counts added up over them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.analytics.publishing.tables import CellKey, Count, PublishingRefusedError
from kiosk.domain.releases import WindowKind

MONTHS_A_QUARTER = 3
MONTHS_A_YEAR = 12

NO_FIGURES = "no figures"
NOT_COUNTED = "not counted"

MONTHS_OF = {
    WindowKind.MONTH: 1,
    WindowKind.QUARTER: MONTHS_A_QUARTER,
    WindowKind.ROLLING_12: MONTHS_A_YEAR,
}
"""How many months a window of figures by group has."""


@dataclass(frozen=True, slots=True)
class Span:
    """A window of whole months.

    Attributes:
        first: its first day.
        last: its last day.
    """

    first: date
    last: date

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each of its months."""
        count = month_number(self.last) - month_number(self.first) + 1
        return tuple(month_after(self.first, step) for step in range(count))

    def overlaps(self, other: "Span") -> bool:
        """Return whether they share a day."""
        return self.first <= other.last and other.first <= self.last


def month_number(day: date) -> int:
    """Return the number of a day's month, so that neighbours differ by 1."""
    return day.year * MONTHS_A_YEAR + day.month - 1


def month_after(first: date, months: int) -> date:
    """Return the first day of the month so many months after another."""
    number = month_number(first) + months
    return date(number // MONTHS_A_YEAR, number % MONTHS_A_YEAR + 1, 1)


def closed_windows(
    months: Iterable[date], kind: WindowKind, today: date
) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """Return the windows that have ended, and a note on the months that have not.

    Args:
        months: the first days of the months with counts.
        kind: month, quarter or rolling twelve months.
        today: a day that has not ended everywhere.

    Returns:
        The windows of which any month has counts (all months for rolling ones), oldest first, and
        notes.

    Raises:
        PublishingRefusedError: the kind is shorter than a month.
    """
    there = sorted(set(months))
    if kind not in MONTHS_OF:
        raise PublishingRefusedError("Figures by group are published by month or longer only.")
    starts = sorted({_start(month, kind) for month in there})
    if kind is WindowKind.ROLLING_12 and there:
        last_start = month_number(there[-1]) - month_number(there[0]) - MONTHS_A_YEAR + 1
        starts = [month_after(there[0], step) for step in range(last_start + 1)]
    spans = [_span(start, kind) for start in starts]
    closed = tuple(span for span in spans if span.last < today)
    waiting = [month for month in there if _span(month, WindowKind.MONTH).last >= today]
    return closed, _not_ended(waiting) if waiting else ()


def _start(month: date, kind: WindowKind) -> date:
    if kind is WindowKind.QUARTER:
        return month.replace(month=month.month - (month.month - 1) % MONTHS_A_QUARTER)
    return month


def month_span(first: date) -> Span:
    """Return the window of one month."""
    return span_of(first, 1)


def span_of(first: date, months: int) -> Span:
    """Return the window of so many whole months."""
    return Span(first, month_after(first, months) - timedelta(days=1))


def _span(first: date, kind: WindowKind) -> Span:
    return span_of(first, MONTHS_OF[kind])


def _not_ended(months: list[date]) -> tuple[str, ...]:
    first, last = months[0], months[-1]
    if first == last:
        return (f"{first:%B %Y} has not ended: left out.",)
    return (f"{first:%B %Y} to {last:%B %Y} have not ended: left out.",)


def added_up(
    counts: Mapping[CellKey, Count], node: str, span: Span, group: str | None
) -> Count | None:
    """Return the count of a window, in doubt if one of its months is; None without any month."""
    there = [counts.get((node, month, group)) for month in span.months]
    found = [count for count in there if count is not None]
    if not found:
        return None
    whole = together(found)
    return (
        whole
        if len(found) == len(there)
        else Count(whole.numerator, whole.denominator, whole.doubt or NO_FIGURES)
    )


def together(counts: list[Count]) -> Count:
    """Return the sum of counts; what was not counted makes all of it doubtful."""
    doubts = sorted(count.doubt for count in counts if count.doubt)
    numerators = [count.numerator for count in counts if count.numerator is not None]
    denominators = [count.denominator for count in counts if count.denominator is not None]
    short = len(numerators) < len(counts) or len(denominators) not in {0, len(counts)}
    if short and not doubts:
        doubts = [NOT_COUNTED]
    return Count(
        sum(numerators) if numerators else None,
        sum(denominators) if denominators else None,
        doubts[0] if doubts else "",
    )
