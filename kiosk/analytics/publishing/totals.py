"""Which totals are hidden so that every hidden total has shelter, over wards, services and all tables at once.

A total can only be otherwise if in each table whose groups add up some group is otherwise too. So shelter for
a total takes a hidden group in each of them. No total is hidden for the sake of a group.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy

from kiosk.analytics.publishing.constraints import Grid, Organisation, Sheet
from kiosk.analytics.publishing.facts import Facts
from kiosk.analytics.publishing.organisation import Move, bits_of, moves_with_totals

MOST_OPTIONS = 4
"""Ways to give one total shelter that are followed up."""


class TotalsWork:
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
        self.stranded = 0
        self.settled: set[tuple[int, int]] = set()
        self.weights = weights
        self._exchanges = org.tree.exchanges()
        self._adding = [number for number in facts if self.sheet(number).additive]

    def sheet(self, number: int) -> Sheet:
        """Return the cells of a table."""
        sheet = self.grid.sheets[number]
        assert sheet is not None  # noqa: S101 - a table with groups
        return sheet

    def completed(self) -> "Iterator[TotalsWork]":
        """Yield the ways to give every hidden total shelter, the cheapest first at each step."""
        place = self._next()
        if place is None:
            yield self
            return
        self.settled.add(place)
        if self.zero_above(*place):
            yield from self.completed()
            return
        options = self._options(*place)
        if not options:
            self.stranded |= 1 << place[0]
            yield from self.completed()
            return
        free_of_charge = options[0][0][0] == 0
        for _, totals, picks in options[: 1 if free_of_charge else MOST_OPTIONS]:
            yield from self._with(totals, picks).completed()

    def _next(self) -> tuple[int, int] | None:
        return next(
            (
                (node, quantity)
                for node in bits_of(self.hidden & ~self.totals.free)
                for quantity in range(len(self.totals.large))
                if (node, quantity) not in self.settled
            ),
            None,
        )

    def _with(self, totals: int, picks: Mapping[int, int]) -> "TotalsWork":
        """Return the work with more hidden."""
        other = copy(self)
        other.settled = set(self.settled)
        other.hidden = self.hidden | totals
        other.needed = {
            number: cells | picks.get(number, 0) & ~self.facts[number].free
            for number, cells in self.needed.items()
        }
        return other

    def _options(
        self, node: int, quantity: int
    ) -> list[tuple[tuple[int, int, int], int, dict[int, int]]]:
        """Return the ways to give a total shelter, the cheapest first: price, totals, cells by table."""
        found = []
        for order, (here, there, backward) in enumerate(self._ways(node)):
            priced = self._price(here, there, quantity, backward=backward)
            if priced is not None:
                (count, weight), totals, picks = priced
                found.append(((count, weight, order), totals, picks))
        return sorted(found, key=lambda option: option[0])

    def zero_above(self, node: int, quantity: int) -> bool:
        """Return whether a shown total says that a hidden one is zero."""
        above = sum(1 << each for each in self.org.tree.path(node)[1:])
        return bool(above & self.totals.zero[quantity] & ~self.hidden & ~self.totals.free)

    def is_hidden(self, node: int) -> bool:
        """Return whether a total is not published."""
        return bool((self.hidden | self.totals.free) >> node & 1)

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
