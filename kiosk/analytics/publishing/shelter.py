"""A pattern of hidden cells that has passed the audit: where shelter is not certain it is proven, or more is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.analytics.publishing.audit import (
    EVERYONE,
    Target,
    attack,
    doubtful_without_programmes,
)
from kiosk.analytics.publishing.constraints import Grid, Organisation
from kiosk.analytics.publishing.exposure import exposure_of
from kiosk.analytics.publishing.pattern import Fixed, Pattern, facts_of, pattern_of
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

    Where a hidden count is known too well, everything of its table is hidden in this window.
    """
    pattern = pattern_of(grid, org, kind, profile, weights, fixed)
    report = AuditReport()
    while True:
        exposure = exposure_of(grid, org, kind, profile, pattern, fixed)
        if audit:
            narrow, found = attack(exposure, profile)
            report = report.and_also(found)
        else:
            narrow = doubtful_without_programmes(exposure, profile)
        wider = _all_hidden(pattern, narrow, grid, org, kind, profile, fixed)
        if wider == pattern:
            return Proven(pattern, tuple(narrow), report)
        pattern = wider


def _all_hidden(  # noqa: PLR0913, PLR0917 - the same
    pattern: Pattern,
    narrow: Sequence[Target],
    grid: Grid,
    org: Organisation,
    kind: ValueKind,
    profile: PrivacyProfile,
    fixed: Sequence[Fixed],
) -> Pattern:
    """Return a pattern with everything hidden in the tables of counts that are known too well."""
    sheets = list(pattern.sheets)
    tables = {target.table for target in narrow}
    for number, sheet in enumerate(grid.sheets):
        if sheet is not None and (number in tables or EVERYONE in tables):
            facts = facts_of(sheet, len(org.nodes), kind, profile, fixed[number])
            sheets[number] |= sheet.published(len(org.nodes)) & ~facts.barred
    return replace(pattern, sheets=tuple(sheets))
