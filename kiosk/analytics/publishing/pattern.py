"""Which cells of one metric in one window are hidden: totals over all levels first, then each table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from kiosk.analytics.publishing.constraints import Grid, Organisation, Sheet
from kiosk.analytics.publishing.facts import Facts, Fixed, facts_of
from kiosk.analytics.publishing.organisation import (
    bits_of,
    moves_between_groups,
    moves_within_groups,
    pooled_moves,
)
from kiosk.analytics.publishing.primary import too_small
from kiosk.analytics.publishing.profiles import PrivacyProfile
from kiosk.analytics.publishing.secondary import Hidden, Puzzle, hide
from kiosk.analytics.publishing.totals import TotalsWork
from kiosk.domain.metrics import ValueKind
from kiosk.domain.releases import GroupRole

EVERYONE = -1
"""Stands for the totals among the tables."""

MOST_TRIES = 24
"""Ways to hide totals that are worked out to the end."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is hidden of one metric in one window.

    Attributes:
        totals: the nodes whose total is hidden.
        sheets: by table, the cells that are hidden.
        doubtful: the tables in which a cell has no certain shelter, so that only its published
            surroundings can tell whether it is safe; -1 for the totals.
        where: the nodes of these cells.
    """

    totals: int
    sheets: tuple[int, ...]
    doubtful: tuple[int, ...]
    where: frozenset[int] = frozenset()

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return sum(cells.bit_count() for cells in (self.totals, *self.sheets))


def pattern_of(
    grid: Grid,
    org: Organisation,
    kind: ValueKind,
    profile: PrivacyProfile,
    weights: Sequence[Sequence[int]],
    fixed: Sequence[Fixed],
) -> Pattern:
    """Return which cells are hidden.

    Args:
        grid: the cells.
        org: the organisation.
        kind: of the metric.
        profile: the privacy profile.
        weights: by table and cell, which of two equals is hidden first: the lower.
        fixed: by table, what earlier releases leave no choice about; the last is of everyone.
    """
    nodes = len(org.nodes)
    totals = facts_of(grid.totals, nodes, kind, profile, fixed[-1])
    tables = [number for number, sheet in enumerate(grid.sheets) if sheet is not None]
    facts = {}
    for number in tables:
        sheet = grid.sheets[number]
        assert sheet is not None  # noqa: S101 - chosen above
        facts[number] = facts_of(sheet, nodes, kind, profile, fixed[number])
    work = TotalsWork(grid, org, totals, facts, weights)
    tried = [_with_tables(one) for one in islice(work.completed(), MOST_TRIES)]
    return min(tried, key=lambda one: one[0])[1]


def _with_tables(work: TotalsWork) -> tuple[tuple[int, int], Pattern]:
    """Return the cheapest pattern once it is settled which totals are hidden, and its price."""
    nodes = len(work.org.nodes)
    hidden = [0] * len(work.grid.sheets)
    doubtful = [EVERYONE] if work.stranded else []
    where = set(bits_of(work.stranded))
    for number in work.facts:
        found = _hidden_in(number, work)
        hidden[number] = found.cells & work.sheet(number).published(nodes)
        if found.stranded:
            doubtful.append(number)
            width = work.sheet(number).width
            where |= {cell // width for cell in bits_of(found.stranded)}
    totals = work.hidden & work.grid.totals.published(nodes)
    cells = totals.bit_count() + sum(one.bit_count() for one in hidden)
    pattern = Pattern(totals, tuple(hidden), tuple(doubtful), frozenset(where))
    return (len(doubtful), cells), pattern


def _hidden_in(number: int, work: TotalsWork) -> Hidden:
    """Return what is hidden in one table."""
    sheet, facts = work.sheet(number), work.facts[number]
    if not work.needed[number]:
        return Hidden(0, stranded=0)
    tree = work.org.tree
    if sheet.additive:
        moves = (*moves_between_groups(tree, sheet.width), *work.moves_for(number))
    else:
        moves = moves_within_groups(tree, sheet.width)
    moves = (*moves, *pooled_moves(tree, sheet.width, sheet.empty, exchanged=sheet.additive))
    row = (1 << sheet.width) - 1
    puzzle = Puzzle(
        moves=moves,
        primary=work.needed[number],
        free=facts.free,
        barred=facts.barred,
        large=facts.large,
        zero=facts.zero,
        rows=tuple(
            0 if work.is_hidden(node) or not sheet.additive else row << node * sheet.width
            for node in range(len(tree.parents))
        ),
        above=tuple(
            -1 if tree.parents[node] < 0 else tree.parents[node] * sheet.width + group
            for node in range(len(tree.parents))
            for group in range(sheet.width)
        ),
        weights=work.weights[number],
    )
    found = hide(puzzle)
    if sheet.split is not None and sheet.split.overlapping and sheet.linked:
        while (
            another := _beside_a_lone_one(sheet, facts, work, found.cells, puzzle.weights)
        ) is not None:
            puzzle = replace(puzzle, primary=found.cells | 1 << another)
            found = hide(puzzle)
    return found


def _beside_a_lone_one(
    sheet: Sheet, facts: Facts, work: TotalsWork, hidden: int, weights: Sequence[int]
) -> int | None:
    """Return a cell to hide beside a group that overlaps, is hidden alone, and must hold nearly everyone.

    Everyone is in some group. So where those that are shown hold few, a lone hidden group has all others.
    """
    row = (1 << sheet.width) - 1
    for node in work.org.published:
        here = row << node * sheet.width
        shown = here & ~hidden & ~facts.barred
        if (hidden & here).bit_count() != 1 or not shown:
            continue
        for quantity, large in enumerate(facts.large):
            if not work.totals.zero[quantity] >> node & 1 and not shown & large:
                return min(bits_of(shown), key=weights.__getitem__)
    return None


def weights_of(
    sheets: Sequence[Sheet], org: Organisation, kind: ValueKind, profile: PrivacyProfile
) -> list[int]:
    """Return which of two equal cells of a table is hidden first, from bits of all its windows: the lower.

    Reasons why a group is not known go first, then groups that are too small more often, then the
    later in the order of display; wards before services.
    """
    split, width = sheets[0].split, max(sheet.width for sheet in sheets)
    small = [0] * width
    for sheet in sheets:
        for cell, parts in enumerate(sheet.amounts):
            if parts is not None and too_small(parts, kind, profile):
                small[cell % sheet.width] += 1
    names = () if split is None else split.groups
    roles = {} if split is None else split.roles
    ranked = sorted(
        range(width),
        key=lambda group: (
            group < len(names) and roles.get(names[group], GroupRole.GROUP) is GroupRole.GROUP,
            -small[group],
            -group,
        ),
    )
    rank = {group: number for number, group in enumerate(ranked)}
    depth = max((len(org.tree.path(node)) for node in org.published), default=1)
    return [
        rank[group] * 100 + depth - len(org.tree.path(node))
        for node in range(len(org.tree.parents))
        for group in range(width)
    ]
