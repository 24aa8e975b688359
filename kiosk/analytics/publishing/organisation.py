"""The tree of wards, services and hospitals, and the moves by which hidden counts could be otherwise.

A *move* takes one person out of some cells and puts one into others so that no published sum changes.
If every cell that a move takes from holds many, all its cells could differ by as many: that is the shelter
that secondary suppression looks for. Cells are bits of an integer: node × width + group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, permutations, product

MOST_LONG_MOVES = 3_000
"""Moves over several wards and groups at once are tried where there are not more of them: in small tables."""


@dataclass(frozen=True, slots=True)
class Move:
    """A move of one person.

    Attributes:
        plus: the cells that it adds to, as bits.
        minus: the cells that it takes from, as bits.
        forward: for which quantities it may be made, as bits.
        backward: for which it may be made the other way round.
        pool: cells that hold many for the move to be possible, but do not change.
    """

    plus: int
    minus: int
    forward: int = -1
    backward: int = -1
    pool: int = 0

    @property
    def support(self) -> int:
        """All its cells."""
        return self.plus | self.minus


@dataclass(frozen=True, slots=True)
class Tree:
    """Nodes by number; each after its parent.

    Attributes:
        parents: the number of each node's parent; -1 for none.
    """

    parents: tuple[int, ...]

    @property
    def leaves(self) -> tuple[int, ...]:
        """The nodes without parts."""
        above = set(self.parents)
        return tuple(node for node in range(len(self.parents)) if node not in above)

    def path(self, node: int) -> tuple[int, ...]:
        """Return a node and everything above it."""
        found = []
        while node >= 0:
            found.append(node)
            node = self.parents[node]
        return tuple(found)

    def leaves_under(self, node: int) -> tuple[int, ...]:
        """Return the leaves of which a node is made."""
        return tuple(leaf for leaf in self.leaves if node in self.path(leaf))

    def exchanges(self) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
        """Return where a person could be added and where taken away: at two leaves up to what they share, or at one."""
        paths = {leaf: self.path(leaf) for leaf in self.leaves}
        alone: list[tuple[tuple[int, ...], tuple[int, ...]]] = [
            (path, ()) for path in paths.values()
        ]
        for one, other in combinations(self.leaves, 2):
            shared = set(paths[one]) & set(paths[other])
            if shared:
                alone.append(
                    (
                        tuple(node for node in paths[one] if node not in shared),
                        tuple(node for node in paths[other] if node not in shared),
                    )
                )
        return tuple(alone)


@lru_cache(maxsize=256)
def moves_between_groups(tree: Tree, width: int) -> tuple[Move, ...]:
    """Return the moves of a table whose groups add up: no total changes."""
    moves = []
    for here, there in tree.exchanges():
        for one, other in combinations(range(width), 2):
            plus = _cells(here, one, width) | _cells(there, other, width)
            minus = _cells(here, other, width) | _cells(there, one, width)
            moves.append(Move(plus, minus))
    return (*moves, *_long_moves(tree, width, moves))


def _long_moves(tree: Tree, width: int, short: Sequence[Move]) -> list[Move]:
    """Return the moves that change one pair of groups at several leaves and are no sum of shorter ones."""
    steps = [None, *permutations(range(width), 2)]
    if len(steps) ** len(tree.leaves) > MOST_LONG_MOVES:
        return []
    found = []
    for chosen in product(steps, repeat=len(tree.leaves)):
        taken = [
            (leaf, *step)
            for leaf, step in zip(tree.leaves, chosen, strict=True)
            if step is not None
        ]
        if len(taken) > 1 and taken[0][1] < taken[0][2]:  # the other way round is the same move
            found.append(_summed(tree, width, taken))
    kept = [(move.plus, move.minus) for move in short]
    for plus, minus in sorted(found, key=lambda move: (move[0] | move[1]).bit_count()):
        if plus | minus and not any(
            (p & ~plus == 0 and m & ~minus == 0) or (m & ~plus == 0 and p & ~minus == 0)
            for p, m in kept
        ):
            kept.append((plus, minus))
    return [Move(plus, minus) for plus, minus in kept[len(short) :]]


def _summed(tree: Tree, width: int, steps: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """Return the cells that steps at leaves (into one group, out of another) add to and take from, if by one each."""
    change: dict[int, int] = {}
    for leaf, into, out_of in steps:
        for node in tree.path(leaf):
            change[node * width + into] = change.get(node * width + into, 0) + 1
            change[node * width + out_of] = change.get(node * width + out_of, 0) - 1
    if any(abs(by) > 1 for by in change.values()):
        return 0, 0
    plus = sum(1 << cell for cell, by in change.items() if by > 0)
    return plus, sum(1 << cell for cell, by in change.items() if by < 0)


@lru_cache(maxsize=256)
def moves_within_groups(tree: Tree, width: int) -> tuple[Move, ...]:
    """Return the moves of a table whose groups overlap: each group is free within its total."""
    return tuple(
        Move(_cells(here, group, width), _cells(there, group, width))
        for here, there in tree.exchanges()
        for group in range(width)
    )


def moves_with_totals(
    here: tuple[int, ...], there: tuple[int, ...], width: int, forward: int, backward: int
) -> tuple[Move, ...]:
    """Return the moves of a table whose totals may change at some nodes, which are hidden too."""
    return tuple(
        Move(_cells(here, group, width), _cells(there, group, width), forward, backward)
        for group in range(width)
    )


@lru_cache(maxsize=256)
def pooled_moves(tree: Tree, width: int, empty: int, *, exchanged: bool) -> tuple[Move, ...]:
    """Return the moves that share out anew, between the parts of a node, what these hold of a group together.

    Each part may hold few, if the node holds many: any part could then hold nearly all of them, and
    the others fewer. Where groups add up, another group of each part makes up for it.

    Args:
        tree: the organisation.
        width: how many groups.
        empty: cells in which there is nobody; they have no share.
        exchanged: whether groups add up.
    """
    found = []
    for node in sorted(set(tree.parents) - {-1}):
        paths = {leaf: tree.path(leaf) for leaf in tree.leaves_under(node)}
        below = {leaf: path[: path.index(node)] for leaf, path in paths.items()}
        for group in range(width):
            parts = [path for leaf, path in below.items() if not empty >> leaf * width + group & 1]
            if len({path[-1] for path in parts}) < 2:  # noqa: PLR2004 - nobody to share with
                continue
            nodes = tuple(sorted({each for path in parts for each in path}))
            plus, pool = _cells(nodes, group, width), 1 << node * width + group
            others = [other for other in range(width) if other != group]
            minus = [_cells(nodes, other, width) for other in others] if exchanged else [0]
            found += [Move(plus, each, backward=0, pool=pool) for each in minus]
    return tuple(found)


def _cells(nodes: tuple[int, ...], group: int, width: int) -> int:
    return sum(1 << (node * width + group) for node in nodes)


def bits_of(mask: int) -> list[int]:
    """Return the numbers of the cells in a set."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found
