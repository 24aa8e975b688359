"""The windows of one metric's tables, oldest first: what is new is worked out, what was published stays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.analytics.publishing.audit import Target
from kiosk.analytics.publishing.constraints import (
    Grid,
    Organisation,
    PartsExceedWholeError,
    grid_of,
)
from kiosk.analytics.publishing.facts import Fixed
from kiosk.analytics.publishing.guard import Former, clashes, former_of, may_be_corrected
from kiosk.analytics.publishing.pattern import EVERYONE, Pattern, weights_of
from kiosk.analytics.publishing.reliability import hidden_cell, released_cell
from kiosk.analytics.publishing.shelter import Proven, safe_pattern
from kiosk.analytics.publishing.tables import (
    AuditReport,
    PublishingRefusedError,
    PublishRequest,
    Table,
)
from kiosk.analytics.publishing.windows import NO_FIGURES, Span, closed_windows
from kiosk.domain.releases import Cell, CellStatus, Window

MOST_WINDOWS = 240
"""Windows in one release: twenty years of months."""


@dataclass(slots=True)
class Draft:
    """The windows of one table that may leave.

    Attributes:
        table: the table.
        versions: by a node's code, the version of its last release.
        windows: by the number of the node, oldest first.
    """

    table: Table
    versions: Mapping[str, int]
    windows: dict[int, list[Window]] = field(default_factory=dict)


def drafts_of(
    tables: Sequence[Table],
    org: Organisation,
    request: PublishRequest,
    notes: list[str],
    *,
    audit: bool,
) -> tuple[list[Draft], AuditReport]:
    """Return the windows of the tables of one metric.

    Args:
        tables: all tables of the metric.
        org: the organisation.
        request: window, profile, today, and what was published before.
        notes: takes what was left out.
        audit: whether linear programmes prove what is not certain; else more is hidden.

    Raises:
        PublishingRefusedError: no window has ended, or there are too many.
    """
    metric = tables[0].metric
    months = {month for table in tables for _, month, _ in table.counts}
    spans, waiting = closed_windows(months, request.window, request.today)
    notes += waiting
    if not spans:
        raise PublishingRefusedError(f"No {request.window.value} of {metric.key} has ended.")
    if len(spans) > MOST_WINDOWS:
        raise PublishingRefusedError(
            f"{metric.key} has {len(spans)} windows, at most {MOST_WINDOWS} may be."
        )
    work = _Series(tables, org, request, former_of(metric.key, request.previous), notes, audit)
    return work.work_out(spans), work.report


class _Series:
    """Takes in one window after another."""

    def __init__(
        self,
        tables: Sequence[Table],
        org: Organisation,
        request: PublishRequest,
        former: Former,
        notes: list[str],
        audit: bool,  # noqa: FBT001 - passed on
    ) -> None:
        self._tables = tables
        self._metric = tables[0].metric
        self._org = org
        self._request = request
        self._former = former
        self._notes = notes
        self._audit = audit
        self._drafts = [
            Draft(
                table,
                {
                    code: version
                    for (by, code), version in former.versions.items()
                    if by == stratifier_of(table)
                },
            )
            for table in tables
        ]
        self._there = [_rows_there(table, org) for table in tables]
        self.report = AuditReport()

    def work_out(self, spans: Sequence[Span]) -> list[Draft]:
        """Return the drafts with all windows that may leave."""
        grids = {span: grid for span in spans if (grid := self._grid(span)) is not None}
        weights = [
            self._weights(number, list(grids.values())) for number in range(len(self._tables))
        ]
        for span, grid in grids.items():
            self._take_in(span, grid, weights)
        return self._drafts

    def _grid(self, span: Span) -> Grid | None:
        try:
            return grid_of(self._metric, self._tables, self._org, span)
        except PartsExceedWholeError:
            self._leave_out(span, "parts of the organisation count more than the whole")
            return None

    def _weights(self, number: int, grids: Sequence[Grid]) -> list[int]:
        sheets = [sheet for grid in grids if (sheet := grid.sheets[number]) is not None]
        if not sheets:
            return []
        return weights_of(sheets, self._org, self._metric.value, self._request.profile)

    def _take_in(self, span: Span, grid: Grid, weights: Sequence[Sequence[int]]) -> None:
        stratifiers = [stratifier_of(table) for table in self._tables]
        clash = clashes(self._former, span, self._org.nodes, stratifiers)
        if clash:
            self._leave_out(span, clash)
            self._keep(span)
        elif not self._former.knows(span):
            self._publish(
                span, grid, self._solved(span, grid, weights, self._nothing_fixed()).pattern
            )
        else:
            self._publish_beside_former(span, grid, weights)

    def _publish_beside_former(
        self, span: Span, grid: Grid, weights: Sequence[Sequence[int]]
    ) -> None:
        """Publish what is new of a window; what was published stays, or is corrected where that tells nothing."""
        if self._agrees(span, grid):
            proven = self._solved(span, grid, weights, self._fixed(span, grid), refuse=False)
            if not proven.narrow:
                self._publish(span, grid, proven.pattern)
            self._keep(span)
            return
        proven = self._solved(span, grid, weights, self._nothing_fixed(), refuse=False)
        if self._may_be_corrected(span, grid, proven.pattern):
            self._publish(span, grid, proven.pattern)
            return
        self._keep(span)
        self._notes.append(
            f"{self._metric.title}, {span.first:%B %Y}: the counts were corrected since it was published. "
            "The published figures stay, because the difference could tell something of a few people."
        )

    def _solved(
        self,
        span: Span,
        grid: Grid,
        weights: Sequence[Sequence[int]],
        fixed: Sequence[Fixed],
        *,
        refuse: bool = True,
    ) -> Proven:
        metric, profile = self._metric, self._request.profile
        proven = safe_pattern(
            grid, self._org, metric.value, profile, weights, fixed, audit=self._audit
        )
        self.report = self.report.and_also(proven.report)
        if proven.narrow and refuse:
            raise PublishingRefusedError(self._words(span, proven.narrow[0]))
        return proven

    def _words(self, span: Span, target: Target) -> str:
        """Say which hidden figure could be worked out; for the publisher only."""
        table = None if target.table == EVERYONE else self._tables[target.table]
        split = table.split if table else None
        width = 1 if split is None else len(split.groups) + (not split.overlapping)
        node, group = divmod(target.cell, width)
        nodes = self._org.nodes
        where = nodes[node].code if node < len(nodes) else "the rest of a node"
        who = "everyone"
        if split is not None:
            name = split.groups[group] if group < len(split.groups) else "people in no group"
            who = f"{name} ({split.stratifier})"
        return (
            f"Nothing is published: {self._metric.key} of {who} at {where or 'the only node'}, "
            f"{span.first:%Y-%m} to {span.last:%Y-%m}, is hidden and could be worked out from the rest."
        )

    def _nothing_fixed(self) -> list[Fixed]:
        return [Fixed()] * (len(self._tables) + 1)

    def _former_cells(self, span: Span) -> Iterator[tuple[int, int, int | None, Cell]]:
        """Yield what was published of a window: table, node, group (None for everyone) and the cell."""
        for number, table in enumerate(self._tables):
            names = table.split.groups if table.split else ()
            for node, one in enumerate(self._org.nodes):
                window = self._former.window(stratifier_of(table), one.code, span)
                if window is None:
                    continue
                yield number, node, None, window.overall
                for cell in window.groups:
                    if cell.group in names:
                        yield number, node, names.index(cell.group), cell

    def _fixed(self, span: Span, grid: Grid) -> list[Fixed]:
        """Return what earlier releases leave no choice about."""
        hidden, shown = [0] * (len(self._tables) + 1), [0] * (len(self._tables) + 1)
        for number, node, group, cell in self._former_cells(span):
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

    def _agrees(self, span: Span, grid: Grid) -> bool:
        """Return whether everything that was shown of a window would be the same today."""
        return all(
            cell.status is CellStatus.HIDDEN or cell == self._cell(grid, number, node, group)
            for number, node, group, cell in self._former_cells(span)
        )

    def _may_be_corrected(self, span: Span, grid: Grid, pattern: Pattern) -> bool:
        if pattern.totals or any(pattern.sheets):
            return False
        return all(
            may_be_corrected(
                cell,
                self._cell(grid, number, node, group),
                self._metric.value,
                self._request.profile,
            )
            for number, node, group, cell in self._former_cells(span)
        )

    def _cell(self, grid: Grid, number: int, node: int, group: int | None) -> Cell:
        """Return the cell that would be published if it is not hidden."""
        sheet = grid.totals if group is None else grid.sheets[number]
        split = self._tables[number].split
        assert sheet is not None  # noqa: S101 - a group is asked for of tables with groups only
        name = None if group is None or split is None else split.groups[group]
        outcome = sheet.outcomes[node, group or 0]
        return released_cell(name, outcome, self._metric, self._request.profile)

    def _publish(self, span: Span, grid: Grid, pattern: Pattern) -> None:
        """Add a window to every table and node that has figures in it."""
        for number, draft in enumerate(self._drafts):
            split = draft.table.split
            sheet = grid.sheets[number]
            for node in self._org.published:
                overall = self._shown_or_hidden(
                    grid, number, node, None, pattern.totals >> node & 1
                )
                if split is None or sheet is None:
                    cells: list[Cell] = []
                    there = overall.reason != NO_FIGURES
                else:
                    hidden = pattern.sheets[number] >> node * sheet.width
                    cells = [
                        self._shown_or_hidden(grid, number, node, group, hidden >> group & 1)
                        for group in range(len(split.groups))
                        if self._has_rows(number, node, group)
                    ]
                    there = any(cell.reason != NO_FIGURES for cell in (overall, *cells))
                if there:
                    draft.windows.setdefault(node, []).append(
                        Window(
                            first=span.first, last=span.last, overall=overall, groups=tuple(cells)
                        )
                    )

    def _shown_or_hidden(
        self, grid: Grid, number: int, node: int, group: int | None, hidden: int
    ) -> Cell:
        cell = self._cell(grid, number, node, group)
        return hidden_cell(cell.group) if hidden else cell

    def _has_rows(self, number: int, node: int, group: int) -> bool:
        return (node, group) in self._there[number]

    def _keep(self, span: Span) -> None:
        """Take over what was published of a window, as it was."""
        for draft in self._drafts:
            by = stratifier_of(draft.table)
            for node, one in enumerate(self._org.nodes):
                window = self._former.window(by, one.code, span)
                if window is None:
                    continue
                windows = [
                    other for other in draft.windows.get(node, ()) if other.first != span.first
                ]
                draft.windows[node] = [*windows, window]

    def _leave_out(self, span: Span, reason: str) -> None:
        self._notes.append(f"{self._metric.title}, {span.first:%B %Y}: {reason}. Left out.")


def stratifier_of(table: Table) -> str:
    """Return what a table is by, as a release says it."""
    return table.split.stratifier if table.split else ""


def _rows_there(table: Table, org: Organisation) -> set[tuple[int, int]]:
    """Return the nodes and groups that have a count at any time, of their own or of their parts."""
    if table.split is None:
        return set()
    numbers = {node.code: number for number, node in enumerate(org.nodes)}
    groups: dict[str | None, int] = {name: number for number, name in enumerate(table.split.groups)}
    pairs = {
        (code, group) for code, _, group in table.counts if group in groups and code in numbers
    }
    return {
        (node, groups[group])
        for code, group in pairs
        if group in groups
        for node in org.tree.path(numbers[code])
    }
