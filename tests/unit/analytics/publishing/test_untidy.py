"""Counts as files have them: missing rows, doubts, people in no group, services larger than their wards."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.analytics.publishing.profiles import CMS, NHS_SUB_NATIONAL, PrivacyProfile, local_profile
from kiosk.analytics.publishing.tables import (
    CellKey,
    Count,
    OrgNode,
    PublishingRefusedError,
    Split,
    Table,
)
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import Cell, CellStatus, Level, Release
from tests.unit.analytics.publishing.worlds import JANUARY, SIZES, published

SERVICE = OrgNode("s", Level.SERVICE, title="Medicine")
NODES = (OrgNode("w0", parent="s"), OrgNode("w1", parent="s"), SERVICE)
GROUPS = ("a", "b", "c")
PROFILES = (CMS, NHS_SUB_NATIONAL, local_profile(4), local_profile(5, 10, 15))

Parts = tuple[int, int]


def metric_of(kind: ValueKind) -> MetricFacts:
    return MetricFacts(
        key="m", title="Metric", value=kind, per=1 if kind is ValueKind.COUNT else 100
    )


@st.composite
def untidy(draw: st.DrawFn, kind: ValueKind) -> Table:
    """Draw a table of two wards and their service, which has people of its own, and doubts here and there."""
    cell = st.tuples(SIZES, SIZES)
    counts: dict[CellKey, Count] = {}
    of_service: dict[str | None, Parts] = {}
    for ward in ("w0", "w1", "the rest"):
        rows = {group: draw(cell) for group in GROUPS}
        in_none = draw(st.one_of(st.just((0, 0)), cell))
        rows_of_all = [*rows.values(), in_none]
        everyone = sum(row[0] for row in rows_of_all), sum(row[1] for row in rows_of_all)
        for group, parts in ((None, everyone), *rows.items()):
            before = of_service.get(group, (0, 0))
            of_service[group] = before[0] + parts[0], before[1] + parts[1]
            doubt = draw(st.sampled_from(["", "", "", "", "a row could not be read"]))
            if ward != "the rest" and draw(st.integers(0, 9)):
                counts[ward, JANUARY, group] = count_of(parts, kind, doubt)
    for group, parts in of_service.items():
        counts["s", JANUARY, group] = count_of(parts, kind)
    return Table(metric_of(kind), Split("by", GROUPS), counts)


def count_of(parts: Parts, kind: ValueKind, doubt: str = "") -> Count:
    has, has_not = parts
    match kind:
        case ValueKind.PROPORTION:
            return Count(has, has + has_not, doubt)
        case ValueKind.RATE:
            return Count(has if has_not else 0, has_not / 2, doubt)
        case ValueKind.COUNT:
            return Count(has, None, doubt)


def all_cells(releases: tuple[Release, ...]) -> list[Cell]:
    return [
        cell
        for release in releases
        for window in release.windows
        for cell in (window.overall, *window.groups)
    ]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
@pytest.mark.parametrize("kind", ValueKind)
@given(data=st.data())
@settings(max_examples=4, deadline=None)
def test_whatever_a_file_holds_what_is_published_passes_the_audit_and_shows_nothing_small(
    profile: PrivacyProfile, kind: ValueKind, data: st.DataObject
) -> None:
    table = data.draw(untidy(kind))
    try:
        found = published([table], NODES, profile=profile)
    except PublishingRefusedError as problem:
        if "Left out" not in str(problem):  # as wards are that hold more than their service
            raise
        return
    assert found.audit is not None
    for cell in all_cells(found.releases):
        if cell.status is CellStatus.SHOWN:
            assert cell.numerator is not None
            assert not profile.hides(cell.numerator)
            assert cell.numerator % profile.rounded_to == 0
            assert kind is ValueKind.COUNT or not profile.hides(cell.denominator or 0)
        else:
            assert (cell.numerator, cell.denominator, cell.value) == (None, None, None)


def test_a_doubtful_group_has_no_figure_and_says_why() -> None:
    counts: dict[CellKey, Count] = {
        ("w", JANUARY, "a"): Count(30, 60, "a row could not be read"),
        ("w", JANUARY, "b"): Count(30, 60),
        ("w", JANUARY, "c"): Count(40, 90),
        ("w", JANUARY, None): Count(130, 300),
    }
    table = Table(metric_of(ValueKind.PROPORTION), Split("by", GROUPS), counts)
    ((window,),) = (one.windows for one in published([table], (OrgNode("w"),)).releases)
    assert window.groups[0].status is CellStatus.NO_DATA
    assert window.groups[0].reason == "a row could not be read"


@pytest.mark.parametrize(
    ("count", "reason"),
    [
        (Count(None, 30), "not counted"),
        (Count(3, None), "not counted"),
        (Count(0, 0), "nobody to count"),
        (Count(-1, 30), "below zero"),
        (Count(31, 30), "more than were counted"),
        (Count(3, float("nan")), "not a number"),
        (Count(3, float("inf")), "not a number"),
    ],
)
def test_what_cannot_be_a_figure_is_no_data_with_its_reason(count: Count, reason: str) -> None:
    counts: dict[CellKey, Count] = {("w", JANUARY, None): count}
    table = Table(metric_of(ValueKind.PROPORTION), None, counts)
    ((window,),) = (one.windows for one in published([table], (OrgNode("w"),)).releases)
    assert (window.overall.status, window.overall.reason) == (CellStatus.NO_DATA, reason)


def test_rounded_counts_give_rounded_values_and_intervals() -> None:
    counts: dict[CellKey, Count] = {
        ("w", JANUARY, "a"): Count(33, 68),
        ("w", JANUARY, "b"): Count(31, 67),
        ("w", JANUARY, "c"): Count(42, 91),
    }
    table = Table(metric_of(ValueKind.PROPORTION), Split("by", GROUPS, total_given=False), counts)
    other: dict[CellKey, Count] = {**counts, ("w", JANUARY, "a"): Count(37, 72)}
    again = Table(table.metric, table.split, other)
    shown = [
        published([one], (OrgNode("w"),), profile=NHS_SUB_NATIONAL).releases[0].windows[0].groups[0]
        for one in (table, again)
    ]
    assert (shown[0].numerator, shown[0].denominator) == (35, 70)
    assert shown[0] == shown[1]
