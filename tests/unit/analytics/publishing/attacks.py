"""An adversary who reads releases and solves linear programmes; shares no code with what publishes."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from scipy.optimize import linprog

from kiosk.analytics.publishing.tables import OrgNode
from kiosk.domain.releases import Cell, CellStatus, Release

Place = tuple[str, str, str | None]
"""A stratifier, a node and a group; None for everyone."""

Bounds = tuple[float, float]

NUMERATOR, COMPLEMENT = 0, 1


class Adversary:
    """Knows one window of all releases of a metric, that groups add up, and which wards make up a service.

    An interval that stands for an unreliable figure is taken for its counts, which the attacker is given.
    """

    def __init__(
        self,
        releases: Sequence[Release],
        nodes: Sequence[OrgNode],
        unreliable: dict[Place, tuple[int, int]] | None = None,
    ) -> None:
        self._parents = {node.code for node in nodes if node.parent}
        above = {node.parent for node in nodes}
        self._nodes = nodes
        self._leaves = [node.code for node in nodes if node.code not in above]
        self._unreliable = unreliable or {}
        self.columns: dict[Place, int] = {}
        self.equations: dict[int, list[tuple[np.ndarray, float]]] = {0: [], 1: []}
        self.at_most_zero: list[np.ndarray] = []
        self.hidden: list[Place] = []
        self._releases = releases
        for release in releases:
            for leaf in self._leaves:
                for group in (*release.groups, None):
                    stratifier = release.stratifier if group else ""
                    self.columns.setdefault((stratifier, leaf, group), len(self.columns))
        self._tie()
        for place, cell in self.cells():
            self._read(place, cell)

    def cells(self) -> Iterator[tuple[Place, Cell]]:
        """Yield every published cell."""
        for release in self._releases:
            (window,) = release.windows
            yield ("", release.node, None), window.overall
            for cell in window.groups:
                yield (release.stratifier, release.node, cell.group), cell

    def row(self, place: Place) -> np.ndarray:
        """Return a cell as a sum over wards."""
        stratifier, node, group = place
        row = np.zeros(len(self.columns))
        for leaf in self._leaves_under(node):
            row[self.columns[stratifier, leaf, group]] = 1
        return row

    def _leaves_under(self, node: str) -> list[str]:
        parents = {one.code: one.parent for one in self._nodes}
        found = []
        for leaf in self._leaves:
            above: str | None = leaf
            while above is not None and above != node:
                above = parents.get(above)
            found += [leaf] if above == node else []
        return found

    def _tie(self) -> None:
        for release in self._releases:
            if not release.groups:
                continue
            if release.overlapping:
                self._cover(release)
                continue
            for leaf in self._leaves:
                tie = np.zeros(len(self.columns))
                tie[self.columns["", leaf, None]] = -1
                for group in release.groups:
                    tie[self.columns[release.stratifier, leaf, group]] = 1
                for quantity in (NUMERATOR, COMPLEMENT):
                    self.equations[quantity].append((tie, 0.0))

    def _cover(self, release: Release) -> None:
        """Everyone stands in a group, and no group holds more than everyone."""
        for leaf in self._leaves:
            total = self.row(("", leaf, None))
            groups = [self.row((release.stratifier, leaf, group)) for group in release.groups]
            self.at_most_zero += [group - total for group in groups]
            self.at_most_zero.append(total - sum(groups))

    def _read(self, place: Place, cell: Cell) -> None:
        match cell.status:
            case CellStatus.HIDDEN:
                self.hidden.append(place)
                return
            case CellStatus.SHOWN:
                assert cell.numerator is not None
                assert cell.denominator is not None
                counts = cell.numerator, cell.denominator - cell.numerator
            case CellStatus.UNRELIABLE:
                counts = self._unreliable[place]
            case CellStatus.NO_DATA:
                counts = 0, 0
        for quantity in (NUMERATOR, COMPLEMENT):
            self.equations[quantity].append((self.row(place), float(counts[quantity])))

    def range_of(self, place: Place, quantity: int) -> Bounds:
        """Return the least and the greatest that a hidden count can be."""
        rows = np.array([row for row, _ in self.equations[quantity]])
        values = [value for _, value in self.equations[quantity]]
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * self.row(place),
                A_eq=rows if values else None,
                b_eq=values or None,
                A_ub=np.array(self.at_most_zero) if self.at_most_zero else None,
                b_ub=np.zeros(len(self.at_most_zero)) if self.at_most_zero else None,
                bounds=(0, 1e5),
                method="highs",
            )
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return ends[0], ends[1]

    def findings(self) -> Iterator[tuple[Place, int, Bounds]]:
        """Yield what is found out about every hidden count."""
        for place, quantity in product(dict.fromkeys(self.hidden), (NUMERATOR, COMPLEMENT)):
            yield place, quantity, self.range_of(place, quantity)


def too_narrow(bounds: Bounds, hidden_up_to: int = 10) -> bool:
    """Return whether a hidden count is known too well; a real zero is no secret."""
    lower, upper = bounds
    if upper < 1e-6:
        return False
    return upper - lower < hidden_up_to - 1e-6 or upper < hidden_up_to + 1 - 1e-6
