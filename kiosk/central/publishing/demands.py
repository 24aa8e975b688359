"""What an upload has to keep to beside its map: one publisher for a metric, codes that mean a node, and limits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from kiosk.central.publishing.released import Out
from kiosk.central.publishing.uploads import Upload
from kiosk.domain.releases import Release
from kiosk.interchange.refusals import MOST_LISTED, FiguresRefusedError

MOST_PREVIOUS: Final = 50_000
"""Releases of one map's metrics that are read together with a new one."""

Series = tuple[str, str, str]
"""A code, a metric and a stratifier."""


def demand_few(out: Sequence[Out]) -> None:
    """Refuse what cannot be read together with everything that is out.

    Raises:
        FiguresRefusedError: too much is out.
    """
    if len(out) > MOST_PREVIOUS:
        raise FiguresRefusedError(
            f"More than {MOST_PREVIOUS:,} releases of these metrics are out, too many to be read together. "
            "Part the map by metric."
        )


def demand_one_publisher(
    upload: Upload,
    releases: Collection[Release],
    others: Mapping[Series, str],
) -> None:
    """Refuse what another map publishes already.

    Args:
        upload: the upload.
        releases: what it would publish.
        others: the other map that publishes each series.

    Raises:
        FiguresRefusedError: another one does.
    """
    for release in releases:
        other = others.get((release.node, release.metric.key, release.stratifier))
        if other is not None:
            by = f" by {release.stratifier}" if release.stratifier else ""
            raise FiguresRefusedError(
                f"{release.metric.key}{by} of {release.node} is published by the map {other}, and a metric has one "
                f"publisher. Leave it out of {upload.map}, or remove the map {other} first."
            )


def demand_known(upload: Upload, codes: Sequence[str], nodes: Mapping[str, str]) -> None:
    """Refuse figures that no board could show.

    Raises:
        FiguresRefusedError: no node has any of the codes.
    """
    if not any(code in nodes for code in codes):
        raise FiguresRefusedError(
            f"{upload.path.name}: no node of the organisation has any of its codes: {_some(codes)}. "
            "Say which node a code means: huddle-central warehouse code CODE NODE"
        )


def older_than(metrics: Iterable[str]) -> tuple[str, ...]:
    """Return a note for each metric of which some board shows newer figures."""
    return tuple(
        f"{metric}: some boards show newer figures than these, which stay."
        for metric in dict.fromkeys(metrics)
    )


def without_a_board(codes: Sequence[str], nodes: Mapping[str, str]) -> tuple[str, ...]:
    """Return a note where some codes mean no node."""
    unknown = [code for code in codes if code not in nodes]
    if not unknown:
        return ()
    return (
        f"No node of the organisation has the code {_some(unknown)}: no board shows those figures alone.",
    )


def _some(codes: Sequence[str]) -> str:
    more = f" and {len(codes) - MOST_LISTED:,} more" if len(codes) > MOST_LISTED else ""
    return ", ".join(codes[:MOST_LISTED]) + more
