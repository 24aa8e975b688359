"""Sticky windows: what was published of a window stays, and leaves what is new beside it less choice."""

from collections.abc import Iterator, Mapping, Sequence

from kiosk.analytics.publishing.constraints import Grid
from kiosk.analytics.publishing.facts import Fixed
from kiosk.analytics.publishing.metric_tables import MetricTables, Place, cell_of, stratifier_of
from kiosk.analytics.publishing.windows import MONTHS_OF, Span, span_of
from kiosk.domain.releases import Cell, CellStatus, GroupRole, Window


def former_cells(metric: MetricTables, span: Span) -> Iterator[tuple[int, int, int | None, Cell]]:
    """Yield what was published of a window: table, node, group (None for everyone) and the cell."""
    for number, table in enumerate(metric.tables):
        names = table.split.groups if table.split else ()
        for node, one in enumerate(metric.org.nodes):
            window = metric.former.window(stratifier_of(table), one.code, span)
            if window is None:
                continue
            yield number, node, None, window.overall
            for cell in window.groups:
                if cell.group in names:
                    yield number, node, names.index(cell.group), cell


def fixed_in(metric: MetricTables, span: Span, grid: Grid) -> list[Fixed]:
    """Return what earlier releases leave no choice about; everyone's figure is the same in all splits."""
    hidden, shown = [0] * (len(metric.tables) + 1), [0] * (len(metric.tables) + 1)
    for node, one in enumerate(metric.org.nodes):
        for window in metric.former.by_stratifier(one.code, span).values():
            kept = hidden if window.overall.status is CellStatus.HIDDEN else shown
            kept[-1] |= 1 << node
    for number, node, group, cell in former_cells(metric, span):
        sheet = grid.sheets[number]
        if group is None:
            place, bit = -1, 1 << node
        elif sheet is not None:
            place, bit = number, 1 << node * sheet.width + group
        else:
            continue
        kept = hidden if cell.status is CellStatus.HIDDEN else shown
        kept[place] |= bit
    return [Fixed(*both) for both in zip(hidden, shown, strict=True)]


def agrees(metric: MetricTables, span: Span, grid: Grid) -> bool:
    """Return whether everything that was shown of a window would be the same today."""
    of_everyone = (
        (0, node, None, window.overall)
        for node, one in enumerate(metric.org.nodes)
        for window in metric.former.by_stratifier(one.code, span).values()
    )
    return all(
        cell.status is CellStatus.HIDDEN or cell == cell_of(metric, grid, number, node, group)
        for number, node, group, cell in (*of_everyone, *former_cells(metric, span))
    )


def beside_former(
    metric: MetricTables, span: Span, windows: Mapping[Place, Window]
) -> dict[Place, Window]:
    """Return a window with what was published of it as it was."""
    former = {
        (number, node): window
        for number, by in enumerate(metric.stratifiers)
        for node, one in enumerate(metric.org.nodes)
        if (window := metric.former.window(by, one.code, span)) is not None
    }
    return {**windows, **former}


def with_the_past(
    metric: MetricTables, place: Place, windows: Sequence[Window]
) -> tuple[Window, ...]:
    """Return the windows of a table and a node, oldest first, with all that were published of the same length.

    Those stay that the file says nothing of any more, or that could not be worked out.
    """
    number, node = place
    months = MONTHS_OF[metric.window]
    key = metric.stratifiers[number], metric.org.nodes[node].code
    there = {window.first for window in windows}
    past = [
        window
        for span, window in metric.former.windows.get(key, {}).items()
        if span == span_of(span.first, months) and span.first not in there
    ]
    return tuple(sorted([*windows, *past], key=lambda each: each.first))


def renamed(metric: MetricTables, span: Span, grid: Grid) -> str:
    """Return why a split looks like one that hid something of a window under another name, or nothing.

    It has a group of the same name, and nothing that was shown of these groups is otherwise.
    """
    for node, one in enumerate(metric.org.nodes):
        before = metric.former.by_stratifier(one.code, span)
        gone = {by: window for by, window in before.items() if by and by not in metric.stratifiers}
        for number, table in enumerate(metric.tables):
            if table.split is None or stratifier_of(table) in before:
                continue
            for by, window in gone.items():
                if _is_same_split(metric, window, number, node, grid):
                    return (
                        f"it was published by {by}, which looks the same as {stratifier_of(table)}"
                    )
    return ""


def _is_same_split(
    metric: MetricTables, window: Window, number: int, node: int, grid: Grid
) -> bool:
    split = metric.tables[number].split
    assert split is not None  # noqa: S101 - the caller asked
    shared = [
        cell
        for cell in window.groups
        if cell.group in split.groups
        and split.roles.get(cell.group, GroupRole.GROUP) is GroupRole.GROUP
    ]
    hid_any = any(cell.status is CellStatus.HIDDEN for cell in window.groups)
    return (
        hid_any
        and bool(shared)
        and all(
            cell.status is CellStatus.HIDDEN
            or cell == cell_of(metric, grid, number, node, split.groups.index(cell.group or ""))
            for cell in shared
        )
    )


def hides_elsewhere(metric: MetricTables, span: Span, node: int) -> bool:
    """Return whether a split that is not in the file any more hid something of a window."""
    code = metric.org.nodes[node].code
    return any(
        cell.status is CellStatus.HIDDEN
        for by, window in metric.former.by_stratifier(code, span).items()
        if by not in metric.stratifiers
        for cell in window.groups
    )
