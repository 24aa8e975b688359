"""The same figures without the parts of some nodes, for where the parts cannot be published safely.

Parts that are hidden altogether, everyone included, could each hold anything up to what the node itself has.
So they need no other shelter, and the nodes that stay are looked at as if there were no parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.analytics.publishing.constraints import Grid, Organisation, Sheet
from kiosk.analytics.publishing.facts import Fixed
from kiosk.analytics.publishing.organisation import Tree, bits_of
from kiosk.analytics.publishing.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Coarser:
    """A grid with fewer nodes.

    Attributes:
        grid: its cells.
        org: its nodes.
        weights: by table and cell.
        fixed: by table, the last of everyone.
        kept: by its nodes, their numbers in the whole organisation.
    """

    grid: Grid
    org: Organisation
    weights: tuple[tuple[int, ...], ...]
    fixed: tuple[Fixed, ...]
    kept: tuple[int, ...]


def without_parts(
    grid: Grid,
    org: Organisation,
    weights: Sequence[Sequence[int]],
    fixed: Sequence[Fixed],
    wholes: frozenset[int],
) -> Coarser:
    """Return the grid without whatever is below some nodes."""
    tree = org.tree
    kept = tuple(node for node in range(len(tree.parents)) if not wholes & set(tree.path(node)[1:]))
    number = {node: place for place, node in enumerate(kept)}
    parents = tuple(number.get(tree.parents[node], -1) for node in kept)
    smaller = Organisation(
        tuple(org.nodes[node] for node in kept if node < len(org.nodes)), Tree(parents)
    )
    sheets = tuple(None if sheet is None else _sheet_of(sheet, kept) for sheet in grid.sheets)
    widths = [1 if sheet is None else sheet.width for sheet in (*grid.sheets, grid.totals)]
    return Coarser(
        grid=replace(grid, totals=_sheet_of(grid.totals, kept), sheets=sheets),
        org=smaller,
        weights=tuple(
            tuple(row[cell] for cell in _cells(kept, width)) if row else ()
            for row, width in zip(weights, widths, strict=False)
        ),
        fixed=tuple(
            Fixed(_kept_bits(one.hidden, kept, width), _kept_bits(one.shown, kept, width))
            for one, width in zip(fixed, widths, strict=True)
        ),
        kept=kept,
    )


def in_the_whole(
    pattern: Pattern, coarser: Coarser, grid: Grid, tree: Tree, most: Pattern
) -> Pattern:
    """Return the pattern of the whole organisation: what is hidden of the nodes that stay, and all of the others.

    A part that holds all there is of a group in its node is hidden only where the node's is.
    """

    def spread(sheet: Sheet, hidden: int, everything: int) -> int:
        width, empty = sheet.width, sheet.empty
        cells = _cells(coarser.kept, width)
        found = sum(1 << cells[bit] for bit in bits_of(hidden))
        for node in sorted(set(range(len(tree.parents))) - set(coarser.kept)):
            above = tree.parents[node]
            beside = [other for other, over in enumerate(tree.parents) if over == above != -1]
            for group in range(width):
                cell = node * width + group
                alone = all(empty >> other * width + group & 1 for other in beside if other != node)
                shown = alone and not found >> above * width + group & 1
                found |= 0 if shown else everything & 1 << cell
        return found

    return Pattern(
        spread(grid.totals, pattern.totals, most.totals),
        tuple(
            0 if sheet is None else spread(sheet, hidden, everything)
            for sheet, hidden, everything in zip(
                grid.sheets, pattern.sheets, most.sheets, strict=True
            )
        ),
        pattern.doubtful,
    )


def _cells(kept: Sequence[int], width: int) -> list[int]:
    return [node * width + group for node in kept for group in range(width)]


def _kept_bits(mask: int, kept: Sequence[int], width: int) -> int:
    return sum(1 << place for place, cell in enumerate(_cells(kept, width)) if mask >> cell & 1)


def _sheet_of(sheet: Sheet, kept: Sequence[int]) -> Sheet:
    cells = _cells(kept, sheet.width)
    return replace(
        sheet,
        outcomes={},
        amounts=tuple(sheet.amounts[cell] for cell in cells),
        silent=_kept_bits(sheet.silent, kept, sheet.width),
    )
