"""Rolling twelve months, republished monthly: what two of them tell by subtraction, and which may stand side by side.

The difference of two consecutive windows is the new month minus the same month a year before. So a chain
of windows tells every month of a calendar month's row up to one unknown: all of January 2024, 2025, 2026
by how they differ. None is below zero, so each month is known to within what the twelve unknowns have left
over: the *room* of the chain, the sum over the calendar months of the smallest of each. Where there is no
room, every month could be worked out.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kiosk.analytics.publishing.constraints import Grid, Sheet
from kiosk.analytics.publishing.primary import Quantities
from kiosk.analytics.publishing.windows import Span


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
