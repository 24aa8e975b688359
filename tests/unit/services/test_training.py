"""Training ends by itself, at a shift start that leaves time to try."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.calendars import Calendar, Shift
from kiosk.services.training import training_ends, training_has_ended

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("began", "ends"),
    [
        ("2026-11-24T07:03", "2026-11-24T15:00"),
        ("2026-11-24T14:00", "2026-11-24T15:00"),
        ("2026-11-24T14:01", "2026-11-24T22:00"),
        ("2026-11-24T23:30", "2026-11-25T07:00"),
        ("2026-07-24T13:30", "2026-07-24T21:00"),
    ],
)
def test_it_ends_at_the_next_shift_start_at_least_an_hour_away(began: str, ends: str) -> None:
    instant = datetime.fromisoformat(began).replace(tzinfo=UTC)
    assert training_ends(Calendar(), LONDON, instant) == datetime.fromisoformat(ends).replace(
        tzinfo=UTC
    )


def test_a_ward_with_one_shift_trains_until_the_next_day() -> None:
    calendar = Calendar(shifts=(Shift(name="Day", starts=time(8)),))
    began = datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert training_ends(calendar, LONDON, began) == datetime(2026, 11, 25, 8, tzinfo=UTC)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - Hypothesis takes naive bounds
def test_it_lasts_an_hour_at_least_and_never_two_shifts(began: datetime) -> None:
    lasts = training_ends(Calendar(), LONDON, began) - began
    assert timedelta(hours=1) <= lasts <= timedelta(hours=11)


def test_it_has_ended_from_that_instant_on() -> None:
    ends = datetime(2026, 11, 24, 15, tzinfo=UTC)
    assert not training_has_ended(ends, ends - timedelta(seconds=1))
    assert training_has_ended(ends, ends)
