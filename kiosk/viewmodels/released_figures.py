"""Published figures of a metric as a series: the whole of each window, closed and apart."""

from collections.abc import Sequence
from datetime import date

from kiosk.analytics.periods import Period, with_gaps
from kiosk.analytics.released import windows_apart
from kiosk.domain.metrics import Metric
from kiosk.domain.releases import CellStatus, Release, Window
from kiosk.domain.wards import Ward
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.series import Series, months_before

DAYS_A_WEEK = 7
SHORTEST_MONTH = 28
LONGEST_MONTH = 31
SHORTEST_QUARTER = 85
STALE_AFTER_DAYS = 45
"""A release is stale so many days after the window that was to come next has ended."""


def newest_release(key: str, scene: Scene) -> Release | None:
    """Return the release of a metric that reaches furthest; the whole before one by group.

    Announcements tell how far a release reaches, so that as a rule only one is read.
    """
    ward = scene.ward
    told: dict[str, date] = {}
    for by in ward.stratifiers_of(key):
        last = _last_day(key, by, ward)
        if last is not None:
            told[by] = last
    furthest_first = sorted(told, key=lambda by: (-told[by].toordinal(), bool(by)))
    releases = (ward.releases.get((key, by)) for by in furthest_first)
    return next((each for each in releases if each is not None and each.windows), None)


def _last_day(key: str, by: str, ward: Ward) -> date | None:
    """Return the last day of a release; one of schema 1 was announced without it and is read."""
    published = ward.published.get((key, by))
    if published is not None and published.last is not None:
        return published.last
    release = ward.releases.get((key, by))
    return release.windows[-1].last if release is not None and release.windows else None


def release_is_stale(last: Window, today: date) -> bool:
    """Tell whether the window after this one should have been published by now."""
    length = (last.last - last.first).days + 1
    return (today - last.last).days > max(length, LONGEST_MONTH) + STALE_AFTER_DAYS


def from_release(release: Release, metric: Metric | None, months: int, scene: Scene) -> Series:
    """Return the whole of each window of a release over the last so many months."""
    windows = windows_apart(release.windows)
    since = months_before(windows[-1].last, months)
    windows = tuple(window for window in windows if window.last > since)
    dates, values, period = _series_of_windows(windows)
    numerators, denominators = _counts_of_windows(windows, dates)
    last = windows[-1]
    return Series(
        facts=release.metric,
        goal=release.metric.goal if metric is None else metric.goal,
        period=period,
        dates=dates,
        values=values,
        until=last.last,
        stale=release_is_stale(last, scene.today),
        scope=release.scope,
        source=release.source,
        numerators=numerators,
        denominators=denominators,
    )


def _series_of_windows(
    windows: Sequence[Window],
) -> tuple[tuple[date, ...], tuple[float | None, ...], Period]:
    figures = {
        window.first: window.overall.value if window.overall.status is CellStatus.SHOWN else None
        for window in windows
    }
    period = _period_of(windows[-1])
    try:
        dates, values = with_gaps(figures, period)
    except ValueError:  # windows of another length: drawn as they come
        dates, values = tuple(figures), tuple(figures.values())
    return dates, values, period


def _counts_of_windows(
    windows: Sequence[Window], dates: Sequence[date]
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Return the released counts behind the values, or nothing where one of them is not released."""
    shown = {
        window.first: window.overall
        for window in windows
        if window.overall.status is CellStatus.SHOWN
    }
    if any(cell.numerator is None or not cell.denominator for cell in shown.values()):
        return (), ()
    cells = [shown.get(day) for day in dates]
    return (
        tuple(None if cell is None else cell.numerator for cell in cells),
        tuple(None if cell is None else cell.denominator for cell in cells),
    )


def _period_of(window: Window) -> Period:
    days = (window.last - window.first).days + 1
    for shortest, period in (
        (SHORTEST_QUARTER, Period.QUARTER),
        (SHORTEST_MONTH, Period.MONTH),
        (DAYS_A_WEEK, Period.WEEK),
    ):
        if days >= shortest:
            return period
    return Period.DAY
