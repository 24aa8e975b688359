"""Daily and weekly figures as a ward would count them: weekdays, seasons, gaps, corrections, one real improvement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import pi, sin
from random import Random  # noqa: TID251 - built from the demo's seed, which the caller names
from typing import Final

from kiosk.domain.metrics import metric_id
from kiosk.domain.observations import RecordObservation
from kiosk.services.demo.setting import Moment, Setting

MISSED: Final = 0.015
NOT_COUNTED: Final = 0.015
CORRECTED: Final = 0.01
MONTH_SPREAD: Final = 0.012
DAY_SPREAD: Final = 0.03
RAMP_DAYS: Final = 30
FRIDAY: Final = 4
SATURDAY: Final = 5
YEAR_DAYS: Final = 365.25


@dataclass(frozen=True, slots=True)
class Figure:
    """How one metric behaves.

    Attributes:
        key: the metric's.
        share: its usual share, from 0 to 1; for a plain count the usual count of a day.
        out_of: the usual denominator of a day or week; 0 for a plain count.
        weekly: whether it is counted once a week.
        improved_to: the share after the change, if there was one.
        improved_days_ago: when the change began.
        season: by how much winter is worse than summer.
        weekend: what a denominator is multiplied with at the weekend.
    """

    key: str
    share: float
    out_of: int = 0
    weekly: bool = False
    improved_to: float | None = None
    improved_days_ago: int = 0
    season: float = 0.0
    weekend: float = 0.7


def figure_moments(setting: Setting, figure: Figure) -> Iterator[Moment]:
    """Return the touches that record a metric, day by day or week by week."""
    chance = setting.chance(f"figures/{figure.key}")
    of_month: dict[tuple[int, int], float] = {}
    for day in setting.open_days():
        month = (day.year, day.month)
        if month not in of_month:
            of_month[month] = chance.gauss(0, MONTH_SPREAD)
        if figure.weekly and day.weekday() != FRIDAY:
            continue
        yield from _of_day(setting, figure, day, of_month[month], chance)


def _of_day(
    setting: Setting, figure: Figure, day: date, of_month: float, chance: Random
) -> Iterator[Moment]:
    fate = chance.random()
    counted = _counted(figure, _share(setting, figure, day) + of_month, day, chance)
    if figure.out_of and fate < MISSED:
        return
    metric = metric_id(setting.node_id, figure.key)
    at = setting.instant(day, 21, chance.randrange(10, 59))
    if figure.out_of and fate < MISSED + NOT_COUNTED:
        yield Moment(at, RecordObservation(metric, day, "not_counted"))
        return
    numerator, denominator = counted
    first = numerator
    if fate > 1 - CORRECTED and numerator:
        first = numerator - 1
        corrected = _record(metric, day, numerator, denominator)
        yield Moment(setting.huddle(day + timedelta(days=1)), corrected)
    yield Moment(at, _record(metric, day, first, denominator))


def _record(metric: str, day: date, numerator: int, denominator: int) -> RecordObservation:
    return RecordObservation(
        metric=metric,
        day=day,
        answer="counted",
        numerator=numerator,
        denominator=denominator or None,
        needs_denominator=bool(denominator),
        proportion=bool(denominator),
    )


def _share(setting: Setting, figure: Figure, day: date) -> float:
    share = figure.share
    if figure.improved_to is not None:
        since = figure.improved_days_ago - (setting.today - day).days
        progress = min(max(since / RAMP_DAYS, 0.0), 1.0)
        share += (figure.improved_to - figure.share) * progress
    winter = sin(2 * pi * (day.timetuple().tm_yday / YEAR_DAYS + 0.25))
    return share - figure.season * winter


def _counted(figure: Figure, share: float, day: date, chance: Random) -> tuple[int, int]:
    if not figure.out_of:
        return _poisson(max(share, 0.0), chance), 0
    usual = figure.out_of * (figure.weekend if day.weekday() >= SATURDAY else 1.0)
    denominator = max(1, round(chance.gauss(usual, usual**0.5 / 2)))
    today = min(max(share + chance.gauss(0, DAY_SPREAD), 0.01), 0.99)
    return sum(chance.random() < today for _ in range(denominator)), denominator


def _poisson(mean: float, chance: Random) -> int:
    """Return a count of rare events in a day: how many exponential waits fit into it."""
    count, waited = 0, chance.expovariate(1.0)
    while waited < mean:
        count += 1
        waited += chance.expovariate(1.0)
    return count
