"""Released windows as analytics reads them: which can be compared, who is judged, and what was counted."""

from collections.abc import Sequence
from datetime import date, timedelta

from kiosk.analytics.comparable import Measure, ShownCell, ShownWindow
from kiosk.analytics.counts import Counted
from kiosk.analytics.intervals import CONFIDENCE, Interval, standard_normal_quantile
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import Cell, CellStatus, GroupRole, Release, Window

LOOK_BACK = timedelta(days=731)
"""A verdict over time looks at the windows that began within two years before the newest ended."""

MOST_STRETCHES = 30
"""A verdict over time looks at so many stretches of time at most: two years of months, with some to spare."""

SAME_LENGTH_DAYS = 3
"""Months and quarters differ by so many days and are compared all the same."""


def windows_apart(windows: Sequence[Window]) -> tuple[Window, ...]:
    """Return windows that share no day, the newest first kept: of rolling years, one a year."""
    kept: list[Window] = []
    for window in reversed(windows):
        if not kept or window.last < kept[-1].first:
            kept.append(window)
    return tuple(kept[::-1])


def windows_compared(release: Release) -> tuple[Window, ...]:
    """Return the windows of a verdict over time, oldest first.

    They are as long as the newest, share no day, and began within `LOOK_BACK`; the one before the
    newest is compared however long ago it was.
    """
    if not release.windows:
        return ()
    newest = release.windows[-1]
    apart = windows_apart(windows_as_long(release))
    since = newest.last - LOOK_BACK
    recent = tuple(window for window in apart if window.first > since)
    return recent if len(recent) > 1 else apart[-2:]


def stretches_of(windows: Sequence[Window]) -> tuple[tuple[Window, ...], ...]:
    """Return windows in stretches of as many each, oldest first, at most `MOST_STRETCHES` of them.

    Months and quarters stand alone; of weeks, four make a stretch. The newest window ends a stretch,
    and what is left over at the beginning is left out.
    """
    size = -(-len(windows) // MOST_STRETCHES)
    ends = range(len(windows), size - 1, -size) if size else ()
    return tuple(tuple(windows[end - size : end]) for end in reversed(ends))


def windows_as_long(release: Release) -> tuple[Window, ...]:
    """Return the windows that are as long as the newest, oldest first."""
    newest = release.windows[-1:]
    return tuple(each for each in release.windows if _as_long_as(each, newest[0]))


def _as_long_as(window: Window, other: Window) -> bool:
    return abs((window.last - window.first) - (other.last - other.first)).days <= SAME_LENGTH_DAYS


def middle_of(window: Window) -> float:
    """Return when a window is: its middle, in days."""
    return (window.first.toordinal() + window.last.toordinal()) / 2


def judged_groups(release: Release) -> tuple[str, ...]:
    """Return the groups of people, in their order; declined, not known and missing are none."""
    named = release.groups or tuple(
        dict.fromkeys(c.group for window in release.windows for c in window.groups if c.group)
    )
    return tuple(name for name in named if release.role_of(name) is GroupRole.GROUP)


def cell_of(window: Window, group: str) -> Cell | None:
    """Return a group's cell of a window."""
    return next((cell for cell in window.groups if cell.group == group), None)


def measure_of(facts: MetricFacts) -> Measure:
    """Return what numerator and denominator are to each other."""
    return Measure.PROPORTION if facts.value is ValueKind.PROPORTION else Measure.RATE


def counted_of(cell: Cell | None, facts: MetricFacts) -> Counted | None:
    """Return what was counted for a cell that is shown; None for any other.

    A cell that is published without its counts is taken for the effective ones: as many as would
    give a figure so wide an interval.
    """
    if cell is None or cell.status is not CellStatus.SHOWN or cell.value is None:
        return None
    if cell.numerator is not None:
        exposure = cell.denominator
        if exposure is None and facts.value is ValueKind.COUNT:
            exposure = 1
        if exposure:
            return Counted(cell.numerator, exposure)
    return _effective(cell.value, cell, facts)


def _effective(value: float, cell: Cell, facts: MetricFacts) -> Counted | None:
    if cell.lower is None or cell.upper is None or cell.upper <= cell.lower:
        return None
    share = value / facts.per
    error = (cell.upper - cell.lower) / facts.per / 2 / standard_normal_quantile(CONFIDENCE)
    proportion = facts.value is ValueKind.PROPORTION
    spread = share * (1 - share) if proportion else share
    if spread <= 0:
        return None
    exposure = spread / error**2
    return Counted(share * exposure, exposure)


def readable_window(window: Window, groups: Sequence[str]) -> ShownWindow:
    """Return the figures of a window that are shown, in the metric's unit.

    Args:
        window: the window.
        groups: the groups that take part.
    """
    return ShownWindow(
        groups=tuple(
            shown
            for cell in window.groups
            if cell.group in groups and (shown := _readable(cell)) is not None
        ),
        overall=_readable(window.overall),
    )


def _readable(cell: Cell) -> ShownCell | None:
    if (
        cell.status is not CellStatus.SHOWN
        or cell.value is None
        or cell.lower is None
        or cell.upper is None
    ):
        return None
    counted = cell.numerator if cell.numerator is not None else int(cell.value > 0)
    return ShownCell(
        group=cell.group or "",
        numerator=counted,
        denominator=cell.denominator or 0,
        value=cell.value,
        interval=Interval(cell.lower, cell.upper),
    )


def days_of(windows: Sequence[Window]) -> tuple[date, date]:
    """Return the first and the last day of several windows in order of time."""
    return windows[0].first, windows[-1].last
