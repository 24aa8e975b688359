"""The words of the board: dates, ages, counts and figures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.viewmodels import words

TODAY = date(2026, 11, 24)
RATE = MetricFacts(key="falls", title="Falls", value=ValueKind.RATE, per=1000, unit="per 1,000")
SHARE = MetricFacts(key="skin", title="Skin")


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 cards"), (1, "1 card"), (2, "2 cards"), (1204, "1,204 cards")]
)
def test_a_count_agrees_with_its_noun(count: int, said: str) -> None:
    assert words.counted(count, "card") == said


def test_an_irregular_plural_is_given() -> None:
    assert words.counted(2, "person", "people") == "2 people"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY, "today"),
        (date(2026, 11, 23), "yesterday"),
        (date(2026, 11, 25), "tomorrow"),
        (date(2026, 11, 30), "Monday"),
        (date(2026, 12, 1), "1 December"),
        (date(2027, 1, 4), "4 January 2027"),
        (date(2026, 11, 22), "22 November"),
    ],
)
def test_a_near_day_is_said_as_people_say_it(day: date, said: str) -> None:
    assert words.near_day(day, TODAY) == said


def test_a_day_to_choose_begins_with_a_large_letter() -> None:
    days = [TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=2)]
    said = [words.day_words(day, TODAY) for day in days]
    assert said == ["Today", "Yesterday", "Sunday 22 November"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (15, "¼ min"),
        (30, "½ min"),
        (45, "¾ min"),
        (60, "1 min"),
        (90, "1½ min"),
        (210, "3½ min"),
        (100, "1:40 min"),
        (5, "0:05 min"),
    ],
)
def test_minutes_stand_as_fractions_that_can_be_read_from_afar(seconds: int, said: str) -> None:
    assert words.minutes(seconds) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(days=1), "1 d"),
        (timedelta(days=12, hours=5), "12 d"),
        (timedelta(seconds=-5), "0 min"),
    ],
)
def test_a_length_has_one_unit_and_is_rounded_down(span: timedelta, said: str) -> None:
    assert words.length(span) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), "November"),
        (date(2025, 11, 1), date(2025, 11, 30), "November 2025"),
        (date(2026, 8, 1), date(2026, 10, 31), "Aug\N{EN DASH}Oct"),
        (date(2025, 8, 1), date(2025, 10, 31), "Aug\N{EN DASH}Oct 2025"),
        (date(2025, 12, 1), date(2026, 2, 28), "Dec 2025 \N{EN DASH} Feb"),
        (date(2026, 11, 2), date(2026, 11, 8), "2 Nov \N{EN DASH} 8 Nov"),
        (date(2026, 11, 2), date(2026, 11, 2), "2 Nov"),
    ],
)
def test_a_window_is_named_by_its_months(first: date, last: date, said: str) -> None:
    assert words.span_of_days(first, last, TODAY) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0 %"),
        (0.2, "0.2 %"),
        (0.004, "0.1 %"),
        (61.2, "61 %"),
        (99.7, "99.7 %"),
        (99.99, "99.9 %"),
        (100, "100 %"),
    ],
)
def test_nearly_none_and_nearly_all_never_read_as_none_or_all(value: float, said: str) -> None:
    assert words.figure(value, SHARE) == said


@pytest.mark.parametrize(
    ("value", "said"), [(90.0, "90"), (76.66, "76.7"), (0.348, "0.35"), (1204, "1,204"), (0, "0")]
)
def test_a_figure_is_as_short_as_it_stays_true(value: float, said: str) -> None:
    assert words.number(value) == said


@pytest.mark.parametrize(
    ("value", "said"), [(345_481.2, "345,481"), (10_000.4, "10,000"), (1204.5, "1,204.5")]
)
def test_a_large_rate_has_no_decimals_on_the_wall(value: float, said: str) -> None:
    assert words.figure(value, RATE) == said


def test_a_rate_says_its_unit_in_a_sentence() -> None:
    assert words.figure_and_unit(2.31, RATE) == "2.3 per 1,000"


def test_a_time_of_another_day_is_said_as_its_day() -> None:
    now = datetime(2026, 11, 24, 7, 3, tzinfo=UTC)
    assert words.when(now - timedelta(minutes=23), now, "Europe/London") == "06:40"
    assert words.when(now - timedelta(days=2), now, "Europe/London") == "22 Nov"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_day_can_be_said(day: date) -> None:
    assert str(day.day) in words.long_day(day)
    assert words.weekday(day) in words.long_day(day)


@pytest.mark.parametrize(
    ("text", "said"), [("", ""), ("two late", "Two late."), ("Who helped?", "Who helped?")]
)
def test_a_sentence_has_a_large_letter_and_an_end(text: str, said: str) -> None:
    assert words.sentence(text) == said
