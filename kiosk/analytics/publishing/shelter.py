"""A pattern of hidden cells that has passed the audit: where shelter is not certain it is proven, or more is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.analytics.publishing.audit import (
    attack,
    doubtful_without_programmes,
)
from kiosk.analytics.publishing.coarser import in_the_whole, without_parts
from kiosk.analytics.publishing.constraints import Grid, Organisation, Sheet
from kiosk.analytics.publishing.exposure import exposure_of
from kiosk.analytics.publishing.facts import Fixed, facts_of
from kiosk.analytics.publishing.organisation import bits_of
from kiosk.analytics.publishing.pattern import EVERYONE, Pattern, pattern_of
from kiosk.analytics.publishing.profiles import PrivacyProfile
from kiosk.analytics.publishing.tables import AuditReport
from kiosk.analytics.publishing.target import Target
from kiosk.domain.metrics import ValueKind


@dataclass(frozen=True, slots=True)
class Proven:
    """A pattern and what the audit found in it.

    Attributes:
        pattern: what is hidden.
        narrow: hidden counts that are known too well even so.
        report: what the audit of this pattern did; what was tried before and given up is not in it.
    """

    pattern: Pattern
    narrow: tuple[Target, ...]
    report: AuditReport


def safe_pattern(  # noqa: PLR0913 - what a window is, and what is known about it
    grid: Grid,
    org: Organisation,
    kind: ValueKind,
    profile: PrivacyProfile,
    weights: Sequence[Sequence[int]],
    fixed: Sequence[Fixed],
    *,
    audit: bool,
) -> Proven:
    """Return which cells are hidden, and which of them are not safe whatever is hidden beside them.

    Where a hidden count is known too well, more is hidden: all groups of its table, then everyone too.
    Over several nodes, the groups of parts go first, and those of the nodes above them stay if they can.
    """
    pattern = pattern_of(grid, org, kind, profile, weights, fixed)
    whole = _everything(grid, org, kind, profile, fixed)
    steps: list[Pattern] = []
    if len(org.nodes) > 1:
        cells = WindowCells(grid, org, weights, fixed)
        pattern, *steps = _ways(cells, pattern, kind, profile, whole)
    while True:
        narrow, report = narrow_in(grid, org, kind, profile, pattern, fixed, audit=audit)
        wider = steps.pop(0) if narrow and steps else _wider(pattern, narrow, whole)
        if wider == pattern:
            return Proven(pattern, tuple(narrow), report)
        pattern = wider


@dataclass(frozen=True, slots=True)
class WindowCells:
    """The cells of a window, and what decides between them."""

    grid: Grid
    org: Organisation
    weights: Sequence[Sequence[int]]
    fixed: Sequence[Fixed]


def _ways(
    window: WindowCells, pattern: Pattern, kind: ValueKind, profile: PrivacyProfile, whole: Pattern
) -> list[Pattern]:
    """Return what to try one after the other, beginning with a pattern, over several nodes."""
    found = [pattern]
    if pattern.doubtful:
        # Whether fewer would do depends, over several nodes, on the size of what may end up hidden.
        coarse = _with_fewer_nodes(window, pattern, kind, profile, whole)
        groups_only = replace(coarse, totals=pattern.totals)
        found = [coarse]
        if EVERYONE not in pattern.doubtful and groups_only != coarse:
            found.insert(0, groups_only)
    lighter = _groups_of_parts(window, pattern, kind, profile, whole)
    if lighter is not None and lighter.hidden < found[0].hidden:
        found.insert(0, lighter)
    return found


def _groups_of_parts(
    window: WindowCells, pattern: Pattern, kind: ValueKind, profile: PrivacyProfile, whole: Pattern
) -> Pattern | None:
    """Return a pattern that hides all groups of parts, so that everyone's figure has shelter by itself; None if not.

    Where groups are shown beside a hidden total, it takes hidden groups at every level to shelter it.
    """
    org, fixed = window.org, list(window.fixed)
    grid = replace(window.grid, sheets=(None,) * len(window.grid.sheets))
    above = sum(1 << node for node in org.published if org.children(node))
    small = facts_of(grid.totals, len(org.nodes), kind, profile, fixed[EVERYONE]).primary
    fixed[EVERYONE] = replace(fixed[EVERYONE], shown=fixed[EVERYONE].shown | above & ~small)
    alone = pattern_of(grid, org, kind, profile, window.weights, fixed)
    parts = pattern.where | frozenset(bits_of(pattern.totals))
    if alone.doubtful or not pattern.totals:
        return None
    coarse = _with_fewer_nodes(window, replace(pattern, where=parts), kind, profile, whole)
    return replace(coarse, totals=alone.totals)


def _with_fewer_nodes(
    window: WindowCells, pattern: Pattern, kind: ValueKind, profile: PrivacyProfile, whole: Pattern
) -> Pattern:
    """Return a pattern that hides all parts of nodes among whose parts shelter is not certain."""
    grid, tree = window.grid, window.org.tree
    wholes: frozenset[int] = frozenset()
    kept: tuple[int, ...] = tuple(range(len(tree.parents)))
    while True:
        places = (tree.path(kept[node]) for node in pattern.where)
        wider = wholes | {path[1] if len(path) > 1 else path[0] for path in places}
        coarser = without_parts(grid, window.org, window.weights, window.fixed, wider)
        if coarser.kept == kept:
            return in_the_whole(pattern, coarser, grid, tree, whole)
        wholes, kept = wider, coarser.kept
        pattern = pattern_of(
            coarser.grid, coarser.org, kind, profile, coarser.weights, coarser.fixed
        )


def narrow_in(  # noqa: PLR0913 - what a window is, and how it is published
    grid: Grid,
    org: Organisation,
    kind: ValueKind,
    profile: PrivacyProfile,
    pattern: Pattern,
    fixed: Sequence[Fixed],
    *,
    audit: bool,
) -> tuple[list[Target], AuditReport]:
    """Return the hidden counts of a window that are known too well, and what was done to find them."""
    exposure = exposure_of(grid, org, kind, profile, pattern, fixed)
    if audit:
        return attack(exposure, profile)
    return doubtful_without_programmes(exposure, profile), AuditReport()


def _wider(pattern: Pattern, narrow: Sequence[Target], whole: Pattern) -> Pattern:
    """Return a pattern with all groups hidden in the tables of counts that are known too well.

    Where that is so already, everything of the metric is hidden in this window, everyone included.
    """
    tables = {target.table for target in narrow}
    wider = replace(
        pattern,
        sheets=tuple(
            most if number in tables or EVERYONE in tables else now
            for number, (now, most) in enumerate(zip(pattern.sheets, whole.sheets, strict=True))
        ),
    )
    return whole if narrow and wider == pattern else wider


def _everything(
    grid: Grid, org: Organisation, kind: ValueKind, profile: PrivacyProfile, fixed: Sequence[Fixed]
) -> Pattern:
    """Return the pattern that hides whatever can be hidden."""
    nodes = len(org.nodes)

    def most(sheet: Sheet | None, before: Fixed) -> int:
        if sheet is None:
            return 0
        return sheet.published(nodes) & ~facts_of(sheet, nodes, kind, profile, before).barred

    sheets = tuple(most(sheet, before) for sheet, before in zip(grid.sheets, fixed, strict=False))
    return Pattern(most(grid.totals, fixed[-1]), sheets, ())
