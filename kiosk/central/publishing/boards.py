"""What the boards of nodes show already, so that only what is new to one of them is announced."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.central.storage.protocol import Logs
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.entities import Refusal, fold
from kiosk.domain.releases import RELEASE, PublishRelease, Release, decide, published_id


@dataclass(frozen=True, slots=True)
class News:
    """What a board would show that it does not show yet.

    Attributes:
        names: of releases, by SHA-256.
        older: metrics of which it shows newer figures, which stay.
    """

    names: tuple[str, ...]
    older: tuple[str, ...]


def news_for(logs: Logs, node: str, releases: Mapping[str, Release]) -> News:
    """Return what is new to the board of a node.

    Args:
        logs: where it stands what the board shows.
        node: the node.
        releases: what the board is to show, by SHA-256.
    """
    entity_of = {
        name: published_id(node, release.metric.key, release.stratifier)
        for name, release in releases.items()
    }
    histories = logs.histories(Log(node, LogKind.SHARED), list(entity_of.values()))
    names, older = [], []
    for name, entity in entity_of.items():
        published = fold(RELEASE, entity, histories.get(entity, ())).state
        decision = decide(published, PublishRelease(node, releases[name]))
        if isinstance(decision, Refusal):
            older.append(releases[name].metric.key)
        elif decision:
            names.append(name)
    return News(tuple(names), tuple(older))
