"""Random hospitals with small and large groups, and how they are published in tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from hypothesis import strategies as st

from kiosk.analytics.publishing.profiles import CMS, PrivacyProfile
from kiosk.analytics.publishing.publish import publish
from kiosk.analytics.publishing.tables import (
    CellKey,
    Count,
    OrgNode,
    Publication,
    PublishRequest,
    Split,
    Table,
)
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import Level, Provenance, Release, WindowKind

PAIN = MetricFacts(key="pain", title="Pain reassessed")
JANUARY = date(2026, 1, 1)
LATER = date(2026, 6, 15)
STAMP = Provenance(source_id="a1b2", rules="CMS@1", by="quality office")

Parts = tuple[int, int]
"""How many have it, and how many have not."""

SIZES = st.one_of(
    st.just(0),
    st.integers(1, 10),
    st.integers(11, 30),
    st.integers(31, 400),
)


@dataclass(frozen=True)
class World:
    """The true counts of one month: by stratifier, ward and group.

    Attributes:
        wards: the codes of the wards.
        tables: for each stratifier, for each ward, what each group holds.
    """

    wards: tuple[str, ...]
    tables: tuple[tuple[tuple[Parts, ...], ...], ...]

    @property
    def nodes(self) -> tuple[OrgNode, ...]:
        """The wards, and their service where there are several."""
        if len(self.wards) == 1:
            return (OrgNode(self.wards[0]),)
        wards = tuple(OrgNode(code, parent="service") for code in self.wards)
        return (*wards, OrgNode("service", Level.SERVICE, title="Medicine"))

    def raw(self, month: date = JANUARY) -> tuple[Table, ...]:
        """The tables as they go into publishing."""
        found = []
        for number, table in enumerate(self.tables):
            groups = tuple(f"g{group}" for group in range(len(table[0])))
            counts: dict[CellKey, Count] = {
                (ward, month, name): Count(has, has + has_not)
                for ward, row in zip(self.wards, table, strict=True)
                for name, (has, has_not) in zip(groups, row, strict=True)
            }
            found.append(Table(PAIN, Split(f"by {number}", groups, total_given=False), counts))
        return tuple(found)


@st.composite
def worlds(
    draw: st.DrawFn, most_wards: int = 3, most_groups: int = 5, most_tables: int = 2
) -> World:
    """Draw a hospital; all its tables count the same people."""
    wards = draw(st.integers(1, most_wards))
    width = draw(st.integers(2, most_groups))
    cell = st.tuples(SIZES, SIZES)
    first = draw(
        st.lists(
            st.lists(cell, min_size=width, max_size=width), min_size=wards, max_size=wards
        ).filter(lambda rows: all(any(map(sum, row)) for row in rows))
    )
    tables = [tuple(tuple(row) for row in first)]
    for _ in range(draw(st.integers(0, most_tables - 1))):
        width = draw(st.integers(2, most_groups))
        tables.append(tuple(draw(_shared_out(row, width)) for row in first))
    return World(tuple(f"w{ward}" for ward in range(wards)), tuple(tables))


@st.composite
def _shared_out(draw: st.DrawFn, row: Sequence[Parts], width: int) -> tuple[Parts, ...]:
    """Draw other groups of the same people."""
    parts: list[list[int]] = []
    for total in (sum(has for has, _ in row), sum(has_not for _, has_not in row)):
        cuts = sorted(draw(st.lists(st.integers(0, total), min_size=width - 1, max_size=width - 1)))
        parts.append([upper - lower for lower, upper in pairwise([0, *cuts, total])])
    return tuple(zip(*parts, strict=True))


def published(  # noqa: PLR0913 - what a test may vary
    tables: Sequence[Table],
    nodes: Sequence[OrgNode],
    *,
    profile: PrivacyProfile = CMS,
    today: date = LATER,
    window: WindowKind = WindowKind.MONTH,
    previous: Sequence[Release] = (),
    audit: bool = True,
) -> Publication:
    """Publish with everything else fixed."""
    request = PublishRequest(
        tables=tuple(tables),
        nodes=tuple(nodes),
        window=window,
        today=today,
        source="test",
        provenance=STAMP,
        previous=tuple(previous),
        profile=profile,
    )
    return publish(request, audit=audit)


def lone_ward(groups: Mapping[str, tuple[int, int]], total: tuple[int, int] | None = None) -> Table:
    """Return a table of one ward: numerator and denominator by group, and of everyone if it is told."""
    counts: dict[CellKey, Count] = {
        ("w", JANUARY, name): Count(*pair) for name, pair in groups.items()
    }
    if total is not None:
        counts["w", JANUARY, None] = Count(*total)
    return Table(PAIN, Split("language", tuple(groups), total_given=total is not None), counts)
