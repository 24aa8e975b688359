"""The fallback ladder: a ward whose numbers are too small shows its service's, then the hospital's, and says so."""

from collections.abc import Iterable, Mapping, Sequence

from kiosk.analytics.publishing.tables import OrgNode
from kiosk.domain.releases import Cell, CellStatus, Level, Release

FEWEST_TO_COMPARE = 2
"""Reliable groups from which on a window is worth showing by group."""

MOST_OF_EVERYONE = 0.5
"""The groups that are shown hold at least this share of everyone."""

LONGEST_SCOPE = 60


def scope_of(node: OrgNode) -> str:
    """Return whom a node's figures are about, as the title of a ward's tile says it; nothing for a ward."""
    if node.level is Level.WARD:
        return ""
    word = node.level.value
    title = node.title.strip()
    if word not in title.casefold().split():
        title = f"{title} {word}".strip()
    alone = ", not this ward alone"
    return title[: LONGEST_SCOPE - len(alone)].rstrip() + alone


def ladder(releases: Iterable[Release], node: str, nodes: Sequence[OrgNode]) -> tuple[Release, ...]:
    """Return what the board of a node shows.

    For each metric and stratifier the release of the lowest level whose newest window has enough to
    compare: the node's own, else its service's, else its hospital's. Where none has enough, the
    highest that is there. Figures of everyone need only be shown.

    Args:
        releases: a publication.
        node: the code of the ward.
        nodes: the organisation.

    Returns:
        The releases in the order given.
    """
    path = _path(node, {one.code: one for one in nodes})
    found: dict[tuple[str, str], dict[str, Release]] = {}
    for release in releases:
        if release.node in path and release.windows:
            key = release.metric.key, release.stratifier
            found.setdefault(key, {})[release.node] = release
    return tuple(
        _lowest([by_node[code] for code in path if code in by_node]) for by_node in found.values()
    )


def _path(node: str, by_code: Mapping[str, OrgNode]) -> list[str]:
    path: list[str] = []
    code: str | None = node
    while code is not None and code in by_code and code not in path:
        path.append(code)
        code = by_code[code].parent
    return path


def _lowest(upwards: Sequence[Release]) -> Release:
    return next((release for release in upwards if enough_to_compare(release)), upwards[-1])


def enough_to_compare(release: Release) -> bool:
    """Return whether the newest window has two reliable groups that hold most people, or a figure of everyone."""
    newest = release.windows[-1]
    if not release.groups:
        return newest.overall.status is CellStatus.SHOWN
    reliable = [cell for cell in newest.groups if _reliable(cell)]
    if len(reliable) < FEWEST_TO_COMPARE:
        return False
    everyone = newest.overall.denominator
    if everyone is None or release.overlapping:
        return True
    return sum(cell.denominator or 0 for cell in reliable) >= MOST_OF_EVERYONE * everyone


def _reliable(cell: Cell) -> bool:
    return cell.status is CellStatus.SHOWN and bool(cell.numerator)
