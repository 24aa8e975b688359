"""Tables of one ward by month, and what was published of them."""

from datetime import date

from kiosk.analytics.publishing.tables import (
    CellKey,
    Count,
    OrgNode,
    Split,
    Table,
)
from kiosk.domain.releases import Cell, Release, Window
from tests.unit.analytics.publishing.worlds import PAIN

WARD = (OrgNode("w"),)
Row = dict[str, tuple[int, int]]


def by_month(*months: Row, node: str = "w", stratifier: str = "language") -> Table:
    """Return a table of consecutive months from January 2025."""
    counts: dict[CellKey, Count] = {
        (node, date(2025 + number // 12, number % 12 + 1, 1), group): Count(*pair)
        for number, row in enumerate(months)
        for group, pair in row.items()
    }
    return Table(PAIN, Split(stratifier, tuple(months[0]), total_given=False), counts)


def cells(window: Window) -> dict[str | None, Cell]:
    return {cell.group: cell for cell in (window.overall, *window.groups)}


def only(releases: tuple[Release, ...]) -> Release:
    (release,) = releases
    return release


JANUARY: Row = {"a": (5, 60), "b": (40, 100), "c": (80, 200)}
FEBRUARY: Row = {"a": (30, 60), "b": (50, 110), "c": (70, 190)}
LARGE: Row = {"a": (30, 60), "b": (40, 100), "c": (80, 200)}
