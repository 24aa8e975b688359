"""Rolling twelve months, republished monthly: what two of them tell by subtraction, and which may stand side by side.

The difference of two consecutive windows is the new month minus the same month a year before. So a chain
of windows tells every month of a calendar month's row up to one unknown: all of January 2024, 2025, 2026
by how they differ. None is below zero, so each month is known to within what the twelve unknowns have left
over: the *room* of the chain, the sum over the calendar months of the smallest of each. Where there is no
room, every month could be worked out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.analytics.publishing.constraints import Grid, Sheet
from kiosk.analytics.publishing.facts import Fixed, facts_of
from kiosk.analytics.publishing.guard import clashes
from kiosk.analytics.publishing.history import agrees, fixed_in
from kiosk.analytics.publishing.metric_tables import MetricTables, Weights, grids_of
from kiosk.analytics.publishing.organisation import bits_of
from kiosk.analytics.publishing.pattern import EVERYONE, Pattern, pattern_of
from kiosk.analytics.publishing.primary import Quantities
from kiosk.analytics.publishing.shelter import narrow_in
from kiosk.analytics.publishing.tables import AuditReport
from kiosk.analytics.publishing.windows import Span, month_span
from kiosk.domain.metrics import ValueKind


@dataclass(frozen=True, slots=True)
class Chain:
    """Whether all rolling windows may be published, and how.

    Attributes:
        pattern: the cells that are hidden in all windows; None where that is not safe.
        report: what the audit of all windows did.
        notes: on months that cannot be worked out.
    """

    pattern: Pattern | None = None
    report: AuditReport = field(default_factory=AuditReport)
    notes: tuple[str, ...] = ()


def chain_of(metric: MetricTables, grids: Mapping[Span, Grid], weights: Weights) -> Chain:
    """Return how every rolling window can be published with the same cells hidden in all of them.

    Args:
        metric: its tables.
        grids: the windows.
        weights: which of two equal cells is hidden first.
    """
    if not all(_may_join(metric, span, grid) for span, grid in grids.items()):
        return Chain()
    months = sorted({month for span in grids for month in span.months})
    monthly, notes = grids_of(metric, [month_span(month) for month in months])
    if len(monthly) < len(months):
        return Chain(notes=notes)
    pattern = _pattern_of_chain(metric, grids, monthly, weights)
    return Chain() if pattern is None else _proven(metric, grids, pattern)


def _may_join(metric: MetricTables, span: Span, grid: Grid) -> bool:
    """Return whether a window may stand beside what was published, other windows of its length included."""
    clash = clashes(metric.former, span, metric.org.nodes, metric.stratifiers, chained=True)
    return not clash and agrees(metric, span, grid)


def _proven(metric: MetricTables, grids: Mapping[Span, Grid], pattern: Pattern) -> Chain:
    """Return the chain in a pattern if no window has a hidden count that is known too well."""
    kind, profile, fixed = metric.kind, metric.profile, metric.nothing_fixed
    report = AuditReport()
    for grid in grids.values():
        narrow, found = narrow_in(
            grid, metric.org, kind, profile, pattern, fixed, audit=metric.audit
        )
        if narrow:
            return Chain()
        report = report.and_also(found)
    return Chain(pattern, report)


def _pattern_of_chain(
    metric: MetricTables,
    grids: Mapping[Span, Grid],
    monthly: Mapping[Span, Grid],
    weights: Weights,
) -> Pattern | None:
    """Return what is hidden in all windows of a chain; None if everyone's figure tells single months."""
    one = combined(list(grids.values()))
    fixed: list[Fixed] | None = _hidden_at_any_time(metric, grids)
    while fixed is not None:
        pattern = pattern_of(one, metric.org, metric.kind, metric.profile, weights, fixed)
        wider = _without_room(metric, monthly, pattern, fixed, weights)
        if wider == fixed:
            return pattern
        fixed = wider
    return None


def _hidden_at_any_time(metric: MetricTables, grids: Mapping[Span, Grid]) -> list[Fixed]:
    """Return the cells that are too small, or were hidden, in any window."""
    nodes = len(metric.org.nodes)
    hidden = [0] * (len(metric.tables) + 1)
    for span, grid in grids.items():
        for place, before in enumerate(fixed_in(metric, span, grid)):
            hidden[place] |= before.hidden
        for place, sheet in enumerate((*grid.sheets, grid.totals)):
            if sheet is not None:
                small = facts_of(sheet, nodes, metric.kind, metric.profile, Fixed()).primary
                hidden[place] |= small
    return [Fixed(hidden=cells) for cells in hidden]


def _without_room(
    metric: MetricTables,
    monthly: Mapping[Span, Grid],
    pattern: Pattern,
    fixed: Sequence[Fixed],
    weights: Weights,
) -> list[Fixed] | None:
    """Return what is to be hidden so that nothing shown tells its months; None if everyone's figure does."""
    months = [span.first for span in monthly]
    totals = [grid.totals for grid in monthly.values()]
    if any(_telling(metric, totals, pattern.totals, months)):
        return None
    more = [0] * len(fixed)
    more[EVERYONE] = _beside_remainders(metric, totals, pattern.totals, pattern, months, ())
    for number, hidden in enumerate(pattern.sheets):
        sheets = [sheet for grid in monthly.values() if (sheet := grid.sheets[number]) is not None]
        if sheets:
            more[number] = sum(_telling(metric, sheets, hidden, months))
            more[number] |= _beside_remainders(
                metric, sheets, hidden, pattern, months, weights[number]
            )
    return [
        replace(before, hidden=before.hidden | cells)
        for before, cells in zip(fixed, more, strict=True)
    ]


def _telling(
    metric: MetricTables, sheets: Sequence[Sheet], hidden: int, months: Sequence[date]
) -> Iterator[int]:
    """Yield the shown cells of a table, as bits, whose single months could be worked out."""
    for cell in bits_of(sheets[0].published(len(metric.org.nodes)) & ~hidden):
        if _tells(metric, [sheet.amounts[cell] for sheet in sheets], months):
            yield 1 << cell


def _tells(
    metric: MetricTables, amounts: Sequence[Quantities | None], months: Sequence[date]
) -> bool:
    by_month = dict(zip(months, amounts, strict=True))
    return any(
        room(by_month, quantity) < metric.profile.large and is_ever_any(by_month, quantity)
        for quantity in range(1 if metric.kind is ValueKind.COUNT else 2)
    )


def _beside_remainders(
    metric: MetricTables,
    sheets: Sequence[Sheet],
    hidden: int,
    pattern: Pattern,
    months: Sequence[date],
    weights: Sequence[int],
) -> int:
    """Return further cells to hide beside what is left of sums, where that tells single months.

    What is hidden is known together: a total less the shown groups, a node less its shown parts.
    """
    ever = sum(
        1 << cell
        for cell, amounts in enumerate(zip(*(sheet.amounts for sheet in sheets), strict=True))
        if any(parts is not None and any(parts) for parts in amounts)
    )
    shown = sheets[0].published(len(metric.org.nodes)) & ~hidden
    more = 0
    for cells in _sums(metric, sheets[0], shown, pattern):
        left = [cell for cell in cells if not shown >> cell & 1]
        candidates = [cell for cell in cells if shown & ever & ~more & 1 << cell]
        amounts = [_together([sheet.amounts[cell] for cell in left]) for sheet in sheets]
        if candidates and _tells(metric, amounts, months):
            more |= 1 << min(candidates, key=weights.__getitem__ if weights else int)
    return more


def _sums(metric: MetricTables, sheet: Sheet, shown: int, pattern: Pattern) -> Iterator[list[int]]:
    """Yield the cells that add up to a shown total, and those that add up to a shown node above."""
    tree, width = metric.org.tree, sheet.width
    for node in metric.org.published:
        if sheet.additive and not pattern.totals >> node & 1:
            yield [node * width + group for group in range(width)]
        parts = [part for part, above in enumerate(tree.parents) if above == node]
        for group in range(width):
            if parts and shown >> node * width + group & 1:
                yield [part * width + group for part in parts]


def combined(grids: Sequence[Grid]) -> Grid:
    """Return one grid that stands for a chain of windows: each cell with the least it ever holds.

    A cell that holds nothing at times, and something at others, counts as small.
    """
    first = grids[0]
    return Grid(
        first.span,
        _least([grid.totals for grid in grids]),
        tuple(
            None
            if sheet is None
            else _least([one for grid in grids if (one := grid.sheets[number])])
            for number, sheet in enumerate(first.sheets)
        ),
    )


def _least(sheets: Sequence[Sheet]) -> Sheet:
    first = sheets[0]
    amounts = tuple(
        _least_amount([parts for parts in cells if parts is not None])
        for cells in zip(*(sheet.amounts for sheet in sheets), strict=True)
    )
    linked = all(sheet.linked for sheet in sheets)
    silent = 0
    for sheet in sheets:
        silent |= sheet.silent
    return Sheet(first.split, first.width, first.outcomes, amounts, linked, silent)


def _least_amount(cells: Sequence[Quantities]) -> Quantities | None:
    if not cells:
        return None
    return tuple(
        min(counts) if min(counts) or not any(counts) else min(1.0, max(counts))
        for counts in zip(*cells, strict=True)
    )


def room(months: Mapping[date, Quantities | None], quantity: int) -> float:
    """Return how far a month of a chain of rolling windows stays unknown.

    Args:
        months: what a cell holds by the first day of each month of the chain.
        quantity: which of its quantities.
    """
    least: dict[int, float] = {}
    for month, parts in months.items():
        count = parts[quantity] if parts is not None else 0.0
        least[month.month] = min(count, least.get(month.month, count))
    return sum(least.values())


def is_ever_any(months: Mapping[date, Quantities | None], quantity: int) -> bool:
    """Return whether a cell ever holds any."""
    return any(parts is not None and parts[quantity] for parts in months.values())


def apart_from(spans: Sequence[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """Return windows that share no month with each other nor with those taken; the newest counts back from the end.

    Where some are taken already, the oldest that fits goes first.
    """
    chosen = list(taken)
    fresh = not chosen
    for span in reversed(spans) if fresh else spans:
        if span in chosen or not any(span.overlaps(other) for other in chosen):
            chosen.append(span)
    return tuple(sorted(set(chosen) & set(spans), key=lambda span: span.first))


def _together(amounts: Sequence[Quantities | None]) -> Quantities | None:
    there = [parts for parts in amounts if parts is not None]
    return tuple(sum(each) for each in zip(*there, strict=True)) if there else None
