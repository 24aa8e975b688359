"""Dates, ages, counts and figures in the words of the board: short, plain, British."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from kiosk.domain.clock import local_time
from kiosk.domain.metrics import MetricFacts, ValueKind

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ABBREVIATED = 3  # letters of a month's short name
RANGE = "\N{EN DASH}"
NONE = RANGE
MINUS = "\N{MINUS SIGN}"
LARGE = 10_000
"""From here on a figure has no decimals on the wall: nobody tells them apart, and they take its room."""
MINUTE_S = 60
HOUR_S = 3600
DAY_S = 86_400
QUARTER_MINUTE_S = 15
QUARTERS = ("", "¼", "½", "¾")
WHOLE_PERCENT = 100


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: "1 card", "2 cards"; `many` only where an s does not do."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(parts: Iterable[str], between: str = " · ") -> str:
    """Return the parts that say something, with a dot between them."""
    return between.join(part for part in parts if part)


def sentence(text: str) -> str:
    """Return words as a sentence: first letter large, a full stop at the end."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?”" else ".")


def weekday(day: date) -> str:
    """Return "Tuesday"."""
    return DAYS[day.weekday()]


def month_name(day: date) -> str:
    """Return "November"."""
    return MONTHS[day.month - 1]


def month_and_year(day: date) -> str:
    """Return "November 2026"."""
    return f"{month_name(day)} {day.year}"


def long_day(day: date) -> str:
    """Return "Tuesday 24 November"."""
    return f"{weekday(day)} {day.day} {month_name(day)}"


def day_words(day: date, today: date) -> str:
    """Return a day to choose: "Today", "Yesterday", else "Friday 20 November"."""
    near = {0: "Today", 1: "Yesterday"}.get((today - day).days)
    return near or long_day(day)


def plain_day(day: date, today: date) -> str:
    """Return "3 October", with the year when it is another one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {month_name(day)}{year}"


def short_day(day: date, today: date) -> str:
    """Return "22 Nov", with the year when it is another one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {month_name(day)[:ABBREVIATED]}{year}"


def short_month(day: date, today: date) -> str:
    """Return "Nov", with the year when it is another one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{month_name(day)[:ABBREVIATED]}{year}"


def span_of_days(first: date, last: date, today: date) -> str:
    """Return a window of days: "November", "Aug-Oct", "Nov 2025 - Jan", or its two days."""
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return month_name(first) if first.year == today.year else month_and_year(first)
    if whole_months and first.year == last.year:
        return f"{month_name(first)[:ABBREVIATED]}{RANGE}{short_month(last, today)}"
    in_words = short_month if whole_months else short_day
    ends = dict.fromkeys((in_words(first, today), in_words(last, today)))
    return f" {RANGE} ".join(ends)


def near_day(day: date, today: date) -> str:
    """Return "today", "tomorrow", "yesterday", a weekday within six days to come, or a date."""
    ahead = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if ahead in near:
        return near[ahead]
    return weekday(day) if 1 < ahead < len(DAYS) else plain_day(day, today)


def brief_day(day: date, today: date) -> str:
    """Return a near day as people say it, else a short date: "yesterday", "Thursday", "3 Dec"."""
    near = near_day(day, today)
    return short_day(day, today) if near == plain_day(day, today) else near


def clock_time(instant: datetime, zone: str) -> str:
    """Return the wall-clock time of an instant: "07:03"."""
    return local_time(instant, zone).strftime("%H:%M")


def when(instant: datetime, now: datetime, zone: str) -> str:
    """Return "06:40" for something of today, else its day: "22 Nov"."""
    day, today = local_time(instant, zone).date(), local_time(now, zone).date()
    return clock_time(instant, zone) if day == today else short_day(day, today)


def length(span: timedelta) -> str:
    """Return how long something lasts, in one unit, rounded down: "40 min", "5 h", "2 d"."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < HOUR_S:
        return f"{seconds // MINUTE_S} min"
    if seconds < DAY_S:
        return f"{seconds // HOUR_S} h"
    return f"{seconds // DAY_S} d"


def minutes(seconds: int) -> str:
    """Return the budget of an agenda item: "1 min", "1½ min", "¾ min", or "1:40 min"."""
    whole, rest = divmod(seconds, MINUTE_S)
    if rest % QUARTER_MINUTE_S:
        return f"{whole}:{rest:02d} min"
    return f"{whole or ''}{QUARTERS[rest // QUARTER_MINUTE_S]} min"


def number(value: float) -> str:
    """Return a figure as short as it stays true: "90", "76.7", "0.35", "1,204", with a true minus sign "−3.2"."""
    decimals = 2 if 0 < abs(value) < 1 else 1
    text = f"{value:,.{decimals}f}".replace("-", MINUS)
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole_percent(value: float) -> str:
    """Return "84 %"; a share that is not quite none or all never reads 0 or 100."""
    rounded = round(value)
    if rounded in (0, WHOLE_PERCENT) and abs(value - rounded) > 1e-9:  # noqa: PLR2004 - rounding noise
        nearly = min(max(value, 0.1), 99.9)
        return f"{nearly:.1f} %"
    return f"{rounded} %"


def points(size: str) -> str:
    """Return a difference of shares with its unit, as it was rounded: "1 point", "19 points", "0.4 points"."""
    return f"{size} {'point' if size in {'1', '1.0'} else 'points'}"


def figure(value: float, facts: MetricFacts) -> str:
    """Return a metric's figure as it stands on the board: "84 %", "2.3", "4", "345,481"."""
    if facts.value is ValueKind.PROPORTION:
        return whole_percent(value)
    return number(value if abs(value) < LARGE else round(value))


def figure_and_unit(value: float, facts: MetricFacts) -> str:
    """Return a metric's figure with its unit, for a sentence: "84 %", "2.3 per 1,000 bed days"."""
    if facts.value is ValueKind.PROPORTION:
        return whole_percent(value)
    return f"{number(value)} {facts.unit}".strip()
