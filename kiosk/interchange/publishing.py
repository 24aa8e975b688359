"""From what was read of a file to releases: who is published with whom, what was published before, and what is new."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from kiosk.analytics.publishing.ladder import ladder
from kiosk.analytics.publishing.publish import publish
from kiosk.analytics.publishing.tables import Publication, PublishingRefusedError, PublishRequest
from kiosk.analytics.publishing.windows import closed_windows
from kiosk.domain.releases import Provenance, Release, WindowKind
from kiosk.interchange.figure_rows import MOST_NAMED
from kiosk.interchange.mapping import FigureMap
from kiosk.interchange.raw_tables import Family, families, privacy_profile
from kiosk.interchange.reading import Figures
from kiosk.interchange.refusals import FiguresRefusedError, nearest, shown

EVERYWHERE: Final = timedelta(hours=12)
"""A day has ended everywhere on earth so long after it has ended in UTC."""

RULES: Final = "huddle-kiosk publishing 1"
"""Name and version of the rules by which figures are published."""

OVERLAP_DAYS: Final = 731
"""Releases of the last 24 months are read together with a new one."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, when, and what is out already.

    Attributes:
        by: a role or an account.
        now: the instant, aware; a window that has not ended everywhere waits.
        source_id: a random id of this reading of the source.
        previous: releases that are out already, in any order.
    """

    by: str
    now: datetime
    source_id: str
    previous: tuple[Release, ...] = ()

    @property
    def today(self) -> date:
        """A day that has not ended everywhere."""
        return (self.now - EVERYWHERE).date()


@dataclass(frozen=True, slots=True)
class PublishedFigures:
    """What was published of a file.

    Attributes:
        releases: one for each metric, split and node with a closed window.
        notes: what was left out or kept as it was, in words for the publisher.
        publications: by family, with the audit of each.
        families: the nodes of each publication.
    """

    releases: tuple[Release, ...]
    notes: tuple[str, ...]
    publications: tuple[Publication, ...]
    families: tuple[Family, ...]

    def for_board(self, code: str) -> tuple[Release, ...]:
        """Return what the board of a node shows: its own figures, or its service's, or its hospital's."""
        for family, publication in zip(self.families, self.publications, strict=True):
            if code in family.codes:
                return ladder(publication.releases, code, family.nodes)
        return ()


def publish_figures(
    figures: Figures,
    figure_map: FigureMap,
    publisher: Publisher,
    *,
    board: str | None = None,
    audit: bool = True,
) -> PublishedFigures:
    """Turn raw counts into releases.

    A metric, split and node of which nothing has changed keeps the release that is out already, so
    publishing the same file again gives the same releases.

    Args:
        figures: what was read.
        figure_map: what it means.
        publisher: who publishes, when, and what is out already.
        board: publish only what has to do with this node; everything unless told.
        audit: whether the result is attacked before it may leave. False only for invented figures.

    Raises:
        FiguresRefusedError: there is no such node, or publishing is refused, for a reason in words.
    """
    wanted = _wanted(families(figures, figure_map), board)
    closed = [family for family in wanted if _has_closed(family, figure_map.window_kind, publisher)]
    notes = [_waiting(family, figure_map.window) for family in wanted if family not in closed]
    publications = []
    try:
        for family in closed or wanted:
            request = _request(family, figure_map, publisher)
            publications.append(_settled(publish(request, audit=audit), publisher.previous))
    except PublishingRefusedError as problem:
        raise FiguresRefusedError(f"{figures.file}: {problem}") from problem
    notes += [note for publication in publications for note in publication.notes]
    return PublishedFigures(
        tuple(release for publication in publications for release in publication.releases),
        tuple(dict.fromkeys(notes)),
        tuple(publications),
        tuple(closed or wanted),
    )


def board_of(figures: Figures, figure_map: FigureMap, asked: str | None) -> str:
    """Return the code of the node whose board it is: as asked for, else as the map says, else the only one.

    Raises:
        FiguresRefusedError: it cannot be told.
    """
    code = asked or figure_map.board
    if figure_map.nodes is None:
        if asked not in {None, figure_map.board}:
            raise FiguresRefusedError(
                f"The map has no [nodes], so figures of {shown(asked or '')} cannot be told from others."
            )
        return figure_map.board or ""
    if code is not None:
        return code
    nodes = figures.tally.nodes()
    if len(nodes) == 1:
        return nodes[0]
    raise FiguresRefusedError(
        f"{figures.file}: it is about {len(nodes)} nodes. Say whose board this is with --board, "
        f"or as board in the map: {', '.join(shown(node) for node in nodes[:MOST_NAMED])}."
    )


def _wanted(found: Sequence[Family], board: str | None) -> tuple[Family, ...]:
    if board is None:
        return tuple(found)
    wanted = tuple(family for family in found if board in family.codes)
    if not wanted:
        codes = sorted(code for family in found for code in family.codes)
        there = ", ".join(shown(code) for code in codes[:MOST_NAMED])
        raise FiguresRefusedError(
            f"There are no figures of the node {shown(board)}.{nearest(board, codes)} There are: {there}"
            f"{' and more' if len(codes) > MOST_NAMED else ''}."
        )
    return wanted


def _has_closed(family: Family, kind: WindowKind, publisher: Publisher) -> bool:
    return bool(closed_windows(family.months(), kind, publisher.today)[0])


def _waiting(family: Family, window: str) -> str:
    return (
        f"No {window} of {', '.join(node.title for node in family.nodes[:5])} has ended: left out."
    )


def _request(family: Family, figure_map: FigureMap, publisher: Publisher) -> PublishRequest:
    since = publisher.today - timedelta(days=OVERLAP_DAYS)
    previous = tuple(
        release
        for release in publisher.previous
        if release.node in _codes_with_predecessors(family) and _came_after(release, since)
    )
    return PublishRequest(
        tables=family.tables,
        nodes=family.nodes,
        window=figure_map.window_kind,
        today=publisher.today,
        source=figure_map.metrics[0].source,
        provenance=Provenance(
            source_id=publisher.source_id, rules=RULES, by=publisher.by, at=publisher.now
        ),
        previous=previous,
        profile=privacy_profile(figure_map.profile),
    )


def _codes_with_predecessors(family: Family) -> frozenset[str]:
    return family.codes | {code for node in family.nodes for code in node.predecessors}


def _came_after(release: Release, since: date) -> bool:
    at = release.provenance.at if release.provenance else None
    return at is None or at.date() >= since


def _settled(publication: Publication, previous: Sequence[Release]) -> Publication:
    """Return a publication with each metric's own source, and with the releases that are out where nothing is new."""
    releases = tuple(_own_source(release) for release in publication.releases)
    return replace(publication, releases=tuple(_or_before(one, previous) for one in releases))


def _own_source(release: Release) -> Release:
    return release.model_copy(update={"source": release.metric.source})


def _or_before(release: Release, previous: Sequence[Release]) -> Release:
    return next((before for before in _alike(release, previous)), release)


def _alike(release: Release, previous: Sequence[Release]) -> Iterator[Release]:
    """Return the newest earlier release of the same kind, if it says the same."""
    same = [
        before
        for before in previous
        if (before.metric.key, before.stratifier, before.node)
        == (release.metric.key, release.stratifier, release.node)
    ]
    if not same:
        return
    newest = max(same, key=lambda one: one.provenance.version if one.provenance else 0)
    told = {"provenance": newest.provenance}
    if release.model_copy(update=told) == newest:
        yield newest
