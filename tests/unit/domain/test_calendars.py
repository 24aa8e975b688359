"""Shifts, huddles and days belong to a ward: through clock changes, closed weeks and across midnight."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kiosk.domain.calendars import (
    Calendar,
    ClosedPeriod,
    HuddleSlot,
    Shift,
    at_local,
    next_huddle,
    shift_at,
)
from kiosk.domain.clock import local_day, local_time

LONDON = "Europe/London"
PLAIN = Calendar()
ZONES = st.sampled_from([LONDON, "America/New_York", "Pacific/Chatham", "Asia/Kolkata", "UTC"])
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis takes naive bounds
DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "name", "day"),
    [
        ("2026-11-24T07:03", "Day shift", "2026-11-24"),
        ("2026-11-24T06:59", "Night shift", "2026-11-23"),
        ("2026-11-24T22:00", "Night shift", "2026-11-24"),
        ("2026-11-25T00:30", "Night shift", "2026-11-24"),
        ("2026-07-24T06:03", "Day shift", "2026-07-24"),
    ],
)
def test_a_night_shift_belongs_to_the_day_on_which_it_began(
    instant: str, name: str, day: str
) -> None:
    span = shift_at(PLAIN, utc(instant), LONDON)
    assert (span.name, span.day) == (name, date.fromisoformat(day))


def test_the_night_of_the_clock_change_has_eight_or_ten_hours() -> None:
    spring = shift_at(PLAIN, utc("2026-03-29T00:30"), LONDON)
    autumn = shift_at(PLAIN, utc("2026-10-25T00:30"), LONDON)
    assert spring.ends - spring.starts == timedelta(hours=8)
    assert autumn.ends - autumn.starts == timedelta(hours=10)


def test_a_time_that_the_clock_skips_is_the_next_that_exists() -> None:
    skipped = at_local(date(2026, 3, 29), time(1, 30), LONDON)
    assert skipped == utc("2026-03-29T01:00")
    assert local_time(skipped, LONDON).time() == time(2)


@pytest.mark.parametrize(
    ("day", "clock_time", "zone", "instant"),
    [
        (date(2026, 3, 8), time(2, 0), "America/New_York", "2026-03-08T07:00"),
        (date(2026, 3, 8), time(2, 59, 59), "America/New_York", "2026-03-08T07:00"),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", "2026-10-03T15:30"),
        (date(2011, 12, 30), time(12), "Pacific/Apia", "2011-12-30T10:00"),
        (date(2026, 10, 25), time(1, 30), LONDON, "2026-10-25T00:30"),
    ],
)
def test_skipped_hours_end_at_once_and_of_two_equal_times_the_first_counts(
    day: date, clock_time: time, zone: str, instant: str
) -> None:
    assert at_local(day, clock_time, zone) == utc(instant)


def test_on_the_spring_night_shifts_keep_their_order() -> None:
    calendar = Calendar(
        shifts=(Shift(name="Early", starts=time(1, 30)), Shift(name="Late", starts=time(2, 15)))
    )
    spans = [
        shift_at(calendar, utc(f"2026-03-29T{clock}"), LONDON)
        for clock in ("00:59", "01:00", "01:14", "01:15", "01:40")
    ]
    assert [span.name for span in spans] == ["Late", "Early", "Early", "Late", "Late"]
    assert spans[1].ends - spans[1].starts == timedelta(minutes=15)


CLOCK_TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@given(INSTANTS, ZONES, st.sets(CLOCK_TIMES, min_size=1, max_size=5))
def test_every_instant_is_in_one_shift_of_any_calendar(
    instant: datetime, zone: str, starts: set[time]
) -> None:
    shifts = tuple(Shift(name=str(begin), starts=begin) for begin in starts)
    span = shift_at(Calendar(shifts=shifts), instant, zone)
    assert span.starts <= instant < span.ends


@given(INSTANTS, ZONES)
def test_every_instant_is_in_exactly_one_shift(instant: datetime, zone: str) -> None:
    span = shift_at(PLAIN, instant, zone)
    assert span.starts <= instant < span.ends
    following = shift_at(PLAIN, span.ends, zone)
    assert following.starts == span.ends
    assert following.name != span.name


def test_shifts_are_put_in_the_order_of_the_day() -> None:
    calendar = Calendar(
        shifts=(Shift(name="Night", starts=time(20)), Shift(name="Day", starts=time(8)))
    )
    assert [shift.name for shift in calendar.shifts] == ["Day", "Night"]


@pytest.mark.parametrize(
    "shifts", [(), (Shift(name="A", starts=time(8)), Shift(name="B", starts=time(8)))]
)
def test_shifts_that_cannot_be_told_apart_are_refused(shifts: tuple[Shift, ...]) -> None:
    with pytest.raises(ValidationError):
        Calendar(shifts=shifts)


@pytest.mark.parametrize(
    ("now", "starts"),
    [
        ("2026-11-24T07:03", "2026-11-24T07:15"),
        ("2026-11-24T07:15", "2026-11-24T07:15"),
        ("2026-11-24T07:16", "2026-11-25T07:15"),
        ("2026-03-28T12:00", "2026-03-29T06:15"),
    ],
)
def test_the_next_huddle_is_the_first_that_has_not_begun(now: str, starts: str) -> None:
    huddle = next_huddle(PLAIN, utc(now), LONDON)
    assert huddle is not None
    assert huddle.starts == utc(starts)


def test_huddles_keep_their_weekdays() -> None:
    calendar = Calendar(
        huddles=(
            HuddleSlot(name="Week", starts=time(8), weekdays=(0, 1, 2, 3, 4)),
            HuddleSlot(name="Saturday", starts=time(10), weekdays=(5,)),
        )
    )
    friday = utc("2026-11-27T12:00")
    saturday = next_huddle(calendar, friday, LONDON)
    assert saturday is not None
    assert (saturday.slot.name, saturday.starts) == ("Saturday", utc("2026-11-28T10:00"))
    monday = next_huddle(calendar, saturday.starts + timedelta(minutes=1), LONDON)
    assert monday is not None
    assert monday.starts == utc("2026-11-30T08:00")


def test_a_closed_ward_huddles_when_it_opens_again() -> None:
    closed = ClosedPeriod(first=date(2026, 11, 24), last=date(2026, 11, 30))
    huddle = next_huddle(Calendar(closed=(closed,)), utc("2026-11-24T06:00"), LONDON)
    assert huddle is not None
    assert huddle.starts == utc("2026-12-01T07:15")


def test_a_ward_without_huddles_or_closed_for_years_has_none() -> None:
    now = utc("2026-11-24T06:00")
    closed = ClosedPeriod(first=date(2026, 1, 1), last=date(2030, 1, 1))
    assert next_huddle(Calendar(huddles=()), now, LONDON) is None
    assert next_huddle(Calendar(closed=(closed,)), now, LONDON) is None


def test_both_ends_of_a_closed_period_are_closed() -> None:
    calendar = Calendar(closed=(ClosedPeriod(first=date(2026, 1, 5), last=date(2026, 1, 11)),))
    assert [calendar.is_closed(date(2026, 1, day)) for day in (4, 5, 11, 12)] == [
        False,
        True,
        True,
        False,
    ]


@given(DAYS, DAYS, st.lists(st.tuples(DAYS, DAYS), max_size=4))
def test_open_days_are_counted_one_by_one(
    first: date, last: date, closed: list[tuple[date, date]]
) -> None:
    calendar = Calendar(closed=tuple(ClosedPeriod(first=a, last=b) for a, b in closed))
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    assert calendar.open_days_between(first, last) == sum(not calendar.is_closed(d) for d in days)


@given(INSTANTS, ZONES)
def test_a_days_start_lies_on_that_day(instant: datetime, zone: str) -> None:
    day = local_day(instant, zone)
    assert local_day(at_local(day, time(12), zone), zone) == day
