"""What the command line says of figures: what was left out, what is hidden, what the audit found."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import reduce

from kiosk.analytics.publishing.tables import AuditReport
from kiosk.domain.releases import CellStatus, Release, WindowKind
from kiosk.interchange.publishing import PublishedFigures
from kiosk.interchange.reading import Figures

WINDOW_WORDS = {
    WindowKind.DAY: ("day", "days"),
    WindowKind.WEEK: ("week", "weeks"),
    WindowKind.MONTH: ("month", "months"),
    WindowKind.QUARTER: ("quarter", "quarters"),
    WindowKind.ROLLING_12: ("rolling year", "rolling years"),
}


def so_many(count: int, noun: str) -> str:
    """Return a count with its noun: "1 window", "2,000 windows"."""
    return f"{count:,} {noun if count == 1 else f'{noun}s'}"


def tell_reading(figures: Figures, notes: Iterable[str]) -> None:
    """Print on the error stream what was left out of a file and what a person should know."""
    skipped = figures.skipped
    if skipped.count:
        for line in skipped.lines():
            print(line, file=sys.stderr)
        print(
            f"Skipped {skipped.count:,} of {figures.rows:,} {figures.what}. "
            "The figures that they belong to are shown as no data.",
            file=sys.stderr,
        )
    for note in (*figures.notes, *notes):
        print(note, file=sys.stderr)


def tell_releases(releases: Sequence[Release]) -> None:
    """Print one line for each metric and stratifier: how much of it there is, and how much is hidden."""
    for together in _alike(releases):
        print(_summary(together))


def tell_audit(published: PublishedFigures) -> None:
    """Print what the audit found, in one line."""
    reports = [one.audit for one in published.publications if one.audit is not None]
    if not reports:
        return
    whole = reduce(AuditReport.and_also, reports)
    if not whole.checked:
        print("Audit: nothing is hidden.")
        return
    print(
        f"Audit: {whole.checked:,} hidden counts attacked from everything published; "
        "none of them can be worked out."
    )


def _alike(releases: Iterable[Release]) -> Iterator[list[Release]]:
    found: dict[tuple[str, str], list[Release]] = {}
    for release in releases:
        found.setdefault((release.metric.key, release.stratifier), []).append(release)
    yield from found.values()


def _summary(releases: Sequence[Release]) -> str:
    windows = [window for release in releases for window in release.windows]
    cells = [cell for window in windows for cell in (window.overall, *window.groups)]
    hidden = sum(cell.status is CellStatus.HIDDEN for cell in cells)
    first, last = min(one.first for one in windows), max(one.last for one in windows)
    release = releases[0]
    count = len({(window.first, window.last) for window in windows})
    one, many = WINDOW_WORDS[release.window or WindowKind.MONTH]
    by = f" by {release.stratifier}" if release.stratifier else ""
    nodes = f" of {len(releases)} nodes" if len(releases) > 1 else ""
    return (
        f"{release.metric.key}: {count} {one if count == 1 else many}{by}{nodes}, "
        f"{_month(first)} to {_month(last)}; "
        f"{hidden:,} of {len(cells):,} figures hidden for privacy."
    )


def _month(day: date) -> str:
    return f"{day:%B %Y}"
