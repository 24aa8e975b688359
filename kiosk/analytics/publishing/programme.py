"""Linear programmes (HiGHS, through SciPy): the least and the greatest that a hidden count can be.

Numerators and complements are programmes of their own, because neither limits the other.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kiosk.analytics.publishing.exposure import Exposure, Known
from kiosk.analytics.publishing.pattern import EVERYONE
from kiosk.analytics.publishing.profiles import PrivacyProfile
from kiosk.analytics.publishing.tables import PublishingRefusedError
from kiosk.analytics.publishing.target import Range, Target

if TYPE_CHECKING:
    from numpy.typing import NDArray

BEYOND = 10.0
"""No count is more than so many times the greatest of all; wide enough to be as good as no bound."""


def range_of(exposure: Exposure, target: Target, profile: PrivacyProfile) -> Range:
    """Return the least and the greatest that a hidden count can be.

    Raises:
        PublishingRefusedError: SciPy is not installed.
    """
    programme = Programme(exposure, target.quantity, profile, only=target.table)
    return programme.range_of(target)


class Programme:
    """Everything published about one quantity, as a linear programme over wards and groups."""

    def __init__(
        self, exposure: Exposure, quantity: int, profile: PrivacyProfile, only: int | None = None
    ) -> None:
        self._exposure = exposure
        self._quantity = quantity
        self._profile = profile
        self._half = profile.rounded_to / 2 if profile.rounded_to > 1 else 0.0
        self._columns: dict[tuple[int, int], int] = {}
        self._bounds: list[tuple[float, float]] = []
        # HiGHS tells programmes without any bound from contradictory ones badly, so everything has one.
        every = [exposure.totals, *(one for one in exposure.tables if one is not None)]
        greatest = max(parts[quantity] for one in every for parts in one.truth)
        self._most = BEYOND * (greatest + profile.large)
        self._rows: list[tuple[dict[int, float], float, float]] = []
        totals_known = not exposure.totals.unknown
        self._tables: list[tuple[int, Known]] = [(EVERYONE, exposure.totals)]
        self._tables += [
            (number, known)
            for number, known in enumerate(exposure.tables)
            if known is not None and (only in {None, EVERYONE, number} or not totals_known)
        ]
        for number, known in self._tables:
            self._say_sums(number, known)
        for number, known in self._tables[1:]:
            self._tie_groups(number, known)

    def range_of(self, target: Target) -> Range:
        """Return the least and the greatest that a hidden count can be."""
        known = dict(self._tables)[target.table]
        group = target.cell % known.width
        objective = self._sum(target.table, known, target.cell // known.width, group)
        return Range(self._extreme(objective, 1), self._extreme(objective, -1))

    def _sum(self, table: int, known: Known, node: int, group: int) -> dict[int, float]:
        return {
            self._columns[table, leaf * known.width + group]: 1.0
            for leaf in self._exposure.tree.leaves_under(node)
        }

    def _say_sums(self, table: int, known: Known) -> None:
        tree = self._exposure.tree
        leaves = set(tree.leaves)
        for leaf in tree.leaves:
            for group in range(known.width):
                cell = leaf * known.width + group
                self._columns[table, cell] = len(self._bounds)
                self._bounds.append(
                    self._said(known, cell) if not known.unknown >> cell & 1 else (0.0, self._most)
                )
        for node in range(len(tree.parents)):
            for group in range(known.width):
                cell = node * known.width + group
                if node not in leaves and not known.unknown >> cell & 1:
                    lower, upper = self._said(known, cell)
                    self._rows.append((self._sum(table, known, node, group), lower, upper))

    def _said(self, known: Known, cell: int) -> tuple[float, float]:
        """Return between what a published count must be: rounding leaves some room, except at zero."""
        count = known.truth[cell][self._quantity]
        if not count or not self._half:
            return count, count
        rounded = self._profile.rounded(count)
        least = max(self._profile.hidden_up_to + 1.0, rounded - self._half)
        return min(count, least), rounded + self._half

    def _tie_groups(self, table: int, known: Known) -> None:
        infinite = float("inf")
        for leaf in self._exposure.tree.leaves:
            total = self._columns[EVERYONE, leaf]
            cells = [
                self._columns[table, leaf * known.width + group] for group in range(known.width)
            ]
            if known.adds_up:
                self._rows.append(({total: -1.0, **dict.fromkeys(cells, 1.0)}, 0.0, 0.0))
            if known.covers:
                self._rows += self._at_most_everyone(known, leaf, total, cells)
                truth = known.truth[leaf * known.width : (leaf + 1) * known.width]
                everyone = self._exposure.totals.truth[leaf][self._quantity]
                if sum(parts[self._quantity] for parts in truth) >= everyone:
                    self._rows.append(({total: -1.0, **dict.fromkeys(cells, 1.0)}, 0.0, infinite))

    def _at_most_everyone(
        self, known: Known, leaf: int, total: int, cells: Sequence[int]
    ) -> Iterator[tuple[dict[int, float], float, float]]:
        """Yield that each group, with those in none because theirs is not known, is at most everyone."""
        reasons = [cells[group] for group in sorted(known.apart)]
        truth = known.truth[leaf * known.width : (leaf + 1) * known.width]
        unknown = sum(truth[group][self._quantity] for group in known.apart)
        everyone = self._exposure.totals.truth[leaf][self._quantity]
        for group, cell in enumerate(cells):
            fits = truth[group][self._quantity] + unknown <= everyone
            beside = reasons if group not in known.apart and fits else []
            row = {total: -1.0, cell: 1.0, **dict.fromkeys(beside, 1.0)}
            yield row, -float("inf"), 0.0

    def _extreme(self, objective: dict[int, float], sign: int) -> float:
        optimise, matrix = _scipy()
        costs = [0.0] * len(self._bounds)
        for column, weight in objective.items():
            costs[column] = sign * weight
        equal = [row for row in self._rows if row[1] == row[2]]
        below = list(_at_most(self._rows))
        found = optimise.linprog(
            costs,
            A_eq=_matrix(matrix, [row[0] for row in equal], len(costs)),
            b_eq=[row[1] for row in equal] or None,
            A_ub=_matrix(matrix, [row for row, _ in below], len(costs)),
            b_ub=[bound for _, bound in below] or None,
            bounds=self._bounds,
            method="highs",
        )
        if found.status:
            raise PublishingRefusedError(f"The audit came to no end: {found.message}")
        return float(sign * found.fun)


def _at_most(
    rows: Sequence[tuple[dict[int, float], float, float]],
) -> Iterator[tuple[dict[int, float], float]]:
    infinite = float("inf")
    for row, lower, upper in rows:
        if lower == upper:
            continue
        if upper < infinite:
            yield row, upper
        if lower > -infinite:
            yield {column: -weight for column, weight in row.items()}, -lower


def _matrix(matrix: Any, rows: Sequence[dict[int, float]], width: int) -> "NDArray[Any] | None":
    if not rows:
        return None
    places = [
        (number, column, weight)
        for number, row in enumerate(rows)
        for column, weight in row.items()
    ]
    numbers, columns, weights = zip(*places, strict=True)
    return matrix((weights, (numbers, columns)), shape=(len(rows), width))  # type: ignore[no-any-return]


def _scipy() -> tuple[Any, Any]:
    try:
        from scipy import optimize  # noqa: PLC0415 - the publishing side only
        from scipy.sparse import csr_array  # noqa: PLC0415
    except ImportError:
        raise PublishingRefusedError(
            "Publishing proves with SciPy that no hidden figure can be worked out, and SciPy is not installed.",
            to_do="Install Huddle Kiosk with its extra “publish”.",
        ) from None
    return optimize, csr_array
