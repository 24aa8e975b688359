"""A group's gap to its reference over time, as an individuals chart with signals of its own."""

from collections.abc import Sequence
from datetime import date

from kiosk.analytics.charts import rule_set
from kiosk.analytics.gaps import Reference, ReferenceKind
from kiosk.analytics.periods import Period, with_gaps
from kiosk.analytics.process_limits import SpcSettings
from kiosk.analytics.released import cell_of, windows_apart, windows_as_long
from kiosk.analytics.spc import SpcChart
from kiosk.analytics.verdicts import Direction
from kiosk.analytics.xmr import xmr_chart
from kiosk.domain.releases import Cell, CellStatus, Release, Window, WindowKind

_PERIODS = {
    WindowKind.DAY: Period.DAY,
    WindowKind.WEEK: Period.WEEK,
    WindowKind.MONTH: Period.MONTH,
    WindowKind.QUARTER: Period.QUARTER,
}


def gap_trend(
    release: Release,
    group: str,
    reference: Reference,
    settings: SpcSettings | None = None,
) -> tuple[tuple[date, ...], SpcChart]:
    """Return the gap of a group in every window, and its chart.

    The gap is how far the group is from the reference on the bad side, in the metric's unit:
    below 0 the group is better off. Smaller is an improvement. Windows that are missing, or in which
    the group or the reference is not shown, are gaps in the series, which break runs. Under twelve
    points there are no limits and no signals, as in every chart.

    Args:
        release: a release, by group.
        group: the group.
        reference: the goal; or the group, or everyone, whose figure of the same window is taken.
        settings: how the chart is computed; as the metric says unless told.

    Returns:
        The first day of each window, and the chart.
    """
    windows = windows_apart(windows_as_long(release))
    gaps = {window.first: _gap(window, group, reference, release) for window in windows}
    dates, values = _in_time(gaps, release)
    facts = release.metric
    chart = xmr_chart(
        values,
        improvement=Direction.DECREASE,
        dates=dates,
        settings=settings or SpcSettings(screen=facts.screen, rules=rule_set(facts.rules)),
    )
    return dates, chart


def _gap(window: Window, group: str, reference: Reference, release: Release) -> float | None:
    value = _value(cell_of(window, group))
    if reference.kind is ReferenceKind.GOAL:
        other: float | None = reference.value
    elif reference.kind is ReferenceKind.OVERALL:
        other = _value(window.overall)
    else:
        other = _value(cell_of(window, reference.group))
    if value is None or other is None:
        return None
    sign = Direction(release.metric.direction.value).sign or 1
    return sign * (other - value)


def _value(cell: Cell | None) -> float | None:
    return cell.value if cell is not None and cell.status is CellStatus.SHOWN else None


def _in_time(
    gaps: dict[date, float | None], release: Release
) -> tuple[tuple[date, ...], Sequence[float | None]]:
    """Return the series with a gap for each missing period, where the periods are known."""
    period = _PERIODS.get(release.window) if release.window is not None else None
    if period is None:
        return tuple(gaps), tuple(gaps.values())
    try:
        return with_gaps(gaps, period)
    except ValueError:  # windows that begin elsewhere: as they come
        return tuple(gaps), tuple(gaps.values())
