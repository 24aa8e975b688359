"""Which cells of one metric in one window are hidden: totals over all levels first, then each table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kiosk.analytics.publishing.constraints import Grid, Organisation, Sheet
from kiosk.analytics.publishing.organisation import (
    Move,
    bits_of,
    moves_between_groups,
    moves_with_totals,
    moves_within_groups,
)
from kiosk.analytics.publishing.primary import too_small
from kiosk.analytics.publishing.profiles import PrivacyProfile
from kiosk.analytics.publishing.secondary import Hidden, Puzzle, hide
from kiosk.domain.metrics import ValueKind
from kiosk.domain.releases import GroupRole


@dataclass(frozen=True, slots=True)
class Fixed:
    """What earlier releases leave no choice about, as bits of a sheet's cells.

    Attributes:
        hidden: were hidden and stay so.
        shown: were shown and are known.
    """

    hidden: int = 0
    shown: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """The bits of one sheet that the choice looks at.

    Attributes:
        primary: cells that are too small, and those that were hidden before.
        free: unpublished cells that are not small.
        barred: cells without anything in them, and those that were shown before.
        large: by quantity, cells that can give shelter.
        zero: by quantity, cells with none.
    """

    primary: int
    free: int
    barred: int
    large: tuple[int, ...]
    zero: tuple[int, ...]


def facts_of(
    sheet: Sheet, nodes: int, kind: ValueKind, profile: PrivacyProfile, fixed: Fixed
) -> Facts:
    """Return the bits of a sheet."""
    count = 1 if kind is ValueKind.COUNT else 2
    primary = barred = everything = 0
    large, zero = [0] * count, [0] * count
    for cell, parts in enumerate(sheet.amounts):
        bit = 1 << cell
        everything |= bit
        if parts is None or not any(parts):
            barred |= bit
            continue
        if too_small(parts, kind, profile):
            primary |= bit
        for quantity, part in enumerate(parts):
            large[quantity] |= bit if part >= profile.large else 0
            zero[quantity] |= 0 if part else bit
    published = sheet.published(nodes)
    primary = (primary | fixed.hidden) & ~fixed.shown
    barred = (barred | fixed.shown) & ~primary
    free = everything & ~published & ~primary & ~barred
    return Facts(primary, free, barred, tuple(large), tuple(zero))


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is hidden of one metric in one window.

    Attributes:
        totals: the nodes whose total is hidden.
        sheets: by table, the cells that are hidden.
        doubtful: the tables in which a cell has no certain shelter, so that only its published
            surroundings can tell whether it is safe; -1 for the totals.
    """

    totals: int
    sheets: tuple[int, ...]
    doubtful: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Exchange:
    """Where totals are hidden and may differ: nodes that gain, nodes that lose, in which quantities."""

    here: tuple[int, ...]
    there: tuple[int, ...]
    forward: int
    backward: int


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
    work = _Totals(grid, org, totals, facts, weights)
    work.shelter()
    hidden = [0] * len(grid.sheets)
    doubtful = [-1] if work.stranded else []
    for number in tables:
        found = _hidden_in(number, work)
        hidden[number] = found.cells & work.sheet(number).published(nodes)
        if found.stranded:
            doubtful.append(number)
    return Pattern(work.hidden & grid.totals.published(nodes), tuple(hidden), tuple(doubtful))


class _Totals:
    """Hides totals so that every hidden total has shelter, which takes a hidden group in each table that adds up."""

    def __init__(
        self,
        grid: Grid,
        org: Organisation,
        totals: Facts,
        facts: dict[int, Facts],
        weights: Sequence[Sequence[int]],
    ) -> None:
        self.grid = grid
        self.org = org
        self.totals = totals
        self.facts = facts
        self.hidden = totals.primary
        self.needed = {number: one.primary for number, one in facts.items()}
        self.stranded = False
        self.weights = weights
        self._exchanges = org.tree.exchanges()
        self._adding = [number for number in facts if self.sheet(number).additive]

    def sheet(self, number: int) -> Sheet:
        """Return the cells of a table."""
        sheet = self.grid.sheets[number]
        assert sheet is not None  # noqa: S101 - a table with groups
        return sheet

    def shelter(self) -> None:
        """Hide until every hidden total has shelter, or none is to be had."""
        done: set[tuple[int, int]] = set()
        while True:
            open_ones = [
                (node, quantity)
                for node in bits_of(self.hidden & ~self.totals.free)
                for quantity in range(len(self.totals.large))
                if (node, quantity) not in done
            ]
            if not open_ones:
                return
            done.add(open_ones[0])
            self._shelter(*open_ones[0])

    def _shelter(self, node: int, quantity: int) -> None:
        if self.zero_above(node, quantity):
            return
        best: tuple[tuple[int, int, int], int, dict[int, int]] | None = None
        for order, (here, there, backward) in enumerate(self._ways(node)):
            found = self._price(here, there, quantity, backward=backward)
            if found is None:
                continue
            (count, weight), totals, picks = found
            price = (count, weight, order)
            if best is None or price < best[0]:
                best = price, totals, picks
        if best is None:
            self.stranded = True
            return
        _, totals, picks = best
        self.hidden |= totals
        for number, cells in picks.items():
            self.needed[number] |= cells & ~self.facts[number].free

    def zero_above(self, node: int, quantity: int) -> bool:
        """Return whether a shown total says that a hidden one is zero."""
        above = sum(1 << each for each in self.org.tree.path(node)[1:])
        return bool(above & self.totals.zero[quantity] & ~self.hidden & ~self.totals.free)

    def _ways(self, node: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], bool]]:
        for here, there in self._exchanges:
            if node in here or node in there:
                yield here, there, False
                yield here, there, True

    def _price(
        self, here: tuple[int, ...], there: tuple[int, ...], quantity: int, *, backward: bool
    ) -> tuple[tuple[int, int], int, dict[int, int]] | None:
        """Return what a way costs (cells, weight), its totals, and for each table the cells of its cheapest group."""
        losing = here if backward else there
        plus, minus = (sum(1 << node for node in nodes) for nodes in (here, there))
        lost = sum(1 << node for node in losing)
        if (plus | minus) & self.totals.barred or lost & ~self.totals.large[quantity]:
            return None
        count = ((plus | minus) & ~self.hidden & ~self.totals.free).bit_count()
        weight, picks = 0, {}
        for number in self._adding:
            found = self._cheapest_group(number, here, there, quantity, backward=backward)
            if found is None:
                return None
            count += found[0]
            weight += found[1]
            picks[number] = found[2]
        return (count, weight), plus | minus, picks

    def _cheapest_group(
        self,
        number: int,
        here: tuple[int, ...],
        there: tuple[int, ...],
        quantity: int,
        *,
        backward: bool,
    ) -> tuple[int, int, int] | None:
        facts = self.facts[number]
        options = []
        for move in moves_with_totals(here, there, self.sheet(number).width, -1, -1):
            lost = move.plus if backward else move.minus
            if move.support & facts.barred or lost & ~facts.large[quantity]:
                continue
            new = bits_of(move.support & ~self.needed[number] & ~facts.free)
            weight = sum(self.weights[number][cell] for cell in new)
            options.append((len(new), weight, move.support))
        return min(options, default=None)

    def moves_for(self, number: int) -> list[Move]:
        """Return the moves by which hidden totals may differ, as far as a table is concerned."""
        hidden = self.hidden | self.totals.free
        moves: list[Move] = []
        for here, there in self._exchanges:
            cells = sum(1 << node for node in (*here, *there))
            if cells & ~hidden:
                continue
            forward = self._allowed(number, here, there, backward=False)
            backward = self._allowed(number, here, there, backward=True)
            if forward or backward:
                moves += moves_with_totals(here, there, self.sheet(number).width, forward, backward)
        return moves

    def _allowed(
        self, number: int, here: tuple[int, ...], there: tuple[int, ...], *, backward: bool
    ) -> int:
        """Return in which quantities hidden totals may differ, going by everything but one table."""
        allowed = 0
        lost = sum(1 << node for node in (here if backward else there))
        for quantity, large in enumerate(self.totals.large):
            fine = not lost & ~large and all(
                self._has_group(other, here, there, quantity, backward=backward)
                for other in self._adding
                if other != number
            )
            allowed |= fine << quantity
        return allowed

    def _has_group(
        self,
        number: int,
        here: tuple[int, ...],
        there: tuple[int, ...],
        quantity: int,
        *,
        backward: bool,
    ) -> bool:
        facts = self.facts[number]
        hidden = self.needed[number] | facts.free
        return any(
            not move.support & ~hidden
            and not (move.plus if backward else move.minus) & ~facts.large[quantity]
            for move in moves_with_totals(here, there, self.sheet(number).width, -1, -1)
        )


def _hidden_in(number: int, work: _Totals) -> Hidden:
    """Return what is hidden in one table."""
    sheet, facts = work.sheet(number), work.facts[number]
    if not work.needed[number]:
        return Hidden(0, stranded=False)
    tree = work.org.tree
    if sheet.additive:
        moves = (*moves_between_groups(tree, sheet.width), *work.moves_for(number))
    else:
        moves = moves_within_groups(tree, sheet.width)
    puzzle = Puzzle(
        moves=moves,
        primary=work.needed[number],
        free=facts.free,
        barred=facts.barred,
        large=facts.large,
        zero_above=_zeros_above(sheet, facts, work),
        zero=_zeros_by_total(sheet, work),
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


def _zeros_above(sheet: Sheet, facts: Facts, work: _Totals) -> tuple[dict[int, int], ...]:
    width, published = sheet.width, sheet.published(len(work.org.nodes))
    by_quantity: list[dict[int, int]] = []
    for zero in facts.zero:
        above: dict[int, int] = {}
        for cell in bits_of(zero & published):
            for below in range(len(work.org.tree.parents)):
                if cell // width in work.org.tree.path(below)[1:]:
                    other = below * width + cell % width
                    above[other] = above.get(other, 0) | 1 << cell
        by_quantity.append(above)
    return tuple(by_quantity)


def _zeros_by_total(sheet: Sheet, work: _Totals) -> tuple[int, ...]:
    row = (1 << sheet.width) - 1
    return tuple(
        sum(row << node * sheet.width for node in bits_of(zero & ~work.hidden & ~work.totals.free))
        for zero in work.totals.zero
    )


def _beside_a_lone_one(
    sheet: Sheet, facts: Facts, work: _Totals, hidden: int, weights: Sequence[int]
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
