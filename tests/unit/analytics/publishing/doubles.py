"""Another hospital that looks the same from outside: random hidden counts of the same kind, the same published ones."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from kiosk.domain.releases import CellStatus, Release
from tests.unit.analytics.publishing.worlds import Parts, World

MOST = 5_000
Atom = tuple[int, int, int, int]
"""A table, a ward, a group, and 0 for those who have it or 1 for those who have not."""


def _kind_of(count: int) -> tuple[int, int]:
    """Return between what a hidden count may be otherwise: none, few or many."""
    if count == 0:
        return 0, 0
    return (1, 10) if count <= 10 else (11, MOST)


def double_of(world: World, releases: Sequence[Release], seed: int) -> World:
    """Return a random world that differs in hidden cells only, each of the same kind as it was."""
    return _Doubles(world, releases).draw(seed)


class _Doubles:
    """Everything that is published of a world, as equations."""

    def __init__(self, world: World, releases: Sequence[Release]) -> None:
        self._world = world
        self._releases = releases
        self._columns: dict[Atom, int] = {}
        self._rows: list[np.ndarray] = []
        self._limits: list[tuple[float, float]] = []
        for number, table in enumerate(world.tables):
            for ward, row in enumerate(table):
                for group in range(len(row)):
                    for quantity in (0, 1):
                        self._columns[number, ward, group, quantity] = len(self._columns)
        for number, table in enumerate(world.tables):
            for scope in self._scopes():
                for group in (None, *range(len(table[0]))):
                    self._say(number, scope, group)
                self._say_that_totals_agree(number, scope)

    def draw(self, seed: int) -> World:
        """Return a random world that keeps the equations."""
        found = milp(
            np.random.default_rng(seed).uniform(-1, 1, len(self._columns)),
            constraints=LinearConstraint(np.array(self._rows), *zip(*self._limits, strict=True)),
            bounds=Bounds(0, MOST),
            integrality=np.ones(len(self._columns)),
        )
        assert found.status == 0, found.message

        def parts(number: int, ward: int, group: int) -> Parts:
            has, has_not = (
                round(found.x[self._columns[number, ward, group, quantity]]) for quantity in (0, 1)
            )
            return has, has_not

        tables = tuple(
            tuple(
                tuple(parts(number, ward, group) for group in range(len(row)))
                for ward, row in enumerate(table)
            )
            for number, table in enumerate(self._world.tables)
        )
        return World(self._world.wards, tables)

    def _scopes(self) -> list[tuple[int, ...]]:
        wards = range(len(self._world.wards))
        scopes: list[tuple[int, ...]] = [(ward,) for ward in wards]
        return [*scopes, tuple(wards)] if len(scopes) > 1 else scopes

    def _say(self, number: int, scope: tuple[int, ...], group: int | None) -> None:
        """Keep a cell as it is if it is published, and of its kind if it is hidden: each part and both together."""
        table = self._world.tables[number]
        hidden = self._is_hidden(number, scope, group)
        groups = range(len(table[0])) if group is None else [group]
        for quantities in ((0,), (1,), (0, 1)):
            atoms = [(number, w, g, q) for w in scope for g in groups for q in quantities]
            count = sum(table[ward][one][quantity] for _, ward, one, quantity in atoms)
            self._rows.append(self._sum(atoms))
            self._limits.append(_kind_of(count) if hidden else (count, count))

    def _say_that_totals_agree(self, number: int, scope: tuple[int, ...]) -> None:
        for quantity in (0, 1):
            sums = [
                self._sum(
                    [
                        (which, ward, group, quantity)
                        for ward in scope
                        for group in range(len(self._world.tables[which][0]))
                    ]
                )
                for which in (0, number)
            ]
            self._rows.append(sums[1] - sums[0])
            self._limits.append((0, 0))

    def _sum(self, atoms: Sequence[Atom]) -> np.ndarray:
        row = np.zeros(len(self._columns))
        row[[self._columns[atom] for atom in atoms]] = 1
        return row

    def _is_hidden(self, number: int, scope: tuple[int, ...], group: int | None) -> bool:
        node = self._world.wards[scope[0]] if len(scope) == 1 else "service"
        (window,) = next(
            release.windows
            for release in self._releases
            if release.stratifier == f"by {number}" and release.node == node
        )
        cells = {cell.group: cell for cell in window.groups}
        cell = window.overall if group is None else cells[f"g{group}"]
        return cell.status is CellStatus.HIDDEN
