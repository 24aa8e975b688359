"""Released figures in words, as exact as they were published: value, interval, counts, or why there is none."""

from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import Cell, CellStatus, Release, Window
from kiosk.viewmodels.forms.groups.subject import cell_of
from kiosk.viewmodels.groups_tile import NO_DATA, OTHERS, TOO_FEW
from kiosk.viewmodels.words import RANGE, figure, listed, number

HIDDEN = f"* {TOO_FEW}"
UNRELIABLE = "unreliable"
EVERYONE = "Everyone"


def value_words(cell: Cell, facts: MetricFacts) -> str:
    """Return a figure, or the one reason why it is not there: hidden, unreliable, no data."""
    if cell.status is CellStatus.HIDDEN:
        return HIDDEN
    if cell.status is CellStatus.UNRELIABLE:
        return UNRELIABLE
    if cell.status is CellStatus.NO_DATA or cell.value is None:
        return NO_DATA
    return in_column(cell.value, facts) + (" %" if facts.value is ValueKind.PROPORTION else "")


def exact(value: float, facts: MetricFacts) -> str:
    """Return a figure to one decimal, for whoever checks it: "61.2 %"."""
    unit = " %" if facts.value is ValueKind.PROPORTION else ""
    return f"{number(value)}{unit}"


def in_column(value: float, facts: MetricFacts) -> str:
    """Return a figure for a table, each with as many decimals as the next: "85.0"."""
    decimals = {ValueKind.PROPORTION: 1, ValueKind.RATE: 2, ValueKind.COUNT: 1}[facts.value]
    return f"{value:,.{decimals}f}"


def interval_words(cell: Cell, facts: MetricFacts) -> str:
    """Return "56.1-65.7"; nothing for a figure that is hidden or missing."""
    if cell.lower is None or cell.upper is None:
        return ""
    return f"{in_column(cell.lower, facts)}{RANGE}{in_column(cell.upper, facts)}"


def counted_words(cell: Cell) -> str:
    """Return "244 of 400" where the release says what was counted; only shown figures do."""
    if cell.status is not CellStatus.SHOWN or cell.numerator is None:
        return ""
    if cell.denominator is None:
        return f"{cell.numerator:,}"
    return f"{cell.numerator:,} of {cell.denominator:,}"


def detail_words(cell: Cell, facts: MetricFacts, gap: str) -> str:
    """Return what a finger on a group reads: its interval, what was counted, its gap."""
    if cell.status is CellStatus.NO_DATA:
        return cell.reason
    interval = interval_words(cell, facts)
    said = (
        f"95 % interval {interval}" if interval else "",
        "too few to rely on, so no figure" if cell.status is CellStatus.UNRELIABLE else "",
        counted_words(cell),
        gap,
    )
    return listed(said)


def rows_by_window(release: Release, windows: tuple[Window, ...]) -> tuple[tuple[str, ...], ...]:
    """Return a row for everyone and for each group that has a name in the newest window, a cell for each window.

    A group that is hidden there has no name here either; all of them are one last row.
    """
    facts, newest = release.metric, release.windows[-1]
    named = [c.group for c in newest.groups if c.group and c.status is not CellStatus.HIDDEN]
    rows = [(EVERYONE, *(short_words(w.overall, facts) for w in windows))]
    rows += [(name, *(short_words(cell_of(w, name), facts) for w in windows)) for name in named]
    if newest in windows and any(c.status is CellStatus.HIDDEN for c in newest.groups):
        rows.append((OTHERS, *("" for _ in windows[1:]), TOO_FEW))
    return tuple(rows)


def short_words(cell: Cell, facts: MetricFacts) -> str:
    """Return a figure as the board writes it: a value, an interval, hidden, or no data."""
    if cell.status is CellStatus.HIDDEN:
        return "hidden"
    if cell.status is CellStatus.SHOWN and cell.value is not None:
        return figure(cell.value, facts)
    if cell.status is not CellStatus.UNRELIABLE:
        return NO_DATA
    ends = [number(round(end)) for end in (cell.lower, cell.upper) if end is not None]
    return f"{RANGE.join(ends)}, {UNRELIABLE}" if ends else UNRELIABLE
