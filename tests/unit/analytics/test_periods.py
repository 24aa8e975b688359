"""Gaps for missing periods, and the dates on which phases may begin."""

from datetime import date

import pytest

from kiosk.analytics.periods import (
    LONGEST_SERIES,
    Period,
    UnknownRebaseDateError,
    period_after,
    phase_starts,
    with_gaps,
)


@pytest.mark.parametrize(
    ("period", "start", "expected"),
    [
        (Period.DAY, date(2024, 2, 28), date(2024, 2, 29)),
        (Period.WEEK, date(2024, 12, 30), date(2025, 1, 6)),
        (Period.MONTH, date(2024, 12, 1), date(2025, 1, 1)),
        (Period.QUARTER, date(2024, 10, 1), date(2025, 1, 1)),
    ],
)
def test_the_next_period_begins_across_the_end_of_a_month_or_year(
    period: Period, start: date, expected: date
) -> None:
    assert period_after(start, period) == expected


def test_a_missing_month_becomes_a_gap() -> None:
    days, values = with_gaps(
        {date(2024, 4, 1): 4.0, date(2024, 1, 1): 1.0, date(2024, 2, 1): 2.0}, Period.MONTH
    )
    assert days == tuple(date(2024, month, 1) for month in (1, 2, 3, 4))
    assert values == (1.0, 2.0, None, 4.0)


def test_no_figures_make_no_series() -> None:
    assert with_gaps({}, Period.WEEK) == ((), ())


def test_a_date_that_begins_no_period_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="2024-02-05 does not begin a month"):
        with_gaps({date(2024, 1, 1): 1.0, date(2024, 2, 5): 2.0}, Period.MONTH)


def test_a_series_may_be_as_long_as_the_limit_and_no_longer() -> None:
    first = date(1990, 1, 1)
    last = date.fromordinal(first.toordinal() + LONGEST_SERIES - 1)
    assert len(with_gaps({first: 1.0, last: 1.0}, Period.DAY)[0]) == LONGEST_SERIES
    with pytest.raises(ValueError, match="at most 10000 periods"):
        with_gaps({first: 1.0, date.fromordinal(last.toordinal() + 1): 1.0}, Period.DAY)


def test_phases_begin_where_the_rebase_dates_stand() -> None:
    days = [date(2024, month, 1) for month in (1, 2, 3, 4)]
    assert phase_starts(days, [days[3], days[1], days[3]]) == (1, 3)


def test_the_nearest_date_to_an_unknown_rebase_is_the_earlier_of_two() -> None:
    days = [date(2024, 1, 1), date(2024, 1, 3)]
    with pytest.raises(UnknownRebaseDateError, match="2024-01-02: the nearest is 2024-01-01"):
        phase_starts(days, [date(2024, 1, 2)])


def test_a_rebase_without_any_dates_is_refused() -> None:
    with pytest.raises(UnknownRebaseDateError, match="there are no dates"):
        phase_starts([], [date(2024, 1, 2)])
