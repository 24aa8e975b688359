"""Series in order of time: missing periods become gaps, and phases begin on dates in the data."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

MONTHS_A_YEAR = 12
LONGEST_SERIES = 10_000
"""Periods in one series, gaps included: 27 years of days."""


class Period(StrEnum):
    """The length of time that one figure stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class UnknownRebaseDateError(ValueError):
    """A chart was to start a new phase on a date that is not in its data.

    Attributes:
        asked: the date that was asked for.
        nearest: the nearest date in the data (the earlier of two); None without any dates.
    """

    def __init__(self, asked: date, nearest: date | None) -> None:
        hint = "there are no dates" if nearest is None else f"the nearest is {nearest}"
        super().__init__(f"No figure is dated {asked}: {hint}.")
        self.asked = asked
        self.nearest = nearest


def period_after(start: date, period: Period) -> date:
    """Return the first day of the next period, given the first day of one."""
    match period:
        case Period.DAY:
            return start + timedelta(days=1)
        case Period.WEEK:
            return start + timedelta(days=7)
        case Period.MONTH:
            return _months_after(start, 1)
        case Period.QUARTER:
            return _months_after(start, 3)


def _months_after(start: date, months: int) -> date:
    index = start.year * MONTHS_A_YEAR + start.month - 1 + months
    return start.replace(year=index // MONTHS_A_YEAR, month=index % MONTHS_A_YEAR + 1)


def with_gaps(
    figures: Mapping[date, float | None], period: Period
) -> tuple[tuple[date, ...], tuple[float | None, ...]]:
    """Return the series from the first to the last period, with None where a period is missing.

    Args:
        figures: values by the first day of their period.
        period: the length of a period.

    Returns:
        The first days and the values, both in order of time and of equal length.

    Raises:
        ValueError: a date is not the first day of a period counted from the earliest date, or
            the series would be longer than `LONGEST_SERIES`.
    """
    if not figures:
        return (), ()
    last = max(figures)
    days = [min(figures)]
    while days[-1] < last:
        if len(days) == LONGEST_SERIES:
            raise ValueError(f"A series has at most {LONGEST_SERIES} periods.")
        days.append(period_after(days[-1], period))
    strays = sorted(set(figures) - set(days))
    if strays:
        raise ValueError(f"{strays[0]} does not begin a {period} counted from {days[0]}.")
    return tuple(days), tuple(figures.get(day) for day in days)


def phase_starts(dates: Sequence[date], rebase_on: Iterable[date]) -> tuple[int, ...]:
    """Return the positions at which a rebase begins a new phase.

    Args:
        dates: the dates of the figures, in order.
        rebase_on: the dates of the rebases.

    Returns:
        Positions in ascending order, without repeats.

    Raises:
        UnknownRebaseDateError: a rebase is not on one of the dates.
    """
    position_of = {day: position for position, day in enumerate(dates)}
    starts: set[int] = set()
    for asked in rebase_on:
        if asked not in position_of:
            raise UnknownRebaseDateError(asked, _nearest(asked, dates))
        starts.add(position_of[asked])
    return tuple(sorted(starts))


def _nearest(asked: date, dates: Sequence[date]) -> date | None:
    return min(dates, key=lambda day: (abs(day - asked), day), default=None)
