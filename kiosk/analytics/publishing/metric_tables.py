"""All tables of one metric, with the nodes, the profile and the earlier releases they are published beside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kiosk.analytics.publishing.constraints import (
    Grid,
    Organisation,
    PartsExceedWholeError,
    Sheet,
    grid_of,
)
from kiosk.analytics.publishing.facts import Fixed
from kiosk.analytics.publishing.guard import Former, former_of
from kiosk.analytics.publishing.pattern import Pattern, weights_of
from kiosk.analytics.publishing.profiles import PrivacyProfile
from kiosk.analytics.publishing.reliability import hidden_cell, released_cell
from kiosk.analytics.publishing.tables import PublishRequest, Table
from kiosk.analytics.publishing.windows import NO_FIGURES, Span
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import Cell, Window, WindowKind

Place: TypeAlias = tuple[int, int]
"""The number of a table and of a node."""

Weights: TypeAlias = Sequence[Sequence[int]]
"""By table and cell, which of two equals is hidden first: the lower."""


@dataclass(frozen=True, slots=True)
class MetricTables:
    """What the windows of one metric are worked out from.

    Attributes:
        tables: all tables of the metric.
        org: the organisation.
        window: how long a window is.
        profile: the privacy profile.
        former: what earlier releases said.
        rows: by table, the nodes and groups that have a count at any time, of their own or of their parts.
        audit: whether linear programmes prove what is not certain; else more is hidden.
    """

    tables: tuple[Table, ...]
    org: Organisation
    window: WindowKind
    profile: PrivacyProfile
    former: Former
    rows: tuple[frozenset[tuple[int, int]], ...]
    audit: bool

    @property
    def facts(self) -> MetricFacts:
        """The metric."""
        return self.tables[0].metric

    @property
    def kind(self) -> ValueKind:
        """What its value is."""
        return self.facts.value

    @property
    def stratifiers(self) -> tuple[str, ...]:
        """What its tables are by."""
        return tuple(stratifier_of(table) for table in self.tables)

    @property
    def nothing_fixed(self) -> list[Fixed]:
        """By table, and last for everyone: nothing is known from earlier releases."""
        return [Fixed()] * (len(self.tables) + 1)


def metric_tables(
    tables: Sequence[Table], org: Organisation, request: PublishRequest, *, audit: bool
) -> MetricTables:
    """Return the tables of a metric with what they are published beside."""
    return MetricTables(
        tuple(tables),
        org,
        request.window,
        request.profile,
        former_of(tables[0].metric.key, request.previous),
        tuple(_rows_of(table, org) for table in tables),
        audit,
    )


def stratifier_of(table: Table) -> str:
    """Return what a table is by, as a release says it."""
    return table.split.stratifier if table.split else ""


def _rows_of(table: Table, org: Organisation) -> frozenset[tuple[int, int]]:
    if table.split is None:
        return frozenset()
    numbers = {node.code: number for number, node in enumerate(org.nodes)}
    groups: dict[str | None, int] = {name: number for number, name in enumerate(table.split.groups)}
    pairs = {
        (code, group) for code, _, group in table.counts if group in groups and code in numbers
    }
    return frozenset(
        (node, groups[group]) for code, group in pairs for node in org.tree.path(numbers[code])
    )


def grids_of(
    metric: MetricTables, spans: Iterable[Span]
) -> tuple[dict[Span, Grid], tuple[str, ...]]:
    """Return the cells of the windows in which parts do not exceed wholes, and notes on the others.

    Raises:
        PublishingRefusedError: groups that add up count more than everyone, or tables disagree
            about everyone.
    """
    grids: dict[Span, Grid] = {}
    notes = []
    for span in spans:
        try:
            grids[span] = grid_of(metric.facts, metric.tables, metric.org, span)
        except PartsExceedWholeError:
            reason = "parts of the organisation count more than the whole"
            notes.append(left_out(metric, span, reason))
    return grids, tuple(notes)


def left_out(metric: MetricTables, span: Span, reason: str) -> str:
    """Return the note on a window that is left out."""
    return f"{metric.facts.title}, {span.first:%B %Y}: {reason}. Left out."


def weights_in(metric: MetricTables, grids: Iterable[Grid]) -> Weights:
    """Return which of two equal cells is hidden first, in all windows alike."""

    def weights(sheets: Sequence[Sheet]) -> list[int]:
        return weights_of(sheets, metric.org, metric.kind, metric.profile) if sheets else []

    there = list(grids)
    return [
        weights([sheet for grid in there if (sheet := grid.sheets[number]) is not None])
        for number in range(len(metric.tables))
    ]


def cell_of(metric: MetricTables, grid: Grid, number: int, node: int, group: int | None) -> Cell:
    """Return the cell that would be published if it is not hidden.

    Args:
        metric: its tables.
        grid: the window.
        number: of the table.
        node: number of the node.
        group: number of the group; None for everyone.
    """
    sheet = grid.totals if group is None else grid.sheets[number]
    split = metric.tables[number].split
    assert sheet is not None  # noqa: S101 - a group is asked for of tables with groups only
    name = None if group is None or split is None else split.groups[group]
    outcome = sheet.outcomes[node, group or 0]
    return released_cell(name, outcome, metric.facts, metric.profile)


def windows_of(
    metric: MetricTables, span: Span, grid: Grid, pattern: Pattern
) -> Mapping[Place, Window]:
    """Return a window as every table and node has it that has figures in it."""
    found: dict[Place, Window] = {}
    for number in range(len(metric.tables)):
        for node in metric.org.published:
            overall, *groups = _cells(metric, grid, pattern, number, node)
            if any(cell.reason != NO_FIGURES for cell in (overall, *groups)):
                found[number, node] = Window(
                    first=span.first, last=span.last, overall=overall, groups=tuple(groups)
                )
    return found


def _cells(
    metric: MetricTables, grid: Grid, pattern: Pattern, number: int, node: int
) -> list[Cell]:
    """Return the cells of a table and a node, everyone first."""
    sheet = grid.sheets[number]
    hidden: list[tuple[int | None, int]] = [(None, pattern.totals >> node & 1)]
    if sheet is not None:
        row = pattern.sheets[number] >> node * sheet.width
        hidden += [
            (group, row >> group & 1)
            for group in range(sheet.width)
            if (node, group) in metric.rows[number]
        ]
    cells = ((cell_of(metric, grid, number, node, group), is_so) for group, is_so in hidden)
    return [hidden_cell(cell.group) if is_so else cell for cell, is_so in cells]
