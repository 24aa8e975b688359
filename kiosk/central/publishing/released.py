"""Everything that is out, of all nodes: what a new release of a metric is read together with before it may leave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.central.storage.protocol import Document, Storage
from kiosk.domain.clock import instant_from, instant_text
from kiosk.domain.releases import Release, release_body, release_sha256

BLOB: Final = "release"
"""The kind of blob that a release's body is, named by its SHA-256."""

KEPT: Final = timedelta(days=800)
"""How long a release counts as being out; longer than the 24 months that publishing reads back."""

_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Out:
    """A release that is out.

    Attributes:
        sha256: its name.
        metric: its metric's key.
        stratifier: what it is by, or empty.
        code: the publisher's code of the node that it is about.
        map: by which map it was published.
        at: when.
    """

    sha256: str
    metric: str
    stratifier: str
    code: str
    map: str
    at: datetime

    @classmethod
    def of(cls, release: Release, map_name: str, at: datetime) -> "Out":
        """Return what is noted of a release."""
        return cls(
            release_sha256(release_body(release)),
            release.metric.key,
            release.stratifier,
            release.node,
            map_name,
            at,
        )


def note(storage: Storage, out: Out, body: bytes, node: str) -> None:
    """Keep a body for good, and note that it is out; twice is once."""
    if storage.get(_kind(out.metric), out.sha256) is not None:
        return
    storage.put_blob(BLOB, out.sha256, body, node=node, at=out.at)
    storage.put(
        _kind(out.metric),
        out.sha256,
        {
            "stratifier": out.stratifier,
            "code": out.code,
            "map": out.map,
            "at": instant_text(out.at),
        },
        node=node,
        expires_at=out.at + KEPT,
    )


def out_of(storage: Storage, metrics: Sequence[str]) -> list[Out]:
    """Return what is out of some metrics, on all nodes."""
    return [
        _out(metric, document)
        for metric in dict.fromkeys(metrics)
        for document in _documents(storage, _kind(metric))
    ]


def bodies(storage: Storage, outs: Sequence[Out]) -> Iterator[bytes]:
    """Give the bodies of releases, one after another."""
    for out in outs:
        body = storage.blob(BLOB, out.sha256)
        if body is not None:
            yield body


def _documents(storage: Storage, kind: str) -> Iterator[Document]:
    after = ""
    while True:
        page = storage.listed(kind, after=after, limit=_AT_ONCE)
        yield from page
        if len(page) < _AT_ONCE:
            return
        after = page[-1].key


def _out(metric: str, document: Document) -> Out:
    body = document.body
    return Out(
        document.key,
        metric,
        body["stratifier"],
        body["code"],
        body["map"],
        instant_from(body["at"]),
    )


def _kind(metric: str) -> str:
    return f"released:{metric}"
