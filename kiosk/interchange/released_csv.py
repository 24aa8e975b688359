"""Released figures as one tidy CSV table: a row for each cell, which says in words when it has no number."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from kiosk.domain.releases import Cell, GroupRole, Release, release_body, release_sha256

COLUMNS: Final = (
    "metric",
    "node",
    "level",
    "scope",
    "stratifier",
    "group",
    "role",
    "window",
    "first",
    "last",
    "status",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "unit",
    "reason",
    "profile",
    "rounded_to",
    "stratifier_set",
    "source",
    "version",
    "release",
)
"""The columns. `group` is empty in rows of everyone; numbers are empty where `status` is not `shown`,
but for the bounds of what is `unreliable`; `release` is the SHA-256 of the release."""


def released_csv(releases: Iterable[Release]) -> bytes:
    """Return releases as CSV in UTF-8; the same releases give the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for release in releases:
        writer.writerows(_rows(release))
    return text.getvalue().encode()


def _rows(release: Release) -> Iterator[tuple[str, ...]]:
    sha256 = release_sha256(release_body(release))
    facts, provenance = release.metric, release.provenance
    about = (facts.key, release.node, release.level.value, release.scope, release.stratifier)
    kind = release.window.value if release.window else ""
    origin = (
        release.profile,
        str(release.rounded_to),
        release.stratifier_set,
        release.source,
        str(provenance.version if provenance else 1),
        sha256,
    )
    for window in release.windows:
        days = (kind, _day(window.first), _day(window.last))
        for cell in (window.overall, *window.groups):
            role = release.role_of(cell.group) if cell.group else GroupRole.GROUP
            named = (cell.group or "", role.value if cell.group else "everyone")
            yield (*about, *named, *days, *_figures(cell), facts.unit, cell.reason, *origin)


def _figures(cell: Cell) -> tuple[str, ...]:
    numbers = (cell.numerator, cell.denominator, cell.value, cell.lower, cell.upper)
    return (cell.status.value, *("" if one is None else repr(one) for one in numbers))


def _day(day: date) -> str:
    return day.isoformat()
