"""The demo's calendar: public holidays of England and Wales, and one week in which a ward is closed."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from kiosk.domain.calendars import Calendar, ClosedPeriod, HuddleSlot

MONDAY = 0
SATURDAY = 5


def easter_sunday(year: int) -> date:
    """Return Easter Sunday: the anonymous Gregorian computus (J. Meeus, Astronomical Algorithms, chapter 8)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    correction = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def bank_holidays(year: int) -> tuple[date, ...]:
    """Return the bank holidays of England and Wales (gov.uk/bank-holidays), without proclaimed ones."""
    easter = easter_sunday(year)
    may, last_of_may, last_of_august = date(year, 5, 1), date(year, 5, 31), date(year, 8, 31)
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    return (
        _not_at_the_weekend(date(year, 1, 1)),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        may + timedelta(days=-may.weekday() % 7),
        last_of_may - timedelta(days=last_of_may.weekday()),
        last_of_august - timedelta(days=last_of_august.weekday()),
        *_christmas(christmas, boxing),
    )


def calendar_of(first: date, last: date, huddle: time, closed: Iterable[ClosedPeriod]) -> Calendar:
    """Return a unit's calendar.

    Args:
        first: the first day that it has to know.
        last: the last day.
        huddle: when the morning huddle begins.
        closed: periods in which the unit is closed.
    """
    return Calendar(
        huddles=(HuddleSlot(name="Morning huddle", starts=huddle, minutes=10),),
        holidays=tuple(
            day for year in range(first.year, last.year + 2) for day in bank_holidays(year)
        ),
        closed=tuple(closed),
    )


def closed_week(around: date) -> ClosedPeriod:
    """Return the week, from Monday to Sunday, in which a day lies, as closed."""
    monday = around - timedelta(days=around.weekday())
    return ClosedPeriod(
        first=monday, last=monday + timedelta(days=6), reason="Moved out for painting"
    )


def _not_at_the_weekend(day: date) -> date:
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def _christmas(christmas: date, boxing: date) -> tuple[date, date]:
    if boxing.weekday() == SATURDAY:
        return christmas, boxing + timedelta(days=2)
    if christmas.weekday() == SATURDAY:
        return boxing + timedelta(days=1), boxing + timedelta(days=2)
    if boxing.weekday() == MONDAY:
        return boxing, boxing + timedelta(days=1)
    return christmas, boxing
