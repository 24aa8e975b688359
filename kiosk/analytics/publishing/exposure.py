"""What an adversary knows of one metric in one window, and what they look for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.analytics.publishing.constraints import Grid, Organisation, Sheet
from kiosk.analytics.publishing.facts import Facts, Fixed, facts_of
from kiosk.analytics.publishing.organisation import Tree
from kiosk.analytics.publishing.pattern import Pattern
from kiosk.analytics.publishing.primary import Quantities
from kiosk.analytics.publishing.profiles import PrivacyProfile
from kiosk.analytics.publishing.tables import Split
from kiosk.domain.metrics import ValueKind
from kiosk.domain.releases import GroupRole


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one table, or of everyone: node × width + group.

    Attributes:
        width: the groups, those in none of them included.
        truth: what every cell holds; an adversary does not have it, but it is one of the worlds
            that they cannot rule out.
        unknown: the cells that nothing is said about, as bits.
        targets: those of them that must stay unknown.
        adds_up: whether groups add up to the total.
        covers: whether groups overlap and everyone is in one at least.
        apart: groups that nobody is in who is in another, though the others overlap: reasons why
            a group is not known.
    """

    width: int
    truth: tuple[Quantities, ...]
    unknown: int
    targets: int
    adds_up: bool = False
    covers: bool = False
    apart: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is known of one metric in one window.

    Attributes:
        tree: the organisation.
        quantities: how many things are counted apart.
        totals: everyone.
        tables: by table, or None where nothing of it is published.
    """

    tree: Tree
    quantities: int
    totals: Known
    tables: tuple[Known | None, ...]


def exposure_of(
    grid: Grid,
    org: Organisation,
    kind: ValueKind,
    profile: PrivacyProfile,
    pattern: Pattern,
    fixed: Sequence[Fixed],
) -> Exposure:
    """Return what is known when a window is published in a pattern."""
    nodes = len(org.nodes)

    def known(sheet: Sheet, hidden: int, before: Fixed) -> Known:
        facts = facts_of(sheet, nodes, kind, profile, before)
        found = _known(sheet, hidden, facts, nodes, 1 if kind is ValueKind.COUNT else 2)
        return replace(found, unknown=found.unknown | _untold(sheet, org.tree))

    return Exposure(
        tree=org.tree,
        quantities=1 if kind is ValueKind.COUNT else 2,
        totals=known(grid.totals, pattern.totals, fixed[-1]),
        tables=tuple(
            None
            if sheet is None or not sheet.linked
            else known(sheet, pattern.sheets[number], fixed[number])
            for number, sheet in enumerate(grid.sheets)
        ),
    )


def _untold(sheet: Sheet, tree: Tree) -> int:
    """Return the cells of nodes with parts of which there is no figure: nothing can be concluded from them."""
    return sum(
        1 << cell
        for cell, parts in enumerate(sheet.amounts)
        if parts is None and cell // sheet.width not in tree.leaves
    )


def _known(sheet: Sheet, hidden: int, facts: Facts, nodes: int, quantities: int) -> Known:
    published = sheet.published(nodes)
    split = sheet.split
    nothing = (0.0,) * quantities
    return Known(
        width=sheet.width,
        truth=tuple(parts if parts is not None else nothing for parts in sheet.amounts),
        unknown=hidden | facts.free | facts.primary & ~published,
        targets=hidden | facts.primary & ~published,
        adds_up=split is not None and not split.overlapping,
        covers=split is not None and split.overlapping,
        apart=frozenset() if split is None or not split.overlapping else reasons_of(split),
    )


def reasons_of(split: Split) -> frozenset[int]:
    """Return the numbers of the groups that are reasons why a group is not known."""
    return frozenset(
        number
        for number, name in enumerate(split.groups)
        if split.roles.get(name, GroupRole.GROUP) is not GroupRole.GROUP
    )
