"""The fewest cells that must be hidden, found by trying all ways, cheapest first; shares no code with the search.

Two adversaries. One knows every published number, and of hidden cells only that they are not negative
(`knows_rules` False). The other knows the rules too: which cells are hidden must then be a function of which
counts are small and which are not, never of how large, so shelter may rest only on counts that are surely
large. What is published is held against the second.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

from tests.unit.analytics.publishing.worlds import World

SMALL = 10
Cell = tuple[int, int, int | None]
"""A table (-1 for everyone), a ward (-1 for the service), a group (None for everyone)."""


class Hospital:
    """All cells of a world as sums over wards and groups, and which of them are small."""

    def __init__(self, world: World) -> None:
        self._wards = range(len(world.wards))
        self._columns: dict[Cell, int] = {}
        for number, table in enumerate(world.tables):
            for ward in self._wards:
                for group in range(len(table[0])):
                    self._columns[number, ward, group] = len(self._columns)
        for ward in self._wards:
            self._columns[-1, ward, None] = len(self._columns)
        self.truth = np.zeros((2, len(self._columns)))
        for (number, ward, one), column in self._columns.items():
            for quantity in (0, 1):
                row = world.tables[max(number, 0)][ward]
                groups = list(row) if one is None else [row[one]]
                self.truth[quantity, column] = sum(parts[quantity] for parts in groups)
        scopes = [*self._wards, *([-1] if len(self._wards) > 1 else [])]
        self.cells: list[Cell] = [(-1, scope, None) for scope in scopes]
        self.cells += [
            (number, scope, group)
            for number, table in enumerate(world.tables)
            for scope in scopes
            for group in range(len(table[0]))
        ]
        self.rows = {cell: self._row(cell) for cell in self.cells}
        self._ties = self._groups_add_up(world)

    def _row(self, cell: Cell) -> np.ndarray:
        number, scope, group = cell
        row = np.zeros(len(self._columns))
        for ward in self._wards if scope < 0 else [scope]:
            row[self._columns[number, ward, group]] = 1
        return row

    def _groups_add_up(self, world: World) -> list[np.ndarray]:
        ties = []
        for number, table in enumerate(world.tables):
            for ward in self._wards:
                tie = np.zeros(len(self._columns))
                tie[self._columns[-1, ward, None]] = -1
                for group in range(len(table[0])):
                    tie[self._columns[number, ward, group]] = 1
                ties.append(tie)
        return ties

    def count(self, cell: Cell, quantity: int) -> float:
        """Return the true count of a cell."""
        return float(self.rows[cell] @ self.truth[quantity])

    def small(self) -> frozenset[Cell]:
        """Return the cells that are too small on their own."""
        return frozenset(
            cell
            for cell in self.cells
            if any(
                0 < count <= SMALL
                for count in (
                    self.count(cell, 0),
                    self.count(cell, 1),
                    self.count(cell, 0) + self.count(cell, 1),
                )
            )
        )

    def is_safe(self, hidden: frozenset[Cell], *, knows_rules: bool) -> bool:
        """Return whether every hidden count has room."""
        return all(
            self._has_room(cell, quantity, hidden, knows_rules=knows_rules)
            for cell in hidden
            for quantity in (0, 1)
        )

    def _has_room(
        self, cell: Cell, quantity: int, hidden: frozenset[Cell], *, knows_rules: bool
    ) -> bool:
        lower, upper = self._range(cell, quantity, hidden)
        if upper < 1e-6:
            return True
        if upper - lower < SMALL - 1e-6 or upper < SMALL + 1 - 1e-6:
            return False
        return not knows_rules or self._shelters(cell, quantity, hidden)

    def _range(self, cell: Cell, quantity: int, hidden: frozenset[Cell]) -> tuple[float, float]:
        shown = [one for one in self.cells if one not in hidden]
        rows = np.array([*self._ties, *(self.rows[one] for one in shown)])
        values = [0.0] * len(self._ties) + [self.count(one, quantity) for one in shown]
        ends = []
        for sign in (1, -1):
            found = linprog(sign * self.rows[cell], A_eq=rows, b_eq=values, method="highs")
            ends.append(sign * found.fun if found.status == 0 else float("inf"))
        return ends[0], ends[1]

    def _shelters(self, cell: Cell, quantity: int, hidden: frozenset[Cell]) -> bool:
        """Return whether people can be moved into a cell, or out of it, taking from surely large cells only."""
        shown = [self.rows[one] for one in self.cells if one not in hidden]
        few = [one for one in hidden if self.count(one, quantity) <= SMALL]
        for way in (1, -1):
            most = [-self.rows[one] for one in few] + [-self.rows[one] for one in hidden]
            limits = [0.0] * len(few) + [1.0] * len(hidden)
            found = linprog(
                np.zeros(len(self._columns)),
                A_eq=np.array([*self._ties, *shown, self.rows[cell]]),
                b_eq=[0.0] * (len(self._ties) + len(shown)) + [way],
                A_ub=np.array(most),
                b_ub=limits,
                bounds=(None, None),
                method="highs",
            )
            if found.status == 0:
                return True
        return False


def fewest_hidden(hospital: Hospital, at_most: int, *, knows_rules: bool) -> int:
    """Return the fewest cells that can be hidden safely; `at_most` is known to be enough."""
    small = hospital.small()
    totals_too = any(group is None for _, _, group in small)  # else everyone's figure stays
    others = [
        cell for cell in hospital.cells if cell not in small and (totals_too or cell[2] is not None)
    ]
    for hidden in _from_fewest(small, others, at_most):
        if hospital.is_safe(hidden, knows_rules=knows_rules):
            return len(hidden)
    return at_most


def _from_fewest(
    small: frozenset[Cell], others: Sequence[Cell], below: int
) -> Iterator[frozenset[Cell]]:
    for count in range(max(0, below - len(small))):
        for more in combinations(others, count):
            yield small | frozenset(more)
