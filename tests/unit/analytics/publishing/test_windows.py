"""Windows that have ended, and what is counted in them."""

from datetime import date

import pytest

from kiosk.analytics.publishing.tables import CellKey, Count, PublishingRefusedError
from kiosk.analytics.publishing.windows import (
    Span,
    added_up,
    closed_windows,
    month_after,
    month_span,
    span_of,
    together,
)
from kiosk.domain.releases import WindowKind

MONTH, QUARTER, ROLLING_12 = WindowKind.MONTH, WindowKind.QUARTER, WindowKind.ROLLING_12
YEARS_LATER = date(2030, 1, 1)


def months(year: int, *numbers: int) -> list[date]:
    return [date(year, number, 1) for number in numbers]


def firsts(there: list[date], kind: WindowKind, today: date = YEARS_LATER) -> list[date]:
    spans, _ = closed_windows(there, kind, today)
    return [span.first for span in spans]


def test_a_window_waits_as_long_as_its_last_day_has_not_ended_everywhere_on_earth() -> None:
    february = months(2024, 2)
    assert closed_windows(february, MONTH, date(2024, 2, 29)) == (
        (),
        ("February 2024 has not ended: left out.",),
    )
    assert closed_windows(february, MONTH, date(2024, 3, 1)) == (
        (Span(date(2024, 2, 1), date(2024, 2, 29)),),
        (),
    )


def test_one_note_tells_of_all_months_that_have_not_ended() -> None:
    _, notes = closed_windows(months(2024, 1, 2, 3), MONTH, date(2024, 2, 10))
    assert notes == ("February 2024 to March 2024 have not ended: left out.",)


def test_months_without_counts_are_no_windows() -> None:
    assert firsts(months(2024, 5, 1), MONTH) == months(2024, 1, 5)


def test_quarters_are_those_of_the_calendar_and_one_month_with_counts_is_enough() -> None:
    assert firsts(months(2024, 3, 4, 6, 12), QUARTER) == months(2024, 1, 4, 10)
    spans, _ = closed_windows(months(2024, 12), QUARTER, YEARS_LATER)
    assert spans == (Span(date(2024, 10, 1), date(2024, 12, 31)),)


def test_a_quarter_waits_for_its_last_month() -> None:
    assert firsts(months(2024, 1), QUARTER, date(2024, 3, 31)) == []
    assert firsts(months(2024, 1), QUARTER, date(2024, 4, 1)) == months(2024, 1)


def test_rolling_years_begin_with_each_month_that_has_eleven_after_it() -> None:
    there = [*months(2023, *range(1, 13)), *months(2024, 1, 2)]
    spans, _ = closed_windows(there, ROLLING_12, YEARS_LATER)
    assert spans == (
        Span(date(2023, 1, 1), date(2023, 12, 31)),
        Span(date(2023, 2, 1), date(2024, 1, 31)),
        Span(date(2023, 3, 1), date(2024, 2, 29)),
    )


def test_eleven_months_are_no_rolling_year() -> None:
    assert firsts(months(2023, *range(1, 12)), ROLLING_12) == []


def test_the_newest_rolling_year_waits_for_its_last_month() -> None:
    there = [*months(2023, *range(1, 13)), *months(2024, 1)]
    assert firsts(there, ROLLING_12, date(2024, 1, 31)) == months(2023, 1)


def test_windows_shorter_than_a_month_are_refused() -> None:
    with pytest.raises(PublishingRefusedError, match="by month or longer"):
        closed_windows(months(2024, 1), WindowKind.DAY, YEARS_LATER)


def test_no_counts_are_no_windows() -> None:
    assert closed_windows([], ROLLING_12, YEARS_LATER) == ((), ())


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    assert month_after(date(2023, 11, 1), 3) == date(2024, 2, 1)
    assert span_of(date(2023, 11, 1), 3).months == (*months(2023, 11, 12), *months(2024, 1))


def test_windows_overlap_if_they_share_a_day() -> None:
    quarter = span_of(date(2024, 1, 1), 3)
    assert quarter.overlaps(month_span(date(2024, 3, 1)))
    assert not quarter.overlaps(month_span(date(2024, 4, 1)))


def test_a_window_with_a_month_that_is_missing_is_in_doubt() -> None:
    counts: dict[CellKey, Count] = {("w", date(2024, 1, 1), None): Count(30, 60)}
    span = span_of(date(2024, 1, 1), 3)
    assert added_up(counts, "w", span, None) == Count(30, 60, "no figures")
    assert added_up(counts, "w", month_span(date(2024, 1, 1)), None) == Count(30, 60)
    assert added_up(counts, "w", span, "a") is None


def test_what_was_not_counted_in_one_month_makes_the_sum_doubtful() -> None:
    assert together([Count(30, 60), Count(20, 50)]) == Count(50, 110)
    assert together([Count(30, 60), Count(None, 50)]).doubt == "not counted"
    assert together([Count(30, 60), Count(20, None)]).doubt == "not counted"
    assert together([Count(30, None), Count(20, None)]) == Count(50, None)
    assert together([Count(30, 60), Count(20, 50, "strike")]) == Count(50, 110, "strike")
