"""Which further cells of one table are hidden so that every hidden cell has shelter: as few as possible.

Branch and bound over moves: take the first hidden cell without shelter, try each move that gives it some,
cheapest first, and go on until all have it. Exact within `MOST_STEPS` steps, else the best found. Only bits
of the raw counts are looked at, so the choice cannot tell two sizes of a hidden cell apart.

Method: the shelter of a hidden cell is a cycle of hidden cells, as in Kelly JP, Golden BL, Assad AA, Cell
suppression, Networks 1992;22:397-417.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.analytics.publishing.organisation import Move, bits_of

MOST_STEPS = 400
"""Steps of the search of one table of one window."""

A_CELL = 1_000_000
"""What hiding one cell costs; the order of the groups decides between equals and costs far less."""


@dataclass(frozen=True, slots=True)
class Puzzle:
    """One table of one window, its cells as bits.

    Attributes:
        moves: the moves it allows.
        primary: cells that are hidden whatever else is, and need shelter.
        free: cells that are not published anyway and need no shelter.
        barred: cells that stay as they are: nothing in them, or published before.
        large: by quantity, the cells that hold enough to give shelter.
        zero: by quantity, the cells that hold none.
        rows: by node, its groups as bits, where the total is shown; else 0.
        above: by cell, the cell of the same group in the node above; -1 for none.
        weights: by cell, what decides between equals; the lower is hidden first.
    """

    moves: Sequence[Move]
    primary: int
    free: int
    barred: int
    large: tuple[int, ...]
    zero: tuple[int, ...]
    rows: Sequence[int]
    above: Sequence[int]
    weights: Sequence[int]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is hidden.

    Attributes:
        cells: as bits, without the free ones.
        stranded: hidden cells to which no move gives shelter, as bits, so that only their published
            surroundings can tell whether they are safe.
    """

    cells: int
    stranded: int


def hide(puzzle: Puzzle) -> Hidden:
    """Return which cells of a table are hidden."""
    if not puzzle.primary:
        return Hidden(0, stranded=0)
    return _Search(puzzle).run()


@dataclass(slots=True)
class _Search:
    puzzle: Puzzle
    best: int = -1
    best_cost: int = 0
    steps: int = 0
    stranded: int = 0
    shelters: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    own: set[int] = field(default_factory=set)

    def run(self) -> Hidden:
        puzzle = self.puzzle
        self.own = set(bits_of(puzzle.primary))
        self._find_shelters()
        start = puzzle.primary | puzzle.free
        self._search(start, 0, self._all_needy(start))
        cells = (self.best if self.best >= 0 else start) & ~puzzle.free | puzzle.primary
        return Hidden(cells, self.stranded if self.best >= 0 else cells)

    def _find_shelters(self) -> None:
        """Note which moves give shelter to which cell; cells that could never have it are not hidden for others."""
        barred = self.puzzle.barred
        while True:
            self.shelters = self._shelters(barred)
            reached = {cell for cell, _ in self.shelters}
            lost = {
                cell
                for cell in reached - self.own
                if not self.puzzle.free >> cell & 1
                and any(
                    (cell, quantity) not in self.shelters
                    and not self.puzzle.zero[quantity] >> cell & 1
                    for quantity in range(len(self.puzzle.large))
                )
            }
            if not lost:
                return
            for cell in lost:
                barred |= 1 << cell

    def _shelters(self, barred: int) -> dict[tuple[int, int], list[int]]:
        found: dict[tuple[int, int], list[int]] = {}
        for move in self.puzzle.moves:
            support = move.plus | move.minus
            if support & barred:
                continue
            for quantity, large in enumerate(self.puzzle.large):
                forward = move.forward >> quantity & 1 and not (move.minus | move.pool) & ~large
                backward = move.backward >> quantity & 1 and not move.plus & ~large
                if forward or backward:
                    for cell in bits_of(support):
                        found.setdefault((cell, quantity), []).append(support)
        return found

    def _is_zero(self, cell: int, quantity: int, hidden: int) -> bool:
        """Return whether what is shown says that a hidden cell is zero, which is no secret.

        It does where the hidden groups of a node, or the hidden parts of a group, hold none together.
        """
        puzzle = self.puzzle
        zero = puzzle.zero[quantity]
        width = len(puzzle.above) // len(puzzle.rows)
        row, above = puzzle.rows[cell // width], puzzle.above[cell]
        if row and not hidden & row & ~zero:
            return True
        if above < 0 or not zero >> cell & 1:
            return False
        if hidden >> above & 1:
            return self._is_zero(above, quantity, hidden)
        parts = sum(1 << other for other, over in enumerate(puzzle.above) if over == above)
        return not hidden & parts & ~zero

    def _search(self, hidden: int, cost: int, needy: tuple[int, ...]) -> None:
        """Go on from a set of hidden cells, of which those in `needy` are not yet known to have shelter."""
        self.steps += 1
        found, needy = self._first_without_shelter(hidden, needy)
        if found is None:  # what was a known zero may be none since more was hidden
            found, needy = self._first_without_shelter(hidden, self._all_needy(hidden))
        if found is None:
            if self.best < 0 or cost < self.best_cost:
                self.best, self.best_cost = hidden, cost
            return
        for added, support in sorted(
            {(self._cost(support & ~hidden), support) for support in self.shelters[found]}
        ):
            if self.best >= 0 and (cost + added >= self.best_cost or self.steps > MOST_STEPS):
                return
            more = (*needy, *bits_of(support & ~hidden))
            self._search(hidden | support, cost + added, more)

    def _all_needy(self, hidden: int) -> tuple[int, ...]:
        return tuple(bits_of(hidden & ~self.puzzle.free | self.puzzle.primary))

    def _first_without_shelter(
        self, hidden: int, needy: tuple[int, ...]
    ) -> tuple[tuple[int, int] | None, tuple[int, ...]]:
        """Return the first cell without shelter, in which quantity, and the cells from there on."""
        outside = ~hidden
        for place, cell in enumerate(needy):
            for quantity in range(len(self.puzzle.large)):
                shelters = self.shelters.get((cell, quantity))
                if shelters is not None and any(not support & outside for support in shelters):
                    continue
                if self._is_zero(cell, quantity, hidden):
                    continue
                if shelters is not None:
                    return (cell, quantity), needy[place:]
                self.stranded |= 1 << cell
        return None, ()

    def _cost(self, cells: int) -> int:
        return sum(A_CELL + self.puzzle.weights[cell] for cell in bits_of(cells))
