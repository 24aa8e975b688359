"""What goes into publishing and what comes out: raw counts by node, month and group; releases and notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.analytics.publishing.profiles import CMS, PrivacyProfile
from kiosk.domain.errors import KioskError
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import GroupRole, Level, Provenance, Release, WindowKind


class PublishingRefusedError(KioskError):
    """Nothing is published, for the reason that it says in words; it is told to the publisher only."""


@dataclass(frozen=True, slots=True)
class Count:
    """A raw count; it never leaves the publishing side.

    Attributes:
        numerator: how many have it, or how many events; None when not counted.
        denominator: out of how many, or the time at risk; None when not counted. A metric that is
            a plain count has none.
        doubt: why it is not the whole truth, in words that may be published, or empty.
    """

    numerator: int | None
    denominator: float | None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class OrgNode:
    """A ward, a service or a hospital.

    Attributes:
        code: the publisher's code.
        level: how much of the organisation it is.
        parent: the code of the node that it is a part of, if that is published too.
        title: its name, as it stands in a scope.
        predecessors: the codes of nodes of which it was merged or split.
    """

    code: str
    level: Level = Level.WARD
    parent: str | None = None
    title: str = ""
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """What a table is by.

    Attributes:
        stratifier: the words for what the groups are.
        set_id: id and version of the stratifier set, or empty.
        groups: the groups' names in their order of display.
        roles: what stands under a name that is not a group of people.
        overlapping: whether people may stand in several groups.
        reference: a group that the others are to be compared with, or empty.
        reference_reason: why that group.
        total_given: whether the counts of everyone are in the table; otherwise groups are added up.
    """

    stratifier: str
    groups: tuple[str, ...]
    set_id: str = ""
    roles: Mapping[str, GroupRole] = field(default_factory=dict)
    overlapping: bool = False
    total_given: bool = True
    reference: str = ""
    reference_reason: str = ""


CellKey = tuple[str, date, str | None]
"""A node's code, the first day of a month, and a group; None for everyone."""


@dataclass(frozen=True, slots=True)
class Table:
    """The raw counts of one metric, by at most one stratifier.

    Attributes:
        metric: the metric.
        split: by what; None for everyone only.
        counts: by node, month and group. A node without any counts of its own has those of its
            parts, added up.
        scope: whom the counts are about, when the organisation's levels do not tell.
    """

    metric: MetricFacts
    split: Split | None
    counts: Mapping[CellKey, Count]
    scope: str = ""


@dataclass(frozen=True, slots=True)
class PublishRequest:
    """What is to be published.

    Attributes:
        tables: the raw counts. Tables of the same metric count the same people.
        nodes: the organisation. Wards of a service publish together.
        window: how long a window is.
        today: a day that has not ended everywhere on earth; windows that end on it or later wait.
        source: where the figures come from, in words.
        provenance: who publishes, when, by which rules, and a random id of this reading. The
            version rises by itself where an earlier release is given.
        previous: earlier releases of the last 24 months, in any order.
        profile: the privacy profile.
    """

    tables: tuple[Table, ...]
    nodes: tuple[OrgNode, ...]
    window: WindowKind
    today: date
    source: str
    provenance: Provenance
    previous: tuple[Release, ...] = ()
    profile: PrivacyProfile = CMS


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What an audit of what is published did; what was tried and given up is not in it.

    Attributes:
        checked: hidden counts (numerators, complements, times at risk) that were attacked.
        by_programme: how many of them needed linear programmes.
        narrowest: the width of the narrowest range that a linear programme found; None without any.
    """

    checked: int = 0
    by_programme: int = 0
    narrowest: float | None = None

    def and_also(self, other: "AuditReport") -> "AuditReport":
        """Return the report on both."""
        found = [each for each in (self.narrowest, other.narrowest) if each is not None]
        return AuditReport(
            self.checked + other.checked,
            self.by_programme + other.by_programme,
            min(found, default=None),
        )


@dataclass(frozen=True, slots=True)
class Publication:
    """What may leave.

    Attributes:
        releases: one for each table and node with a closed window, in the order given.
        notes: what was left out or kept as it was, in words for the publisher.
        audit: what the audit found; None where it was not asked for.
    """

    releases: tuple[Release, ...]
    notes: tuple[str, ...]
    audit: AuditReport | None
