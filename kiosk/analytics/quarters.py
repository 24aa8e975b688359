"""Months of a release taken together three by three, newest last, from its published numbers only."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from kiosk.analytics.intervals import rate_interval, wilson
from kiosk.analytics.periods import Period, period_after
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import Cell, CellStatus, Release, Window

MONTHS = 3
ONE_DAY = timedelta(days=1)


def in_quarters(release: Release) -> Release:
    """Return a release of months with windows of three months; any other release as it is.

    A month by itself is too short to compare groups. Plain counts stay as they are: they have
    nothing to be added up over, and their goal is one for a month. A group that is hidden in any of the three
    months stays hidden, since its sum is not published; one without data in any of them has no
    data, since the rest is no quarter; one that is unreliable in any keeps the newest interval.
    """
    windows = release.windows
    if release.metric.value is ValueKind.COUNT or len(windows) < MONTHS:
        return release
    if not _is_month(windows[-1]):
        return release
    ends = range(len(windows), MONTHS - 1, -MONTHS)
    taken = [windows[end - MONTHS : end] for end in ends]
    whole = [three for three in taken if _are_three_months(three)]
    if not whole or whole[0][-1] is not windows[-1]:
        return release
    quarters = tuple(_together(three, release.metric) for three in reversed(whole))
    return release.model_copy(update={"windows": quarters})


def _is_month(window: Window) -> bool:
    return (
        window.first.day == 1 and period_after(window.first, Period.MONTH) == window.last + ONE_DAY
    )


def _are_three_months(windows: Sequence[Window]) -> bool:
    follow = all(after.first == before.last + ONE_DAY for before, after in pairwise(windows))
    return follow and all(_is_month(window) for window in windows)


def _together(months: Sequence[Window], facts: MetricFacts) -> Window:
    names = dict.fromkeys(cell.group for month in months for cell in month.groups)
    return Window(
        first=months[0].first,
        last=months[-1].last,
        overall=_pooled([month.overall for month in months], facts),
        groups=tuple(_pooled([_cell_of(month, name) for month in months], facts) for name in names),
    )


def _cell_of(month: Window, name: str | None) -> Cell:
    """Return a group's cell of a month; a month that does not name the group has no data of it."""
    nothing = Cell(group=name, status=CellStatus.NO_DATA)
    return next((cell for cell in month.groups if cell.group == name), nothing)


def _pooled(cells: Sequence[Cell], facts: MetricFacts) -> Cell:
    """Return the cell of several months of one group; the least open of them decides."""
    group = cells[0].group
    statuses = {cell.status for cell in cells}
    if CellStatus.HIDDEN in statuses:
        return Cell(group=group, status=CellStatus.HIDDEN)
    if CellStatus.NO_DATA in statuses:
        return Cell(group=group, status=CellStatus.NO_DATA)
    if CellStatus.UNRELIABLE in statuses:
        nothing = Cell(group=group, status=CellStatus.UNRELIABLE)
        newest = next((cell for cell in reversed(cells) if cell.lower is not None), nothing)
        return nothing.model_copy(update={"lower": newest.lower, "upper": newest.upper})
    return _summed(cells, group, facts)


def _summed(cells: Sequence[Cell], group: str | None, facts: MetricFacts) -> Cell:
    numerator = sum(cell.numerator or 0 for cell in cells)
    denominator = sum(cell.denominator or 0 for cell in cells)
    if not denominator:
        return Cell(group=group, status=CellStatus.NO_DATA)
    of_value = wilson if facts.value is ValueKind.PROPORTION else rate_interval
    interval = of_value(numerator, denominator)
    return Cell(
        group=group,
        status=CellStatus.SHOWN,
        value=numerator / denominator * facts.per,
        lower=interval.lower * facts.per,
        upper=interval.upper * facts.per,
        numerator=numerator,
        denominator=denominator,
    )
