"""Releases: immutable, already suppressed sets of published numbers over closed windows, named by their content."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import Field

from kiosk.domain.changes import LogKind
from kiosk.domain.entities import (
    Act,
    Decision,
    EntityKind,
    Happened,
    Outcome,
    Payload,
    Refusal,
    State,
)
from kiosk.domain.ids import natural_id
from kiosk.domain.metrics import MetricFacts


class CellStatus(StrEnum):
    """Why a figure is, or is not, there."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # privacy: no number of it is in the release
    UNRELIABLE = "unreliable"  # the interval only
    NO_DATA = "no_data"


class Cell(State):
    """One figure of one window: a group's, or the whole's when `group` is None.

    Hidden and no-data cells have no number at all; unreliable cells have the interval only.
    """

    group: str | None
    status: CellStatus
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    reason: str = ""


class Window(State):
    """A closed window of days, both ends included, with its figures: the whole first."""

    first: date
    last: date
    overall: Cell
    groups: tuple[Cell, ...] = ()


class Release(State):
    """A published set of numbers of one metric, by at most one stratifier.

    Attributes:
        metric: the metric's definition.
        scope: whom the numbers are about when it is not this ward alone, else empty.
        stratifier: what the groups are by ("department type"), or empty.
        groups: the groups' names in their order of display.
        source: where the figures come from, in words.
        profile: the privacy profile that was applied.
        windows: oldest first, contiguous or with gaps.
    """

    schema_version: int = 1
    metric: MetricFacts
    scope: str = Field(default="", max_length=60)
    stratifier: str = Field(default="", max_length=40)
    groups: tuple[str, ...] = ()
    source: str = Field(default="", max_length=80)
    profile: str = "CMS"
    windows: tuple[Window, ...] = ()


class ReleasePublished(Payload):
    """A release is named in the log by its SHA-256; its body is fetched apart."""

    metric: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    scope: str = ""
    stratifier: str = ""


class Published(State):
    """The newest release of a metric by a stratifier; earlier ones stay in the store."""

    metric: str
    sha256: str
    stratifier: str


@dataclass(frozen=True, slots=True)
class PublishRelease:
    """Announce a release whose body is already in the store."""

    node: str
    release: Release


def release_body(release: Release) -> bytes:
    """Return the bytes of a release: the same content gives the same bytes."""
    return release.model_dump_json().encode()


def release_sha256(body: bytes) -> str:
    """Return a release's name."""
    return hashlib.sha256(body).hexdigest()


def published_id(node: str, metric: str, stratifier: str) -> str:
    """Return the entity id under which a metric's newest release by a stratifier is announced."""
    return "release:" + natural_id(node, "release", metric, stratifier)


def decide(published: Published | None, command: PublishRelease) -> Decision:
    """Return the change that announces a release; announcing the same again changes nothing."""
    release = command.release
    if not release.windows:
        return Refusal("The release has no windows.")
    sha256 = release_sha256(release_body(release))
    if published is not None and published.sha256 == sha256:
        return ()
    payload = ReleasePublished(
        metric=release.metric.key,
        sha256=sha256,
        scope=release.scope,
        stratifier=release.stratifier,
    )
    entity = published_id(command.node, release.metric.key, release.stratifier)
    return (Act(entity, "release.published", payload),)


def evolve(published: Published | None, happened: Happened) -> Outcome[Published]:
    """Return what is published after a change."""
    payload = happened.payload
    if not isinstance(payload, ReleasePublished):
        return Outcome(published, "needs an update of this board")
    return Outcome(
        Published(metric=payload.metric, sha256=payload.sha256, stratifier=payload.stratifier)
    )


RELEASE = EntityKind(
    name="release",
    log=LogKind.SHARED,
    state=Published,
    payloads={"release.published": ReleasePublished},
    evolve=evolve,
)
