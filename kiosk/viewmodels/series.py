"""A metric's figures in order of time, one for each period, and the words for their periods."""

from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.analytics.periods import Period
from kiosk.domain.metrics import MetricFacts
from kiosk.viewmodels.words import long_day, month_and_year, short_day, short_month

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Series:
    """A metric's figures.

    Attributes:
        facts: the metric's definition.
        goal: its goal in its unit, or None.
        period: the length of time one figure stands for.
        dates: the first day of each period, in order.
        values: one per period; None is a gap.
        until: the last day that the figures speak of; None when there are none.
        stale: whether newer figures should have come.
        scope: whom they are about when not this ward alone, else empty.
        source: where they come from, in words.
        left_out: how many periods are gaps although some of their days were counted.
        numerators: the counts behind the values; empty unless they are known for every value.
        denominators: the opportunities behind the values; empty as above.
    """

    facts: MetricFacts
    goal: float | None
    period: Period
    dates: tuple[date, ...]
    values: tuple[float | None, ...]
    until: date | None
    stale: bool
    scope: str
    source: str
    left_out: int = 0
    numerators: tuple[float | None, ...] = ()
    denominators: tuple[float | None, ...] = ()

    @property
    def latest(self) -> tuple[date, float] | None:
        """The newest period that has a figure, and the figure."""
        known = [
            (day, value)
            for day, value in zip(self.dates, self.values, strict=True)
            if value is not None
        ]
        return known[-1] if known else None


def period_start(day: date, period: Period) -> date:
    """Return the first day of the period that a day lies in; weeks begin on Monday."""
    match period:
        case Period.DAY:
            return day
        case Period.WEEK:
            return day - timedelta(days=day.weekday())
        case Period.MONTH:
            return day.replace(day=1)
        case Period.QUARTER:
            return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def period_words(start: date, period: Period) -> str:
    """Return a period in words: "November 2026", "week of 16 November 2026"."""
    match period:
        case Period.DAY:
            return f"{long_day(start)} {start.year}"
        case Period.WEEK:
            return f"week of {start.day} {month_and_year(start)}"
        case Period.MONTH:
            return month_and_year(start)
        case Period.QUARTER:
            return f"quarter from {month_and_year(start)}"


def period_label(start: date, period: Period, today: date) -> str:
    """Return a period as short as it stands under a chart: "Nov", "Jan 2025", "16 Nov"."""
    if period in (Period.MONTH, Period.QUARTER):
        return short_month(start, today)
    return short_day(start, today)


def months_before(day: date, months: int) -> date:
    """Return the last day before the window of so many months that ends with this day's month."""
    index = day.year * MONTHS_A_YEAR + day.month - months
    return date(index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1, 1) - timedelta(days=1)
