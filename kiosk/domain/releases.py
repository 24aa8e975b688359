"""Releases: immutable, already suppressed sets of published numbers over closed windows, named by their content."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

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

OLDER = "These figures are older than those on the board, which stay."


class CellStatus(StrEnum):
    """Why a figure is, or is not, there."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # privacy: no number of it is in the release
    UNRELIABLE = "unreliable"  # the interval only
    NO_DATA = "no_data"


class Level(StrEnum):
    """How much of the organisation a release is about, from the narrowest."""

    WARD = "ward"
    SERVICE = "service"
    HOSPITAL = "hospital"


class WindowKind(StrEnum):
    """How long a closed window is. `WEEK` and `DAY` are for figures that are not by group."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    ROLLING_12 = "rolling_12"  # twelve months, published again each month: windows overlap


class GroupRole(StrEnum):
    """What stands under a group's name: a group of people, or a reason why the group is not known."""

    GROUP = "group"
    DECLINED = "declined"  # asked, and did not want to say
    NOT_KNOWN = "not_known"  # asked, and the answer is not known
    MISSING = "missing"  # nobody asked, or it was not written down


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


class Provenance(State):
    """Who made a release, when, and by which rules; nothing in it is a function of the raw figures.

    Attributes:
        source_id: a random id of one reading of the source; the source file's hash stays with the
            publisher, because it would confirm guesses of small numbers.
        rules: name and version of the publishing rules.
        version: rises each time the same metric, stratifier and node is published.
        by: who published, as a role or an account.
        at: when, in UTC.
    """

    source_id: str = Field(default="", max_length=40)
    rules: str = Field(default="", max_length=60)
    version: int = Field(default=1, ge=1)
    by: str = Field(default="", max_length=60)
    at: datetime | None = None


class Release(State):
    """A published set of numbers of one metric, by at most one stratifier.

    Attributes:
        metric: the metric's definition.
        node: the publisher's code of the unit that the numbers are about, or empty.
        level: how much of the organisation that is.
        scope: whom the numbers are about when it is not this ward alone, else empty.
        stratifier: what the groups are by ("department type"), or empty.
        stratifier_set: id and version of the stratifier set ("omb_spd15@2024"), or empty.
        groups: the groups' names in their order of display.
        roles: what stands under a name that is not a group of people (declined, not known, missing).
        reference: a group that the publisher chose to compare the others with, or empty: then it is
            the goal, else the best reliable group, else everyone.
        reference_reason: why that group; never empty where one is chosen.
        overlapping: whether people may stand in several groups, so that groups do not add up.
        window: how long a window is; None in releases of schema 1, where the days tell.
        source: where the figures come from, in words.
        profile: the privacy profile that was applied.
        rounded_to: counts are rounded to a multiple of this; 1 for exact counts.
        provenance: who made it, when and by which rules; None in releases of schema 1.
        windows: oldest first, contiguous or with gaps.
    """

    schema_version: int = 2
    metric: MetricFacts
    node: str = Field(default="", max_length=40)
    level: Level = Level.WARD
    scope: str = Field(default="", max_length=60)
    stratifier: str = Field(default="", max_length=40)
    stratifier_set: str = Field(default="", max_length=60)
    groups: tuple[str, ...] = ()
    roles: Mapping[str, GroupRole] = Field(default_factory=dict)
    reference: str = Field(default="", max_length=40)
    reference_reason: str = Field(default="", max_length=120)
    overlapping: bool = False
    window: WindowKind | None = None
    source: str = Field(default="", max_length=80)
    profile: str = "CMS"
    rounded_to: int = Field(default=1, ge=1)
    provenance: Provenance | None = None
    windows: tuple[Window, ...] = ()

    @model_validator(mode="after")
    def _reason_for_a_reference(self) -> Self:
        if self.reference and not self.reference_reason.strip():
            message = "a reference that was chosen needs its reason"
            raise ValueError(message)
        return self

    def role_of(self, group: str) -> GroupRole:
        """Return what stands under a name."""
        return self.roles.get(group, GroupRole.GROUP)


class ReleasePublished(Payload):
    """A release is named in the log by its SHA-256; its body is fetched apart."""

    metric: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    scope: str = ""
    stratifier: str = ""
    version: int = 1
    last: date | None = None
    node: str = ""


class Published(State):
    """The newest release of a metric by a stratifier; earlier ones stay in the store.

    Attributes:
        metric: the metric's key.
        sha256: the name of the release's body.
        stratifier: what the groups are by, or empty.
        version: of the release, as its publisher counts.
        last: the last day of its newest window; None where a release of schema 1 was announced.
        node: the publisher's code of the unit that it is about.
    """

    metric: str
    sha256: str
    stratifier: str
    version: int = 1
    last: date | None = None
    node: str = ""

    def is_newer_than(self, other: ReleasePublished) -> bool:
        """Tell whether this release stands against another that was announced later.

        Versions are counted for each node. So when a ward begins to show its service's figures, only
        the days tell.
        """
        if self.node == other.node and self.version != other.version:
            return self.version > other.version
        return self.last is not None and other.last is not None and self.last > other.last


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


def announcement(release: Release) -> ReleasePublished:
    """Return what the log says of a release; it has windows."""
    return ReleasePublished(
        metric=release.metric.key,
        sha256=release_sha256(release_body(release)),
        scope=release.scope,
        stratifier=release.stratifier,
        version=release.provenance.version if release.provenance else 1,
        last=release.windows[-1].last,
        node=release.node,
    )


def published_by(payload: ReleasePublished) -> Published:
    """Return what is published once a release was announced."""
    return Published(
        metric=payload.metric,
        sha256=payload.sha256,
        stratifier=payload.stratifier,
        version=payload.version,
        last=payload.last,
        node=payload.node,
    )


def decide(published: Published | None, command: PublishRelease) -> Decision:
    """Return the change that announces a release; announcing the same again changes nothing."""
    release = command.release
    if not release.windows:
        return Refusal("The release has no windows.")
    payload = announcement(release)
    if published is not None and published.sha256 == payload.sha256:
        return ()
    if published is not None and published.is_newer_than(payload):
        return Refusal(OLDER)
    entity = published_id(command.node, release.metric.key, release.stratifier)
    return (Act(entity, "release.published", payload),)


def evolve(published: Published | None, happened: Happened) -> Outcome[Published]:
    """Return what is published after a change."""
    payload = happened.payload
    if not isinstance(payload, ReleasePublished):
        return Outcome(published, "needs an update of this board")
    if published is not None and published.is_newer_than(payload):
        return Outcome(published, "newer figures were published before it")
    return Outcome(published_by(payload))


RELEASE = EntityKind(
    name="release",
    log=LogKind.SHARED,
    state=Published,
    payloads={"release.published": ReleasePublished},
    evolve=evolve,
)
