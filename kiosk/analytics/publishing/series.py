"""The windows of one metric's tables, oldest first: what is new is worked out, what was published stays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.analytics.publishing.audit import Target
from kiosk.analytics.publishing.constraints import (
    Grid,
    Organisation,
    PartsExceedWholeError,
    Sheet,
    grid_of,
)
from kiosk.analytics.publishing.facts import Fixed, facts_of
from kiosk.analytics.publishing.guard import (
    Former,
    clashes,
    former_of,
    may_be_corrected,
    remainder_may_be_corrected,
)
from kiosk.analytics.publishing.organisation import bits_of
from kiosk.analytics.publishing.pattern import EVERYONE, Pattern, pattern_of, weights_of
from kiosk.analytics.publishing.primary import Quantities
from kiosk.analytics.publishing.reliability import hidden_cell, released_cell
from kiosk.analytics.publishing.rolling import apart_from, combined, is_ever_any, room
from kiosk.analytics.publishing.shelter import Proven, narrow_in, safe_pattern
from kiosk.analytics.publishing.tables import (
    AuditReport,
    PublishingRefusedError,
    PublishRequest,
    Table,
)
from kiosk.analytics.publishing.windows import (
    MONTHS_OF,
    NO_FIGURES,
    Span,
    closed_windows,
    month_span,
    span_of,
)
from kiosk.domain.metrics import ValueKind
from kiosk.domain.releases import Cell, CellStatus, GroupRole, Window, WindowKind

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
        chain = self._request.window is WindowKind.ROLLING_12 and bool(grids)
        if not chain or not self._publish_chain(grids, weights):
            for span in self._apart(list(grids)) if chain else spans:
                if span in grids:
                    self._take_in(span, grids[span], weights)
        self._keep_the_past()
        return self._drafts

    def _apart(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Return the rolling windows that share no month; the others would tell single months."""
        taken = [span for span in spans if self._former.knows(span)]
        chosen = apart_from(spans, taken)
        if len(chosen) < len(spans):
            self._notes.append(
                f"{self._metric.title}: of {len(spans)} rolling windows {len(chosen)} are published, which share "
                "no month. The others would tell what single months were."
            )
        return chosen

    def _publish_chain(self, grids: Mapping[Span, Grid], weights: Sequence[Sequence[int]]) -> bool:
        """Publish every rolling window, the same cells hidden in all of them; return whether that is safe."""
        stratifiers = [stratifier_of(table) for table in self._tables]
        for span, grid in grids.items():
            clash = clashes(self._former, span, self._org.nodes, stratifiers, chained=True)
            if clash or not self._agrees(span, grid):
                return False
        pattern = self._pattern_of_chain(grids, weights)
        if pattern is None:
            return False
        report = AuditReport()
        for grid in grids.values():
            narrow, found = self._attacked(grid, pattern)
            if narrow:
                return False
            report = report.and_also(found)
        self.report = self.report.and_also(report)
        for span, grid in grids.items():
            self._publish(span, grid, pattern)
            self._keep(span)
        return True

    def _pattern_of_chain(
        self, grids: Mapping[Span, Grid], weights: Sequence[Sequence[int]]
    ) -> Pattern | None:
        """Return what is hidden in all windows of a chain; None if everyone's figure tells single months."""
        one = combined(list(grids.values()))
        fixed: list[Fixed] | None = self._hidden_at_any_time(grids)
        while fixed is not None:
            pattern = pattern_of(
                one, self._org, self._metric.value, self._request.profile, weights, fixed
            )
            wider = self._without_room(grids, pattern, fixed, weights)
            if wider == fixed:
                return pattern
            fixed = wider
        return None

    def _attacked(self, grid: Grid, pattern: Pattern) -> tuple[list[Target], AuditReport]:
        kind, profile = self._metric.value, self._request.profile
        return narrow_in(
            grid, self._org, kind, profile, pattern, self._nothing_fixed(), audit=self._audit
        )

    def _hidden_at_any_time(self, grids: Mapping[Span, Grid]) -> list[Fixed]:
        """Return the cells that are too small, or were hidden, in any window."""
        nodes, kind, profile = len(self._org.nodes), self._metric.value, self._request.profile
        hidden = [0] * (len(self._tables) + 1)
        for span, grid in grids.items():
            for place, before in enumerate(self._fixed(span, grid)):
                hidden[place] |= before.hidden
            for place, sheet in enumerate((*grid.sheets, grid.totals)):
                if sheet is not None:
                    small = facts_of(sheet, nodes, kind, profile, Fixed()).primary
                    hidden[place] |= small
        return [Fixed(hidden=cells) for cells in hidden]

    def _without_room(
        self,
        grids: Mapping[Span, Grid],
        pattern: Pattern,
        fixed: Sequence[Fixed],
        weights: Sequence[Sequence[int]],
    ) -> list[Fixed] | None:
        """Return what is to be hidden so that nothing shown tells its months; None if everyone's figure does."""
        months = sorted({month for span in grids for month in span.months})
        monthly = [self._grid(month_span(month)) for month in months]
        there = [grid for grid in monthly if grid is not None]
        totals = [grid.totals for grid in there]
        if len(there) < len(months) or any(self._telling(totals, pattern.totals, months)):
            return None
        more = [0] * len(fixed)
        more[EVERYONE] = self._beside_remainders(totals, pattern.totals, pattern, months, ())
        for number, hidden in enumerate(pattern.sheets):
            sheets = [sheet for grid in there if (sheet := grid.sheets[number]) is not None]
            if sheets:
                more[number] = sum(self._telling(sheets, hidden, months))
                more[number] |= self._beside_remainders(
                    sheets, hidden, pattern, months, weights[number]
                )
        return [
            replace(before, hidden=before.hidden | cells)
            for before, cells in zip(fixed, more, strict=True)
        ]

    def _telling(
        self, sheets: Sequence[Sheet], hidden: int, months: Sequence[date]
    ) -> Iterator[int]:
        """Yield the shown cells of a table, as bits, whose single months could be worked out."""
        for cell in bits_of(sheets[0].published(len(self._org.nodes)) & ~hidden):
            if self._tells([sheet.amounts[cell] for sheet in sheets], months):
                yield 1 << cell

    def _tells(self, amounts: Sequence[Quantities | None], months: Sequence[date]) -> bool:
        by_month = dict(zip(months, amounts, strict=True))
        return any(
            room(by_month, quantity) < self._request.profile.large
            and is_ever_any(by_month, quantity)
            for quantity in range(1 if self._metric.value is ValueKind.COUNT else 2)
        )

    def _beside_remainders(
        self,
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
        shown = sheets[0].published(len(self._org.nodes)) & ~hidden
        more = 0
        for cells in self._sums(sheets[0], shown, pattern):
            left = [cell for cell in cells if not shown >> cell & 1]
            candidates = [cell for cell in cells if shown & ever & ~more & 1 << cell]
            amounts = [_together([sheet.amounts[cell] for cell in left]) for sheet in sheets]
            if candidates and self._tells(amounts, months):
                more |= 1 << min(candidates, key=weights.__getitem__ if weights else int)
        return more

    def _sums(self, sheet: Sheet, shown: int, pattern: Pattern) -> Iterator[list[int]]:
        """Yield the cells that add up to a shown total, and those that add up to a shown node above."""
        tree, width = self._org.tree, sheet.width
        for node in self._org.published:
            if sheet.additive and not pattern.totals >> node & 1:
                yield [node * width + group for group in range(width)]
            parts = [part for part, above in enumerate(tree.parents) if above == node]
            for group in range(width):
                if parts and shown >> node * width + group & 1:
                    yield [part * width + group for part in parts]

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
        clash = clashes(self._former, span, self._org.nodes, stratifiers) or self._renamed(
            span, grid
        )
        if clash:
            self._leave_out(span, clash)
            self._keep(span)
        elif not self._former.knows(span):
            proven = self._solved(span, grid, weights, self._nothing_fixed())
            self._publish_proven(span, grid, proven)
        else:
            self._publish_beside_former(span, grid, weights)

    def _publish_beside_former(
        self, span: Span, grid: Grid, weights: Sequence[Sequence[int]]
    ) -> None:
        """Publish what is new of a window; what was published stays, or is corrected where that tells nothing."""
        if self._agrees(span, grid):
            proven = self._solved(span, grid, weights, self._fixed(span, grid), refuse=False)
            if not proven.narrow:
                self._publish_proven(span, grid, proven)
            self._keep(span)
            return
        proven = self._solved(span, grid, weights, self._nothing_fixed(), refuse=False)
        if self._may_be_corrected(span, grid, proven.pattern):
            self._publish_proven(span, grid, proven)
            return
        self._keep(span)
        self._notes.append(
            f"{self._metric.title}, {span.first:%B %Y}: the counts were corrected since it was published. "
            "The published figures stay, because the difference could tell something of a few people."
        )

    def _renamed(self, span: Span, grid: Grid) -> str:
        """Return why a split looks like one that hid something of a window under another name, or nothing.

        It has a group of the same name, and nothing that was shown of these groups is otherwise.
        """
        here = {stratifier_of(table) for table in self._tables}
        for node, one in enumerate(self._org.nodes):
            before = self._former.by_stratifier(one.code, span)
            gone = {by: window for by, window in before.items() if by and by not in here}
            for number, table in enumerate(self._tables):
                if table.split is None or stratifier_of(table) in before:
                    continue
                for by, window in gone.items():
                    if self._is_same_split(window, number, node, grid):
                        return f"it was published by {by}, which looks the same as {stratifier_of(table)}"
        return ""

    def _is_same_split(self, window: Window, number: int, node: int, grid: Grid) -> bool:
        split = self._tables[number].split
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
                or cell == self._cell(grid, number, node, split.groups.index(cell.group or ""))
                for cell in shared
            )
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
        """Return what earlier releases leave no choice about; everyone's figure is the same in all splits."""
        hidden, shown = [0] * (len(self._tables) + 1), [0] * (len(self._tables) + 1)
        for node, one in enumerate(self._org.nodes):
            for window in self._former.by_stratifier(one.code, span).values():
                kept = hidden if window.overall.status is CellStatus.HIDDEN else shown
                kept[-1] |= 1 << node
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
        of_everyone = (
            (0, node, None, window.overall)
            for node, one in enumerate(self._org.nodes)
            for window in self._former.by_stratifier(one.code, span).values()
        )
        return all(
            cell.status is CellStatus.HIDDEN or cell == self._cell(grid, number, node, group)
            for number, node, group, cell in (*of_everyone, *self._former_cells(span))
        )

    def _may_be_corrected(self, span: Span, grid: Grid, pattern: Pattern) -> bool:
        """Return whether corrected counts tell nothing beside anything that was ever said of a window."""
        if pattern.totals or any(pattern.sheets):
            return False
        return all(
            self._may_follow(window, number, node, grid)
            for number, table in enumerate(self._tables)
            for node, one in enumerate(self._org.nodes)
            for window in self._former.said(stratifier_of(table), one.code, span)
        ) and all(
            self._parts_may_follow(span, node, grid) and not self._hides_elsewhere(span, node)
            for node in self._org.published
        )

    def _hides_elsewhere(self, span: Span, node: int) -> bool:
        """Return whether a split that is not in the file any more hid something of a window."""
        here = {stratifier_of(table) for table in self._tables}
        return any(
            cell.status is CellStatus.HIDDEN
            for by, window in self._former.by_stratifier(self._org.nodes[node].code, span).items()
            if by not in here
            for cell in window.groups
        )

    def _may_follow(self, window: Window, number: int, node: int, grid: Grid) -> bool:
        """Return whether a node's figures may follow a window, and those who are in none of its groups."""
        kind, profile = self._metric.value, self._request.profile
        split, sheet = self._tables[number].split, grid.sheets[number]
        whole = window.overall, self._cell(grid, number, node, None)
        names = split.groups if split else ()
        parts = [
            (cell, self._cell(grid, number, node, names.index(cell.group)))
            for cell in window.groups
            if cell.group in names
        ]
        if not all(may_be_corrected(*both, kind, profile) for both in (whole, *parts)):
            return False
        adds_up = sheet is not None and sheet.additive
        return not adds_up or remainder_may_be_corrected(whole, parts, kind, profile)

    def _parts_may_follow(self, span: Span, node: int, grid: Grid) -> bool:
        """Return whether a correction tells nothing of those who are in a node and in none of its parts."""
        kind, profile = self._metric.value, self._request.profile
        family = {node, *self._org.children(node)}
        changed: dict[tuple[int, int | None], dict[int, tuple[Cell, Cell]]] = {}
        for number, where, group, cell in self._former_cells(span):
            if where in family:
                place = (number, group) if group is not None else (EVERYONE, None)
                both = cell, self._cell(grid, number, where, group)
                changed.setdefault(place, {})[where] = both
        return all(
            remainder_may_be_corrected(by_node.pop(node), by_node.values(), kind, profile)
            for by_node in changed.values()
            if len(by_node) > 1 and node in by_node
        )

    def _cell(self, grid: Grid, number: int, node: int, group: int | None) -> Cell:
        """Return the cell that would be published if it is not hidden."""
        sheet = grid.totals if group is None else grid.sheets[number]
        split = self._tables[number].split
        assert sheet is not None  # noqa: S101 - a group is asked for of tables with groups only
        name = None if group is None or split is None else split.groups[group]
        outcome = sheet.outcomes[node, group or 0]
        return released_cell(name, outcome, self._metric, self._request.profile)

    def _publish_proven(self, span: Span, grid: Grid, proven: Proven) -> None:
        self.report = self.report.and_also(proven.report)
        self._publish(span, grid, proven.pattern)

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

    def _keep_the_past(self) -> None:
        """Take over the windows that the file says nothing of any more, or that could not be worked out."""
        months = MONTHS_OF[self._request.window]
        for draft in self._drafts:
            by = stratifier_of(draft.table)
            for node, one in enumerate(self._org.nodes):
                windows = draft.windows.get(node, [])
                there = {window.first for window in windows}
                past = [
                    window
                    for span, window in self._former.windows.get((by, one.code), {}).items()
                    if span == span_of(span.first, months) and span.first not in there
                ]
                if past:
                    draft.windows[node] = sorted([*windows, *past], key=lambda each: each.first)

    def _leave_out(self, span: Span, reason: str) -> None:
        self._notes.append(f"{self._metric.title}, {span.first:%B %Y}: {reason}. Left out.")


def _together(amounts: Sequence[Quantities | None]) -> Quantities | None:
    there = [parts for parts in amounts if parts is not None]
    return tuple(sum(each) for each in zip(*there, strict=True)) if there else None


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
