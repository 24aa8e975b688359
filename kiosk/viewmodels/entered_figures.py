"""Figures entered at the board, pooled by period, and counts of confirmed events, as a series."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from kiosk.analytics.periods import Period, period_after, with_gaps
from kiosk.analytics.rare_events import days_between
from kiosk.domain.metrics import ChartKind, Direction, Entered, Metric, ValueKind
from kiosk.domain.observations import Observation
from kiosk.viewmodels.counted_events import Counting, confirmed_days, first_closed_day
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.series import Series, months_before, period_start

DAYS_FOR_DAYS = 31
"""A series that spans at most so many days is drawn by day."""

DAYS_FOR_WEEKS = 183
"""A series that spans at most so many days is drawn by week, a longer one by month."""

MONTHS_FOR_WEEKS = 6
ENOUGH_OF_A_PERIOD = 0.5
"""A share or rate has figures on at least this share of a period's open days, or it is a gap."""

ALL_OF_A_PERIOD = 1.0
"""A sum has figures on every open day of its period: with days missing it would look smaller."""

DAILY_STALE_AFTER_OPEN_DAYS = 3
WEEKLY_STALE_AFTER_DAYS = 14


def from_observations(key: str, metric: Metric, months: int, scene: Scene) -> Series:
    """Return a metric's figures as entered at the board, pooled into days, weeks or months."""
    counted = _counted(key, metric, months, scene)
    days = sorted(each.day for each in counted)
    period = _period_for(days, months, scene.today)
    if metric.facts.entered is Entered.WEEKLY and _by_week(metric, period):
        period = Period.WEEK
    by_period = _by_period(counted, period)
    figures = {
        start: _figure(each, metric, start, period, scene) for start, each in by_period.items()
    }
    dates, values = _trimmed(with_gaps(figures, period))
    numerators, denominators = _counts(by_period, dates, values)
    until = days[-1] if days else None
    return Series(
        facts=metric.facts,
        goal=metric.goal,
        period=period,
        dates=dates,
        values=values,
        until=until,
        stale=until is not None and _entries_are_stale(metric, until, scene),
        scope="",
        source=metric.facts.source,
        left_out=_left_out(figures, days, period, scene.today),
        numerators=numerators if metric.facts.value is not ValueKind.COUNT else (),
        denominators=denominators if metric.facts.value is not ValueKind.COUNT else (),
    )


def _by_week(metric: Metric, period: Period) -> bool:
    """Tell whether weekly figures stay weeks: months have four or five of them, so sums must."""
    return period is Period.DAY or metric.facts.value is ValueKind.COUNT


def _left_out(
    figures: Mapping[date, float | None], days: Sequence[date], period: Period, today: date
) -> int:
    """Return how many periods are over and begun in full, and still have too few days counted."""
    return sum(
        figure is None and start >= days[0] and period_after(start, period) <= today
        for start, figure in figures.items()
    )


def _counted(key: str, metric: Metric, months: int, scene: Scene) -> list[Observation]:
    """Return the days' figures that count: none of closed days, none to come, none too old."""
    names = {key, *(name for name, each in scene.ward.metrics.items() if each is metric)}
    since = months_before(scene.today, months)
    closed = scene.closed_days()
    return [
        each
        for each in scene.ward.observations.values()
        if each.metric in names
        and each.answer == "counted"
        and each.numerator is not None
        and since < each.day <= scene.today
        and each.day not in closed
    ]


def _period_for(days: Sequence[date], months: int, today: date) -> Period:
    """Return the period that gives a chart enough points, and each point enough behind it."""
    span = (today - days[0]).days if days else 0
    if months == 1 or span <= DAYS_FOR_DAYS:
        return Period.DAY
    if months <= MONTHS_FOR_WEEKS or span <= DAYS_FOR_WEEKS:
        return Period.WEEK
    return Period.MONTH


def _by_period(
    counted: Iterable[Observation], period: Period
) -> Mapping[date, Sequence[Observation]]:
    """Return the entries of each period that has any."""
    by_period: dict[date, list[Observation]] = defaultdict(list)
    for each in counted:
        by_period[period_start(each.day, period)].append(each)
    return by_period


def _counts(
    by_period: Mapping[date, Sequence[Observation]],
    dates: Sequence[date],
    values: Sequence[float | None],
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Return what the figures were pooled from; None wherever there is no figure."""
    known = [
        () if value is None else by_period[day] for day, value in zip(dates, values, strict=True)
    ]
    return (
        tuple(sum(each.numerator or 0 for each in one) if one else None for one in known),
        tuple(sum(each.denominator or 0 for each in one) if one else None for one in known),
    )


def _trimmed(
    series: tuple[tuple[date, ...], tuple[float | None, ...]],
) -> tuple[tuple[date, ...], tuple[float | None, ...]]:
    """Return a series without the gaps at its ends: periods that are not full enough yet."""
    dates, values = series
    known = [position for position, value in enumerate(values) if value is not None]
    if not known:
        return (), ()
    inside = slice(known[0], known[-1] + 1)
    return dates[inside], values[inside]


def _figure(
    entries: Sequence[Observation], metric: Metric, start: date, period: Period, scene: Scene
) -> float | None:
    """Return one period's figure, or None where too few of its days were counted."""
    facts = metric.facts
    enough = ALL_OF_A_PERIOD if facts.value is ValueKind.COUNT else ENOUGH_OF_A_PERIOD
    if facts.entered is Entered.DAILY and _share_counted(entries, start, period, scene) < enough:
        return None
    total = sum(each.numerator or 0 for each in entries)
    if facts.value is ValueKind.COUNT:
        over = period is Period.DAY or period_after(start, period) <= scene.today
        return float(total) if over else None
    out_of = sum(each.denominator or 0 for each in entries)
    return total / out_of * facts.per if out_of else None


def _share_counted(
    entries: Sequence[Observation], start: date, period: Period, scene: Scene
) -> float:
    """Return on which share of its open days a period was counted."""
    before = start - timedelta(days=1)
    last = period_after(start, period) - timedelta(days=1)
    open_days = scene.calendar.open_days_between(before, last)
    return len({each.day for each in entries}) / open_days if open_days else 1.0


def _entries_are_stale(metric: Metric, until: date, scene: Scene) -> bool:
    if metric.facts.entered is Entered.WEEKLY:
        return (scene.today - until).days > WEEKLY_STALE_AFTER_DAYS
    return scene.calendar.open_days_between(until, scene.today) > DAILY_STALE_AFTER_OPEN_DAYS


def from_events(counting: Counting, metric: Metric, months: int, scene: Scene) -> Series:
    """Return how many confirmed events each whole month had, since the ward began to close days.

    A metric that is drawn as a g or t chart has the days between its events instead.
    """
    days = confirmed_days(counting, scene)
    if metric.facts.chart in (ChartKind.G, ChartKind.T):
        return _days_between(days, metric, months, scene)
    begun = min((day for day in (first_closed_day(scene), *days[:1]) if day), default=None)
    first = max(begun, months_before(scene.today, months) + timedelta(days=1)) if begun else None
    counts = _whole_months(first, scene) if first else {}
    for day in days:
        start = period_start(day, Period.MONTH)
        if start in counts:
            counts[start] += 1
    return Series(
        facts=metric.facts,
        goal=metric.goal,
        period=Period.MONTH,
        dates=tuple(counts),
        values=tuple(counts.values()),
        until=scene.today if begun else None,
        stale=False,
        scope="",
        source=metric.facts.source,
    )


def _days_between(days: Sequence[date], metric: Metric, months: int, scene: Scene) -> Series:
    """Return the open days from each event to the next, dated by the later one.

    Fewer events are better, so more days between them are; a goal for events is none for days.
    """
    facts = metric.facts
    better = {Direction.DECREASE: Direction.INCREASE, Direction.INCREASE: Direction.DECREASE}
    since = months_before(scene.today, months)
    spells = [
        (day, float(spell))
        for day, spell in zip(days[1:], days_between(days, scene.closed_days()), strict=True)
        if day > since
    ]
    return Series(
        facts=facts.model_copy(
            update={
                "unit": "days",
                "value": ValueKind.COUNT,
                "per": 1,
                "direction": better.get(facts.direction, facts.direction),
            }
        ),
        goal=None,
        period=Period.DAY,
        dates=tuple(day for day, _ in spells),
        values=tuple(spell for _, spell in spells),
        until=scene.today if spells else None,
        stale=False,
        scope="",
        source=facts.source,
    )


def _whole_months(first: date, scene: Scene) -> dict[date, float]:
    start = period_start(first, Period.MONTH)
    if start < first:
        start = period_after(start, Period.MONTH)
    counts: dict[date, float] = {}
    while period_after(start, Period.MONTH) <= scene.today:
        counts[start] = 0.0
        start = period_after(start, Period.MONTH)
    return counts
