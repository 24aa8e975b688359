"""A pattern of hidden cells that has passed the audit: where shelter is not certain it is proven, or more is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.analytics.publishing.audit import (
    Target,
    attack,
    doubtful_without_programmes,
)
from kiosk.analytics.publishing.constraints import Grid, Organisation, Sheet
from kiosk.analytics.publishing.exposure import exposure_of
from kiosk.analytics.publishing.facts import Fixed, facts_of
from kiosk.analytics.publishing.pattern import EVERYONE, Pattern, pattern_of
from kiosk.analytics.publishing.profiles import PrivacyProfile
from kiosk.analytics.publishing.tables import AuditReport
from kiosk.domain.metrics import ValueKind


@dataclass(frozen=True, slots=True)
class Proven:
    """A pattern and what the audit found in it.

    Attributes:
        pattern: what is hidden.
        narrow: hidden counts that are known too well even so.
        report: what the audit did.
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
    """
    pattern = pattern_of(grid, org, kind, profile, weights, fixed)
    whole = _everything(grid, org, kind, profile, fixed)
    report = AuditReport()
    if len(org.nodes) > 1 and pattern.doubtful:
        # Whether fewer would do depends, over several nodes, on the size of what may end up hidden.
        pattern = _wider(pattern, [Target(table, 0, 0) for table in pattern.doubtful], whole)
    while True:
        narrow, found = narrow_in(grid, org, kind, profile, pattern, fixed, audit=audit)
        report = report.and_also(found)
        wider = _wider(pattern, narrow, whole)
        if wider == pattern:
            return Proven(pattern, tuple(narrow), report)
        pattern = wider


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
