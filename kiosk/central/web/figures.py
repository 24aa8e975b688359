"""A unit's figures as its own wall may show them: what was released, and nothing that was not turned on there."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from kiosk.central.web.folds import LogFolds
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.metrics import Metric
from kiosk.domain.nodes import Node
from kiosk.domain.release_shelf import ParsedReleases, ReleaseShelf
from kiosk.domain.releases import Published
from kiosk.domain.wards import Ward

RELEASE_BLOB: Final = "release"
"""The kind under which bodies of releases are kept, by their SHA-256."""


class Figures:
    """Reads a node's releases; one is parsed when a page shows it.

    Args:
        folds: the logs, folded.
        blob: gives a body by kind and name.
    """

    def __init__(self, folds: LogFolds, blob: Callable[[str, str], bytes | None]) -> None:
        self._folds = folds
        self._parsed = ParsedReleases(lambda sha256: blob(RELEASE_BLOB, sha256))

    def ward(self, node: str, now: datetime) -> Ward:
        """Return a node with its releases and the metrics that it follows.

        Raises:
            StorageBusy: try again later.
        """
        config, shared = Log(node, LogKind.CONFIG), Log(node, LogKind.SHARED)
        states = self._folds.read([config, shared])
        published = {
            (each.metric, each.stratifier): each for _, each, _ in states[shared].of(Published)
        }
        return Ward(
            now=now,
            node_id=node,
            node=next((each for _, each, _ in states[config].of(Node)), None),
            metrics={name: metric for name, metric, _ in states[config].of(Metric)},
            published=published,
            releases=ReleaseShelf(published, self._parsed),
            alone=False,
        )
