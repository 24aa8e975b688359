"""Corrections: counts that changed since a window was published, held against all that was ever said of it.

They are published only where nothing was hidden or is now, and no figure, nor what is left of a sum, changes by
a small number.
"""

from collections.abc import Iterable

from kiosk.analytics.publishing.constraints import Grid
from kiosk.analytics.publishing.history import former_cells, hides_elsewhere
from kiosk.analytics.publishing.metric_tables import MetricTables, cell_of, stratifier_of
from kiosk.analytics.publishing.pattern import EVERYONE, Pattern
from kiosk.analytics.publishing.profiles import PrivacyProfile
from kiosk.analytics.publishing.windows import Span
from kiosk.domain.metrics import ValueKind
from kiosk.domain.releases import Cell, CellStatus, Window


def corrections_tell_nothing(
    metric: MetricTables, span: Span, grid: Grid, pattern: Pattern
) -> bool:
    """Return whether corrected counts tell nothing beside anything that was ever said of a window.

    Args:
        metric: its tables.
        span: the window.
        grid: its cells as they are counted now.
        pattern: what would be hidden of them.
    """
    if pattern.totals or any(pattern.sheets):
        return False
    return all(
        _may_follow(metric, window, number, node, grid)
        for number, table in enumerate(metric.tables)
        for node, one in enumerate(metric.org.nodes)
        for window in metric.former.said(stratifier_of(table), one.code, span)
    ) and all(
        _parts_may_follow(metric, span, node, grid) and not hides_elsewhere(metric, span, node)
        for node in metric.org.published
    )


def _may_follow(metric: MetricTables, window: Window, number: int, node: int, grid: Grid) -> bool:
    """Return whether a node's figures may follow a window, and those who are in none of its groups."""
    kind, profile = metric.kind, metric.profile
    split, sheet = metric.tables[number].split, grid.sheets[number]
    whole = window.overall, cell_of(metric, grid, number, node, None)
    names = split.groups if split else ()
    parts = [
        (cell, cell_of(metric, grid, number, node, names.index(cell.group)))
        for cell in window.groups
        if cell.group in names
    ]
    if not all(may_be_corrected(*both, kind, profile) for both in (whole, *parts)):
        return False
    adds_up = sheet is not None and sheet.additive
    return not adds_up or remainder_may_be_corrected(whole, parts, kind, profile)


def _parts_may_follow(metric: MetricTables, span: Span, node: int, grid: Grid) -> bool:
    """Return whether a correction tells nothing of those who are in a node and in none of its parts."""
    family = {node, *metric.org.children(node)}
    changed: dict[tuple[int, int | None], dict[int, tuple[Cell, Cell]]] = {}
    for number, where, group, cell in former_cells(metric, span):
        if where in family:
            place = (number, group) if group is not None else (EVERYONE, None)
            both = cell, cell_of(metric, grid, number, where, group)
            changed.setdefault(place, {})[where] = both
    return all(
        remainder_may_be_corrected(by_node.pop(node), by_node.values(), metric.kind, metric.profile)
        for by_node in changed.values()
        if len(by_node) > 1 and node in by_node
    )


def may_be_corrected(before: Cell, after: Cell, kind: ValueKind, profile: PrivacyProfile) -> bool:
    """Return whether a figure may be published anew: no difference of the two is a small number."""
    if CellStatus.HIDDEN in {before.status, after.status}:
        return False
    if before == after or before.status is CellStatus.NO_DATA:
        return True
    if before.numerator is None or after.numerator is None:
        return False
    return _tells_nothing(_change(before, after), kind, profile)


def remainder_may_be_corrected(
    whole: tuple[Cell, Cell],
    parts: Iterable[tuple[Cell, Cell]],
    kind: ValueKind,
    profile: PrivacyProfile,
) -> bool:
    """Return whether a correction tells nothing of those who are in a whole and in none of its parts.

    Args:
        whole: its figure before and after; each may be corrected on its own.
        parts: theirs.
        kind: of the metric.
        profile: the privacy profile.
    """
    changes = [_change(*part) for part in parts]
    numerator, denominator = _change(*whole)
    left = (
        numerator - sum(one for one, _ in changes),
        denominator - sum(one for _, one in changes),
    )
    return _tells_nothing(left, kind, profile)


def _change(before: Cell, after: Cell) -> tuple[int, int]:
    return (
        (after.numerator or 0) - (before.numerator or 0),
        (after.denominator or 0) - (before.denominator or 0),
    )


def _tells_nothing(change: tuple[int, int], kind: ValueKind, profile: PrivacyProfile) -> bool:
    numerator, denominator = change
    changes = [numerator]
    if kind is not ValueKind.COUNT:
        changes.append(denominator)
        if kind is ValueKind.PROPORTION:
            changes.append(denominator - numerator)
    return not any(profile.hides(abs(each)) for each in changes)
