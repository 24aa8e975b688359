"""The demo's public holidays are those of England and Wales."""

from datetime import date

import pytest

from kiosk.services.demo.holidays import bank_holidays, closed_week, easter_sunday


@pytest.mark.parametrize(
    "easter", [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28)]
)
def test_easter_falls_where_the_church_says(easter: date) -> None:
    assert easter_sunday(easter.year) == easter


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2025, ("01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26")),
        (2026, ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28")),
        (2027, ("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28")),
        (2028, ("01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26")),
        (2033, ("01-03", "04-15", "04-18", "05-02", "05-30", "08-29", "12-26", "12-27")),
    ],
)
def test_bank_holidays_are_those_that_were_published(year: int, days: tuple[str, ...]) -> None:
    assert [f"{day:%m-%d}" for day in bank_holidays(year)] == list(days)


def test_a_closed_week_runs_from_monday_to_sunday() -> None:
    week = closed_week(date(2026, 1, 28))
    assert (week.first, week.last) == (date(2026, 1, 26), date(2026, 2, 1))
